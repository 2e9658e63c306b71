/* engine-private.h - between the engine's thread and its jobs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/service/engine.h"

G_BEGIN_DECLS

struct _SemEngine
{
  char *path;
  SemEngineDoneFunc done;
  gpointer user_data;

  GThread *thread;
  GAsyncQueue *commands;
  GThreadPool *searches;  /* one thread: the searcher's */
  GThreadPool *peeks;     /* one thread */
  SemSearcher *searcher;  /* of the searching thread */
  SemStore *peek_store;   /* of the peeking thread */
  GCancellable *quitting; /* nobody waits for a busy library any longer */

  GMutex mutex; /* of what follows */
  GCancellable *cancellable;
  SemBackbone *backbone;
  SemIndexer *indexer;
  GCond resumed;
  gboolean paused;
  gboolean busy;
  SemEngineJob job;
  double training;
  guint n_trainings;
  GArray *epochs; /* SemHashEpoch: of the last training */
};

/* The network, loaded by whoever needs it first. Borrowed: it lives as long as the engine. */
SemBackbone *sem_engine_get_backbone (SemEngine *self, GError **error);

/* engine-jobs.c: does one job, on the engine's thread. @message: (out): as SemEngineDoneFunc's. */
gboolean sem_engine_run (SemEngine *self,
                         const SemEngineRequest *request,
                         char **message,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
