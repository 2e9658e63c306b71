/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <immintrin.h>

#include "engine/kernels/popcount-private.h"

/* Bits set in each byte: two look-ups of half a byte (Mula, Kurz & Lemire, section 3.2). */
SEM_K_INLINE __m256i
count_bytes (__m256i x)
{
  const __m256i counts
    = _mm256_setr_epi8 (0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
                        0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  const __m256i half = _mm256_set1_epi8 (15);
  __m256i low = _mm256_and_si256 (x, half);
  __m256i high = _mm256_and_si256 (_mm256_srli_epi16 (x, 4), half);

  return _mm256_add_epi8 (_mm256_shuffle_epi8 (counts, low), _mm256_shuffle_epi8 (counts, high));
}

SEM_K_INLINE __m256i
count_differences (const void *words, __m256i query)
{
  return count_bytes (_mm256_xor_si256 (_mm256_load_si256 (words), query));
}

/* Distances of half a block, 4 codes, a 64-bit lane each. A byte holds at most 8 a plane. */
SEM_K_INLINE __m256i
half_distances (int n_words, const char *half, const __m256i *query)
{
  __m256i sum = count_differences (half, query[0]);

#pragma GCC unroll 8
  for (int w = 1; w < n_words; w++)
    sum = _mm256_add_epi8 (sum, count_differences (half + w * 64, query[w]));
  return _mm256_sad_epu8 (sum, _mm256_setzero_si256 ());
}

/* The lanes of 64 bits where @a < @b. */
SEM_K_INLINE uint32_t
lanes_below (__m256i a, __m256i b)
{
  return (uint32_t) _mm256_movemask_pd (_mm256_castsi256_pd (_mm256_cmpgt_epi64 (b, a)));
}

SEM_K_INLINE void
offer_block (SemKSelection *selection,
             uint32_t row,
             const uint32_t distances[SEM_K_BLOCK],
             uint32_t lanes)
{
  for (; lanes != 0; lanes &= lanes - 1)
    {
      int j = __builtin_ctz (lanes);

      sem_k_selection_offer (selection, row + (uint32_t) j, distances[j]);
    }
}

/* As 8 values of 32 bits, in the order of the codes. */
SEM_K_INLINE __m256i
join_halves (__m256i low, __m256i high)
{
  const __m256i order = _mm256_setr_epi32 (0, 2, 4, 6, 1, 3, 5, 7);
  __m256i mixed = _mm256_or_si256 (low, _mm256_slli_epi64 (high, 32));

  /* Lanes now alternate low and high: 0 4 1 5 2 6 3 7. */
  return _mm256_permutevar8x32_epi32 (mixed, order);
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
  __m256i threshold = _mm256_set1_epi64x (selection->threshold);
  __m256i query[8];

  for (int w = 0; w < n_words; w++)
    query[w] = _mm256_set1_epi64x ((long long) words[w]);

  for (size_t i = 0; i < n_codes; i += SEM_K_BLOCK, table += block_bytes)
    {
      __m256i low, high, below;
      uint32_t values[SEM_K_BLOCK];
      uint32_t lanes;

      if (masked && (sem_k_mask_bits (mask, i) & 0xff) == 0)
        continue;
      low = half_distances (n_words, table, query);
      high = half_distances (n_words, table + 32, query);
      below = _mm256_or_si256 (_mm256_cmpgt_epi64 (threshold, low),
                               _mm256_cmpgt_epi64 (threshold, high));
      if (__builtin_expect (_mm256_testz_si256 (below, below), 1))
        continue;

      lanes = lanes_below (low, threshold) | lanes_below (high, threshold) << 4;
      _mm256_storeu_si256 ((__m256i *) values, join_halves (low, high));
      offer_block (selection, first_row + (uint32_t) i, values,
                   lanes & sem_k_first_lanes (n_codes - i) & sem_k_mask_bits (mask, i));
      threshold = _mm256_set1_epi64x (selection->threshold);
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
  __m256i threshold = _mm256_set1_epi32 ((int) selection->threshold);
  __m256i query = _mm256_set1_epi32 ((int) words[0]);

  for (size_t i = 0; i < n_codes; i += SEM_K_BLOCK)
    {
      __m256i d, below;
      uint32_t values[SEM_K_BLOCK];
      uint32_t lanes;

      if (masked && (sem_k_mask_bits (mask, i) & 0xff) == 0)
        continue;
      d = count_differences (table + i, query);
      d = _mm256_maddubs_epi16 (d, _mm256_set1_epi8 (1));
      d = _mm256_madd_epi16 (d, _mm256_set1_epi16 (1));
      below = _mm256_cmpgt_epi32 (threshold, d);
      if (__builtin_expect (_mm256_testz_si256 (below, below), 1))
        continue;

      lanes = (uint32_t) _mm256_movemask_ps (_mm256_castsi256_ps (below));
      _mm256_storeu_si256 ((__m256i *) values, d);
      offer_block (selection, first_row + (uint32_t) i, values,
                   lanes & sem_k_first_lanes (n_codes - i) & sem_k_mask_bits (mask, i));
      threshold = _mm256_set1_epi32 ((int) selection->threshold);
    }
}

SEM_K_DEFINE_SCANS (avx2)
