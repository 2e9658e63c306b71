/* distances-private.h - shared by the kernels that count distances
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include "engine/kernels/scan/distances.h"
#include "engine/kernels/scan/popcount-private.h"

SemKCountFunc sem_k_distances_get_ref (unsigned n_bits);
SemKCountFunc sem_k_distances_get_avx2 (unsigned n_bits);

/* Neighbouring codes often have the same distance, and a counter that was just written is slow to
 * read: so neighbours have counters of their own. */
#define SEM_K_COUNTERS 4

typedef uint32_t (*SemKBitsFunc) (uint64_t word);

SEM_K_INLINE void
sem_k_add_counters (uint32_t counters[SEM_K_COUNTERS][SEM_K_MAX_BITS + 1],
                    unsigned n_bits,
                    uint32_t *counts)
{
  for (unsigned d = 0; d <= n_bits; d++)
    for (unsigned c = 0; c < SEM_K_COUNTERS; c++)
      counts[d] += counters[c][d];
}

/* For codes of 64 bits and more; @bits counts the bits of a word, and is inlined. */
SEM_K_INLINE void
sem_k_count_words (unsigned n_words,
                   SemKBitsFunc bits,
                   const SemKRows *rows,
                   const uint64_t *queries,
                   size_t n_queries,
                   uint32_t *counts)
{
  const uint64_t *words = rows->table;
  uint32_t counters[SEM_K_COUNTERS][SEM_K_MAX_BITS + 1];

  memset (counters, 0, sizeof counters);
  for (size_t i = 0; i < rows->n_codes; i += SEM_K_BLOCK, words += SEM_K_BLOCK * n_words)
    {
      uint32_t lanes = sem_k_first_lanes (rows->n_codes - i) & sem_k_mask_bits (rows->mask, i);

      for (uint32_t j = 0; j < SEM_K_BLOCK; j++)
        {
          uint32_t least = UINT32_MAX;

          if ((lanes >> j & 1) == 0)
            continue;
          for (size_t q = 0; q < n_queries; q++)
            {
              uint32_t distance = 0;

              for (unsigned w = 0; w < n_words; w++)
                distance += bits (words[w * SEM_K_BLOCK + j] ^ queries[q * n_words + w]);
              least = distance < least ? distance : least;
            }
          counters[j % SEM_K_COUNTERS][least]++;
        }
    }
  sem_k_add_counters (counters, n_words * 64, counts);
}

/* For codes of 32 bits. */
SEM_K_INLINE void
sem_k_count_short (SemKBitsFunc bits,
                   const SemKRows *rows,
                   const uint64_t *queries,
                   size_t n_queries,
                   uint32_t *counts)
{
  const uint32_t *codes = rows->table;
  uint32_t counters[SEM_K_COUNTERS][SEM_K_MAX_BITS + 1];

  memset (counters, 0, sizeof counters);
  for (size_t i = 0; i < rows->n_codes; i++)
    {
      uint32_t least = UINT32_MAX;

      if (rows->mask && (rows->mask[i / 64] >> (i % 64) & 1) == 0)
        continue;
      for (size_t q = 0; q < n_queries; q++)
        {
          const uint32_t distance = bits (codes[i] ^ queries[q]);

          least = distance < least ? distance : least;
        }
      counters[i % SEM_K_COUNTERS][least]++;
    }
  sem_k_add_counters (counters, 32, counts);
}

#define SEM_K_DEFINE_COUNT(n_bits, count)                                                          \
  static void count_##n_bits (const SemKRows *rows, const uint64_t *queries, size_t n_queries,     \
                              uint32_t *counts)                                                    \
  {                                                                                                \
    count;                                                                                         \
  }

/* Defines sem_k_distances_get_SUFFIX() for a file that has the inline function @bits. */
#define SEM_K_DEFINE_COUNTS(suffix, bits)                                                          \
  SEM_K_DEFINE_COUNT (32, sem_k_count_short (bits, rows, queries, n_queries, counts))              \
  SEM_K_DEFINE_COUNT (64, sem_k_count_words (1, bits, rows, queries, n_queries, counts))           \
  SEM_K_DEFINE_COUNT (128, sem_k_count_words (2, bits, rows, queries, n_queries, counts))          \
  SEM_K_DEFINE_COUNT (256, sem_k_count_words (4, bits, rows, queries, n_queries, counts))          \
  SEM_K_DEFINE_COUNT (512, sem_k_count_words (8, bits, rows, queries, n_queries, counts))          \
                                                                                                   \
  SemKCountFunc sem_k_distances_get_##suffix (unsigned n_bits)                                     \
  {                                                                                                \
    switch (n_bits)                                                                                \
      {                                                                                            \
      case 32:                                                                                     \
        return count_32;                                                                           \
      case 64:                                                                                     \
        return count_64;                                                                           \
      case 128:                                                                                    \
        return count_128;                                                                          \
      case 256:                                                                                    \
        return count_256;                                                                          \
      case 512:                                                                                    \
        return count_512;                                                                          \
      default:                                                                                     \
        return NULL;                                                                               \
      }                                                                                            \
  }
