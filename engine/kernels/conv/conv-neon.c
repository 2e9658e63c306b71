/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/conv/conv-kernels.h"

#include <arm_neon.h>

#define LANES 4
#define TILE 12
#define STRIP 7
#define BAND 2
#define PREFETCH 2
#define HOLD 1
#define MIDDLE_BYTES (640 * 1024)
#define GROUP_BYTES 0
#define KERNELS sem_k_conv_neon

typedef float32x4_t Vector;

static inline Vector
vector_from_bytes (const uint8_t *p)
{
  return (Vector){ p[0], p[1], p[2], p[3] };
}

#define vector_splat(x) vdupq_n_f32 (x)
#define vector_fma(a, b, c) vfmaq_f32 (c, a, b)
#define vector_min(a, b) vminq_f32 (a, b)
#define vector_max(a, b) vmaxq_f32 (a, b)

#include "engine/kernels/conv/conv-simd.h"
