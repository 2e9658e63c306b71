/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/browse/hidden.h"
#include "engine/model/session-private.h"

/* Minimum time between two answers to one query, so that the results do not change all the time. */
#define REST_SECONDS 2
/* Indexing has the processor for this many times longer than the answers take. */
#define REST_SHARE 20

static gint64
get_codes (SemSession *self)
{
  SemCodes *codes = sem_library_get_codes (self->library);

  return codes ? sem_codes_get_id (codes) : 0;
}

typedef struct
{
  SemSession *session;
  SemResults *results;
  GCancellable *cancellable;
  gint64 start;
  guint n_photos;
  gint64 codes;
  guint most;
} Refinement;

static void
refinement_free (Refinement *refinement)
{
  g_object_unref (refinement->session);
  g_object_unref (refinement->results);
  g_object_unref (refinement->cancellable);
  g_free (refinement);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Refinement, refinement_free)

/* What is pointed at stays, what is selected stays, and the selection stays with it. */
static gboolean
take (SemSession *self, const Refinement *refinement, SemSessionStep *step, GAsyncResult *result)
{
  const guint held[] = { step->held, step->selected };
  g_autoptr (SemMatch) selected =
    g_list_model_get_item (G_LIST_MODEL (step->results), step->selected);
  g_autoptr (GError) error = NULL;

  if (!sem_library_refine_finish (self->library, result, held, G_N_ELEMENTS (held), &error))
    {
      const gboolean wanted = step->asked < step->most;

      g_debug ("not refined: %s", error->message);
      step->most = step->asked;
      /* Errors of a repeated search are not shown. */
      if (wanted)
        sem_session_set_error (self, error->message);
      return FALSE;
    }
  step->asked = refinement->most;
  step->n_photos = refinement->n_photos;
  step->codes = refinement->codes;
  sem_session_follow_selected (self, step, selected);
  return TRUE;
}

static void
refined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Refinement) refinement = user_data;
  SemSession *self = refinement->session;
  SemSessionStep *step = sem_session_find_step (self, refinement->results);
  const gint64 now = g_get_monotonic_time ();

  /* Something else is searched for, or was. */
  if (self->refinement != refinement->cancellable)
    return;
  g_clear_object (&self->refinement);
  self->refined = now + MAX (REST_SECONDS * G_USEC_PER_SEC, (now - refinement->start) * REST_SHARE);
  if (step && !self->proof && take (self, refinement, step, result))
    sem_session_refine_shown (self);
}

static void
refine (SemSession *self, SemSessionStep *step)
{
  Refinement *refinement = g_new0 (Refinement, 1);

  self->refinement = g_cancellable_new ();
  refinement->session = g_object_ref (self);
  refinement->results = g_object_ref (step->results);
  refinement->cancellable = g_object_ref (self->refinement);
  refinement->start = g_get_monotonic_time ();
  refinement->n_photos = sem_library_get_n_photos (self->library);
  refinement->codes = get_codes (self);
  refinement->most = step->most;
  sem_library_refine_async (self->library, step->results, step->most, self->refinement, refined_cb,
                            refinement);
}

/* Whether there may be another answer to what is shown. */
static gboolean
is_stale (SemSession *self, const SemSessionStep *step)
{
  return step->n_photos != sem_library_get_n_photos (self->library)
         || step->codes != get_codes (self) || step->asked < step->most;
}

static gboolean
refine_cb (gpointer user_data)
{
  SemSession *self = user_data;
  SemSessionStep *step = sem_session_get_step (self);

  self->refine_id = 0;
  if (self->proof)
    {
      self->refined = g_get_monotonic_time () + G_USEC_PER_SEC;
      sem_session_refine_shown (self);
    }
  else if (step && !self->cancellable && !self->refinement && is_stale (self, step)
           && (sem_results_is_proven (step->results) || step->asked < step->most))
    refine (self, step);
  return G_SOURCE_REMOVE;
}

void
sem_session_refine_shown (SemSession *self)
{
  SemSessionStep *step = sem_session_get_step (self);
  gint64 wait = MAX (self->refined - g_get_monotonic_time (), 0);

  if (!step || !self->library || self->refine_id || self->refinement || !is_stale (self, step))
    return;
  self->refine_id = g_timeout_add ((guint) MIN (wait / 1000 + 1, G_MAXINT), refine_cb, self);
}

void
sem_session_cancel_refinement (SemSession *self)
{
  g_clear_handle_id (&self->refine_id, g_source_remove);
  g_cancellable_cancel (self->refinement);
  g_clear_object (&self->refinement);
}

/* In all of the history, so that no photo that is in the trash comes back with it. */
static void
hidden_cb (SemSession *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      SemSessionStep *step = self->steps->pdata[i];
      g_autoptr (SemMatch) selected = NULL;

      if (!step->results)
        continue;
      selected = g_list_model_get_item (G_LIST_MODEL (step->results), step->selected);
      sem_results_update_hidden (step->results);
      sem_session_follow_selected (self, step, selected);
    }
}

void
sem_session_watch_library (SemSession *self)
{
  static const char *const signals[] = { "notify::n-photos", "notify::codes", "notify::state" };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->library, signals[i], G_CALLBACK (sem_session_refine_shown), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (sem_library_get_hidden_files (self->library), "changed",
                           G_CALLBACK (hidden_cb), self, G_CONNECT_SWAPPED);
}
