/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/library-private.h"
#include "engine/model/results-private.h"
#include "engine/archive/link/link.h"
#include "engine/search/request/search-answer-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Of the pictures of all sources but the first, in pixels. */
#define CHIP_SIDE 64

/* @before: (nullable): results whose query is repeated, within @bounds; @pixels: thumbnails of the
 * sources */
typedef struct
{
  SemQuery *query;
  guint k;
  SemResults *before;
  SemBounds bounds;
  gboolean elsewhere; /* whether there is nothing here, and the query can go elsewhere */
  GPtrArray *pixels;  /* of SemPixels */
} Search;

static void
free_pixels (gpointer pixels)
{
  if (pixels)
    sem_pixels_free (pixels);
}

static void
search_free (Search *search)
{
  g_object_unref (search->query);
  g_clear_object (&search->before);
  g_ptr_array_unref (search->pixels);
  g_free (search);
}

static gboolean
is_bounded (const Search *search)
{
  return search->bounds.min > 0 || search->bounds.max < 1;
}

/* @pixels: (transfer full). Returns: (transfer full): smaller ones, for the picture of a chip on a
 * sharp screen. */
static SemPixels *
shrink (SemPixels *pixels)
{
  const double scale = (double) CHIP_SIDE / MAX (pixels->width, pixels->height);
  g_autoptr (GdkPixbuf) large = NULL, small = NULL;

  if (scale >= 1)
    return pixels;
  large =
    gdk_pixbuf_new_from_bytes (pixels->bytes, GDK_COLORSPACE_RGB, FALSE, 8, (int) pixels->width,
                               (int) pixels->height, (int) pixels->stride);
  small =
    gdk_pixbuf_scale_simple (large, (int) MAX (1, round (pixels->width * scale)),
                             (int) MAX (1, round (pixels->height * scale)), GDK_INTERP_BILINEAR);
  sem_pixels_free (pixels);
  return sem_pixels_new_from_pixbuf (small);
}

/* (nullable): nothing, where there are no photos here but can be in an archive. @error: (inout):
 * why there is no answer */
static SemSearchAnswer *
answer_elsewhere (const Search *search, GError **error)
{
  const SemSearchAnswer about = { .copies = sem_query_get_original (search->query) != NULL,
                                  .proven = TRUE,
                                  .method = "" };
  const guint n = sem_query_get_n_sources (search->query);

  if (!search->elsewhere || !g_error_matches (*error, SEM_ERROR, SEM_ERROR_NO_MODEL))
    return NULL;
  g_clear_error (error);
  return sem_search_answer_new (&about, sem_search_hits_new (), g_new0 (SemSearchSubject, n), n);
}

/* The thumbnails are decoded here, since many take longer than a frame may. */
static SemSearchAnswer *
ask (gpointer data, SemSearcher *searcher, GCancellable *cancellable, GError **error)
{
  Search *search = data;
  g_autoptr (GError) local = NULL;
  SemSearchAnswer *answer =
    sem_query_ask (search->query, searcher, search->k, is_bounded (search) ? &search->bounds : NULL,
                   cancellable, &local);

  if (!answer)
    answer = answer_elsewhere (search, &local);
  if (!answer)
    g_propagate_error (error, g_steal_pointer (&local));
  for (guint i = 0; answer && i < answer->n_subjects; i++)
    {
      GBytes *thumbnail = answer->subjects[i].thumbnail;

      SemPixels *pixels = thumbnail ? sem_pixels_new_from_jpeg (thumbnail, NULL) : NULL;

      /* The history keeps them: only the first one is shown in full. */
      g_ptr_array_add (search->pixels, pixels && i > 0 ? shrink (pixels) : pixels);
    }
  return answer;
}

/* The query's photos come first where photos are refined. */
static void
want_sources (SemLibrary *self, SemQuery *query)
{
  for (guint i = 0; i < sem_query_get_n_sources (query); i++)
    {
      const gint64 photo = sem_query_get_source_photo (query, i);

      if (photo > 0)
        sem_engine_want (self->engine, photo);
    }
}

/* @before: (nullable) */
static void
start (SemLibrary *self,
       SemQuery *query,
       guint k,
       SemResults *before,
       const SemBounds *bounds,
       GTask *task)
{
  Search *search = g_new (Search, 1);

  *search = (Search){
    .query = g_object_ref (query),
    .k = k,
    .before = before ? g_object_ref (before) : NULL,
    .bounds = *bounds,
    .elsewhere = sem_library_get_n_photos (self) == 0 && sem_link_is_supported (),
    .pixels = g_ptr_array_new_with_free_func (free_pixels),
  };
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  if (self->engine)
    {
      want_sources (self, query);
      sem_engine_ask (self->engine, ask, task);
    }
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                             _("The library is closed."));
}

