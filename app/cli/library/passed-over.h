/* passed-over.h - files in the library's folders that are no photos of it, and why
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * CliPassedOver:
 * @path: (type filename): a file, or a folder with all that is in it
 * @pattern: (nullable): the pattern that leaves it out; NULL where it is no image
 */
typedef struct
{
  char *path;
  char *pattern;
} CliPassedOver;

/**
 * cli_list_passed_over:
 * @folders: (nullable) (element-type gint64): ids of folders; %NULL for all
 *
 * Walks the folders for files that patterns leave out; files that are no images are listed from the
 * library.
 *
 * Returns: (transfer full) (element-type CliPassedOver): by path; %NULL with an error of the store
 */
GPtrArray *cli_list_passed_over (SemStore *store, const GArray *folders, GError **error);

/* Adds member "passed_over": an array of objects with "path", "reason" and, where a pattern is the
 * reason, "pattern". */
void cli_json_add_passed_over (JsonBuilder *builder, const GPtrArray *list);
/* Prints a line for each. */
void cli_print_passed_over (const GPtrArray *list);

G_END_DECLS
