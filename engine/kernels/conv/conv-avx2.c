/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/conv/conv-kernels.h"

#include <immintrin.h>

/* Of 16 registers, 12 hold sums, two weights and one the activation. CPUs whose fastest set this is
 * have a second-level cache of 256 or 512 KB. */
#define LANES 8
#define TILE 6
#define STRIP 14
#define BAND 1
#define PREFETCH 1
#define HOLD 0
#define MIDDLE_BYTES (128 * 1024)
#define GROUP_BYTES (128 * 1024)
#define KERNELS sem_k_conv_avx2

typedef __m256 Vector;

#define vector_splat(x) _mm256_set1_ps (x)
#define vector_fma(a, b, c) _mm256_fmadd_ps (a, b, c)
#define vector_min(a, b) _mm256_min_ps (a, b)
#define vector_max(a, b) _mm256_max_ps (a, b)
#define vector_from_bytes(p)                                                                       \
  _mm256_cvtepi32_ps (_mm256_cvtepu8_epi32 (_mm_loadl_epi64 ((const __m128i *) (p))))

#include "engine/kernels/conv/conv-simd.h"
