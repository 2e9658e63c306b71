/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The system's FAISS as bench-scan-faiss.py calls it, on one thread.
 */

#include <faiss/IndexBinaryFlat.h>
#include <omp.h>

extern "C"
{
  void *
  faiss_new (unsigned n_bits, const uint8_t *codes, size_t n)
  {
    auto *index = new faiss::IndexBinaryFlat (static_cast<int> (n_bits));

    omp_set_num_threads (1);
    index->add (static_cast<long> (n), codes);
    return index;
  }

  void
  faiss_free (void *index)
  {
    delete static_cast<faiss::IndexBinaryFlat *> (index);
  }

  void
  faiss_search (void *index,
                const uint8_t *queries,
                size_t n_queries,
                unsigned k,
                int32_t *distances,
                int64_t *rows)
  {
    static_cast<faiss::IndexBinaryFlat *> (index)->search (static_cast<long> (n_queries), queries,
                                                           k, distances, rows);
  }
}
