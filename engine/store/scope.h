/* scope.h - what a search may be narrowed to: files, their times, and the size of photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemStoreScopeFileFunc:
 * @photo: id of the photo that the file shows, greater than 0
 * @path: (type filename): absolute; valid during the call
 * @mtime: time of the last change, nanoseconds since 1970
 */
typedef void (*SemStoreScopeFileFunc) (gint64 photo,
                                       const char *path,
                                       gint64 mtime,
                                       gpointer user_data);

/**
 * sem_store_each_file:
 * @folder: (type filename): absolute, without a slash at its end; "" for the root
 * @func: called for each file anywhere below @folder that is there and shows a photo, in no
 *   particular order
 * @cancellable: (nullable): looked at every thousand rows
 *
 * Reads the rows of that folder only.
 *
 * Returns: %FALSE with an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_store_each_file (SemStore *self,
                              const char *folder,
                              SemStoreScopeFileFunc func,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error);

/**
 * SemStoreScopeSizeFunc:
 * @photo: id, greater than 0
 * @width: of the upright photo, in pixels
 * @height: of the upright photo, in pixels
 */
typedef void (*SemStoreScopeSizeFunc) (gint64 photo, guint width, guint height, gpointer user_data);

/**
 * sem_store_each_size:
 * @func: called for each visible photo, by ascending id
 * @cancellable: (nullable): looked at every thousand rows
 *
 * Reads every row of the photos.
 *
 * Returns: %FALSE with an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_store_each_size (SemStore *self,
                              SemStoreScopeSizeFunc func,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error);

/**
 * SemStorePhotoFile:
 * @path: (type filename): absolute
 * @mtime: time of the last change, nanoseconds since 1970
 * @missing: whether the last scan of its folder did not find the file
 */
typedef struct
{
  char *path;
  gint64 mtime;
  gboolean missing;
} SemStorePhotoFile;

/**
 * sem_store_list_photo_files:
 * @photo: a photo's id
 *
 * Returns: (transfer full) (element-type SemStorePhotoFile): the files that show the photo, those
 *   that are there first, then by age of their rows; empty where there are none. %NULL with @error
 *   set. The array clears its elements
 */
GArray *sem_store_list_photo_files (SemStore *self, gint64 photo, GError **error);

/**
 * sem_store_get_data_version:
 *
 * Returns: a number that changes whenever another connection has committed to the library, valid
 *   for this connection only; -1 with @error set
 */
gint64 sem_store_get_data_version (SemStore *self, GError **error);

G_END_DECLS
