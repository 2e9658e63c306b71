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
 *   looked at, so that nothing is known of it or below it, with an errno, 0 for what lies too deep,
 *   and a translated sentence; FALSE ends the scan
 * @folder: (nullable): called for a folder below the root, before what is in it; FALSE leaves it
 * out
 * @excludes: (nullable): what is left out by its name; NULL for nothing
 * @left_out: (nullable): called for a file or folder that @excludes leaves out, with the pattern
 */
typedef struct
{
  gboolean (*file) (const char *path, const struct stat *st, gpointer user_data);
  void (*note) (const char *path, const char *sentence, gpointer user_data);
  gboolean (*unreadable) (const char *path, int code, const char *sentence, gpointer user_data);
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

/**
 * sem_scan_count:
 * @root: (type filename): a folder, absolute
 * @handlers: the file handler gets no stat(), and its result does not matter; there must be one for
 *   folders; of the rest only @excludes counts
 *
 * Meets the files that sem_scan() would meet, in any order, without looking at them where the file
 * system tells in the folder what they are. What cannot be read is left out. Blocks.
 */
void sem_scan_count (const char *root,
                     const SemScanHandlers *handlers,
                     gpointer user_data,
                     GCancellable *cancellable);

G_END_DECLS
