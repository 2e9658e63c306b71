/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compares every popcount kernel of this CPU with the portable one. The first 8 bytes of the input
 * choose the length, k, the bound, the capacity and whether there is a mask; then follow the query,
 * the mask and the codes.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/kernels/scan/popcount.h"

#define HEADER_BYTES 8
#define MAX_CODES 1024

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct
{
  unsigned n_bits;
  uint32_t k;
  uint32_t max_distance;
  uint32_t capacity;
  size_t n_codes;
  uint64_t query[8];
  const uint64_t *mask;
  void *table; /* exactly as large as its blocks: a sanitizer sees reads past it */
} Case;

static uint32_t
search (const Case *c, SemKScanFunc scan, SemKHit *sorted)
{
  SemKHit *hits = malloc (c->capacity * sizeof *hits);
  SemKSelection selection;
  uint32_t n;

  sem_k_selection_init (&selection, c->k, c->n_bits, c->max_distance, hits, c->capacity);
  sem_k_popcount_scan_batch (scan, c->n_bits, &(SemKRows){ c->table, c->n_codes, 0, c->mask },
                             c->query, 1, &selection);
  n = sem_k_selection_finish (&selection, sorted);
  free (hits);
  return n;
}

static void
compare (const Case *c)
{
  static SemKHit expected[UINT8_MAX + 1], found[UINT8_MAX + 1];
  uint32_t n = search (c, sem_k_popcount_get (SEM_K_PORTABLE, c->n_bits), expected);

  for (int set = 0; set < SEM_K_N_SETS; set++)
    {
      SemKScanFunc scan = sem_k_popcount_get ((SemKSet) set, c->n_bits);

      if (!scan)
        continue;
      if (search (c, scan, found) != n || memcmp (found, expected, n * sizeof *found) != 0)
        abort ();
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const unsigned lengths[] = { 32, 64, 128, 256, 512 };
  uint64_t mask[MAX_CODES / 64] = { 0 };
  Case c = { 0 };
  size_t code_bytes, blocks;

  if (size < HEADER_BYTES)
    return 0;
  c.n_bits = lengths[data[0] % 5];
  code_bytes = c.n_bits / 8;
  c.k = data[1] + 1u;
  c.max_distance = data[2] | (uint32_t) data[3] << 8;
  c.capacity = c.k + 1 + data[4];
  c.mask = data[5] % 2 != 0 ? mask : NULL;
  data += HEADER_BYTES, size -= HEADER_BYTES;
  if (size < code_bytes + sizeof mask)
    return 0;

  memcpy (c.query, data, code_bytes);
  memcpy (mask, data + code_bytes, sizeof mask);
  data += code_bytes + sizeof mask, size -= code_bytes + sizeof mask;
  c.n_codes = size / code_bytes < MAX_CODES ? size / code_bytes : MAX_CODES;
  blocks = (c.n_codes + SEM_K_BLOCK - 1) / SEM_K_BLOCK;
  if (posix_memalign (&c.table, 64, blocks * sem_k_block_bytes (c.n_bits)) != 0)
    return 0;
  memset (c.table, 0, blocks * sem_k_block_bytes (c.n_bits));
  memcpy (c.table, data, c.n_codes * code_bytes);
  compare (&c);
  free (c.table);
  return 0;
}
