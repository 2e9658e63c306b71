/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <immintrin.h>
#include <string.h>

#include "engine/kernels/scan/popcount-private.h"

/* Blocks compared at once. */
#define GROUP 4
#define GROUP_CODES (GROUP * SEM_K_BLOCK)
/* Bytes to prefetch ahead, for tables larger than a batch's tile. */
#define AHEAD 2048
#define TILE_BYTES 16384
/* Words of codes to sample for the first threshold. */
#define MAX_SAMPLE_WORDS 8192

#define TWICE(...) _mm256_setr_epi8 (__VA_ARGS__, __VA_ARGS__)

/* Bits set in each byte: two look-ups of half a byte (Mula, Kurz & Lemire, section 3.2). */
SEM_K_INLINE __m256i
count_bytes (__m256i x)
{
  const __m256i counts = TWICE (0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  const __m256i half = _mm256_set1_epi8 (15);
  __m256i low = _mm256_and_si256 (x, half);
  __m256i high = _mm256_and_si256 (_mm256_srli_epi16 (x, 4), half);

  return _mm256_add_epi8 (_mm256_shuffle_epi8 (counts, low), _mm256_shuffle_epi8 (counts, high));
}

SEM_K_INLINE __m256i
count_differences (const void *words, __m256i query)
{
  return count_bytes (_mm256_xor_si256 (_mm256_load_si256 (words), query));
}

/* The bit counts of 64-bit lanes as the difference of two sums of bytes: PSADBW, which is needed to
 * add up the bytes anyway, then also adds the counts of the two halves of each byte. */
typedef struct
{
  __m256i above;
  __m256i below;
} Counts;

SEM_K_INLINE Counts
count_lanes (__m256i x)
{
  const __m256i above = TWICE (4, 5, 5, 6, 5, 6, 6, 7, 5, 6, 6, 7, 6, 7, 7, 8);
  const __m256i below = TWICE (4, 3, 3, 2, 3, 2, 2, 1, 3, 2, 2, 1, 2, 1, 1, 0);
  const __m256i half = _mm256_set1_epi8 (15);
  __m256i low = _mm256_and_si256 (x, half);
  __m256i high = _mm256_and_si256 (_mm256_srli_epi16 (x, 4), half);

  return (Counts){ _mm256_shuffle_epi8 (above, low), _mm256_shuffle_epi8 (below, high) };
}

SEM_K_INLINE __m256i
differing_bits (const char *half, int word, const __m256i *query)
{
  return _mm256_xor_si256 (_mm256_load_si256 ((const __m256i *) (half + word * 64)), query[word]);
}

/* Distances of half a block: 4 codes, one 64-bit lane each. */
SEM_K_INLINE __m256i
half_distances (int n_words, const char *half, const __m256i *query)
{
  Counts sum = count_lanes (differing_bits (half, 0, query));

#pragma GCC unroll 8
  for (int w = 1; w < n_words; w++)
    {
      Counts counts = count_lanes (differing_bits (half, w, query));

      sum.above = _mm256_add_epi8 (sum.above, counts.above);
      sum.below = _mm256_add_epi8 (sum.below, counts.below);
    }
  return _mm256_sad_epu8 (sum.above, sum.below);
}

/* The distance of the code at @code in its block. */
SEM_K_INLINE uint64_t
one_distance (int n_words, const char *code, const uint64_t *words)
{
  uint64_t sum = 0;

#pragma GCC unroll 8
  for (int w = 0; w < n_words; w++)
    sum += (uint64_t) _mm_popcnt_u64 (((const uint64_t *) (const void *) code)[w * 8] ^ words[w]);
  return sum;
}

/*
 * Whether a code of a group is nearer than the threshold. The codes of the last block are counted
 * one by one with POPCNT, whose execution ports the vector instructions leave idle, and interleaved
 * with them, so that neither kind fills the CPU's queues. Only long codes from memory (@ahead) are
 * read in order, since the hardware prefetcher matters more for them. 512-bit codes leave too few
 * registers for both.
 */
SEM_K_INLINE bool
group_is_near (int n_words,
               bool ahead,
               const char *table,
               const __m256i *query,
               const uint64_t *words,
               __m256i thresholds,
               uint64_t threshold)
{
  const int n_halves = n_words < 8 ? 2 * GROUP - 2 : 2 * GROUP;
  const bool in_order = ahead && n_words >= 4;
  const char *singles = table + (GROUP - 1) * n_words * 64;
  __m256i least = thresholds;

  if (ahead)
#pragma GCC unroll 32
    for (int i = 0; i < GROUP * n_words; i++)
      __builtin_prefetch (table + AHEAD + i * 64);

#pragma GCC unroll 8
  for (int h = 0; h < n_halves; h++)
    {
      const char *half = table + h / 2 * n_words * 64 + h % 2 * 32;

      least = _mm256_min_epi16 (least, half_distances (n_words, half, query));
      /* Keeps the compiler from moving this after the last single code. */
      __asm__ volatile("" : "+x"(least));
#pragma GCC unroll 8
      for (int i = 0; i < SEM_K_BLOCK; i++)
        if (n_halves < 2 * GROUP && h == (in_order ? n_halves - 1 : i * n_halves / SEM_K_BLOCK)
            && __builtin_expect (one_distance (n_words, singles + i * 8, words) < threshold, 0))
          return true;
    }

  return _mm256_movemask_epi8 (_mm256_cmpgt_epi64 (thresholds, least)) != 0;
}

/* The 64-bit lanes in which @a < @b. */
SEM_K_INLINE uint32_t
lanes_below (__m256i a, __m256i b)
{
  return (uint32_t) _mm256_movemask_pd (_mm256_castsi256_pd (_mm256_cmpgt_epi64 (b, a)));
}

/* Offers the codes of at most GROUP blocks. */
SEM_K_INLINE void
offer_blocks (int n_words,
              int n_blocks,
              const char *table,
              const __m256i *query,
              uint32_t row,
              uint32_t allowed,
              SemKSelection *selection)
{
  const __m256i threshold = _mm256_set1_epi64x (selection->threshold);
  uint64_t distances[GROUP_CODES];
  uint32_t lanes = 0;

  for (int h = 0; h < 2 * n_blocks; h++)
    {
      __m256i d = half_distances (n_words, table + h / 2 * n_words * 64 + h % 2 * 32, query);

      _mm256_storeu_si256 ((__m256i *) (distances + h * 4), d);
      lanes |= lanes_below (d, threshold) << (h * 4);
    }
  for (lanes &= allowed; lanes != 0; lanes &= lanes - 1)
    {
      int j = __builtin_ctz (lanes);

      sem_k_selection_offer (selection, row + (uint32_t) j, (uint32_t) distances[j]);
    }
}

/* Every row that is accepted costs a mispredicted branch, and most are among the first rows. So the
 * first few thousand rows are counted by distance beforehand, at a cycle or two each. */
SEM_K_INLINE void
foresee_threshold (int n_words,
                   const char *table,
                   size_t n_codes,
                   const uint64_t *words,
                   SemKSelection *selection)
{
  uint32_t counts[SEM_K_MAX_BITS + 1];
  size_t most = MAX_SAMPLE_WORDS / (size_t) n_words;
  size_t n = n_codes < most ? n_codes : most;

  if (selection->foreseen || n / 8 < selection->k)
    return;
  memset (counts, 0, sizeof counts);
  for (size_t i = 0; i + SEM_K_BLOCK <= n; i += SEM_K_BLOCK, table += n_words * 64)
    for (size_t j = 0; j < SEM_K_BLOCK; j++)
      counts[one_distance (n_words, table + j * 8, words)]++;
  sem_k_selection_foresee (selection, counts);
}

/* A query's words, and each of them in all lanes. */
typedef struct
{
  uint64_t words[8];
  __m256i lanes[8];
} Query;

/* Scans the whole groups of a table and returns the number of their codes. */
SEM_K_INLINE size_t
scan_groups (int n_words,
             bool masked,
             bool ahead,
             const SemKRows *rows,
             const Query *query,
             SemKSelection *selection)
{
  const char *table = rows->table;
  const uint64_t *mask = rows->mask;
  const size_t n_codes = rows->n_codes;
  const uint32_t first_row = rows->first_row;
  uint64_t threshold = selection->threshold;
  __m256i thresholds = _mm256_set1_epi64x ((long long) threshold);
  size_t i = 0;

  for (; i + GROUP_CODES <= n_codes; i += GROUP_CODES, table += GROUP * n_words * 64)
    {
      uint32_t allowed = masked ? sem_k_mask_bits (mask, i) : UINT32_MAX;

      if (masked && allowed == 0)
        continue;
      if (__builtin_expect (!group_is_near (n_words, ahead, table, query->lanes, query->words,
                                            thresholds, threshold),
                            1))
        continue;

      offer_blocks (n_words, GROUP, table, query->lanes, first_row + (uint32_t) i, allowed,
                    selection);
      threshold = selection->threshold;
      thresholds = _mm256_set1_epi64x ((long long) threshold);
    }
  return i;
}

SEM_K_INLINE void
scan_words (int n_words,
            bool masked,
            const SemKRows *rows,
            const uint64_t *words,
            SemKSelection *selection)
{
  const size_t block_bytes = (size_t) n_words * 64;
  const char *table = rows->table;
  const uint64_t *mask = masked ? rows->mask : NULL;
  const size_t n_codes = rows->n_codes;
  Query query;
  size_t i;

  for (int w = 0; w < n_words; w++)
    {
      query.words[w] = words[w];
      query.lanes[w] = _mm256_set1_epi64x ((long long) words[w]);
    }
  if (!masked)
    foresee_threshold (n_words, table, n_codes, query.words, selection);

  if (n_codes / SEM_K_BLOCK * block_bytes > TILE_BYTES)
    i = scan_groups (n_words, masked, true, rows, &query, selection);
  else
    i = scan_groups (n_words, masked, false, rows, &query, selection);

  for (table += i / SEM_K_BLOCK * block_bytes; i < n_codes; i += SEM_K_BLOCK, table += block_bytes)
    offer_blocks (n_words, 1, table, query.lanes, rows->first_row + (uint32_t) i,
                  sem_k_first_lanes (n_codes - i) & sem_k_mask_bits (mask, i), selection);
}

SEM_K_INLINE void
offer_block (SemKSelection *selection,
             uint32_t row,
             const uint32_t distances[SEM_K_BLOCK],
             uint32_t lanes)
{
  for (; lanes != 0; lanes &= lanes - 1)
    {
      int j = __builtin_ctz (lanes);

      sem_k_selection_offer (selection, row + (uint32_t) j, distances[j]);
    }
}

SEM_K_INLINE void
scan_short (bool masked, const SemKRows *rows, const uint64_t *words, SemKSelection *selection)
{
  const uint32_t *table = rows->table;
  const uint64_t *mask = masked ? rows->mask : NULL;
  const size_t n_codes = rows->n_codes;
  const uint32_t first_row = rows->first_row;
  __m256i threshold = _mm256_set1_epi32 ((int) selection->threshold);
  __m256i query = _mm256_set1_epi32 ((int) words[0]);

  for (size_t i = 0; i < n_codes; i += SEM_K_BLOCK)
    {
      __m256i d, below;
      uint32_t values[SEM_K_BLOCK];
      uint32_t lanes;

      if (masked && (sem_k_mask_bits (mask, i) & 0xff) == 0)
        continue;
      d = count_differences (table + i, query);
      d = _mm256_maddubs_epi16 (d, _mm256_set1_epi8 (1));
      d = _mm256_madd_epi16 (d, _mm256_set1_epi16 (1));
      below = _mm256_cmpgt_epi32 (threshold, d);
      if (__builtin_expect (_mm256_testz_si256 (below, below), 1))
        continue;

      lanes = (uint32_t) _mm256_movemask_ps (_mm256_castsi256_ps (below));
      _mm256_storeu_si256 ((__m256i *) values, d);
      offer_block (selection, first_row + (uint32_t) i, values,
                   lanes & sem_k_first_lanes (n_codes - i) & sem_k_mask_bits (mask, i));
      threshold = _mm256_set1_epi32 ((int) selection->threshold);
    }
}

SEM_K_DEFINE_SCANS (avx2)
