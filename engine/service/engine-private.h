/* engine-private.h - shared by the engine's source files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/service/job-queue.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

struct _SemEngine
{
  char *path;
  SemEngineDoneFunc done;
  gpointer user_data;

  GThread *thread;
  SemJobQueue *jobs;
  int lock;              /* from sem_store_lock(), while n_holders > 0; for the engine's thread */
  guint n_holders;       /* running jobs that need the lock */
  GThreadPool *searches; /* one thread: the searcher's */
  GThreadPool *peeks;    /* one thread */
  GThreadPool *works;    /* for sem_engine_work() */
  guint n_waiting;       /* of its threads; for the main thread */
  SemSearcher *searcher; /* of the searching thread */
  SemStore *peek_store;  /* of the peeking thread */
  GMutex watching;       /* guards the next two; held while they are used, which may block */
  SemStore *watched;     /* (nullable): says whether the library has changed */
  guint64 inode;         /* of its file */
  gint seen;             /* atomic: what it said before the last view; 0 where that is not known */
  void (*run_between) (SemEngine *self, SemJob *job); /* sem_engine_do() */
  GCancellable *quitting; /* stops waiting for a busy library when the engine is freed */

  GMutex mutex; /* guards what follows */
  SemBackbone *backbone;
  SemIndexer *indexer; /* (nullable): of index_job */
  SemJob *index_job;
  guint n_trainings;
  GArray *epochs; /* of SemHashEpoch: the last training */
};

/* engine-view.c: the contents of the library. */

/* Fills in photos after @after and counts. Returns: FALSE with @error set and @view partly filled.
 */
gboolean sem_engine_fill_view (SemStore *store, gint64 after, SemEngineView *view, GError **error);
/* Returns: (transfer full) (nullable): a view with all fields, or NULL with @error set. */
SemEngineView *sem_engine_take_view (SemEngine *self, GError **error);
/* Whether the library has changed since the last view, or may have. Any thread. */
gboolean sem_engine_has_changed (SemEngine *self);

/* engine-hold.c: what the jobs share. */

/* Loads the backbone at the first call. Returns: (transfer none): valid as long as the engine. */
SemBackbone *sem_engine_get_backbone (SemEngine *self, GError **error);
/* The library's lock is taken once for all running jobs: a change between two steps of a training
 * finds it held. Each hold is to be released. */
gboolean sem_engine_hold_library (SemEngine *self, GError **error);
void sem_engine_release_library (SemEngine *self);

/* engine-jobs.c: the work of each kind of job. */

/* Runs a job on the engine's thread, ends it and calls the engine's SemEngineDoneFunc.
 * @job: (transfer full): taken from the queue */
void sem_engine_do (SemEngine *self, SemJob *job);

/* engine-codes.c: training, and what is done with models.
 * @message: (out) (nullable) (transfer full): a translated sentence to show; set on success only */

gboolean sem_engine_train (SemEngine *self, SemJob *job, char **message, GError **error);
gboolean sem_engine_change_codes (SemEngine *self, SemJob *job, char **message, GError **error);
/* Uses another network, or removes one. @message: also where it was stopped by the user */
gboolean sem_engine_change_network (SemEngine *self, SemJob *job, char **message, GError **error);

/* engine-repair.c. @message: (out) (nullable) (transfer full): what was done, also on failure */
gboolean sem_engine_repair (SemEngine *self, SemJob *job, char **message, GError **error);

G_END_DECLS
