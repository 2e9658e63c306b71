/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/conv/conv-kernels.h"

#include <immintrin.h>

/* Of 32 registers, 28 hold sums, two weights and one the activation. */
#define LANES 16
#define TILE 14
#define STRIP 7
#define BAND 2
#define PREFETCH 2
#define HOLD 1
#define MIDDLE_BYTES (640 * 1024)
#define GROUP_BYTES 0
#define KERNELS sem_k_conv_avx512

typedef __m512 Vector;

#define vector_splat(x) _mm512_set1_ps (x)
#define vector_fma(a, b, c) _mm512_fmadd_ps (a, b, c)
#define vector_min(a, b) _mm512_min_ps (a, b)
#define vector_max(a, b) _mm512_max_ps (a, b)
#define vector_from_bytes(p)                                                                       \
  _mm512_cvtepi32_ps (_mm512_cvtepu8_epi32 (_mm_loadu_si128 ((const __m128i *) (p))))

#include "engine/kernels/conv/conv-simd.h"
