/* results-words.h - texts about results as a whole
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/results.h"

G_BEGIN_DECLS

/* All strings are translated. */

/* Whether the user has set bounds for the results. */
gboolean sem_results_words_is_narrow (SemResults *results);

/* Whether the heading says how many there are. */
gboolean sem_results_words_title_counts (SemResults *results);
/* (transfer full): the heading: "Similar to rose.jpg", or of copies "2 Copies" once they are
 * proven. */
char *sem_results_words_for_title (SemResults *results) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer none): the sentence below the hits, or above the last ones where all are
 * shown. */
const char *sem_results_words_for_end (SemResults *results);

/* The texts that are shown where there are no hits.
 * @description: (out) (transfer none)
 * Returns: (transfer none): a title */
const char *sem_results_words_for_nothing (SemResults *results, const char **description);
/* Likewise where the library has none. */
const char *sem_results_words_for_no_photos (const char **description);

G_END_DECLS
