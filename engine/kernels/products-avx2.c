/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/products.h"

#include <immintrin.h>

static __m128i
load (const int16_t *pixels)
{
  return _mm_loadu_si128 ((const __m128i *) (const void *) pixels);
}

static int32_t
sum_lanes (__m256i lanes)
{
  __m128i sum = _mm_add_epi32 (_mm256_castsi256_si128 (lanes), _mm256_extracti128_si256 (lanes, 1));

  sum = _mm_add_epi32 (sum, _mm_shuffle_epi32 (sum, _MM_SHUFFLE (1, 0, 3, 2)));
  sum = _mm_add_epi32 (sum, _mm_shuffle_epi32 (sum, _MM_SHUFFLE (2, 3, 0, 1)));
  return _mm_cvtsi128_si32 (sum);
}

/* Two rows of a cell at a time. */
void
sem_k_products_avx2 (const int16_t *cells,
                     size_t side,
                     const int16_t *pixels,
                     size_t stride,
                     size_t n,
                     int32_t *out)
{
  for (size_t i = 0; i < n; i++)
    {
      const int16_t *cell = cells + i * side * SEM_K_PRODUCTS_SIDE;
      const int16_t *row = pixels + i * side;
      __m256i sum = _mm256_setzero_si256 ();

      for (size_t y = 0; y + 2 <= side; y += 2)
        {
          const __m256i two =
            _mm256_inserti128_si256 (_mm256_castsi128_si256 (load (row)), load (row + stride), 1);
          const __m256i with =
            _mm256_loadu_si256 ((const __m256i *) (const void *) (cell + y * SEM_K_PRODUCTS_SIDE));

          sum = _mm256_add_epi32 (sum, _mm256_madd_epi16 (two, with));
          row += 2 * stride;
        }
      if (side % 2)
        sum =
          _mm256_add_epi32 (sum, _mm256_zextsi128_si256 (_mm_madd_epi16 (
                                   load (row), load (cell + (side - 1) * SEM_K_PRODUCTS_SIDE))));
      out[i] = sum_lanes (sum);
    }
}
