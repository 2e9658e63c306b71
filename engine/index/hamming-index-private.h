/* hamming-index-private.h - for tests and benchmarks of the index
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/code-table.h"
#include "engine/index/hamming-index.h"

G_BEGIN_DECLS

/* Returns: (transfer none): the table that holds its codes */
SemCodeTable *sem_hamming_index_get_table (SemHammingIndex *self);

/* The length of its codes, as given to sem_hamming_index_new(). */
guint sem_hamming_index_get_n_bits (SemHammingIndex *self);

/* Codes that a search compares: appended and not removed. */
gsize sem_hamming_index_get_n_codes (SemHammingIndex *self);

G_END_DECLS
