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
 * @SEM_AWAY_NOT: the folder is there
 * @SEM_AWAY_UNREADABLE: it cannot be read
 * @SEM_AWAY_UNMOUNTED: it was a mount point, and is part of the file system above it now
 * @SEM_AWAY_EMPTIED: it can be read, and none of its known files is in it
 * @SEM_AWAY_ABSENT: it does not exist
 *
 * Why the files of a folder are taken for out of reach rather than deleted. Numbers are stored:
 * never change them.
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
 * @folder: the library's folder that it is, or that contains it
 * @path: absolute, no trailing slash; bytes, not necessarily UTF-8
 * @mounted: whether it was a mount point when its files were last found
 * @away: why its files are out of reach, or SEM_AWAY_NOT
 * @forget: whether somebody said that what is missing at or below @path is gone for good
 * @n_photos: image files at or below @path that are not missing; not written
 */
typedef struct
{
  gint64 folder;
  char *path;
  gboolean mounted;
  SemAway away;
  gboolean forget;
  guint n_photos;
} SemStoreMount;

void sem_store_mount_free (SemStoreMount *mount);

/**
 * sem_store_list_mounts:
 *
 * Returns: (transfer full) (element-type SemStoreMount): by path, those of all folders; NULL with
 *   @error set
 */
GPtrArray *sem_store_list_mounts (SemStore *self, GError **error);

/**
 * sem_store_set_mounts:
 * @folder: a folder's row
 * @mounts: (element-type SemStoreMount): all that are to be known of it; those of other folders
 *   are passed over
 *
 * Replaces what is known of the folder. Call in a transaction.
 */
gboolean
sem_store_set_mounts (SemStore *self, gint64 folder, const GPtrArray *mounts, GError **error);

/**
 * sem_store_forget_missing:
 * @path: (type filename): a folder of the library or one inside, absolute; it need not exist
 *
 * Has the next indexing take what is missing at or below @path for deleted, even where nothing is
 * left. Call in a transaction.
 *
 * Returns: the folder of the library that covers @path; 0 without @error where none does
 */
gint64 sem_store_forget_missing (SemStore *self, const char *path, GError **error);

/* Whether @inner is @outer or lies below it; both (type filename), absolute, as the store has them.
 */
gboolean sem_path_covers (const char *outer, const char *inner);

/* FALSE ends the reading. */
typedef gboolean (*SemStoreFileFunc) (const char *path,
                                      const SemFileIdentity *identity,
                                      gpointer user_data);

/**
 * sem_store_read_files:
 * @below: (type filename): a folder, absolute
 * @func: (scope call): called for each file at or below @below that is not missing, whatever its
 *   state, until it returns FALSE
 *
 * Returns: FALSE with @error set where the library could not be read
 */
gboolean sem_store_read_files (SemStore *self,
                               const char *below,
                               SemStoreFileFunc func,
                               gpointer user_data,
                               GError **error);

G_END_DECLS
