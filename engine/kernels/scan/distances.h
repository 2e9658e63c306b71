/* distances.h - how many codes of a table lie at each Hamming distance from a query
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/scan/popcount.h"

/*
 * Adds to @counts, for each allowed row, 1 at its least distance from one of @n_queries queries,
 * shape (n_queries, W), at least one. @counts has n_bits + 1 entries. A search leaves out most
 * distances as soon as they are known to be too large; this counts all of them.
 */
typedef void (*SemKCountFunc) (const SemKRows *rows,
                               const uint64_t *queries,
                               size_t n_queries,
                               uint32_t *counts);

/* The fastest kernel of a set for codes of n_bits, or NULL if the CPU does not have the set. All
 * give the same counts. */
SemKCountFunc sem_k_distances_get (SemKSet set, unsigned n_bits);
