/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/scan/popcount.h"

#include <string.h>

#include "engine/kernels/scan/popcount-private.h"

/* Half of the smallest first-level cache in use, and a multiple of 64 codes of every length. */
#define TILE_BYTES 16384

/* The index of word @w of row @row in a table of @n_words words per code. */
static inline size_t
word_index (size_t row, unsigned w, unsigned n_words)
{
  return row / SEM_K_BLOCK * SEM_K_BLOCK * n_words + w * SEM_K_BLOCK + row % SEM_K_BLOCK;
}

void
sem_k_popcount_pack (void *table, size_t row, const uint64_t *codes, size_t n, unsigned n_bits)
{
  unsigned n_words = n_bits / 64;
  uint64_t *words = table;

  if (n_bits == 32)
    for (size_t i = 0; i < n; i++)
      ((uint32_t *) table)[row + i] = (uint32_t) codes[i];
  else if (n_words == 1)
    memcpy (words + row, codes, n * sizeof *codes);
  else
    for (size_t i = 0; i < n; i++)
      for (unsigned w = 0; w < n_words; w++)
        words[word_index (row + i, w, n_words)] = codes[i * n_words + w];
}

void
sem_k_popcount_unpack (const void *table, size_t row, uint64_t *code, unsigned n_bits)
{
  unsigned n_words = n_bits / 64;
  const uint64_t *words = table;

  if (n_bits == 32)
    *code = ((const uint32_t *) table)[row];
  else
    for (unsigned w = 0; w < n_words; w++)
      code[w] = words[word_index (row, w, n_words)];
}

SemKScanFunc
sem_k_popcount_get (SemKSet set, unsigned n_bits)
{
  if (!sem_k_cpu_has (set))
    return NULL;
#if defined(__x86_64__)
  if (set == SEM_K_AVX512 && sem_k_cpu_has_vpopcntdq ())
    return sem_k_popcount_get_avx512 (n_bits);
  if (set == SEM_K_AVX512 || set == SEM_K_AVX2)
    return sem_k_popcount_get_avx2 (n_bits);
#elif defined(__aarch64__)
  if (set == SEM_K_NEON)
    return sem_k_popcount_get_neon (n_bits);
#endif
  return sem_k_popcount_get_ref (n_bits);
}

void
sem_k_popcount_scan_batch (SemKScanFunc scan,
                           unsigned n_bits,
                           const SemKRows *rows,
                           const uint64_t *queries,
                           size_t n_queries,
                           SemKSelection *selections)
{
  size_t n_codes = rows->n_codes;
  size_t n_tile = n_queries > 1 ? TILE_BYTES / (n_bits / 8) : n_codes;
  size_t n_words = (n_bits + 63) / 64;

  for (size_t i = 0; i < n_codes; i += n_tile)
    {
      SemKRows tile = {
        .table = (const char *) rows->table + i * (n_bits / 8),
        .n_codes = n_codes - i < n_tile ? n_codes - i : n_tile,
        .first_row = rows->first_row + (uint32_t) i,
        .mask = rows->mask != NULL ? rows->mask + i / 64 : NULL,
      };

      for (size_t q = 0; q < n_queries; q++)
        scan (&tile, queries + q * n_words, &selections[q]);
    }
}
