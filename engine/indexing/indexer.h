/* indexer.h - bring a library up to date with its folders
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/**
 * SemIndexSummary:
 * @added: files that have a photo now and had none before
 * @updated: files whose photo changed
 * @unchanged: files that are as they were
 * @failed: files that could not be indexed, now or before, and have not changed since
 * @skipped: files that are no images
 * @removed: files that are gone
 * @seconds: it took, with training
 */
typedef struct
{
  guint added;
  guint updated;
  guint unchanged;
  guint failed;
  guint skipped;
  guint removed;
  double seconds;
} SemIndexSummary;

typedef enum
{
  SEM_INDEX_IDLE,
  SEM_INDEX_INDEXING,
  SEM_INDEX_TRAINING,
} SemIndexStage;

/**
 * SemIndexProgress:
 * @done: files dealt with
 * @total: files found so far
 * @counted: whether @total is final
 * @photos: files with a photo among @done
 * @training: share of training done, from 0 to 1, while @stage is %SEM_INDEX_TRAINING
 */
typedef struct
{
  SemIndexStage stage;
  gboolean paused;
  guint done;
  guint total;
  gboolean counted;
  guint photos;
  double training;
} SemIndexProgress;

/* A file or folder that could not be indexed, with a translated sentence. Called from several
 * threads, one at a time. */
typedef void (*SemIndexNoteFunc) (const char *path, const char *sentence, gpointer user_data);

/**
 * SemIndexer:
 *
 * scan -> decode and features -> store, and training at the right moments. The scanner is one
 * thread; each core has a worker that decodes a file (in its decoder's process) and computes its
 * feature, so that exactly one of the two runs; the calling thread stores, in the order of the
 * scan, so that equal folders give equal libraries. No more than a few hundred files are between
 * the scanner and the store.
 */
typedef struct _SemIndexer SemIndexer;

/**
 * sem_indexer_new:
 * @path: (type filename): the library
 * @backbone: describes the photos of a library without codes; else the one of its active model does
 * @note: (nullable): told of every file that is left out
 */
SemIndexer *sem_indexer_new (const char *path,
                             SemBackbone *backbone,
                             SemIndexNoteFunc note,
                             gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void sem_indexer_free (SemIndexer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemIndexer, sem_indexer_free)

/**
 * sem_indexer_run:
 * @folders: (nullable) (element-type gint64): the folders' rows, or %NULL for all
 * @summary: (out): filled on failure too: what was done is kept
 *
 * Blocks. Takes the lock of sem_store_lock(). One file that fails is noted and stops nothing; a
 * failure of the library, the decoder program or the disk ends the run.
 *
 * A folder whose disk is not there is left as it was, and so is one none of whose known files is
 * found, unless sem_store_forget_missing() was called for it.
 *
 * Trains where it is due: at 100 photos, when the library has doubled, and at the end, so that the
 * last model depends on the photos and the seed alone.
 */
gboolean sem_indexer_run (SemIndexer *self,
                          GArray *folders,
                          GCancellable *cancellable,
                          SemIndexSummary *summary,
                          GError **error);

/* Whether runs train; TRUE by default. Before the first run. */
void sem_indexer_set_trains (SemIndexer *self, gboolean trains);
/* From any thread. */
void sem_indexer_set_paused (SemIndexer *self, gboolean paused);
void sem_indexer_get_progress (SemIndexer *self, SemIndexProgress *progress);

G_END_DECLS
