/* patterns.h - the patterns of folders, as arguments and in reports
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * cli_change_patterns:
 * @path: (type filename): a folder, absolute
 * @exclude, @include: (nullable) (array zero-terminated=1): patterns that are added to it
 *
 * See photos/excludes.h. Call in a transaction.
 *
 * Returns: FALSE with @error set where one is no pattern, or with an error of the store
 */
gboolean cli_change_patterns (SemStore *store,
                              const char *path,
                              char **exclude,
                              char **include,
                              GError **error);

/* Adds member "patterns": an array of objects with "path", "exclude" and "include".
 * @list: (element-type SemStorePatterns) */
void cli_json_add_patterns (JsonBuilder *builder, const GPtrArray *list);
/* Prints a line for each folder. */
void cli_print_patterns (const GPtrArray *list);

G_END_DECLS
