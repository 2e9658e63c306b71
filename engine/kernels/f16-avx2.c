/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/f16.h"

#include <immintrin.h>
#include <string.h>

void
sem_k_f32_to_f16_avx2 (const float *in, size_t n, uint16_t *out)
{
  float rest[8] = { 0 };
  uint16_t halves[8];
  size_t i;

  for (i = 0; i + 8 <= n; i += 8)
    {
      __m256 values = _mm256_loadu_ps (in + i);

      _mm_storeu_si128 ((__m128i *) (out + i), _mm256_cvtps_ph (values, _MM_FROUND_TO_NEAREST_INT));
    }

  if (i < n)
    {
      memcpy (rest, in + i, (n - i) * sizeof *in);
      _mm_storeu_si128 ((__m128i *) halves,
                        _mm256_cvtps_ph (_mm256_loadu_ps (rest), _MM_FROUND_TO_NEAREST_INT));
      memcpy (out + i, halves, (n - i) * sizeof *out);
    }
}

void
sem_k_f16_to_f32_avx2 (const uint16_t *in, size_t n, float *out)
{
  uint16_t rest[8] = { 0 };
  float values[8];
  size_t i;

  for (i = 0; i + 8 <= n; i += 8)
    _mm256_storeu_ps (out + i, _mm256_cvtph_ps (_mm_loadu_si128 ((const __m128i *) (in + i))));

  if (i < n)
    {
      memcpy (rest, in + i, (n - i) * sizeof *in);
      _mm256_storeu_ps (values, _mm256_cvtph_ps (_mm_loadu_si128 ((const __m128i *) rest)));
      memcpy (out + i, values, (n - i) * sizeof *out);
    }
}
