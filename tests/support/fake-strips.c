/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/quality/strips-private.h"
#include "tests/support/fake-private.h"

#include <stdlib.h>

#define WORSE_BY_CODES 15
#define LOST_BY_SEARCH 10

static gboolean holding;
static GPtrArray *held;

/* @own: -1 for a picture that is no photo */
typedef struct
{
  guint hue;
  gint64 own;
} Asked;

typedef struct
{
  gint64 id;
  guint distance;
} Near;

static int
compare_near (gconstpointer a, gconstpointer b)
{
  const Near *first = a, *second = b;

  if (first->distance != second->distance)
    return first->distance < second->distance ? -1 : 1;
  return first->id < second->id ? -1 : 1;
}

static GArray *
list_near (SemLibrary *library, const Asked *asked)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Near));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (library->photos)); i++)
    {
      guint apart = (guint) abs ((int) sem_fake_get_hue (i) - (int) asked->hue);
      const Near near = { i, MIN (apart, 360 - apart) };

      if (i != asked->own)
        g_array_append_val (list, near);
    }
  g_array_sort (list, compare_near);
  return list;
}

/* @rank: by features, from 1, of @n */
static void
get_ranks (guint rank, guint n, guint *ranks)
{
  const guint last = MIN (WORSE_BY_CODES, n);

  ranks[SEM_STRIP_FEATURES] = rank;
  ranks[SEM_STRIP_CODES] = rank == 1 ? last : rank <= last ? rank - 1 : rank;
  ranks[SEM_STRIP_SEARCH] = rank == LOST_BY_SEARCH ? 0 : rank < LOST_BY_SEARCH ? rank : rank - 1;
}

static void
fill (SemLibrary *library, const GArray *list, SemStrip strip, GListStore *hits)
{
  for (guint place = 1; place <= SEM_STRIP_LENGTH; place++)
    for (guint i = 0; i < list->len; i++)
      {
        const Near *near = &g_array_index (list, Near, i);
        guint ranks[SEM_N_STRIPS];

        get_ranks (i + 1, list->len, ranks);
        if (ranks[strip] == place)
          {
            g_autoptr (SemPhoto) photo = sem_library_dup_photo (library, near->id, NULL);
            g_autoptr (SemStripHit) hit =
              sem_strip_hit_new (photo, ranks, 1 - near->distance / 180.);

            g_list_store_append (hits, hit);
          }
      }
}

static gboolean
measure_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SemLibrary *library = g_task_get_source_object (task);
  const GArray *asked = g_task_get_task_data (task);
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func (sem_strips_answer_free);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (library->search_error)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", library->search_error);
      return G_SOURCE_REMOVE;
    }
  for (guint i = 0; i < asked->len; i++)
    {
      g_autoptr (GArray) list = list_near (library, &g_array_index (asked, Asked, i));
      SemStripsAnswer *answer = sem_strips_answer_new ();
      const gint64 own = g_array_index (asked, Asked, i).own;

      answer->photo = own >= 0 ? sem_library_dup_photo (library, own, NULL) : NULL;
      for (guint strip = 0; strip < SEM_N_STRIPS; strip++)
        fill (library, list, strip, answer->hits[strip]);
      g_ptr_array_add (answers, answer);
    }
  g_task_return_pointer (task, g_steal_pointer (&answers), (GDestroyNotify) g_ptr_array_unref);
  return G_SOURCE_REMOVE;
}

static GArray *
list_asked (SemQuery *query, GArray *photos)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (Asked));
  g_autoptr (GArray) hues = query ? sem_fake_query_list_hues (query, NULL) : NULL;
  guint n = query ? sem_query_get_n_sources (query) : photos->len;

  for (guint i = 0; i < n; i++)
    {
      gint64 own =
        query ? sem_query_get_source_photo (query, i) : g_array_index (photos, gint64, i);
      Asked asked = { own >= 0 ? sem_fake_get_hue (own) : 0, own };

      if (own < 0 && hues && i < hues->len)
        asked.hue = (guint) g_array_index (hues, int, i);
      g_array_append_val (list, asked);
    }
  return list;
}

void
sem_strips_measure_async (SemLibrary *library,
                          SemQuery *query,
                          GArray *photos,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (library, cancellable, callback, user_data);

  g_task_set_task_data (task, list_asked (query, photos), (GDestroyNotify) g_array_unref);
  if (!holding)
    {
      g_idle_add (measure_cb, task);
      return;
    }
  if (!held)
    held = g_ptr_array_new ();
  g_ptr_array_add (held, task);
}

/* The first photos of the library. */
void
sem_strips_measure_models_async (SemLibrary *library,
                                 gint64 before,
                                 gint64 after,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_assert_cmpint (before, !=, after);
  for (gint64 id = 0; id < SEM_STRIPS_OF_MODELS; id++)
    g_array_append_val (photos, id);
  sem_strips_measure_async (library, NULL, photos, cancellable, callback, user_data);
}

GPtrArray *
sem_strips_measure_finish (SemLibrary *library, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
sem_fake_strips_hold (gboolean hold)
{
  holding = hold;
  for (guint i = 0; !hold && held && i < held->len; i++)
    g_idle_add (measure_cb, held->pdata[i]);
  if (!hold)
    g_clear_pointer (&held, g_ptr_array_unref);
}
