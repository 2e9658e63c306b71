/* other-network.h - queries with words, and likeness without a reference, for programs of the
 * user's own
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/results.h"

G_BEGIN_DECLS

/* Words are a part of a query only where the property "takes-words" (boolean) of #SemLibrary is
 * true: the network of the active model takes some. It changes in the main thread. */

/* A query without pictures for photos that fit words, see engine/search/search-words.h, everywhere.
 * @words: one line of UTF-8, not empty */
SemQuery *sem_query_new_for_words (const char *words) G_GNUC_WARN_UNUSED_RESULT;
/* @words: (nullable): as above, in place of those that it has; %NULL for none. Returns: (transfer
 * full) (nullable): %NULL where nothing would be left to search for. */
SemQuery *sem_query_new_with_words (SemQuery *self, const char *words) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer none) (nullable): the words that hits shall fit. A query with some may have no
 * picture that hits shall resemble, and searches for no copies. */
const char *sem_query_get_words (SemQuery *self);

/* Whether likeness is relative to the library, because the network has no reference
 * (engine/photos/reference.h); FALSE for queries by words, whose cosine is comparable
 * everywhere. */
gboolean sem_results_get_is_relative (SemResults *self);

G_END_DECLS
