/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/evaluate/copies/asking.h"
#include "engine/base/work.h"

/* Bytes of the pictures that are kept for proofs: those of some dozen searches that find the same
 * photos. */
#define PICTURES (256 << 20)

typedef struct
{
  SemAskFunc func;
  gpointer data;
  GAsyncQueue *searchers; /* idle ones: as many as there are threads */
  GMutex mutex;
  GError *error; /* the first, with the mutex */
} Asking;

static void
ask_task (gsize task, gpointer data)
{
  Asking *self = data;
  SemSearcher *searcher = g_async_queue_pop (self->searchers);
  g_autoptr (GError) error = NULL;

  self->func (searcher, task, self->data, &error);
  g_async_queue_push (self->searchers, searcher);
  g_mutex_lock (&self->mutex);
  if (error && !self->error)
    self->error = g_steal_pointer (&error);
  g_mutex_unlock (&self->mutex);
}

gboolean
sem_asking_run (const char *path,
                SemBackbone *backbone,
                gsize n_tasks,
                SemAskFunc func,
                gpointer data,
                const SemProgress *progress,
                GError **error)
{
  g_autoptr (SemProofCache) pictures = sem_proof_cache_new (PICTURES);
  Asking self = { .func = func, .data = data };
  gboolean finished;
  guint n_found;
  gsize size;
  SemWork work;

  g_mutex_init (&self.mutex);
  self.searchers = g_async_queue_new_full ((GDestroyNotify) sem_searcher_free);
  sem_work_init (&work, 0, progress);
  for (guint i = 0; i < work.n_threads; i++)
    {
      SemSearcher *searcher = sem_searcher_new (path, backbone);

      sem_searcher_set_pictures (searcher, pictures);
      g_async_queue_push (self.searchers, searcher);
    }
  finished = sem_work_parallel (&work, n_tasks, ask_task, &self);
  if (self.error)
    {
      g_propagate_error (error, self.error);
      finished = FALSE;
    }
  else if (!finished)
    g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error);
  g_async_queue_unref (self.searchers);
  size = sem_proof_cache_measure (pictures, &n_found);
  g_debug ("kept %" G_GSIZE_FORMAT " bytes of pictures, which served %u times", size, n_found);
  g_mutex_clear (&self.mutex);
  return finished;
}
