/* folders.h - the folders of a library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemStoreFolder:
 * @path: absolute, without a trailing slash; bytes, not necessarily UTF-8
 * @online: FALSE where the last scan could not reach it
 * @n_photos: photos with files in it that are not missing; identical files are one photo
 * @patterns: what it leaves out, as the text of details/patterns.h; "" for nothing
 */
typedef struct
{
  gint64 id;
  char *path;
  gboolean online;
  guint n_photos;
  char *patterns;
} SemStoreFolder;

void sem_store_folder_free (SemStoreFolder *folder);

/* Returns: (transfer full) (element-type SemStoreFolder): all folders, by path */
GPtrArray *sem_store_list_folders (SemStore *self, GError **error);

/**
 * sem_store_add_folder:
 * @path: (type filename): absolute and canonical
 *
 * A folder that lies inside one of the library is already covered and not added. A folder that
 * contains others replaces them and takes over their files and mount points. Call in a transaction.
 *
 * Returns: the id of the folder that covers @path; never 0
 */
gint64 sem_store_add_folder (SemStore *self, const char *path, GError **error);

/* Removes the folder, its files, and the photos that have no file in another folder. Does nothing
 * where the library has no such folder. Call in a transaction, and sem_store_sweep() afterwards.
 * @path: (type filename) */
gboolean sem_store_remove_folder (SemStore *self, const char *path, GError **error);
/* @id: a folder's row. */
gboolean sem_store_set_folder_online (SemStore *self, gint64 id, gboolean online, GError **error);

/* Whether @inner is @outer or lies below it. Both (type filename), absolute, without a trailing
 * slash. Any thread. */
gboolean sem_path_covers (const char *outer, const char *inner);

G_END_DECLS
