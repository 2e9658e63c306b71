/* engine-private.h - between the engine's threads, its jobs and its views
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
  int lock;               /* of sem_store_lock(), while n_holders > 0; of the engine's thread */
  guint n_holders;        /* jobs in hand that need it */
  GThreadPool *searches;  /* one thread: the searcher's */
  GThreadPool *peeks;     /* one thread */
  SemSearcher *searcher;  /* of the searching thread */
  SemStore *peek_store;   /* of the peeking thread */
  GCancellable *quitting; /* stops waiting for a busy library when the engine is freed */

  GMutex mutex; /* of what follows */
  SemBackbone *backbone;
  SemIndexer *indexer; /* (nullable): of the job that follows */
  SemJob *index_job;
  guint n_trainings;
  GArray *epochs; /* SemHashEpoch: of the last training */
};

/* engine-view.c: what the library holds. */

/* Photos after @after, and counts. Returns: FALSE with @error set, and @view half filled */
gboolean sem_engine_fill_view (SemStore *store, gint64 after, SemEngineView *view, GError **error);
/* (transfer full) (nullable): everything. */
SemEngineView *sem_engine_take_view (SemEngine *self, GError **error);

/* engine-jobs.c: what jobs do. */

/* The network, loaded by whoever needs it first. Borrowed: it lives as long as the engine. */
SemBackbone *sem_engine_get_backbone (SemEngine *self, GError **error);
/* Does one job on the engine's thread, ends it and tells of it.
 * @job: (transfer full): taken from the queue */
void sem_engine_do (SemEngine *self, SemJob *job);

G_END_DECLS
