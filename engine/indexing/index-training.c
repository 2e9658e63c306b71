/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-run.h"
#include "engine/learn/trainer.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"

/* The first model is trained at this many photos, so that search works at once. */
#define FIRST_TRAINING 100

static void
meanwhile_progress (double fraction, gpointer user_data)
{
  SemIndexRun *run = user_data;

  sem_index_run_wait_while_paused (run, run->trainer_stop);
}

static gpointer
train_worker (gpointer data)
{
  SemIndexRun *run = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = NULL;
  SemStoreModel active = { 0 };
  SemTrainSummary summary = { 0 };
  SemTrainRequest request = { .path = run->self->path,
                              .backbone = run->backbone,
                              .provisional = TRUE,
                              .end = SEM_TRAIN_REPLACE,
                              .progress = meanwhile_progress,
                              .progress_data = run };

  g_cancellable_push_current (run->trainer_stop);
  store = sem_store_open (run->self->path, SEM_STORE_READ, &error);
  /* What fails here is tried again, and reported, at the end of the run. */
  if (store && sem_store_get_active_row (store, &active, &error))
    {
      sem_train_choose_options (&active, &request.options);
      sem_train_library (&request, run->trainer_stop, &summary, &error);
    }
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("training while indexing: %s", error->message);
  sem_store_model_clear (&active);
  sem_train_summary_clear (&summary);
  g_cancellable_pop_current (run->trainer_stop);
  g_atomic_int_set (&run->trainer_done, 1);
  return NULL;
}

void
sem_index_run_join_trainer (SemIndexRun *run, gboolean cancel)
{
  if (!run->trainer)
    return;
  if (cancel)
    g_cancellable_cancel (run->trainer_stop);
  g_thread_join (g_steal_pointer (&run->trainer));
  g_clear_object (&run->trainer_stop);
}

/* Whether a model for @photos photos should be trained now. */
static gboolean
training_is_due (SemIndexRun *run, const SemStoreModel *active, guint photos, gboolean at_end)
{
  if (!run->self->trains)
    return FALSE;
  if (!active->id || g_strcmp0 (active->backbone, run->backbone) != 0)
    return photos >= (at_end ? 1 : FIRST_TRAINING);
  if (at_end && active->provisional)
    return photos > 0;
  return photos >= 2 * MAX (active->photos, 1) && photos >= (at_end ? 1 : FIRST_TRAINING);
}

void
sem_index_run_train_meanwhile (SemIndexRun *run)
{
  SemStoreModel active = { 0 };

  if (run->trainer && !g_atomic_int_get (&run->trainer_done))
    return;
  sem_index_run_join_trainer (run, FALSE);
  if (sem_store_get_active_row (run->store, &active, NULL)
      && training_is_due (run, &active, run->n_photos, FALSE))
    {
      run->trainer_stop = g_cancellable_new ();
      g_atomic_int_set (&run->trainer_done, 0);
      run->trainer = g_thread_new ("train", train_worker, run);
    }
  sem_store_model_clear (&active);
}

static void
training_progress (double fraction, gpointer user_data)
{
  sem_index_run_set_stage (user_data, SEM_INDEX_TRAINING, fraction);
  sem_index_run_wait_while_paused (user_data, NULL);
}

gboolean
sem_index_run_train_at_end (SemIndexRun *run, GError **error)
{
  SemStoreModel active = { 0 };
  SemTrainSummary summary = { 0 };
  SemTrainRequest request = { .path = run->self->path,
                              .backbone = run->backbone,
                              .end = SEM_TRAIN_REPLACE,
                              .progress = training_progress,
                              .progress_data = run };
  SemStoreCounts counts;
  gboolean ok = sem_store_get_active_row (run->store, &active, error)
                && sem_store_count (run->store, &counts, error);

  if (ok && training_is_due (run, &active, counts.photos, TRUE))
    {
      sem_train_choose_options (&active, &request.options);
      sem_index_run_set_stage (run, SEM_INDEX_TRAINING, 0);
      ok = sem_train_library (&request, run->stop, &summary, error);
      /* A remark is for who asked for a method or a length; here nobody did. */
    }
  sem_store_model_clear (&active);
  sem_train_summary_clear (&summary);
  return ok;
}
