/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/session-private.h"

SemSessionStep *
sem_session_find_step (SemSession *self, SemResults *results)
{
  for (guint i = 0; i < self->steps->len; i++)
    if (((SemSessionStep *) self->steps->pdata[i])->results == results)
      return self->steps->pdata[i];
  return NULL;
}

void
sem_session_follow_selected (SemSession *self, SemSessionStep *step, SemMatch *selected)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (step->results)), position = SEM_SESSION_NONE;

  for (guint i = 0; selected && i < n; i++)
    {
      g_autoptr (SemMatch) match = g_list_model_get_item (G_LIST_MODEL (step->results), i);

      if (match == selected)
        position = i;
    }
  if (step->selected == position)
    return;
  step->selected = position;
  if (step != sem_session_get_step (self))
    return;
  g_object_notify (G_OBJECT (self), "selected");
  if (position == SEM_SESSION_NONE)
    g_object_notify (G_OBJECT (self), "selected-match");
}

typedef struct
{
  SemSession *session;
  SemResults *results;
  GCancellable *cancellable;
} Proof;

static void
proof_free (Proof *proof)
{
  g_object_unref (proof->session);
  g_object_unref (proof->results);
  g_object_unref (proof->cancellable);
  g_free (proof);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Proof, proof_free)

static void
proof_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Proof) proof = user_data;
  SemSession *self = proof->session;
  SemSessionStep *step = sem_session_find_step (self, proof->results);
  g_autoptr (SemMatch) selected = NULL;
  guint held = SEM_SESSION_NONE;
  g_autoptr (GError) error = NULL;

  if (self->proof == proof->cancellable)
    g_clear_object (&self->proof);
  if (step)
    {
      selected = g_list_model_get_item (G_LIST_MODEL (step->results), step->selected);
      held = step->held == SEM_SESSION_NONE ? step->selected : step->held;
    }
  if (!sem_library_prove_finish (SEM_LIBRARY (source), result, held, &error))
    g_debug ("no proof: %s", error->message);
  else if (step)
    sem_session_follow_selected (self, step, selected);
}

void
sem_session_cancel_proof (SemSession *self)
{
  g_cancellable_cancel (self->proof);
  g_clear_object (&self->proof);
}

/* One at a time, and none while something is searched for. */
void
sem_session_prove_shown (SemSession *self)
{
  SemSessionStep *step = sem_session_get_step (self);
  Proof *proof;

  if (!step || !self->library || self->cancellable || sem_results_is_proven (step->results))
    return;
  sem_session_cancel_proof (self);
  self->proof = g_cancellable_new ();
  proof = g_new0 (Proof, 1);
  proof->session = g_object_ref (self);
  proof->results = g_object_ref (step->results);
  proof->cancellable = g_object_ref (self->proof);
  sem_library_prove_async (self->library, step->results, self->proof, proof_cb, proof);
}
