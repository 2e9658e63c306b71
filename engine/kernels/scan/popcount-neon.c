/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <arm_neon.h>

#include "engine/kernels/scan/popcount-private.h"

/* A block of 8 codes of 64 bits takes four registers a plane. */
#define QUARTERS 4

SEM_K_INLINE uint8x16_t
count_differences (const uint64_t *words, uint64x2_t query)
{
  return vcntq_u8 (vreinterpretq_u8_u64 (veorq_u64 (vld1q_u64 (words), query)));
}

/* Distances of one block, 16 bits each. A byte holds at most 8 a plane, so that two bytes fit one
 * even at 512 bits. */
SEM_K_INLINE uint16x8_t
block_distances (int n_words, const uint64_t *block, const uint64x2_t *query)
{
  uint8x16_t sum[QUARTERS];
  uint16x8_t low, high;

#pragma GCC unroll 4
  for (int j = 0; j < QUARTERS; j++)
    sum[j] = count_differences (block + 2 * j, query[0]);
#pragma GCC unroll 8
  for (int w = 1; w < n_words; w++)
#pragma GCC unroll 4
    for (int j = 0; j < QUARTERS; j++)
      sum[j] = vaddq_u8 (sum[j], count_differences (block + w * SEM_K_BLOCK + 2 * j, query[w]));

  low = vpaddlq_u8 (vpaddq_u8 (sum[0], sum[1]));
  high = vpaddlq_u8 (vpaddq_u8 (sum[2], sum[3]));
  return vpaddq_u16 (low, high);
}

SEM_K_INLINE void
offer_block (SemKSelection *selection, uint32_t row, uint16x8_t distances, uint32_t lanes)
{
  uint16_t values[SEM_K_BLOCK];

  vst1q_u16 (values, distances);
  for (; lanes != 0; lanes &= lanes - 1)
    {
      int j = __builtin_ctz (lanes);

      sem_k_selection_offer (selection, row + (uint32_t) j, values[j]);
    }
}

SEM_K_INLINE void
scan_words (int n_words,
            bool masked,
            const SemKRows *rows,
            const uint64_t *words,
            SemKSelection *selection)
{
  const uint64_t *table = rows->table;
  const uint64_t *mask = masked ? rows->mask : NULL;
  const size_t n_codes = rows->n_codes;
  const uint32_t first_row = rows->first_row;
  uint64x2_t query[8];

  for (int w = 0; w < n_words; w++)
    query[w] = vdupq_n_u64 (words[w]);

  for (size_t i = 0; i < n_codes; i += SEM_K_BLOCK, table += n_words * SEM_K_BLOCK)
    {
      uint16x8_t d;

      if (masked && (sem_k_mask_bits (mask, i) & 0xff) == 0)
        continue;
      d = block_distances (n_words, table, query);
      if (__builtin_expect (vminvq_u16 (d) < selection->threshold, 0))
        offer_block (selection, first_row + (uint32_t) i, d,
                     sem_k_first_lanes (n_codes - i) & sem_k_mask_bits (mask, i));
    }
}

SEM_K_INLINE void
scan_short (bool masked, const SemKRows *rows, const uint64_t *words, SemKSelection *selection)
{
  const uint32_t *table = rows->table;
  const uint64_t *mask = masked ? rows->mask : NULL;
  const size_t n_codes = rows->n_codes;
  const uint32_t first_row = rows->first_row;
  uint32x4_t query = vdupq_n_u32 ((uint32_t) words[0]);

  for (size_t i = 0; i < n_codes; i += SEM_K_BLOCK)
    {
      uint32x4_t low = veorq_u32 (vld1q_u32 (table + i), query);
      uint32x4_t high = veorq_u32 (vld1q_u32 (table + i + 4), query);
      uint16x8_t d;

      if (masked && (sem_k_mask_bits (mask, i) & 0xff) == 0)
        continue;
      d = vpaddq_u16 (vpaddlq_u8 (vcntq_u8 (vreinterpretq_u8_u32 (low))),
                      vpaddlq_u8 (vcntq_u8 (vreinterpretq_u8_u32 (high))));
      if (__builtin_expect (vminvq_u16 (d) < selection->threshold, 0))
        offer_block (selection, first_row + (uint32_t) i, d,
                     sem_k_first_lanes (n_codes - i) & sem_k_mask_bits (mask, i));
    }
}

SEM_K_DEFINE_SCANS (neon)
