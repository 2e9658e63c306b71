/* popcount.h - scan a table of codes for those nearest to a query in Hamming distance
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include "engine/kernels/cpu.h"
#include "engine/kernels/scan/selection.h"

/*
 * A linear scan, the baseline of Norouzi, Punjani & Fleet (CVPR 2012): it reads the table once and
 * is limited by memory bandwidth. Bits are counted by AVX-512 VPOPCNTDQ, by table look-up in
 * registers (Mula, Kurz & Lemire, arXiv:1611.07612) or by CNT, all with the same results.
 *
 * A table holds codes of n_bits = 32, 64, 128, 256 or 512 bits in blocks of 8. With W = n_bits / 64
 * words a code, a block is W planes of 8 words: plane w holds word w of codes 0 to 7, in order.
 * Codes of 32 bits are plain arrays of uint32_t. Tables are aligned to 64 bytes and always hold
 * whole blocks; the contents after the last code are ignored.
 *
 * A single code is W words, bit i in bit i % 64 of word i / 64; a 32-bit code is one word whose
 * high half is 0.
 */
#define SEM_K_BLOCK 8

static inline size_t
sem_k_block_bytes (unsigned n_bits)
{
  return n_bits / 8 * SEM_K_BLOCK;
}

/* Writes @n codes, shape (n, W), to @table from row @row on. No other row is changed. */
void
sem_k_popcount_pack (void *table, size_t row, const uint64_t *codes, size_t n, unsigned n_bits);
/* @code: (out caller-allocates): the W words of row @row */
void sem_k_popcount_unpack (const void *table, size_t row, uint64_t *code, unsigned n_bits);

/*
 * SemKRows: the rows of one scan.
 * @table: n_codes codes in the layout above
 * @first_row: row number of the first of them; the others follow
 * @mask: bit i % 64 of word i / 64 allows code i; NULL allows all. All words that @n_codes needs
 *   must be readable; their bits beyond @n_codes are ignored.
 */
typedef struct
{
  const void *table;
  size_t n_codes;
  uint32_t first_row;
  const uint64_t *mask;
} SemKRows;

/* Offers all allowed rows to @selection with their distances from @query, W words. */
typedef void (*SemKScanFunc) (const SemKRows *rows,
                              const uint64_t *query,
                              SemKSelection *selection);

/* The fastest kernel of a set for codes of n_bits, or NULL if the CPU does not have the set. For
 * SEM_K_AVX512 without VPOPCNTDQ this is the kernel of SEM_K_AVX2. */
SemKScanFunc sem_k_popcount_get (SemKSet set, unsigned n_bits);

/*
 * The same as one call of @scan for each of @n_queries queries, shape (n_queries, W), with one
 * selection each. The table is read in tiles that stay in the first-level cache for all queries.
 */
void sem_k_popcount_scan_batch (SemKScanFunc scan,
                                unsigned n_bits,
                                const SemKRows *rows,
                                const uint64_t *queries,
                                size_t n_queries,
                                SemKSelection *selections);
