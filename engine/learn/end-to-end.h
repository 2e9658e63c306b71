/* end-to-end.h - learn a library's codes and the network below them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/finetune/finetune.h"
#include "engine/learn/trainer.h"

G_BEGIN_DECLS

/* All of the network learns from pictures, of which 150 kB a photo have to be kept: from no more
 * than these. */
#define SEM_END_TO_END_MAX_ALL 10000

/**
 * SemEndToEndRequest:
 * @path: (type filename): the library
 * @options: of the method; its epoch_func is told of each pass
 * @depth: what of the network to train, not %SEM_FINETUNE_NONE
 * @augment: whether to learn from altered views, too
 * @pooling_power: of the network (pooling.h): 1 or 3
 * @end: what becomes of the new codes; the old ones stay whatever it is
 * @judge: (nullable): compares them with those that answer; without it they count as not worse
 * @progress: (nullable): called from the thread that trains
 */
typedef struct
{
  const char *path;
  SemHashOptions options;
  SemFinetuneDepth depth;
  gboolean augment;
  guint pooling_power;
  SemTrainEnd end;
  SemTrainJudgeFunc judge;
  SemProgressFunc progress;
  gpointer progress_data;
} SemEndToEndRequest;

/**
 * SemEndToEndSummary:
 * @photos: photos in the library
 * @trained_on: photos that were learned from
 * @unreadable: photos that could not be read again: they were not learned from
 * @undescribed: photos that could not be read again: they have no code until they can
 * @resumed: passes that an earlier training, which was stopped, had done
 * @backbone: id of the network that was learned
 * @remark: (nullable): a translated sentence where not all could be done as asked
 * @log: (nullable): the passes of this call, and the comparison; kept with the model
 * @model: the new codes' row
 * @active: whether they answer now; if not, they are offered
 * @seconds: it took
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
  SemTrainingLog *log;
  gint64 model;
  gboolean active;
  double seconds;
} SemEndToEndSummary;

void sem_end_to_end_summary_clear (SemEndToEndSummary *summary);

/**
 * sem_end_to_end_library:
 *
 * Reads the training photos again, learns, saves the network beside the library (backbones.h),
 * describes every photo by it, encodes all, compares as @end and @judge of the request say, and
 * makes model and network the active ones in one transaction, or offers them; until then the old
 * ones answer. The features of the program's own network stay. What
 * was done when it is stopped or killed, at any moment, need not be done again: passes are kept
 * one by one, and features in small transactions.
 *
 * Takes the lock of sem_store_lock() for the end alone, and waits for it: photos may be indexed
 * meanwhile. Only one such training runs on a library at a time. Blocks. Memory is bounded;
 * pictures lie in a file without a name beside the library.
 *
 * Returns: FALSE with SEM_ERROR_TOO_FEW below two photos, SEM_ERROR_FULL, SEM_ERROR_BUSY where
 *   another such training runs, what sem_finetune() or the store sets, or G_IO_ERROR_CANCELLED
 */
gboolean sem_end_to_end_library (const SemEndToEndRequest *request,
                                 GCancellable *cancellable,
                                 SemEndToEndSummary *summary,
                                 GError **error);

G_END_DECLS
