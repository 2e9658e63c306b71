/* outgoing.h - the files of a library that can be published
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/photos.h"

G_BEGIN_DECLS

/**
 * SemOutgoing:
 * @photo: a photo's row in the library
 * @path: (type filename): one of its files, absolute
 * @changed: time of the file's last change, in nanoseconds since 1970
 * @is_dated: whether the photo says when it was taken
 * @taken: as in SemMetadata; 0 unless @is_dated
 * @width: of the upright photo, in pixels
 * @height: likewise
 */
typedef struct
{
  gint64 photo;
  char *path;
  gint64 changed;
  gboolean is_dated;
  gint64 taken;
  guint width;
  guint height;
} SemOutgoing;

/**
 * SemOutgoingCounts:
 * @photos: photos that can be published
 * @quick: photos that cannot be published yet, since they were indexed from reduced pictures
 * @others: photos that cannot be published, since they have no feature of the archive's network
 * @n_files: files that can be published
 */
typedef struct
{
  guint photos;
  guint quick;
  guint others;
  guint n_files;
} SemOutgoingCounts;

/**
 * sem_outgoing_list:
 * @backbone: whose features are published
 * @folders: (nullable) (array zero-terminated) (element-type filename): absolute: only files below
 *   them; %NULL for all
 * @counts: (out)
 *
 * Returns: (transfer full) (element-type SemOutgoing): the files that are not missing: first those
 *   that can be published, by photo, then by path, and then all others; %NULL with an error of the
 *   store, or %G_IO_ERROR_CANCELLED
 */
GArray *sem_outgoing_list (SemStore *store,
                           const char *backbone,
                           char **folders,
                           SemOutgoingCounts *counts,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
