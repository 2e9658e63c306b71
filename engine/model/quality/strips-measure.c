/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/quality/strips-private.h"

#include "engine/inspect/show/strips.h"
#include "engine/model/library-private.h"
#include "engine/model/results-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

G_STATIC_ASSERT ((int) SEM_N_STRIPS == (int) SEM_INSPECT_N_ORDERS);
G_STATIC_ASSERT (SEM_STRIP_LENGTH == SEM_INSPECT_STRIP);

/* @photos: (element-type gint64): 0 for a picture that is not in the library; @features:
 * (nullable): shape (photos->len, SEM_BACKBONE_DIM) */
typedef struct
{
  GArray *photos;
  float *features;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_array_unref (asked->photos);
  g_free (asked->features);
  g_free (asked);
}

static void
array_free (gpointer array)
{
  g_array_unref (array);
}

static gpointer
strips_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  const SemProgress progress = { .cancellable = cancellable };
  const guint n = asked->photos->len;
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_READ, error);
  g_autoptr (GArray) strips = g_array_sized_new (FALSE, TRUE, sizeof (SemInspectStrips), n);
  g_auto (SemInspectSubject) subject = { 0 };

  g_array_set_size (strips, n);
  if (!store || !sem_inspect_subject_init (&subject, store, 0, cancellable, error)
      || !sem_inspect_strips (&subject, (const gint64 *) (gpointer) asked->photos->data,
                              asked->features, n, (SemInspectStrips *) (gpointer) strips->data,
                              &progress, error))
    return NULL;
  return g_steal_pointer (&strips);
}

static void
compare (SemLibrary *library, Asked *asked, GTask *task)
{
  g_task_set_task_data (task, asked, asked_free);
  sem_engine_work (library->engine, strips_worker, array_free, task);
}

/* Two models ----------------------------------------------------------------------------------- */

typedef struct
{
  gint64 before;
  gint64 after;
} Models;

static gpointer
models_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const Models *models = data;
  const SemProgress progress = { .cancellable = cancellable };
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_READ, error);
  g_autoptr (GArray) strips = g_array_new (FALSE, TRUE, sizeof (SemInspectStrips));
  g_auto (SemInspectSubject) before = { 0 };
  g_auto (SemInspectSubject) after = { 0 };

  if (!store || !sem_inspect_subject_init (&before, store, models->before, cancellable, error)
      || !sem_inspect_subject_init (&after, store, models->after, cancellable, error))
    return NULL;
  g_array_set_size (strips, MIN (after.n_queries, SEM_STRIPS_OF_MODELS));
  return sem_inspect_strips_of_models (&before, &after, after.queries, strips->len,
                                       (SemInspectStrips *) (gpointer) strips->data, &progress,
                                       error)
           ? g_steal_pointer (&strips)
           : NULL;
}

void
sem_strips_measure_models_async (SemLibrary *library,
                                 gint64 before,
                                 gint64 after,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (library, cancellable, callback, user_data);
  Models *models = g_new (Models, 1);

  *models = (Models){ before, after };
  g_task_set_source_tag (task, sem_strips_measure_models_async);
  g_task_set_task_data (task, models, g_free);
  if (library->engine)
    sem_engine_work (library->engine, models_worker, array_free, task);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                             _("The library is closed."));
}

/* One query ------------------------------------------------------------------------------------ */

/* What a picture is compared by is what a search for it finds out. A search for copies has none. */
static SemSearchAnswer *
ask (gpointer data, SemSearcher *searcher, GCancellable *cancellable, GError **error)
{
  SemQuery *query = data, *original = sem_query_get_original (query);

  return sem_query_ask (original ? original : query, searcher, 1, &SEM_BOUNDS_NONE, cancellable,
                        error);
}

/* A region of a photo is another picture. */
static Asked *
take_subjects (SemQuery *query, const SemSearchAnswer *answer)
{
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){ g_array_new (FALSE, FALSE, sizeof (gint64)),
                    g_new0 (float, (gsize) answer->n_subjects *SEM_BACKBONE_DIM) };
  for (guint i = 0; i < answer->n_subjects; i++)
    {
      const SemSearchSubject *subject = &answer->subjects[i];
      const gint64 photo =
        sem_query_get_source_region (query, i, NULL) ? 0 : MAX (subject->photo, 0);

      g_array_append_val (asked->photos, photo);
      if (subject->feature)
        memcpy (asked->features + (gsize) i * SEM_BACKBONE_DIM, subject->feature,
                SEM_BACKBONE_DIM * sizeof (float));
    }
  return asked;
}

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemLibrary *library = SEM_LIBRARY (object);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SemSearchAnswer) answer = g_task_propagate_pointer (G_TASK (result), &error);

  if (!answer)
    g_task_return_error (task, error);
  else if (!library->engine)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                             _("The library is closed."));
  else
    compare (library, take_subjects (g_task_get_task_data (G_TASK (result)), answer), task);
}

void
sem_strips_measure_async (SemLibrary *library,
                          SemQuery *query,
                          GArray *photos,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (library, cancellable, callback, user_data);
  Asked *asked;

  g_task_set_source_tag (task, sem_strips_measure_async);
  if (!library->engine)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                               _("The library is closed."));
      return;
    }
  if (query)
    {
      g_autoptr (GTask) asking = g_task_new (library, cancellable, asked_cb, g_object_ref (task));

      g_task_set_task_data (asking, g_object_ref (query), g_object_unref);
      sem_engine_ask (library->engine, ask, asking);
      return;
    }
  asked = g_new (Asked, 1);
  *asked = (Asked){ g_array_copy (photos), NULL };
  compare (library, asked, task);
}

static SemStripsAnswer *
make_answer (SemLibrary *library, const SemInspectStrips *strips)
{
  SemStripsAnswer *answer = sem_strips_answer_new ();

  if (strips->photo > 0)
    answer->photo = sem_photo_list_dup_photo (library->photos, strips->photo);
  for (guint strip = 0; strip < SEM_N_STRIPS; strip++)
    for (guint i = 0; i < strips->n[strip]; i++)
      {
        const SemInspectHit *hit = &strips->hits[strip][i];
        g_autoptr (SemPhoto) photo = sem_photo_list_dup_photo (library->photos, hit->photo);
        g_autoptr (SemStripHit) item = sem_strip_hit_new (photo, hit->ranks, hit->likeness);

        g_list_store_append (answer->hits[strip], item);
      }
  return answer;
}

GPtrArray *
sem_strips_measure_finish (SemLibrary *library, GAsyncResult *result, GError **error)
{
  g_autoptr (GArray) strips = g_task_propagate_pointer (G_TASK (result), error);
  GPtrArray *answers;

  if (!strips)
    return NULL;
  answers = g_ptr_array_new_with_free_func (sem_strips_answer_free);
  for (guint i = 0; i < strips->len; i++)
    g_ptr_array_add (answers, make_answer (library, &g_array_index (strips, SemInspectStrips, i)));
  return answers;
}
