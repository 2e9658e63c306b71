/* index-run.h - one run of the indexer and its parts
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/indexing/index-job.h"
#include "engine/indexing/indexer.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Files between the scanner and the store at most: a file that takes its whole time limit stops
 * nobody before so many others wait behind it. */
#define SEM_INDEX_WINDOW 512

struct _SemIndexer
{
  char *path;
  SemBackbone *backbone;
  SemIndexNoteFunc note;
  gpointer user_data;
  gboolean trains;

  GMutex note_mutex;

  GMutex mutex; /* of what follows */
  GCond changed;
  SemIndexProgress progress;
};

/* One call of sem_indexer_run(). */
typedef struct
{
  SemIndexer *self;
  const char *backbone;
  GCancellable *stop; /* the caller's, or a fatal error */
  SemStore *store;    /* the calling thread's */
  SemIndexSummary *summary;
  guint n_workers;
  GError *fatal;

  /* Scanner. */
  GPtrArray *folders; /* SemStoreFolder to look at */
  SemStore *lookup;   /* the scanner's connection */
  gint64 folder;      /* being scanned */
  guint8 *seen;       /* one byte a file row that was there at the start */
  gint64 n_seen;
  GArray *complete;      /* gint64: folders whose scan ended */
  GPtrArray *unreadable; /* folders below them that could not be read */
  GError *scan_error;

  /* Between the threads. */
  GAsyncQueue *jobs;    /* SemIndexJob, or the run itself for "no more" */
  GAsyncQueue *results; /* SemIndexJob */
  guint64 n_jobs;       /* under the indexer's mutex, like the next two */
  guint64 n_stored;
  gboolean scanned;

  /* Storing, in the order of the scan. */
  SemIndexJob *waiting[SEM_INDEX_WINDOW];
  GPtrArray *batch;
  gint64 batch_began;
  guint n_photos;      /* in the library, about: counting half a million each time costs too much */
  SemHashModel *model; /* the active one, as of model_id */
  gint64 model_id;

  /* Training while files are indexed. */
  GThread *trainer;
  GCancellable *trainer_stop;
  gint trainer_done;
} SemIndexRun;

/* index-scan.c: both are GThreadFunc with the run as their data. */

/* Counts the files, ahead of the scan, so that progress has an end. */
gpointer sem_index_run_count (gpointer run);
/* Finds the files, tells the known from the new, and hands the new on. */
gpointer sem_index_run_scan (gpointer run);

/* index-store.c, on the calling thread */

/* Stores results until all are stored or the run is stopped. */
void sem_index_run_store (SemIndexRun *run);
/* Stores what was complete when the run was stopped: it need not be done again. */
void sem_index_run_store_rest (SemIndexRun *run);
/* Marks what the scan did not meet. */
gboolean sem_index_run_store_missing (SemIndexRun *run, GError **error);

/* index-training.c */

/* Starts training on a thread of its own where it is due. */
void sem_index_run_train_meanwhile (SemIndexRun *run);
void sem_index_run_join_trainer (SemIndexRun *run, gboolean cancel);
/* Trains, on the calling thread, where it is due at the end of a run. */
gboolean sem_index_run_train_at_end (SemIndexRun *run, GError **error);

/* indexer.c */

void sem_index_run_tell (SemIndexRun *run, const char *path, const char *sentence);
/* @error: (transfer full): the first one is kept. */
void sem_index_run_stop_with (SemIndexRun *run, GError *error);
/* Returns when the run is neither paused nor stopped. */
void sem_index_run_wait_while_paused (SemIndexRun *run);
void sem_index_run_set_stage (SemIndexRun *run, SemIndexStage stage, double training);

G_END_DECLS
