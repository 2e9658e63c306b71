/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/fake-private.h"

typedef struct
{
  SemResults *results;
  guint k;
} Refinement;

static void
refinement_free (Refinement *refinement)
{
  g_object_unref (refinement->results);
  g_free (refinement);
}

static const char *failure;

void
sem_fake_set_refining_fails (const char *sentence)
{
  failure = sentence;
}

static gboolean
refine_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (failure)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", failure);
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

void
sem_library_refine_async (SemLibrary *self,
                          SemResults *results,
                          guint k,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Refinement *refinement = g_new (Refinement, 1);

  sem_fake_note_call (self, "refine", NULL);
  *refinement = (Refinement){ g_object_ref (results), k };
  g_task_set_task_data (task, refinement, (GDestroyNotify) refinement_free);
  g_idle_add (refine_cb, task);
}

gboolean
sem_library_refine_finish (SemLibrary *self,
                           GAsyncResult *result,
                           const guint *held,
                           guint n_held,
                           GError **error)
{
  const Refinement *refinement = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  sem_fake_results_refine (refinement->results, G_LIST_MODEL (self->photos), refinement->k, held,
                           n_held);
  return TRUE;
}
