/* hamming-scope.h - the rows of an index that a search may return
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemHammingScope:
 * @n_words: words of @words; rows beyond them are not allowed
 * @words: bit r % 64 of word r / 64 allows row r
 *
 * Rows of one index, which never move. Made by sem_hamming_index_make_scope(), immutable, freed
 * with g_free().
 */
typedef struct
{
  gsize n_words;
  guint64 words[];
} SemHammingScope;

G_END_DECLS
