/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/conv/conv-kernels.h"

#define LANES 4
#define TILE 6
#define STRIP 7
#define BAND 2
#define PREFETCH 2
#define HOLD 0
#define MIDDLE_BYTES (640 * 1024)
#define GROUP_BYTES 0
#define KERNELS sem_k_conv_portable

typedef float Vector __attribute__ ((vector_size (LANES * sizeof (float))));
typedef int32_t Mask __attribute__ ((vector_size (LANES * sizeof (int32_t))));

static inline Vector
vector_splat (float x)
{
  return (Vector){ x, x, x, x };
}

static inline Vector
vector_from_bytes (const uint8_t *p)
{
  return (Vector){ p[0], p[1], p[2], p[3] };
}

static inline Vector
vector_select (Mask mask, Vector a, Vector b)
{
  return (Vector) ((mask & (Mask) a) | (~mask & (Mask) b));
}

#define vector_fma(a, b, c) ((a) * (b) + (c))
#define vector_min(a, b) vector_select ((a) < (b), a, b)
#define vector_max(a, b) vector_select ((a) > (b), a, b)

#include "engine/kernels/conv/conv-simd.h"
