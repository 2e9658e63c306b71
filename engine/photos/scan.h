/* scan.h - the files below a folder
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sys/stat.h>

#include "engine/photos/excludes.h"

G_BEGIN_DECLS

/**
 * SemScanHandlers:
 * @file: called for a regular file, with the result of stat(); FALSE ends the scan
 * @note: (nullable): called for what is left out and concerns the user, with a translated sentence
 * @unreadable: (nullable): called for a folder that cannot be listed, or a file that cannot be
 *   looked at, so that nothing is known of it or below it
 * @folder: (nullable): called for a folder below the root, before what is in it; FALSE leaves it
 * out
 * @excludes: (nullable): what is left out by its name; NULL for nothing
 * @left_out: (nullable): called for a file or folder that @excludes leaves out, with the pattern
 */
typedef struct
{
  gboolean (*file) (const char *path, const struct stat *st, gpointer user_data);
  void (*note) (const char *path, const char *sentence, gpointer user_data);
  void (*unreadable) (const char *path, gpointer user_data);
  gboolean (*folder) (const char *path, gpointer user_data);
  const SemExcludes *excludes;
  void (*left_out) (const char *path, const char *pattern, gpointer user_data);
} SemScanHandlers;

/**
 * sem_scan:
 * @root: (type filename): a folder, absolute
 *
 * Walks the tree, the entries of a folder in byte order, so that equal trees give equal sequences.
 * Leaves out names that begin with a dot; follows links to files, not those to folders. @root
 * itself is never left out. Blocks.
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED, or with SEM_ERROR_UNREADABLE where @root itself cannot
 *   be read to its end or what it lists cannot be looked at. A handler that ends the walk knows
 *   about it: then TRUE
 */
gboolean sem_scan (const char *root,
                   const SemScanHandlers *handlers,
                   gpointer user_data,
                   GCancellable *cancellable,
                   GError **error);

G_END_DECLS
