/* index-run.h - one run of the indexer and its parts
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/indexing/index-job.h"
#include "engine/indexing/indexer.h"
#include "engine/indexing/presence.h"
#include "engine/store/folders.h"
#include "engine/store/mounts.h"

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
  SemDeviceFunc device; /* (nullable): for tests */

  GMutex note_mutex;

  GMutex mutex; /* of what follows */
  GCond changed;
  SemIndexProgress progress;
};

/**
 * SemIndexMount:
 * @row: what the store is to know of it
 * @state: when it was first looked at; undefined where it was away then
 * @code: errno, where it cannot be read
 * @forget: whether what is missing in it is gone; this run sees to that
 * @gone: whether it does not exist, and somebody said that it never will again
 * @all_inside: whether all its known files lie in folders inside that are away
 *
 * A folder of the library, or one inside that is or was a mount point, or was away.
 */
typedef struct
{
  SemStoreMount row;
  SemMountState state;
  int code;
  gboolean forget;
  gboolean gone;
  gboolean all_inside;
} SemIndexMount;

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

  /* Before the scan; the scanner's while it runs, but for the table, which does not change. */
  GPtrArray *mounts; /* SemIndexMount */
  GHashTable *away;  /* paths of those that were away at the start */

  /* Scanner. */
  GPtrArray *folders; /* SemStoreFolder to look at */
  SemStore *lookup;   /* the scanner's connection */
  gint64 folder;      /* being scanned */
  gboolean met;       /* a file in it */
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

/* index-presence.c */

/* Finds out, on the calling thread, which folders are away; neither thread looks into those. */
gboolean sem_index_run_check_mounts (SemIndexRun *run, GError **error);
/* Whether the folder was away at the start. From any thread, after the above. */
gboolean sem_index_run_is_away (SemIndexRun *run, const char *path);
/* The scanner comes to a folder; FALSE where it is away. Notes it where it is a mount point. */
gboolean sem_index_run_enter (SemIndexRun *run, const char *path);
/* The scanner could not read a folder of the library to its end. */
void sem_index_run_lose_folder (SemIndexRun *run, const char *path);
/* Whether the folder was the same one all through its scan; tells of mount points that were not. */
gboolean sem_index_run_is_still_there (SemIndexRun *run, const SemStoreFolder *folder);
/* Whether a folder of the library does not exist, and somebody said that it is to be forgotten. */
gboolean sem_index_run_is_gone (SemIndexRun *run, const char *path);
/* Whether all that was known of a folder of the library is away, though it is there itself. */
gboolean sem_index_run_is_all_inside (SemIndexRun *run, const char *path);
/* In a transaction, on the calling thread, after the scan. */
gboolean
sem_index_run_store_mounts (SemIndexRun *run, const SemStoreFolder *folder, GError **error);

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
/* Returns when the run is not paused, or is stopped, or @stop is cancelled.
 * @stop: (nullable): of the part of the run that waits */
void sem_index_run_wait_while_paused (SemIndexRun *run, GCancellable *stop);
void sem_index_run_set_stage (SemIndexRun *run, SemIndexStage stage, double training);

G_END_DECLS
