/* trainer.h - learn a library's codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/learn/judging.h"
#include "engine/store/models.h"

G_BEGIN_DECLS

/**
 * SemTrainEnd:
 * @SEM_TRAIN_REPLACE: the new codes answer as soon as they are ready, and all others go: for what
 *   trains by itself
 * @SEM_TRAIN_USE: they are compared with those that answer, and answer; the old ones stay
 * @SEM_TRAIN_USE_UNLESS_WORSE: likewise where they are not worse; else they are offered
 * @SEM_TRAIN_OFFER: they are compared and offered
 */
typedef enum
{
  SEM_TRAIN_REPLACE,
  SEM_TRAIN_USE,
  SEM_TRAIN_USE_UNLESS_WORSE,
  SEM_TRAIN_OFFER,
} SemTrainEnd;

/**
 * SemTrainRequest:
 * @path: (type filename): the library
 * @backbone: id of the features to train on
 * @options: how; its epoch_func is told of each epoch, too
 * @provisional: whether photos are still being indexed, so that another training follows
 * @end: what becomes of the new codes
 * @judge: (nullable): compares them; without it they count as not worse
 * @progress: (nullable): called from the thread that trains; it may wait there to pause training
 */
typedef struct
{
  const char *path;
  const char *backbone;
  SemHashOptions options;
  gboolean provisional;
  SemTrainEnd end;
  SemTrainJudgeFunc judge;
  SemProgressFunc progress;
  gpointer progress_data;
} SemTrainRequest;

/**
 * SemTrainSummary:
 * @photos: photos in the library
 * @trained_on: photos that training looked at, at most %SEM_HASH_MAX_TRAINING
 * @remark: (nullable): a translated sentence where training could not do what was asked
 * @log: (nullable): what training told, and the comparison
 * @model: the new codes' row
 * @active: whether they answer now; if not, they are offered
 * @unchanged: the codes that answered are these, to the bit: nothing had to be done
 * @resumed: photos had been encoded by an earlier training that was stopped
 * @seconds: it took
 */
typedef struct
{
  guint photos;
  guint trained_on;
  char *remark;
  SemTrainingLog *log;
  gint64 model;
  gboolean active;
  gboolean unchanged;
  gboolean resumed;
  double seconds;
} SemTrainSummary;

void sem_train_summary_clear (SemTrainSummary *summary);
/* (transfer full) (nullable): a translated sentence where not all photos were looked at. */
char *sem_train_summary_describe_sample (const SemTrainSummary *summary);

/**
 * sem_train_choose_options:
 * @active: the row of the active model; its id is 0 where there is none
 *
 * The options to train with again: those of the active model, else the defaults. Where its log is
 * damaged only method, length and seed are known.
 */
void sem_train_choose_options (const SemStoreModel *active, SemHashOptions *options);

/**
 * sem_train_library:
 *
 * Trains on the library's visible photos in the order of their content hashes (on a random sample
 * where they are more than SEM_HASH_MAX_TRAINING), encodes every photo with the new model, compares
 * it with the active one, and does with it what the request says, in one transaction. Until then
 * the old model answers; an end at any moment before leaves it in place, and the same training goes
 * on with the encoding where it was stopped. The caller holds the lock of sem_store_lock(). Blocks.
 *
 * Memory does not grow with the library but by 8 bytes a photo.
 *
 * Returns: FALSE with SEM_ERROR_TOO_FEW where there is no photo, an error of the store or of
 *   sem_hash_train(), or G_IO_ERROR_CANCELLED
 */
gboolean sem_train_library (const SemTrainRequest *request,
                            GCancellable *cancellable,
                            SemTrainSummary *summary,
                            GError **error);

G_END_DECLS
