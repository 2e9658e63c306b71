/* trainer.h - train a model on the features of a library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/hash/models/training-log.h"
#include "engine/learn/train-end.h"
#include "engine/store/models.h"

G_BEGIN_DECLS

/**
 * SemTrainRequest:
 * @path: (type filename): the library
 * @backbone: id of the features to train on
 * @options: of the method; its epoch_func is called after each epoch, too
 * @most: most photos to train on; 0 for %SEM_HASH_MAX_TRAINING, which is the most that are allowed
 * @provisional: whether photos are still being indexed, so that another training follows
 * @end: whether the model becomes active or is offered
 * @progress: (nullable): called from the thread that trains; it may block there to pause training
 * @progress_data: for @progress
 */
typedef struct
{
  const char *path;
  const char *backbone;
  SemHashOptions options;
  guint most;
  gboolean provisional;
  SemTrainEnd end;
  SemProgressFunc progress;
  gpointer progress_data;
} SemTrainRequest;

/**
 * SemTrainSummary:
 * @photos: visible photos in the library
 * @trained_on: photos that the model was trained on, at most %SEM_HASH_MAX_TRAINING
 * @sampled: whether they are a sample
 * @remark: (nullable): a translated sentence where an option could not be followed
 * @dropped: (nullable): as in SemAdoption
 * @log: (nullable): the epochs and the comparison with the active model
 * @model: the new model's row
 * @active: whether it is the active model now; otherwise it is offered
 * @unchanged: the active model is the same to the bit, so that nothing was done
 * @known: another model of the library is the same to the bit, and was finished before
 * @resumed: an earlier call that was interrupted had encoded photos
 * @seconds: duration
 */
typedef struct
{
  guint photos;
  guint trained_on;
  gboolean sampled;
  char *remark;
  char *dropped;
  SemTrainingLog *log;
  gint64 model;
  gboolean active;
  gboolean unchanged;
  gboolean known;
  gboolean resumed;
  double seconds;
} SemTrainSummary;

void sem_train_summary_clear (SemTrainSummary *summary);
/* (transfer full) (nullable): a translated sentence where the model was trained on a sample. */
char *sem_train_summary_describe_sample (const SemTrainSummary *summary);

/**
 * sem_train_choose_options:
 * @active: the row of the active model; its id is 0 where there is none
 * @options: (out)
 *
 * The options to train with again: those of the active model, or the defaults. Where the log of the
 * model is damaged, only its method, length and seed are used.
 */
void sem_train_choose_options (const SemStoreModel *active, SemHashOptions *options);

/**
 * sem_train_library:
 * @cancellable: (nullable)
 * @summary: (out): clear it with sem_train_summary_clear(), also after a failure
 *
 * Trains on the library's visible photos in the order of their content hashes (on a random sample
 * where they are more than SEM_HASH_MAX_TRAINING), and hands the model to sem_adoption_run(): all
 * photos are encoded and the model becomes the active one, or is offered, in one transaction. Until
 * then the active model stays as it was; after an interruption the same call continues encoding
 * where it stopped. The caller holds the lock of sem_store_lock(). Blocks.
 *
 * Memory does not grow with the library except for 8 bytes a photo.
 *
 * Returns: FALSE with SEM_ERROR_TOO_FEW where there is no photo, an error of the store or of
 *   sem_hash_train(), or G_IO_ERROR_CANCELLED
 */
gboolean sem_train_library (const SemTrainRequest *request,
                            GCancellable *cancellable,
                            SemTrainSummary *summary,
                            GError **error);

G_END_DECLS
