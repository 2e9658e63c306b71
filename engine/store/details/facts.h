/* facts.h - what photos are arranged by, for all files at once
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemStoreFact:
 * @photo: the id of the file's photo
 * @path: (type filename): absolute; valid during the call only
 * @path_length: its bytes
 * @size: of the file, in bytes
 * @mtime: of the file's last change, nanoseconds since 1970
 * @is_dated: whether the photo says when it was taken
 * @taken: as in SemMetadata; 0 unless @is_dated
 * @width: of the upright photo, in pixels
 * @height: likewise
 * @is_away: whether the file lies in a folder that is offline
 */
typedef struct
{
  gint64 photo;
  const char *path;
  gsize path_length;
  gint64 size;
  gint64 mtime;
  gboolean is_dated;
  gint64 taken;
  guint width;
  guint height;
  gboolean is_away;
} SemStoreFact;

typedef void (*SemStoreFactFunc) (const SemStoreFact *fact, gpointer user_data);

/**
 * sem_store_each_fact:
 * @func: (scope call): called for each file that has a photo and is not missing, in no particular
 *   order. It must not use @self
 * @cancellable: (nullable): checked every thousand rows
 *
 * Reads the rows of all files: half a million take about a second. Fails with G_IO_ERROR_CANCELLED
 * where it is cancelled.
 */
gboolean sem_store_each_fact (SemStore *self,
                              SemStoreFactFunc func,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
