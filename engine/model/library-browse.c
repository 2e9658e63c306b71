/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/base/memory.h"
#include "engine/index/walk.h"
#include "engine/model/browse/source.h"
#include "engine/model/library-private.h"
#include "engine/store/codes.h"
#include "engine/store/models.h"

SemPhoto *
sem_library_dup_photo_at (SemLibrary *self, gint64 id, char *path)
{
  g_autofree char *shown = path;

  return shown ? sem_photo_list_make_photo (self->photos, id, shown)
               : sem_photo_list_dup_photo (self->photos, id);
}

static gpointer
read_facts (SemStore *store, gint64 photo, GError **error)
{
  return sem_facts_read (store, g_cancellable_get_current (), error);
}

void
sem_library_load_facts_async (SemLibrary *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (SEM_IS_LIBRARY (self));
  g_task_set_source_tag (task, sem_library_load_facts_async);
  sem_thumbnailer_run (self->thumbnailer, 0, read_facts, (GDestroyNotify) sem_facts_unref, task);
}

SemFacts *
sem_library_load_facts_finish (SemLibrary *self, GAsyncResult *result, GError **error)
{
  /* Arranging the photos, which follows, takes less than the delay. */
  sem_memory_give_back_soon (&self->freeing);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The walk ------------------------------------------------------------------------------------- */

typedef struct
{
  GArray *ids;   /* guint32 */
  GArray *codes; /* guint64 */
  guint words;
} Codes;

static gboolean
take_codes (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  Codes *all = user_data;

  for (gsize i = 0; i < n; i++)
    {
      const guint32 id = (guint32) ids[i];

      g_array_append_val (all->ids, id);
    }
  g_array_append_vals (all->codes, codes, (guint) (n * all->words));
  return !g_cancellable_set_error_if_cancelled (g_cancellable_get_current (), error);
}

static gboolean
read_codes (SemStore *store, Codes *all, GError **error)
{
  const gint64 model = sem_store_get_active_model (store, error);
  SemStoreModel row = { 0 };
  gboolean ok = model >= 0;

  if (model > 0)
    {
      ok = sem_store_get_model (store, model, &row, error);
      all->words = (row.bits + 63) / 64;
      ok = ok && sem_store_read_codes (store, model, all->words, 0, take_codes, all, error);
      sem_store_model_clear (&row);
    }
  return ok;
}

static gpointer
read_walk (SemStore *store, gint64 photo, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) codes = g_array_new (FALSE, FALSE, sizeof (guint64));
  Codes all = { ids, codes, 0 };
  g_autofree guint32 *order = NULL;
  GArray *walk;

  if (!read_codes (store, &all, error))
    return NULL;
  order = sem_walk_new ((const guint64 *) (void *) codes->data, ids->len, all.words,
                        g_cancellable_get_current ());
  if (!order)
    {
      g_cancellable_set_error_if_cancelled (g_cancellable_get_current (), error);
      return NULL;
    }
  walk = g_array_sized_new (FALSE, FALSE, sizeof (guint32), ids->len);
  for (guint i = 0; i < ids->len; i++)
    g_array_append_val (walk, g_array_index (ids, guint32, order[i]));
  return walk;
}

void
sem_library_load_walk_async (SemLibrary *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (SEM_IS_LIBRARY (self));
  g_task_set_source_tag (task, sem_library_load_walk_async);
  sem_thumbnailer_run (self->thumbnailer, 0, read_walk, (GDestroyNotify) g_array_unref, task);
}

GArray *
sem_library_load_walk_finish (SemLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
