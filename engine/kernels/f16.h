/* f16.h - half-precision numbers, the format of stored features
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

/*
 * IEEE 754 binary16 in a uint16_t. Conversion to half precision rounds to nearest, ties to even,
 * and overflows to infinity; subnormal numbers are kept; a NaN becomes a quiet NaN with the upper
 * bits of its payload. Every kernel set gives the same bits.
 *
 * @in, @out: n values each, which must not overlap; no alignment is needed
 */
void sem_k_f32_to_f16 (const float *in, size_t n, uint16_t *out);
/* The reverse, which is exact. */
void sem_k_f16_to_f32 (const uint16_t *in, size_t n, float *out);

/* The implementations that the two functions above choose from. */
void sem_k_f32_to_f16_ref (const float *in, size_t n, uint16_t *out);
void sem_k_f16_to_f32_ref (const uint16_t *in, size_t n, float *out);
void sem_k_f32_to_f16_avx2 (const float *in, size_t n, uint16_t *out);
void sem_k_f16_to_f32_avx2 (const uint16_t *in, size_t n, float *out);
