/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/session-private.h"

typedef struct
{
  SemSession *session;
  SemResults *results;
  GCancellable *cancellable;
} Narrowing;

static void
narrowing_free (Narrowing *narrowing)
{
  g_object_unref (narrowing->session);
  g_object_unref (narrowing->results);
  g_object_unref (narrowing->cancellable);
  g_free (narrowing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Narrowing, narrowing_free)

static void
narrow_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Narrowing) narrowing = user_data;
  SemSession *self = narrowing->session;
  SemSessionStep *step = sem_session_get_step (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemResults) results = sem_library_search_finish (SEM_LIBRARY (source), result, &error);

  /* What is shown cannot have changed without a cancel. */
  if (self->cancellable != narrowing->cancellable)
    return;
  sem_session_set_cancellable (self, NULL);
  if (!results && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sem_session_set_error (self, error->message);
  if (!results || !step || step->results != narrowing->results)
    return;
  g_set_object (&step->results, results);
  step->asked = step->most;
  step->selected = step->held = SEM_SESSION_NONE;
  step->scroll = 0;
  step->focus = 0;
  sem_session_show_step (self, self->position);
}

void
sem_session_narrow (SemSession *self, const SemBounds *bounds)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SemSessionStep *step;
  Narrowing *narrowing;

  g_return_if_fail (SEM_IS_SESSION (self));
  g_return_if_fail (bounds != NULL && bounds->min >= 0 && bounds->min <= bounds->max);

  step = sem_session_get_step (self);
  if (!step || !self->library)
    return;
  sem_session_set_error (self, NULL);
  sem_session_cancel_proof (self);
  sem_session_cancel_refinement (self);
  sem_session_set_cancellable (self, cancellable);
  narrowing = g_new (Narrowing, 1);
  *narrowing =
    (Narrowing){ g_object_ref (self), g_object_ref (step->results), g_object_ref (cancellable) };
  sem_library_narrow_async (self->library, step->results, bounds, step->most, cancellable,
                            narrow_cb, narrowing);
}
