/* end-to-end.h - fine-tune the backbone of a library together with its model
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/finetune/finetune.h"
#include "engine/hash/models/training-log.h"
#include "engine/learn/train-end.h"

G_BEGIN_DECLS

/* The most photos to train all of the network on: it reads their pixels, 150 kB a photo. */
#define SEM_END_TO_END_MAX_ALL 10000

/* From this progress on it may hold the library's lock. */
#define SEM_END_TO_END_LOCKED 0.97

/**
 * SemEndToEndRequest:
 * @path: (type filename): the library
 * @options: of the method; its epoch_func is called after each epoch, too
 * @depth: the part of the network to train, not %SEM_FINETUNE_NONE
 * @augment: whether to train on altered views as well
 * @pooling_power: of the network (pooling.h): 1 or 3
 * @most: most photos to train on; 0 for as many as are allowed
 * @end: whether the model becomes active or is offered; no other model is removed
 * @progress: (nullable): called from the thread that trains; it may block there to pause training
 * @progress_data: for @progress
 */
typedef struct
{
  const char *path;
  SemHashOptions options;
  SemFinetuneDepth depth;
  gboolean augment;
  guint pooling_power;
  guint most;
  SemTrainEnd end;
  SemProgressFunc progress;
  gpointer progress_data;
} SemEndToEndRequest;

/**
 * SemEndToEndSummary:
 * @photos: visible photos in the library
 * @trained_on: photos that were trained on
 * @unreadable: photos that were chosen for training and could not be decoded again
 * @undescribed: photos that could not be decoded again, so that they have no code for now
 * @resumed: epochs that an earlier call, which was interrupted, had finished
 * @backbone: id of the fine-tuned backbone
 * @remark: (nullable): a translated sentence where not all photos were used
 * @dropped: (nullable): as in SemAdoption
 * @log: (nullable): the epochs of this call and the comparison with the active model
 * @model: the new model's row
 * @active: whether it is the active model now; otherwise it is offered
 * @seconds: duration
 */
typedef struct
{
  guint photos;
  guint trained_on;
  guint unreadable;
  guint undescribed;
  guint resumed;
  char *backbone;
  char *remark;
  char *dropped;
  SemTrainingLog *log;
  gint64 model;
  gboolean active;
  double seconds;
} SemEndToEndSummary;

void sem_end_to_end_summary_clear (SemEndToEndSummary *summary);

/**
 * sem_end_to_end_library:
 * @cancellable: (nullable)
 * @summary: (out): clear it with sem_end_to_end_summary_clear(), also after a failure
 *
 * Decodes the training photos again, fine-tunes, saves the weights beside the library
 * (backbones.h), computes the features of every photo with them, and hands the model to
 * sem_adoption_run(). Until that has committed, the active model and its backbone stay as they
 * were. The features of the program's own backbone are kept. Epochs are kept in a checkpoint and
 * features in small transactions, so that the same call continues after an interruption.
 *
 * Takes the lock of sem_store_lock() for the last step alone, and waits for it, so that photos can
 * be indexed meanwhile. Only one fine-tuning runs on a library at a time. Memory is bounded; the
 * views of the photos lie in a temporary file beside the library. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_TOO_FEW below two photos, SEM_ERROR_FULL, SEM_ERROR_BUSY where
 *   another fine-tuning runs, what sem_finetune() or the store sets, or G_IO_ERROR_CANCELLED
 */
gboolean sem_end_to_end_library (const SemEndToEndRequest *request,
                                 GCancellable *cancellable,
                                 SemEndToEndSummary *summary,
                                 GError **error);

G_END_DECLS
