/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <immintrin.h>

#include "engine/kernels/popcount-private.h"

/* Blocks that are compared at once: the branch is taken some thousand times in a million codes. */
#define GROUP 4
#define GROUP_CODES (GROUP * SEM_K_BLOCK)

/* Distances of one block of 8 codes, a 64-bit lane each. */
SEM_K_INLINE __m512i
block_distances (int n_words, const char *block, const __m512i *query)
{
  __m512i sum = _mm512_popcnt_epi64 (_mm512_xor_si512 (_mm512_load_si512 (block), query[0]));

#pragma GCC unroll 8
  for (int w = 1; w < n_words; w++)
    {
      __m512i differ = _mm512_xor_si512 (_mm512_load_si512 (block + w * 64), query[w]);

      sum = _mm512_add_epi64 (sum, _mm512_popcnt_epi64 (differ));
    }
  return sum;
}

SEM_K_INLINE void
offer_block (SemKSelection *selection, uint32_t row, __m512i distances, uint32_t lanes)
{
  uint64_t values[SEM_K_BLOCK];

  _mm512_storeu_si512 (values, distances);
  for (; lanes != 0; lanes &= lanes - 1)
    {
      int j = __builtin_ctz (lanes);

      sem_k_selection_offer (selection, row + (uint32_t) j, (uint32_t) values[j]);
    }
}

SEM_K_INLINE void
scan_words (int n_words,
            bool masked,
            const char *table,
            size_t n_codes,
            uint32_t first_row,
            const uint64_t *words,
            const uint64_t *mask,
            SemKSelection *selection)
{
  const size_t block_bytes = (size_t) n_words * 64;
  __m512i threshold = _mm512_set1_epi64 (selection->threshold);
  __m512i query[8];
  size_t i = 0;

  for (int w = 0; w < n_words; w++)
    query[w] = _mm512_set1_epi64 ((long long) words[w]);

  for (; i + GROUP_CODES <= n_codes; i += GROUP_CODES, table += GROUP * block_bytes)
    {
      uint32_t allowed = masked ? sem_k_mask_bits (mask, i) : UINT32_MAX;
      __m512i d[GROUP], least;

      if (masked && allowed == 0)
        continue;
#pragma GCC unroll 4
      for (int b = 0; b < GROUP; b++)
        d[b] = block_distances (n_words, table + b * block_bytes, query);
      least = _mm512_min_epu64 (_mm512_min_epu64 (d[0], d[1]), _mm512_min_epu64 (d[2], d[3]));
      if (__builtin_expect (_mm512_cmplt_epu64_mask (least, threshold) == 0, 1))
        continue;

#pragma GCC unroll 4
      for (uint32_t b = 0; b < GROUP; b++)
        offer_block (selection, first_row + (uint32_t) i + b * SEM_K_BLOCK, d[b],
                     _mm512_cmplt_epu64_mask (d[b], threshold)
                       & (allowed >> (b * SEM_K_BLOCK)));
      threshold = _mm512_set1_epi64 (selection->threshold);
    }

  for (; i < n_codes; i += SEM_K_BLOCK, table += block_bytes)
    offer_block (selection, first_row + (uint32_t) i, block_distances (n_words, table, query),
                 sem_k_first_lanes (n_codes - i) & sem_k_mask_bits (mask, i));
}

/* Codes of 32 bits: a register holds 16 of them, two blocks. */
SEM_K_INLINE void
offer_16 (SemKSelection *selection, uint32_t row, __m512i distances, uint32_t lanes)
{
  uint32_t values[16];

  _mm512_storeu_si512 (values, distances);
  for (; lanes != 0; lanes &= lanes - 1)
    {
      int j = __builtin_ctz (lanes);

      sem_k_selection_offer (selection, row + (uint32_t) j, values[j]);
    }
}

SEM_K_INLINE void
scan_short (bool masked,
            const uint32_t *table,
            size_t n_codes,
            uint32_t first_row,
            const uint64_t *words,
            const uint64_t *mask,
            SemKSelection *selection)
{
  __m512i threshold = _mm512_set1_epi32 ((int) selection->threshold);
  __m512i query = _mm512_set1_epi32 ((int) words[0]);
  size_t i = 0;

  for (; i + 64 <= n_codes; i += 64)
    {
      uint64_t allowed = masked ? mask[i / 64] : UINT64_MAX;
      __m512i d[4], least;

      if (masked && allowed == 0)
        continue;
#pragma GCC unroll 4
      for (int b = 0; b < 4; b++)
        d[b] = _mm512_popcnt_epi32 (
          _mm512_xor_si512 (_mm512_load_si512 (table + i + b * 16), query));
      least = _mm512_min_epu32 (_mm512_min_epu32 (d[0], d[1]), _mm512_min_epu32 (d[2], d[3]));
      if (__builtin_expect (_mm512_cmplt_epu32_mask (least, threshold) == 0, 1))
        continue;

#pragma GCC unroll 4
      for (uint32_t b = 0; b < 4; b++)
        offer_16 (selection, first_row + (uint32_t) i + b * 16, d[b],
                  _mm512_cmplt_epu32_mask (d[b], threshold) & (uint16_t) (allowed >> (b * 16)));
      threshold = _mm512_set1_epi32 ((int) selection->threshold);
    }

  for (; i < n_codes; i += SEM_K_BLOCK)
    {
      __m256i codes = _mm256_load_si256 ((const __m256i *) (table + i));
      __m256i d = _mm256_popcnt_epi32 (_mm256_xor_si256 (codes, _mm512_castsi512_si256 (query)));

      offer_16 (selection, first_row + (uint32_t) i, _mm512_zextsi256_si512 (d),
                sem_k_first_lanes (n_codes - i) & sem_k_mask_bits (mask, i));
    }
}

SEM_K_DEFINE_SCANS (avx512)
