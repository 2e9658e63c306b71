/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <immintrin.h>

#include "engine/kernels/scan/popcount-private.h"

/* Blocks compared at once; the branch is taken about a thousand times in a million codes. */
#define GROUP 4
#define GROUP_CODES (GROUP * SEM_K_BLOCK)

/* Distances of one block of 8 codes, one 64-bit lane each. */
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

/* The distances of a group as 16-bit lanes, in the order of the codes. */
SEM_K_INLINE __m512i
join_blocks (const __m512i d[GROUP])
{
  __m256i low = _mm256_inserti128_si256 (_mm256_castsi128_si256 (_mm512_cvtepi64_epi16 (d[0])),
                                         _mm512_cvtepi64_epi16 (d[1]), 1);
  __m256i high = _mm256_inserti128_si256 (_mm256_castsi128_si256 (_mm512_cvtepi64_epi16 (d[2])),
                                          _mm512_cvtepi64_epi16 (d[3]), 1);

  return _mm512_inserti64x4 (_mm512_castsi256_si512 (low), high, 1);
}

/* A mask of 32 lanes needs no conversion to an integer; GCC 12 may extend narrower masks of 8 bits
 * incorrectly when it runs out of registers. */
SEM_K_INLINE void
offer_group (SemKSelection *selection, uint32_t row, __m512i distances, uint32_t allowed)
{
  __m512i threshold = _mm512_set1_epi16 ((short) selection->threshold);
  uint32_t lanes = _mm512_cmplt_epu16_mask (distances, threshold) & allowed;
  uint16_t values[GROUP_CODES];

  _mm512_storeu_si512 (values, distances);
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
  const char *table = rows->table;
  const uint64_t *mask = masked ? rows->mask : NULL;
  const size_t n_codes = rows->n_codes;
  const uint32_t first_row = rows->first_row;
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

      offer_group (selection, first_row + (uint32_t) i, join_blocks (d), allowed);
      threshold = _mm512_set1_epi64 (selection->threshold);
    }

  for (; i < n_codes; i += SEM_K_BLOCK, table += block_bytes)
    {
      const __m512i d[GROUP] = { block_distances (n_words, table, query) };

      offer_group (selection, first_row + (uint32_t) i, join_blocks (d),
                   sem_k_first_lanes (n_codes - i) & sem_k_mask_bits (mask, i));
    }
}

/* Codes of 32 bits: a register holds two blocks (16 codes), and a group is 64 codes. */
SEM_K_INLINE __m512i
join_sixteens (const __m512i d[4])
{
  __m512i all = _mm512_castsi128_si512 (_mm512_cvtepi32_epi8 (d[0]));

  all = _mm512_inserti32x4 (all, _mm512_cvtepi32_epi8 (d[1]), 1);
  all = _mm512_inserti32x4 (all, _mm512_cvtepi32_epi8 (d[2]), 2);
  return _mm512_inserti32x4 (all, _mm512_cvtepi32_epi8 (d[3]), 3);
}

SEM_K_INLINE void
offer_short_group (SemKSelection *selection, uint32_t row, __m512i distances, uint64_t allowed)
{
  __m512i threshold = _mm512_set1_epi8 ((char) selection->threshold);
  uint64_t lanes = _mm512_cmplt_epu8_mask (distances, threshold) & allowed;
  uint8_t values[64];

  _mm512_storeu_si512 (values, distances);
  for (; lanes != 0; lanes &= lanes - 1)
    {
      int j = __builtin_ctzll (lanes);

      sem_k_selection_offer (selection, row + (uint32_t) j, values[j]);
    }
}

SEM_K_INLINE void
scan_short (bool masked, const SemKRows *rows, const uint64_t *words, SemKSelection *selection)
{
  const uint32_t *table = rows->table;
  const uint64_t *mask = masked ? rows->mask : NULL;
  const size_t n_codes = rows->n_codes;
  const uint32_t first_row = rows->first_row;
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
        d[b] =
          _mm512_popcnt_epi32 (_mm512_xor_si512 (_mm512_load_si512 (table + i + b * 16), query));
      least = _mm512_min_epu32 (_mm512_min_epu32 (d[0], d[1]), _mm512_min_epu32 (d[2], d[3]));
      if (__builtin_expect (_mm512_cmplt_epu32_mask (least, threshold) == 0, 1))
        continue;

      offer_short_group (selection, first_row + (uint32_t) i, join_sixteens (d), allowed);
      threshold = _mm512_set1_epi32 ((int) selection->threshold);
    }

  for (; i < n_codes; i += SEM_K_BLOCK)
    {
      __m512i codes = _mm512_zextsi256_si512 (_mm256_load_si256 ((const __m256i *) (table + i)));
      const __m512i d[4] = { _mm512_popcnt_epi32 (_mm512_xor_si512 (codes, query)) };

      offer_short_group (selection, first_row + (uint32_t) i, join_sixteens (d),
                         sem_k_first_lanes (n_codes - i) & sem_k_mask_bits (mask, i));
    }
}

SEM_K_DEFINE_SCANS (avx512)
