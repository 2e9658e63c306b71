/* scope.h - the data that a search's scope depends on: files, dates, and the size of photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemStoreDate:
 * @mtime: time of the file's last change, nanoseconds since 1970
 * @is_dated: whether the photo says when it was taken
 * @taken: as in SemMetadata; 0 unless @is_dated
 */
typedef struct
{
  gint64 mtime;
  gboolean is_dated;
  gint64 taken;
} SemStoreDate;

/**
 * SemStorePeriod:
 * @taken_from, @taken_until: for photos that say when they were taken, as in SemMetadata
 * @file_from, @file_until: for the others: the file's last change, seconds since 1970
 *
 * Each is from the first second to the one before the last; %G_MININT64 and %G_MAXINT64 are no
 * bounds.
 */
typedef struct
{
  gint64 taken_from;
  gint64 taken_until;
  gint64 file_from;
  gint64 file_until;
} SemStorePeriod;

/**
 * SemStoreScopeFileFunc:
 * @photo: id of the file's photo
 * @path: (type filename): absolute; valid during the call only
 * @date: valid during the call only
 */
typedef void (*SemStoreScopeFileFunc) (gint64 photo,
                                       const char *path,
                                       const SemStoreDate *date,
                                       gpointer user_data);

/**
 * sem_store_each_file:
 * @folder: (type filename): absolute, without a trailing slash; "" for the root
 * @period: (nullable): files out of it may be left out, which is fast where few are in it; without
 *   it no @date says when a photo was taken
 * @func: (scope call): called for each file below @folder that has a photo and is not missing, in
 *   no particular order. It must not use @self
 * @cancellable: (nullable): checked every thousand rows
 *
 * Reads the rows of that folder or period only. Fails with G_IO_ERROR_CANCELLED where it is
 * cancelled.
 */
gboolean sem_store_each_file (SemStore *self,
                              const char *folder,
                              const SemStorePeriod *period,
                              SemStoreScopeFileFunc func,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error);

/**
 * sem_store_has_photos_below:
 * @folder: (type filename): absolute, without a trailing slash but that of the root; it need not
 *   exist
 * @found: (out): whether a photo's file that is not missing lies below it; files of an offline
 *   folder are not missing
 */
gboolean
sem_store_has_photos_below (SemStore *self, const char *folder, gboolean *found, GError **error);

/**
 * SemStoreScopeSizeFunc:
 * @photo: its id
 * @width: of the upright photo, in pixels
 * @height: of the upright photo, in pixels
 */
typedef void (*SemStoreScopeSizeFunc) (gint64 photo, guint width, guint height, gpointer user_data);

/**
 * sem_store_each_size:
 * @func: (scope call): called for each visible photo, by ascending id. It must not use @self
 * @cancellable: (nullable): checked every thousand rows
 *
 * Reads the rows of all photos. Fails with G_IO_ERROR_CANCELLED where it is cancelled.
 */
gboolean sem_store_each_size (SemStore *self,
                              SemStoreScopeSizeFunc func,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error);

/**
 * SemStorePhotoFile:
 * @path: (type filename): absolute; owned by the row
 * @date: of file and photo
 * @missing: whether the last scan of its folder did not find the file
 */
typedef struct
{
  char *path;
  SemStoreDate date;
  gboolean missing;
} SemStorePhotoFile;

/**
 * sem_store_list_photo_files:
 * @photo: a photo's id
 *
 * Returns: (transfer full) (element-type SemStorePhotoFile): the files that hold the photo: those
 *   that are there, those of offline folders, then the missing ones; by id within these. Of a
 *   folder that was moved, as in mounts.h, those at the old place are left out. The array clears
 *   its elements
 */
GArray *sem_store_list_photo_files (SemStore *self, gint64 photo, GError **error);

/**
 * sem_store_get_data_version:
 *
 * Returns: a number that changes whenever another connection commits to the library. Compare it
 *   with earlier ones of the same connection only
 */
gint64 sem_store_get_data_version (SemStore *self, GError **error);

G_END_DECLS
