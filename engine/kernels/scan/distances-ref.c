/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/scan/distances-private.h"

/* Baseline x86-64 has no instruction for it, and the compiler would call a function. */
SEM_K_INLINE uint32_t
count_bits (uint64_t x)
{
#if defined(__x86_64__)
  x -= (x >> 1) & 0x5555555555555555;
  x = (x & 0x3333333333333333) + ((x >> 2) & 0x3333333333333333);
  x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return (uint32_t) ((x * 0x0101010101010101) >> 56);
#else
  return (uint32_t) __builtin_popcountll (x);
#endif
}

SEM_K_DEFINE_COUNTS (ref, count_bits)
