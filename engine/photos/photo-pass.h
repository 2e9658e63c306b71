/* photo-pass.h - decode photos of the library again, on all cores
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/photos/photo-reader.h"

G_BEGIN_DECLS

/**
 * SemPhotoPass:
 *
 * A worker thread for each core, each with a SemPhotoReader; both are reused by later runs. For one
 * thread at a time.
 */
typedef struct _SemPhotoPass SemPhotoPass;

SemPhotoPass *sem_photo_pass_new (const char *library,
                                  SemBackbone *backbone) G_GNUC_WARN_UNUSED_RESULT;
void sem_photo_pass_free (SemPhotoPass *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemPhotoPass, sem_photo_pass_free)

/**
 * SemPhotoPassFunc:
 * @index: position of the photo in the array of the run
 * @rgb: (array): shape (224, 224, 3)
 * @reader: of the worker
 *
 * Called on the worker threads, several at a time, for each photo whose file can be decoded and has
 * the content that the library stores for it.
 *
 * Returns: FALSE with @error to end the run
 */
typedef gboolean (*SemPhotoPassFunc) (gsize index,
                                      const guint8 *rgb,
                                      SemPhotoReader *reader,
                                      gpointer user_data,
                                      GError **error);

/**
 * sem_photo_pass_run:
 * @photos: (array): shape (n): ids of photos
 * @progress: (nullable): reported on the calling thread
 *
 * Decodes the photos and calls @func for each. A photo whose file is missing, changed or unreadable
 * is left out. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_DECODER, an error of the store or of @func, or
 *   G_IO_ERROR_CANCELLED
 */
gboolean sem_photo_pass_run (SemPhotoPass *self,
                             const gint64 *photos,
                             gsize n,
                             SemPhotoPassFunc func,
                             gpointer func_data,
                             const SemProgress *progress,
                             GError **error);

G_END_DECLS
