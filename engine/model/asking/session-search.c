/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/session-private.h"

typedef struct
{
  SemSession *session;
  SemPhoto *photo;
  GCancellable *cancellable;
  guint n_photos; /* as those of a step */
  gint64 codes;
  SemBounds bounds; /* to be narrowed to */
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->session);
  g_clear_object (&search->photo);
  g_object_unref (search->cancellable);
  g_free (search);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static SemSessionStep *
make_step (const Search *search, SemResults *results)
{
  SemSessionStep *step = g_new0 (SemSessionStep, 1);

  step->results = g_object_ref (results);
  g_set_object (&step->photo, search->photo);
  step->selected = step->held = SEM_SESSION_NONE;
  step->n_photos = search->n_photos;
  step->codes = search->codes;
  step->asked = step->most = SEM_SESSION_MAX_HITS;
  return step;
}

static gboolean
is_narrow (const SemBounds *bounds)
{
  return bounds->min > 0 || bounds->max < 1;
}

static void
search_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Search) search = user_data;
  SemSession *self = search->session;
  g_autoptr (GError) error = NULL;
  g_autoptr (SemResults) results = sem_library_search_finish (SEM_LIBRARY (source), result, &error);

  /* It was cancelled, or another search took its place, after it had found its results. */
  if (self->cancellable != search->cancellable)
    return;
  if (results && is_narrow (&search->bounds) && sem_results_get_spread (results))
    {
      const SemBounds bounds = search->bounds;
      GCancellable *cancellable = search->cancellable;

      search->bounds = SEM_BOUNDS_NONE;
      sem_library_narrow_async (self->library, results, &bounds, SEM_SESSION_MAX_HITS, cancellable,
                                search_cb, g_steal_pointer (&search));
      return;
    }
  sem_session_set_cancellable (self, NULL);
  if (results)
    sem_session_add_step (self, make_step (search, results));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sem_session_set_error (self, error->message);
  sem_session_prove_shown (self);
  sem_session_refine_shown (self);
}

static void
start (SemSession *self, SemQuery *query, SemPhoto *photo, SemBounds bounds)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SemCodes *codes;
  Search *search;

  sem_session_set_error (self, NULL);
  sem_session_cancel_proof (self);
  sem_session_cancel_refinement (self);
  sem_session_set_cancellable (self, cancellable);
  search = g_new0 (Search, 1);
  search->session = g_object_ref (self);
  search->bounds = bounds;
  search->cancellable = g_object_ref (cancellable);
  g_set_object (&search->photo, photo);
  codes = sem_library_get_codes (self->library);
  search->n_photos = sem_library_get_n_photos (self->library);
  search->codes = codes ? sem_codes_get_id (codes) : 0;
  sem_library_search_async (self->library, query, SEM_SESSION_MAX_HITS, cancellable, search_cb,
                            search);
}

void
sem_session_search (SemSession *self, SemQuery *query, SemPhoto *photo)
{
  g_return_if_fail (SEM_IS_SESSION (self));
  g_return_if_fail (SEM_IS_QUERY (query));
  start (self, query, photo, SEM_BOUNDS_NONE);
}

void
sem_session_change_query (SemSession *self, SemQuery *query, SemPhoto *photo)
{
  const SemSessionStep *step;

  g_return_if_fail (SEM_IS_SESSION (self));
  g_return_if_fail (SEM_IS_QUERY (query));
  step = sem_session_get_last_step (self);
  start (self, query, photo, step ? sem_results_get_bounds (step->results) : SEM_BOUNDS_NONE);
}

gboolean
sem_session_get_can_find_more (SemSession *self)
{
  const SemSessionStep *step;

  g_return_val_if_fail (SEM_IS_SESSION (self), FALSE);
  step = sem_session_get_step (self);
  return step && step->most < SEM_SESSION_MOST_HITS && step->asked == step->most
         && sem_results_get_is_cut (step->results);
}

void
sem_session_find_more (SemSession *self)
{
  g_return_if_fail (SEM_IS_SESSION (self));
  if (!sem_session_get_can_find_more (self))
    return;
  sem_session_set_error (self, NULL);
  sem_session_get_step (self)->most *= 4;
  sem_session_cancel_refinement (self);
  self->refined = 0;
  sem_session_refine_shown (self);
}
