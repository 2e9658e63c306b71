/* training-views.h - the views of each photo for fine-tuning, in a mapped file
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/hash/finetune/finetune.h"

G_BEGIN_DECLS

/**
 * SemTrainingViews:
 * @rows: the views of SemFinetuneRequest, of the photos that could be decoded
 * @kept: (array): shape (n): the positions of these among the requested photos, rising
 * @n: photos
 * @size: of the mapped file in bytes
 *
 * The file is unlinked while it is in use, so that nothing is left of it after a crash.
 */
typedef struct
{
  guint8 *rows;
  guint32 *kept;
  gsize n;
  gsize size;
} SemTrainingViews;

/**
 * SemTrainingViewsRequest:
 * @library: (type filename)
 * @folder: (type filename): for the temporary file
 * @backbone: the backbone before the training
 * @depth: the part of it that will be trained, which decides what is stored for a photo
 * @augment: whether altered views are made as well
 * @seed: of the alterations
 */
typedef struct
{
  const char *library;
  const char *folder;
  SemBackbone *backbone;
  SemFinetuneDepth depth;
  gboolean augment;
  guint64 seed;
} SemTrainingViewsRequest;

/**
 * sem_training_views_new:
 * @photos: (array): shape (n): ids of photos, n at least 1
 * @progress: (nullable): reported on the calling thread
 *
 * Decodes the photos and makes their views, on all cores. Blocks.
 *
 * Returns: (transfer full): NULL with SEM_ERROR_FULL where the disk has not enough space,
 *   SEM_ERROR_FAILED where the file cannot be written or mapped, or what sem_photo_pass_run() sets
 */
SemTrainingViews *sem_training_views_new (const SemTrainingViewsRequest *request,
                                          const gint64 *photos,
                                          gsize n,
                                          const SemProgress *progress,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_training_views_free (SemTrainingViews *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemTrainingViews, sem_training_views_free)

G_END_DECLS
