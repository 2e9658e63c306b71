/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/scan/popcount-private.h"

/* Counts in fields of 2, 4 and 8 bits, then adds the bytes: baseline x86-64 has no POPCNT. */
SEM_K_INLINE uint64_t
count_bits (uint64_t x)
{
  x -= (x >> 1) & 0x5555555555555555;
  x = (x & 0x3333333333333333) + ((x >> 2) & 0x3333333333333333);
  x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return (x * 0x0101010101010101) >> 56;
}

SEM_K_INLINE void
scan_words (unsigned n_words,
            bool masked,
            const SemKRows *rows,
            const uint64_t *query,
            SemKSelection *selection)
{
  const uint64_t *words = rows->table;
  const uint64_t *mask = masked ? rows->mask : NULL;
  const size_t n_codes = rows->n_codes;
  const uint32_t first_row = rows->first_row;

  for (size_t i = 0; i < n_codes; i += SEM_K_BLOCK, words += SEM_K_BLOCK * n_words)
    {
      uint32_t lanes = sem_k_first_lanes (n_codes - i) & sem_k_mask_bits (mask, i);

      for (uint32_t j = 0; j < SEM_K_BLOCK; j++)
        if ((lanes >> j & 1) != 0)
          {
            uint64_t distance = 0;

            for (unsigned w = 0; w < n_words; w++)
              distance += count_bits (words[w * SEM_K_BLOCK + j] ^ query[w]);
            sem_k_selection_offer (selection, first_row + (uint32_t) i + j, (uint32_t) distance);
          }
    }
}

SEM_K_INLINE void
scan_short (bool masked, const SemKRows *rows, const uint64_t *query, SemKSelection *selection)
{
  const uint32_t *codes = rows->table;
  const uint64_t *mask = masked ? rows->mask : NULL;
  const size_t n_codes = rows->n_codes;
  const uint32_t first_row = rows->first_row;

  for (size_t i = 0; i < n_codes; i++)
    if (!masked || (mask[i / 64] >> (i % 64) & 1) != 0)
      sem_k_selection_offer (selection, first_row + (uint32_t) i,
                             (uint32_t) count_bits (codes[i] ^ query[0]));
}

SEM_K_DEFINE_SCANS (ref)
