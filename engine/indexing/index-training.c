/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-training.h"
#include "engine/learn/trainer.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"

/* The first model is trained at this many photos, so that search works early. */
#define FIRST_TRAINING 100

struct _SemIndexTrainer
{
  const SemIndexContext *context;
  gboolean enabled;
  GThread *thread; /* NULL where none runs */
  GCancellable *stop;
  gint done; /* atomic: whether the thread has nothing left to do */
};

SemIndexTrainer *
sem_index_trainer_new (const SemIndexContext *context, gboolean enabled)
{
  SemIndexTrainer *self = g_new0 (SemIndexTrainer, 1);

  self->context = context;
  self->enabled = enabled;
  return self;
}

void
sem_index_trainer_free (SemIndexTrainer *self)
{
  sem_index_trainer_cancel (self);
  g_free (self);
}

static SemTrainRequest
make_request (const SemIndexTrainer *self, const SemStoreModel *active)
{
  SemTrainRequest request = { .path = self->context->path,
                              .backbone = sem_backbone_get_id (self->context->backbone),
                              .end = SEM_TRAIN_REPLACE };

  sem_train_choose_options (active, &request.options);
  return request;
}

/* While files are indexed ---------------------------------------------------------------------- */

static void
meanwhile_progress (double fraction, gpointer user_data)
{
  const SemIndexTrainer *self = user_data;

  sem_index_status_wait_while_paused (self->context->status, self->stop);
}

static gpointer
train_worker (gpointer data)
{
  SemIndexTrainer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = NULL;
  SemStoreModel active = { 0 };
  SemTrainSummary summary = { 0 };

  g_cancellable_push_current (self->stop);
  store = sem_store_open (self->context->path, SEM_STORE_READ, &error);
  /* What fails here is tried again, and its error reported, at the end of the run. */
  if (store && sem_store_get_active_row (store, &active, &error))
    {
      SemTrainRequest request = make_request (self, &active);

      request.provisional = TRUE;
      request.progress = meanwhile_progress;
      request.progress_data = self;
      sem_train_library (&request, self->stop, &summary, &error);
    }
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("training while indexing: %s", error->message);
  sem_store_model_clear (&active);
  sem_train_summary_clear (&summary);
  g_cancellable_pop_current (self->stop);
  g_atomic_int_set (&self->done, 1);
  return NULL;
}

static void
join (SemIndexTrainer *self)
{
  if (!self->thread)
    return;
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_object (&self->stop);
}

void
sem_index_trainer_cancel (SemIndexTrainer *self)
{
  if (self->stop)
    g_cancellable_cancel (self->stop);
  join (self);
}

/* Whether a model for @photos photos should be trained now. A model that was trained for as many
 * photos before, and that the user did not want, is not trained again. */
static gboolean
training_is_due (SemIndexTrainer *self,
                 SemStore *store,
                 const SemStoreModel *active,
                 guint photos,
                 gboolean at_end)
{
  gint64 most;

  if (!self->enabled)
    return FALSE;
  if (!active->id
      || g_strcmp0 (active->backbone, sem_backbone_get_id (self->context->backbone)) != 0)
    return photos >= (at_end ? 1 : FIRST_TRAINING);
  if (at_end && active->provisional)
    return photos > 0;
  if (photos < 2 * MAX (active->photos, 1) || photos < (at_end ? 1 : FIRST_TRAINING))
    return FALSE;
  most = sem_store_get_most_photos (store, NULL);
  return most >= 0 && photos >= 2 * most;
}

void
sem_index_trainer_poll (SemIndexTrainer *self, SemStore *store, guint n_photos)
{
  SemStoreModel active = { 0 };

  if (self->thread && !g_atomic_int_get (&self->done))
    return;
  join (self);
  if (sem_store_get_active_row (store, &active, NULL)
      && training_is_due (self, store, &active, n_photos, FALSE))
    {
      self->stop = g_cancellable_new ();
      g_atomic_int_set (&self->done, 0);
      self->thread = g_thread_new ("train", train_worker, self);
    }
  sem_store_model_clear (&active);
}

/* At the end of a run -------------------------------------------------------------------------- */

static void
finish_progress (double fraction, gpointer user_data)
{
  const SemIndexContext *context = ((const SemIndexTrainer *) user_data)->context;

  sem_index_status_set_stage (context->status, SEM_INDEX_TRAINING, fraction);
  sem_index_status_wait_while_paused (context->status, context->stop);
}

/* Whether a model of quick photos would be no better than the one that there is, which has codes of
 * all photos. */
static gboolean
can_wait (SemIndexTrainer *self, const SemStoreModel *active, guint photos, SemIndexRest rest)
{
  if (!active->id || rest == SEM_INDEX_REST_NONE || rest == SEM_INDEX_REST_CHANGED
      || g_strcmp0 (active->backbone, sem_backbone_get_id (self->context->backbone)) != 0)
    return FALSE;
  if (!active->provisional)
    return rest == SEM_INDEX_REST_COMES;
  return !active->expired && photos < 2 * MAX (active->photos, 1);
}

gboolean
sem_index_trainer_finish (SemIndexTrainer *self, SemStore *store, SemIndexRest rest, GError **error)
{
  SemStoreModel active = { 0 };
  SemTrainSummary summary = { 0 };
  SemStoreCounts counts;
  gboolean ok =
    sem_store_get_active_row (store, &active, error) && sem_store_count (store, &counts, error);

  if (ok && !can_wait (self, &active, counts.photos, rest)
      && training_is_due (self, store, &active, counts.photos, TRUE))
    {
      SemTrainRequest request = make_request (self, &active);

      request.provisional = rest != SEM_INDEX_REST_NONE;
      request.progress = finish_progress;
      request.progress_data = self;
      sem_index_status_set_stage (self->context->status, SEM_INDEX_TRAINING, 0);
      /* The remark in the summary is for a user who chose a method or a length: not chosen here. */
      ok = sem_train_library (&request, self->context->stop, &summary, error);
    }
  sem_store_model_clear (&active);
  sem_train_summary_clear (&summary);
  return ok;
}
