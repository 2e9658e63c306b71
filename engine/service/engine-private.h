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
  int lock;               /* from sem_store_lock(), while n_holders > 0; for the engine's thread */
  guint n_holders;        /* running jobs that need the lock */
  GThreadPool *searches;  /* one thread: the searcher's */
  GThreadPool *peeks;     /* one thread */
  SemSearcher *searcher;  /* of the searching thread */
  SemStore *peek_store;   /* of the peeking thread */
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

/* engine-jobs.c: the work of each kind of job. */

/* Loads the backbone at the first call. Returns: (transfer none): valid as long as the engine. */
SemBackbone *sem_engine_get_backbone (SemEngine *self, GError **error);
/* Runs a job on the engine's thread, ends it and calls the engine's SemEngineDoneFunc.
 * @job: (transfer full): taken from the queue */
void sem_engine_do (SemEngine *self, SemJob *job);

G_END_DECLS
