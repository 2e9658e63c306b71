/* training-views.h - photos as they are learned from, in a file that is mapped
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/finetune/finetune.h"

G_BEGIN_DECLS

/**
 * SemTrainingViews:
 * @rows: what SemFinetuneRequest calls views, of the photos that could be read
 * @kept: shape (n): which of the photos asked for these are, rising
 * @n: how many
 *
 * The file has no name: nothing is left of it after a kill.
 */
typedef struct
{
  guint8 *rows;
  guint32 *kept;
  gsize n;
  gsize size;
} SemTrainingViews;

/**
 * sem_training_views_new:
 * @library: (type filename)
 * @folder: (type filename): where the file lies
 * @photos: (array): shape (n): photos' rows, n at least 1
 * @error: return location; %SEM_ERROR_FULL where there is not enough room on the disk, or what
 *   sem_photo_pass_run() sets
 */
SemTrainingViews *sem_training_views_new (const char *library,
                                          const char *folder,
                                          SemBackbone *backbone,
                                          SemFinetuneDepth depth,
                                          gboolean augment,
                                          guint64 seed,
                                          const gint64 *photos,
                                          gsize n,
                                          SemProgressFunc progress,
                                          gpointer user_data,
                                          GCancellable *cancellable,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_training_views_free (SemTrainingViews *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemTrainingViews, sem_training_views_free)

G_END_DECLS
