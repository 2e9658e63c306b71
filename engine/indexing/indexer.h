/* indexer.h - index the folders of a library
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
 * @updated: files with a new photo
 * @unchanged: files with the same photo
 * @failed: files that could not be indexed, in this run or in an earlier one
 * @skipped: files that are not images
 * @removed: files that are missing
 * @seconds: duration, with training
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
  SEM_INDEX_METADATA,
  SEM_INDEX_INNER,
  SEM_INDEX_REFINING,
  SEM_INDEX_TRAINING,
} SemIndexStage;

/**
 * SemIndexProgress:
 * @stage: what the indexer does now
 * @paused: whether it waits; set by sem_indexer_set_paused()
 * @done: files that are indexed, or need not be
 * @total: files found so far
 * @counted: whether @total is final
 * @photos: those of @done that have a photo
 * @share: how much of the stage is done, from 0 to 1, while @stage is %SEM_INDEX_METADATA (reading
 *   the dates of photos that were indexed without), %SEM_INDEX_INNER (looking for pictures in those
 *   that were indexed without), %SEM_INDEX_REFINING or %SEM_INDEX_TRAINING
 * @refined: quick photos of this run that were decoded in full, or could not be
 * @to_refine: number of quick photos of this run; 0 before %SEM_INDEX_REFINING
 * @seconds_left: estimated time for the rest of them; -1 where it is unknown
 */
typedef struct
{
  SemIndexStage stage;
  gboolean paused;
  guint done;
  guint total;
  gboolean counted;
  guint photos;
  double share;
  guint refined;
  guint to_refine;
  double seconds_left;
} SemIndexProgress;

/* Called for a file or folder that could not be indexed, with a translated sentence. Called on
 * several threads, one at a time. */
typedef void (*SemIndexNoteFunc) (const char *path, const char *sentence, gpointer user_data);

/**
 * SemIndexer:
 *
 * scan -> read -> decode and features -> store, and training when it is due. One thread scans; as
 * many threads as the disk needs read files ahead; each core has a worker that decodes what was
 * read (in its decoder process) and then computes its feature; the calling thread stores the
 * results in the order of the scan, so that equal folders give equal libraries. A bounded number of
 * files is in flight (SEM_INDEX_WINDOW), and of bytes (SEM_INDEX_MEMORY).
 */
typedef struct _SemIndexer SemIndexer;

/**
 * sem_indexer_new:
 * @path: (type filename): the library
 * @backbone: for a library without an active model; otherwise the model's own backbone is used
 * @note: (nullable): called for every file that is left out
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
 * @cancellable: (nullable)
 * @summary: (out): also filled on failure: what was stored is kept
 *
 * Takes the lock of sem_store_lock(). A file that fails is reported, and the run continues; a
 * failure of the library, the decoder program or the disk ends the run. Blocks.
 *
 * Files in offline folders are left as they were: a folder is offline where its disk is not
 * connected, or none of its known files is found, unless sem_store_forget_missing() was called. It
 * also becomes offline where its disk fails during the run: files that were read before that are
 * stored, and the others are not reported.
 *
 * Then reads the metadata of photos that an earlier version has indexed without it, and finds their
 * inner pictures.
 *
 * HEIF and AVIF files, which take long to decode, are indexed from a reduced picture that they
 * hold, where that seems to be a copy: such photos are *quick*. At the end they are decoded in
 * full; the library is then the same as if all photos had been decoded in full at first.
 *
 * Trains when it is due: at 100 photos, when the library has doubled, and at the end, so that the
 * last model depends on the photos and the seed alone.
 *
 * Returns: FALSE with SEM_ERROR_BUSY where another thread or process indexes or trains,
 *   SEM_ERROR_NO_DECODER, SEM_ERROR_NO_WEIGHTS, an error of the store or of training, or
 *   G_IO_ERROR_CANCELLED
 */
gboolean sem_indexer_run (SemIndexer *self,
                          GArray *folders,
                          GCancellable *cancellable,
                          SemIndexSummary *summary,
                          GError **error);

/**
 * sem_indexer_refine:
 *
 * Only decodes quick photos in full, and trains where that is due; as sem_indexer_run() otherwise.
 */
gboolean sem_indexer_refine (SemIndexer *self,
                             GCancellable *cancellable,
                             SemIndexSummary *summary,
                             GError **error);

/* Whether sem_indexer_run() ends with what sem_indexer_refine() does; TRUE by default. Call before
 * the first run. */
void sem_indexer_set_refines (SemIndexer *self, gboolean refines);
/* Requests that the photo, which the user views, is refined before others. Any thread. */
void sem_indexer_want (SemIndexer *self, gint64 photo);
/* Whether runs train; TRUE by default. Call before the first run. */
void sem_indexer_set_trains (SemIndexer *self, gboolean trains);
/* Pauses and resumes the run and the training in it, or the next run. Any thread. */
void sem_indexer_set_paused (SemIndexer *self, gboolean paused);
/* @progress: (out): of the present run, or of the last one. Any thread. */
void sem_indexer_get_progress (SemIndexer *self, SemIndexProgress *progress);

G_END_DECLS
