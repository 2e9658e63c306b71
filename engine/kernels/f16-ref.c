/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/f16.h"

#include <string.h>

/* Bit patterns of single-precision numbers at which the conversion to half precision changes. */
#define F32_INFINITY 0x7f800000u
#define F32_QUIET 0x00400000u
#define F32_HALF 0x3f000000u
#define F32_OVERFLOWS 0x477ff000u /* 65520, halfway from the largest half to the next */
#define F32_NORMAL 0x38800000u    /* 2^-14, the smallest normal half */
#define EXPONENT_SHIFT 0x38000000u

static uint16_t
f16_from_f32 (float value)
{
  uint32_t bits, magnitude;
  uint16_t sign;

  memcpy (&bits, &value, sizeof bits);
  sign = bits >> 16 & 0x8000;
  magnitude = bits & 0x7fffffff;

  if (magnitude > F32_INFINITY)
    return sign | 0x7e00 | (magnitude >> 13 & 0x3ff);
  if (magnitude >= F32_OVERFLOWS)
    return sign | 0x7c00;
  if (magnitude < F32_NORMAL)
    {
      /* One unit in the last place of .5 is the smallest subnormal half, so the addition rounds
       * correctly. */
      float half = 0.5f;
      float sum;

      memcpy (&sum, &magnitude, sizeof sum);
      sum += half;
      memcpy (&bits, &sum, sizeof bits);
      return sign | (bits - F32_HALF);
    }

  return sign | ((magnitude + 0xfff + (magnitude >> 13 & 1) - EXPONENT_SHIFT) >> 13);
}

static float
f32_from_f16 (uint16_t half)
{
  uint32_t sign = (uint32_t) (half & 0x8000) << 16;
  uint32_t exponent = half >> 10 & 0x1f;
  uint32_t mantissa = half & 0x3ff;
  uint32_t bits;
  float value;

  if (exponent == 0)
    {
      value = (float) mantissa * 0x1p-24f;
      return sign != 0 ? -value : value;
    }

  if (exponent == 0x1f)
    bits = sign | F32_INFINITY | mantissa << 13 | (mantissa != 0 ? F32_QUIET : 0);
  else
    bits = sign | ((exponent << 23 | mantissa << 13) + EXPONENT_SHIFT);
  memcpy (&value, &bits, sizeof value);

  return value;
}

void
sem_k_f32_to_f16_ref (const float *in, size_t n, uint16_t *out)
{
  for (size_t i = 0; i < n; i++)
    out[i] = f16_from_f32 (in[i]);
}

void
sem_k_f16_to_f32_ref (const uint16_t *in, size_t n, float *out)
{
  for (size_t i = 0; i < n; i++)
    out[i] = f32_from_f16 (in[i]);
}
