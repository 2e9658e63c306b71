/* mounts.h - folders whose contents come and go with a disk
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemAway:
 * @SEM_AWAY_NOT: the folder is online
 * @SEM_AWAY_UNREADABLE: it cannot be read
 * @SEM_AWAY_UNMOUNTED: it was a mount point, and now belongs to the file system above it
 * @SEM_AWAY_EMPTIED: it can be read, and holds none of its known files
 * @SEM_AWAY_ABSENT: it does not exist
 *
 * Why the files of a folder count as offline instead of deleted. Stored by number: never change
 * them.
 */
typedef enum
{
  SEM_AWAY_NOT = 0,
  SEM_AWAY_UNREADABLE = 1,
  SEM_AWAY_UNMOUNTED = 2,
  SEM_AWAY_EMPTIED = 3,
  SEM_AWAY_ABSENT = 4,
} SemAway;

/**
 * SemStoreMount:
 * @folder: the id of the library's folder that it is, or that contains it
 * @path: absolute, without a trailing slash; bytes, not necessarily UTF-8
 * @mounted: whether it was a mount point when its files were last found
 * @away: why it is offline
 * @forget: whether the user said that what is missing at or below @path is deleted
 * @n_photos: indexed files at or below @path that are not missing; computed, not stored
 * @is_root: whether it is a folder of the library itself; computed, not stored
 * @moved_to: (nullable): where its photos are now, if it is offline: the folder that has at least
 *   nine tenths of them, each at the same path in it, and is not offline. The folder was renamed,
 *   or its disk is mounted there; a folder that was in the library before this one, such as the
 *   original of a copy, does not count. Computed, not stored
 */
typedef struct
{
  gint64 folder;
  char *path;
  gboolean mounted;
  SemAway away;
  gboolean forget;
  guint n_photos;
  gboolean is_root;
  char *moved_to;
} SemStoreMount;

void sem_store_mount_free (SemStoreMount *mount);

/* Returns: (transfer full) (element-type SemStoreMount): those of all folders, by path */
GPtrArray *sem_store_list_mounts (SemStore *self, GError **error);

/**
 * sem_store_set_mounts:
 * @folder: the id of a folder
 * @mounts: (element-type SemStoreMount): replace those of the folder; rows of other folders are
 *   ignored
 *
 * Call in a transaction.
 */
gboolean
sem_store_set_mounts (SemStore *self, gint64 folder, const GPtrArray *mounts, GError **error);

/**
 * sem_store_forget_missing:
 * @path: (type filename): a folder of the library or below one, absolute; it need not exist
 *
 * The next indexing treats files that are missing at or below @path as deleted, even if all of them
 * are. Call in a transaction.
 *
 * Returns: the id of the library's folder that covers @path; 0 where none does
 */
gint64 sem_store_forget_missing (SemStore *self, const char *path, GError **error);

G_END_DECLS
