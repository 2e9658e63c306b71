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
 * @note: (nullable): called for a file or folder that is left out and that the user should know of,
 *   with a translated sentence
 * @unreadable: (nullable): called for a folder that cannot be listed, or a file for which stat()
 *   fails, with an errno, or 0 for a folder that is nested too deeply, and a translated sentence;
 *   FALSE ends the scan
 * @folder: (nullable): called for a folder below the root, before what is in it; FALSE leaves it
 * out
 * @excludes: (nullable): patterns of what is left out; NULL for none
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
 *   be listed completely, or may be listed but not entered; TRUE also where a handler has ended the
 *   walk
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
 * Calls the handler for the files that sem_scan() would find, in any order, without stat() where
 * the directory entry has the type. What cannot be read is left out. Blocks.
 */
void sem_scan_count (const char *root,
                     const SemScanHandlers *handlers,
                     gpointer user_data,
                     GCancellable *cancellable);

G_END_DECLS
