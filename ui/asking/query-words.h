/* query-words.h - a query in words
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/asking/query.h"

G_BEGIN_DECLS

/* All return (transfer full) translated strings. */

/* "Similar to rose.jpg", "Copies of rose.jpg" */
char *sem_words_for_query (SemQuery *query);
/* "rose.jpg", "Part of rose.jpg" */
char *sem_words_for_source (SemQuery *query, guint source);
/* "Like rose.jpg", "Unlike a part of rose.jpg": for a screen reader. */
char *sem_words_for_source_label (SemQuery *query, guint source);
/* Returns: (transfer none): why a query with photos that hits shall not resemble finds no copies */
const char *sem_words_against_copies (SemQuery *query);
/* "~/Pictures/2025" */
char *sem_words_for_scope_folder (const char *folder);
/* "Pictures/2025": its end, where there is little room. */
char *sem_words_for_scope_place (const char *folder);
/* "Pictures/2025, Since 2024, Portrait"; "" for everywhere. */
char *sem_words_for_scope (const SemScope *scope);
/* "2024 – 2025-06", "Since 2024", "Until 2024", "2024-05" where both are the same */
char *sem_words_for_dates (const char *since, const char *until);
/* "Landscape"; not for any. */
const char *sem_words_for_orientation (SemOrientation orientation);
/* "JPEG, PNG" */
char *sem_words_for_types (char *const *types);

G_END_DECLS
