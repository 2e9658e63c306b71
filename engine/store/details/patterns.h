/* patterns.h - the user's patterns of files that a folder leaves out or takes in
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemStorePatterns:
 * @path: (type filename): a folder of the library or below one, absolute
 * @text: lines, as photos/excludes.h reads them; never empty
 */
typedef struct
{
  char *path;
  char *text;
} SemStorePatterns;

void sem_store_patterns_free (SemStorePatterns *patterns);

/* Returns: (transfer full) (element-type SemStorePatterns): the patterns of all folders, by path:
 * an outer folder before those in it */
GPtrArray *sem_store_list_patterns (SemStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_store_set_patterns:
 * @path: (type filename): as of SemStorePatterns; patterns of a folder that is not in the library
 *   have no effect
 * @text: "" for none
 *
 * Replaces the patterns of the folder. Stored in the file of decisions as well, so that they
 * survive damage of the library. Call in a transaction.
 */
gboolean
sem_store_set_patterns (SemStore *self, const char *path, const char *text, GError **error);

G_END_DECLS
