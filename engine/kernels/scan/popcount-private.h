/* popcount-private.h - helpers shared by the popcount kernels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>

#include "engine/kernels/scan/popcount.h"

/* The kernel for codes of n_bits; running it needs the set's instructions. */
SemKScanFunc sem_k_popcount_get_ref (unsigned n_bits);
SemKScanFunc sem_k_popcount_get_avx2 (unsigned n_bits);
SemKScanFunc sem_k_popcount_get_avx512 (unsigned n_bits);
SemKScanFunc sem_k_popcount_get_neon (unsigned n_bits);

#define SEM_K_INLINE static inline __attribute__ ((always_inline))

/* The bits of @mask for rows @i to @i + 31; @i is a multiple of 8. If @i % 64 > 32, the bits after
 * the end of the word are 0. All ones if @mask is NULL. */
SEM_K_INLINE uint32_t
sem_k_mask_bits (const uint64_t *mask, size_t i)
{
  return mask != NULL ? (uint32_t) (mask[i / 64] >> (i % 64)) : UINT32_MAX;
}

/* The first @n of a block's 8 lanes. */
SEM_K_INLINE uint32_t
sem_k_first_lanes (size_t n)
{
  return n >= SEM_K_BLOCK ? 0xff : (1u << n) - 1;
}

/*
 * Defines sem_k_popcount_get_SUFFIX() for a file that has these inline functions, whose last
 * arguments are those of a SemKScanFunc:
 *   scan_words (n_words, masked, ...)   for codes of 64 bits and more
 *   scan_short (masked, ...)            for codes of 32 bits
 * The compiler makes one loop from them for each code length, with and without a mask.
 */
#define SEM_K_DEFINE_SCAN(n_bits, scan, ...)                                                       \
  static void scan_##n_bits (const SemKRows *rows, const uint64_t *query,                          \
                             SemKSelection *selection)                                             \
  {                                                                                                \
    if (rows->mask)                                                                                \
      scan (__VA_ARGS__ true, rows, query, selection);                                             \
    else                                                                                           \
      scan (__VA_ARGS__ false, rows, query, selection);                                            \
  }

#define SEM_K_DEFINE_SCANS(suffix)                                                                 \
  SEM_K_DEFINE_SCAN (32, scan_short, )                                                             \
  SEM_K_DEFINE_SCAN (64, scan_words, 1, )                                                          \
  SEM_K_DEFINE_SCAN (128, scan_words, 2, )                                                         \
  SEM_K_DEFINE_SCAN (256, scan_words, 4, )                                                         \
  SEM_K_DEFINE_SCAN (512, scan_words, 8, )                                                         \
                                                                                                   \
  SemKScanFunc sem_k_popcount_get_##suffix (unsigned n_bits)                                       \
  {                                                                                                \
    switch (n_bits)                                                                                \
      {                                                                                            \
      case 32:                                                                                     \
        return scan_32;                                                                            \
      case 64:                                                                                     \
        return scan_64;                                                                            \
      case 128:                                                                                    \
        return scan_128;                                                                           \
      case 256:                                                                                    \
        return scan_256;                                                                           \
      case 512:                                                                                    \
        return scan_512;                                                                           \
      default:                                                                                     \
        return NULL;                                                                               \
      }                                                                                            \
  }
