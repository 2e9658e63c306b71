/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/fake-private.h"

typedef struct
{
  SemQuery *query;
  guint k;
  SemBounds bounds;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->query);
  g_free (search);
}

/* @hues: (transfer full) */
static SemResults *
make_results (SemLibrary *self, const Search *search, GArray *hues)
{
  SemResults *results = sem_fake_results_new (search->query, hues, G_LIST_MODEL (self->photos),
                                              self->finds_nothing ? 0 : search->k);

  sem_fake_results_set_files (results, sem_library_get_hidden_files (self));
  if (search->bounds.min > 0 || search->bounds.max < 1)
    sem_fake_results_bound (results, &search->bounds);
  return results;
}

static gboolean
search_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SemLibrary *self = g_task_get_source_object (task);
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  GArray *hues;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (self->search_error)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", self->search_error);
      return G_SOURCE_REMOVE;
    }
  hues = sem_fake_query_list_hues (search->query, &error);
  if (!hues)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, make_results (self, search, hues), g_object_unref);
  return G_SOURCE_REMOVE;
}

static void
start_search (SemLibrary *self, GTask *task, SemQuery *query, guint k, const SemBounds *bounds)
{
  Search *search = g_new (Search, 1);

  *search = (Search){ g_object_ref (query), k, *bounds };
  g_task_set_task_data (task, search, search_free);
  if (self->hold)
    g_ptr_array_add (self->held, task);
  else
    g_idle_add (search_cb, task);
}

SemPhoto *
sem_library_dup_photo (SemLibrary *self, gint64 id, const char *path)
{
  g_autoptr (SemPhoto) photo = g_list_model_get_item (G_LIST_MODEL (self->photos), (guint) id);
  g_autofree char *own = sem_fake_photo_dup_path (id);

  g_assert_nonnull (photo);
  return path && !g_str_equal (path, own) ? sem_fake_photo_new_at (id, path)
                                          : g_steal_pointer (&photo);
}

void
sem_library_search_async (SemLibrary *self,
                          SemQuery *query,
                          guint k,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  start_search (self, g_task_new (self, cancellable, callback, user_data), query, k,
                &SEM_BOUNDS_NONE);
}

void
sem_library_narrow_async (SemLibrary *self,
                          SemResults *results,
                          const SemBounds *bounds,
                          guint k,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  start_search (self, g_task_new (self, cancellable, callback, user_data),
                sem_results_get_query (results), k, bounds);
}

static gboolean
prove_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

void
sem_library_prove_async (SemLibrary *self,
                         SemResults *results,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_object_ref (results), g_object_unref);
  if (self->hold_proofs)
    g_ptr_array_add (self->held, task);
  else
    g_idle_add (prove_cb, task);
}

gboolean
sem_library_prove_finish (SemLibrary *self, GAsyncResult *result, guint held, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  sem_fake_results_prove (g_task_get_task_data (G_TASK (result)), held);
  return TRUE;
}

SemResults *
sem_library_search_finish (SemLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
sem_fake_library_set_search_error (SemLibrary *self, const char *sentence)
{
  g_free (self->search_error);
  self->search_error = g_strdup (sentence);
}

void
sem_fake_library_hold_searches (SemLibrary *self, gboolean hold)
{
  self->hold = hold;
  if (!hold)
    {
      for (guint i = 0; i < self->held->len; i++)
        g_idle_add (search_cb, g_object_ref (self->held->pdata[i]));
      g_ptr_array_set_size (self->held, 0);
    }
}

void
sem_fake_library_find_nothing (SemLibrary *self, gboolean nothing)
{
  self->finds_nothing = nothing;
}

void
sem_fake_library_hold_proofs (SemLibrary *self, gboolean hold)
{
  self->hold_proofs = hold;
  if (!hold)
    {
      for (guint i = 0; i < self->held->len; i++)
        g_idle_add (prove_cb, g_object_ref (self->held->pdata[i]));
      g_ptr_array_set_size (self->held, 0);
    }
}