SemPhoto *
sem_library_dup_photo (SemLibrary *self, gint64 id, const char *path)
{
  g_return_val_if_fail (SEM_IS_LIBRARY (self), NULL);

  return path ? sem_photo_list_make_photo (self->photos, id, path)
              : sem_photo_list_dup_photo (self->photos, id);
}

void
sem_library_search_async (SemLibrary *self,
                          SemQuery *query,
                          guint k,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (SEM_IS_LIBRARY (self));
  g_task_set_source_tag (task, sem_library_search_async);
  start (self, query, k, NULL, &SEM_BOUNDS_NONE, task);
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
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (SEM_IS_LIBRARY (self));
  g_task_set_source_tag (task, sem_library_narrow_async);
  start (self, sem_results_get_query (results), k, results, bounds, task);
}

SemResults *
sem_library_search_finish (SemLibrary *self, GAsyncResult *result, GError **error)
{
  const Search *search = g_task_get_task_data (G_TASK (result));
  SemSearchAnswer *answer = g_task_propagate_pointer (G_TASK (result), error);
  SemResults *results;

  if (!answer)
    return NULL;
  results = sem_results_new (search->query, answer, g_ptr_array_ref (search->pixels), self->photos,
                             sem_library_get_hidden_files (self));
  if (is_bounded (search))
    sem_results_set_bounds (results, &search->bounds, search->before);
  return results;
}

/* Asking again ----------------------------------------------------------------------------------*/

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

static SemSearchAnswer *
ask_again (gpointer data, SemSearcher *searcher, GCancellable *cancellable, GError **error)
{
  const Refinement *refinement = data;
  SemQuery *query = sem_results_get_query (refinement->results);
  const SemBounds bounds = sem_results_get_bounds (refinement->results);
  const gboolean bounded = bounds.min > 0 || bounds.max < 1;
  g_autoptr (SemSearchAnswer) answer =
    sem_query_ask (query, searcher, refinement->k, bounded ? &bounds : NULL, cancellable, error);

  if (!answer || !answer->copies)
    return g_steal_pointer (&answer);
  return sem_query_prove (query, searcher, answer, cancellable, error);
}

void
sem_library_refine_async (SemLibrary *self,
                          SemResults *results,
                          guint k,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Refinement *refinement = g_new (Refinement, 1);

  g_return_if_fail (SEM_IS_LIBRARY (self));
  g_return_if_fail (SEM_IS_RESULTS (results));

  *refinement = (Refinement){ g_object_ref (results), k };
  g_task_set_source_tag (task, sem_library_refine_async);
  g_task_set_task_data (task, refinement, (GDestroyNotify) refinement_free);
  if (self->engine)
    sem_engine_ask (self->engine, ask_again, task);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                             _("The library is closed."));
}

gboolean
sem_library_refine_finish (SemLibrary *self,
                           GAsyncResult *result,
                           const guint *held,
                           guint n_held,
                           GError **error)
{
  const Refinement *refinement = g_task_get_task_data (G_TASK (result));
  SemSearchAnswer *answer = g_task_propagate_pointer (G_TASK (result), error);

  if (!answer)
    return FALSE;
  sem_results_refine (refinement->results, answer, held, n_held);
  return TRUE;
}

static SemSearchAnswer *
prove (gpointer data, SemSearcher *searcher, GCancellable *cancellable, GError **error)
{
  SemResults *results = data;

  return sem_query_prove (sem_results_get_query (results), searcher,
                          sem_results_get_answer (results), cancellable, error);
}

void
sem_library_prove_async (SemLibrary *self,
                         SemResults *results,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (SEM_IS_LIBRARY (self));
  g_return_if_fail (SEM_IS_RESULTS (results));
  g_task_set_source_tag (task, sem_library_prove_async);
  g_task_set_task_data (task, g_object_ref (results), g_object_unref);
  if (self->engine)
    sem_engine_ask (self->engine, prove, task);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                             _("The library is closed."));
}

gboolean
sem_library_prove_finish (SemLibrary *self, GAsyncResult *result, guint held, GError **error)
{
  SemResults *results = g_task_get_task_data (G_TASK (result));
  g_autoptr (SemSearchAnswer) answer = g_task_propagate_pointer (G_TASK (result), error);

  if (!answer)
    return FALSE;
  sem_results_take_proof (results, answer, held);
  return TRUE;
}
