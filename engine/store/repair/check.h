/* check.h - reading the files of a library from end to end
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemStoreFileCheck:
 * @path: (type filename): the file
 * @size: of the file and its journal, in bytes; 0 where there is none
 * @exists: whether it is there
 * @damage: (nullable): SQLite's description of the damage; %NULL where there is none
 * @problem: (nullable): a sentence that says why the file could not be checked, where @damage is
 *   %NULL
 * @journal: (nullable): how SQLite keeps its journal: "wal" or "delete"
 */
typedef struct
{
  char *path;
  gint64 size;
  gboolean exists;
  char *damage;
  char *problem;
  char *journal;
} SemStoreFileCheck;

void sem_store_file_check_free (SemStoreFileCheck *check);

/**
 * sem_store_check_files:
 * @path: (type filename): the library's file
 * @progress: (nullable)
 *
 * Reads every page of the library and its two companions (SQLite's quick_check). Writes nothing.
 * Takes about a second for each 100 MB that are in the system's cache.
 *
 * Returns: (transfer full) (element-type SemStoreFileCheck): library, features, thumbnails; NULL
 *   with G_IO_ERROR_CANCELLED
 */
GPtrArray *sem_store_check_files (const char *path, const SemProgress *progress, GError **error);

/* Marks the file as damaged: the next connection that opens the library for writing sets it aside,
 * see sem_store_open_or_renew(). */
void sem_store_mark_file (const SemStoreFileCheck *check);

/* Returns: (transfer full) (element-type filename): damaged files of the library that were set
 * aside earlier and are still there, by name */
GPtrArray *sem_store_list_aside (const char *path);

/* The version of SQLite in use. */
const char *sem_store_get_sqlite_version (void);

G_END_DECLS
