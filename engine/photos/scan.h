/* scan.h - the files below a folder
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sys/stat.h>

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * SemScanHandlers:
 * @file: a regular file, with what stat() said of it; FALSE ends the scan
 * @note: something that is left out and that the user should know, with a translated sentence
 * @unreadable: a folder whose contents, or a file of which nothing, can be known now
 * @folder: (nullable): a folder below the root, before what is in it; FALSE leaves it out
 */
typedef struct
{
  gboolean (*file) (const char *path, const struct stat *st, gpointer user_data);
  void (*note) (const char *path, const char *sentence, gpointer user_data);
  void (*unreadable) (const char *path, gpointer user_data);
  gboolean (*folder) (const char *path, gpointer user_data);
} SemScanHandlers;

/**
 * sem_scan:
 * @root: (type filename): a folder, absolute
 *
 * Walks the tree, entries of a folder in byte order, so that equal trees give equal sequences.
 * Names that begin with a dot are left out, links to folders are not followed, links to files are.
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED, or with SEM_ERROR_UNREADABLE where @root itself cannot
 *   be read to its end or what it lists cannot be looked at, or without @error where a handler
 * ended it
 */
gboolean sem_scan (const char *root,
                   const SemScanHandlers *handlers,
                   gpointer user_data,
                   GCancellable *cancellable,
                   GError **error);

G_END_DECLS
