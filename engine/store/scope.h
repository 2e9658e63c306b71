/* scope.h - what a search's scope depends on: files, their times, and the size of photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemStoreScopeFileFunc:
 * @photo: id of the file's photo
 * @path: (type filename): absolute; valid during the call only
 * @mtime: time of the last change, nanoseconds since 1970
 */
typedef void (*SemStoreScopeFileFunc) (gint64 photo,
                                       const char *path,
                                       gint64 mtime,
                                       gpointer user_data);

/**
 * sem_store_each_file:
 * @folder: (type filename): absolute, without a trailing slash; "" for the root
 * @func: (scope call): called for each file below @folder that has a photo and is not missing, in
 *   no particular order. It must not use @self
 * @cancellable: (nullable): checked every thousand rows
 *
 * Reads the rows of that folder only. Fails with G_IO_ERROR_CANCELLED where it is cancelled.
 */
gboolean sem_store_each_file (SemStore *self,
                              const char *folder,
                              SemStoreScopeFileFunc func,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error);

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
 * Returns: (transfer full) (element-type SemStorePhotoFile): the files that hold the photo, those
 *   that are not missing first, then by id. The array clears its elements
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
