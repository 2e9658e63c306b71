/* results-words.h - what a page says of results as a whole
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/results.h"

G_BEGIN_DECLS

/* All strings are translated. */

/* Whether the results are within bounds that a person has set. */
gboolean sem_results_words_is_narrow (SemResults *results);

/* (transfer full): the heading: "Similar to rose.jpg", or of copies "2 Copies" once they are
 * proven. */
char *sem_results_words_for_title (SemResults *results) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer none): what follows the hits that the list has, or sets the last of them apart
 * where it has all. */
const char *sem_results_words_for_end (SemResults *results);

/* What stands in for the photos where there are none.
 * @description: (out) (transfer none)
 * Returns: (transfer none): a title */
const char *sem_results_words_for_nothing (SemResults *results, const char **description);
/* Likewise where the library has none. */
const char *sem_results_words_for_no_photos (const char **description);

G_END_DECLS
