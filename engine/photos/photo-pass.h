/* photo-pass.h - read photos of the library again, on all cores
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/**
 * SemPhotoPass:
 *
 * A worker a core, each with a decoder, a connection and a workspace of the network, which live
 * from one run to the next. One thread at a time.
 */
typedef struct _SemPhotoPass SemPhotoPass;

SemPhotoPass *sem_photo_pass_new (const char *library,
                                  SemBackbone *backbone) G_GNUC_WARN_UNUSED_RESULT;
void sem_photo_pass_free (SemPhotoPass *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemPhotoPass, sem_photo_pass_free)

/**
 * SemPhotoPassFunc:
 * @index: of the photo among those of the run
 * @rgb: shape (224, 224, 3)
 *
 * Called on a worker's thread, several at a time, for each photo that can be read and is what the
 * library knows.
 */
typedef void (*SemPhotoPassFunc) (gsize index,
                                  const guint8 *rgb,
                                  SemBackbone *backbone,
                                  SemBackboneWorkspace *workspace,
                                  gpointer user_data);

/**
 * sem_photo_pass_run:
 * @photos: (array): shape (n): photos' rows
 * @progress: (nullable): called from this thread
 *
 * A photo whose file is gone, changed or unreadable is left out. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_DECODER, an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_photo_pass_run (SemPhotoPass *self,
                             const gint64 *photos,
                             gsize n,
                             SemPhotoPassFunc func,
                             gpointer func_data,
                             SemProgressFunc progress,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
