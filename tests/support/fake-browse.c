/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/fake-private.h"

#include "engine/model/browse/source.h"

/* 2026-07-27 00:00; each photo was taken six hours before the one with the id below. */
#define FIRST_DATE G_GINT64_CONSTANT (1785110400)
#define APART (6 * 60 * 60)

SemPhoto *
sem_library_dup_photo_at (SemLibrary *self, gint64 id, char *path)
{
  /* Its photos have a file each. */
  g_assert_null (path);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->photos)); i++)
    {
      /* Photos that were removed are few: most are at their id. */
      const guint at = (guint) MAX (0, id - (gint64) i);
      g_autoptr (SemPhoto) photo = g_list_model_get_item (G_LIST_MODEL (self->photos), at);

      if (photo && sem_photo_get_id (photo) == id)
        return g_steal_pointer (&photo);
    }
  return sem_fake_photo_new (id);
}

static SemFacts *
make_facts (SemLibrary *self)
{
  SemFactsBuilder *builder = sem_facts_builder_new ();
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->photos));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SemPhoto) photo = g_list_model_get_item (G_LIST_MODEL (self->photos), i);
      const guint32 id = (guint32) sem_photo_get_id (photo);
      const SemFact fact = {
        .photo = id,
        .size = 1000000 + id,
        .date = FIRST_DATE - (gint64) id * APART,
      };
      g_autofree char *path = sem_fake_photo_dup_path (id);

      sem_facts_builder_add (builder, &fact, path, id % 3 == 0 ? 3000 : 4000,
                             id % 3 == 0 ? 4000 : 3000);
    }
  return sem_facts_builder_end (builder);
}

static gboolean
return_cb (gpointer data)
{
  g_autoptr (GTask) task = data;
  SemLibrary *self = g_task_get_source_object (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  g_task_return_pointer (task, make_facts (self), (GDestroyNotify) sem_facts_unref);
  return G_SOURCE_REMOVE;
}

void
sem_library_load_facts_async (SemLibrary *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_idle_add (return_cb, g_task_new (self, cancellable, callback, user_data));
}

SemFacts *
sem_library_load_facts_finish (SemLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static int
compare_hues (gconstpointer a, gconstpointer b)
{
  const guint x = sem_fake_get_hue (*(const guint32 *) a);
  const guint y = sem_fake_get_hue (*(const guint32 *) b);

  return (x > y) - (x < y);
}

void
sem_library_load_walk_async (SemLibrary *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GArray *walk = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->photos)); i++)
    g_array_append_val (walk, i);
  g_array_sort (walk, compare_hues);
  g_task_return_pointer (task, walk, (GDestroyNotify) g_array_unref);
}

GArray *
sem_library_load_walk_finish (SemLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
