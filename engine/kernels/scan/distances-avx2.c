/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/scan/distances-private.h"

/* One word a cycle by POPCNT: adding up the counters takes as long as wider registers would save.
 */
SEM_K_INLINE uint32_t
count_bits (uint64_t x)
{
  return (uint32_t) __builtin_popcountll (x);
}

SEM_K_DEFINE_COUNTS (avx2, count_bits)
