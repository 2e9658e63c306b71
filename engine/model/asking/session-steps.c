/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/session-private.h"

#define MAX_STEPS 50

void
sem_session_step_free (SemSessionStep *step)
{
  g_clear_object (&step->results);
  g_clear_object (&step->photo);
  g_free (step);
}

static const SemSessionStep *
get_search (SemSession *self, guint position)
{
  const SemSessionStep *step = g_ptr_array_index (self->steps, position - 1);

  return step->results ? step : NULL;
}

const SemSessionStep *
sem_session_get_last_step (SemSession *self)
{
  const SemSessionStep *step = NULL;

  for (guint i = self->position; i > 0 && !step; i--)
    step = get_search (self, i);
  for (guint i = self->steps->len; i > self->position && !step; i--)
    step = get_search (self, i);
  return step;
}

/* Notified together, so that no handler sees properties of two searches. */
void
sem_session_show_step (SemSession *self, guint position)
{
  static const char *const names[] = {
    "results", "query",  "photo",       "selected",       "selected-match",
    "held",    "scroll", "can-go-back", "can-go-forward",
  };

  sem_session_cancel_refinement (self);
  self->position = position;
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_notify (G_OBJECT (self), names[i]);
  g_object_thaw_notify (G_OBJECT (self));
  sem_session_prove_shown (self);
  sem_session_refine_shown (self);
}

static gboolean
is_visit (SemSession *self, guint index)
{
  const SemSessionStep *step = index < self->steps->len ? self->steps->pdata[index] : NULL;

  return step && !step->results;
}

/* The library comes before all: two visits to it in a row are one. Returns: how many have gone. */
static guint
forget_oldest (SemSession *self)
{
  guint n = 0;

  while (self->steps->len > 0 && (self->steps->len > MAX_STEPS || is_visit (self, 0)))
    {
      g_ptr_array_remove_index (self->steps, 0);
      n++;
    }
  return n;
}

void
sem_session_add_step (SemSession *self, SemSessionStep *step)
{
  g_ptr_array_set_size (self->steps, (int) self->position);
  g_ptr_array_add (self->steps, step);
  forget_oldest (self);
  sem_session_show_step (self, self->steps->len);
}

void
sem_session_visit_library (SemSession *self)
{
  guint position = self->position;

  if (!is_visit (self, position))
    g_ptr_array_insert (self->steps, (int) position, g_new0 (SemSessionStep, 1));
  position++;
  position -= MIN (forget_oldest (self), position);
  sem_session_show_step (self, position);
}

void
sem_session_set_cancellable (SemSession *self, GCancellable *cancellable)
{
  gboolean changed = (self->cancellable != NULL) != (cancellable != NULL);

  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, cancellable);
  if (changed)
    g_object_notify (G_OBJECT (self), "searching");
}
