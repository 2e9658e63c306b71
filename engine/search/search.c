/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/search.h"
#include "engine/search/copies/copies.h"
#include "engine/search/search-proof.h"
#include "engine/search/search-similar.h"
#include "engine/search/search-spread.h"
#include "engine/search/search-words.h"
#include "engine/search/searcher/search-own.h"
#include "engine/store/scope.h"
#include "engine/store/photos.h"

#include <time.h>

#include <glib/gi18n-lib.h>

/* What this computer's clock showed then, in seconds since 1970. */
static gint64
get_wall (gint64 nanoseconds)
{
  const gint64 second = G_GINT64_CONSTANT (1000000000);
  const time_t instant = (time_t) (nanoseconds / second - (nanoseconds % second < 0));
  struct tm parts;

  return instant + (localtime_r (&instant, &parts) ? parts.tm_gmtoff : 0);
}

static void
show_file (SemSearchHit *hit, const char *path, const SemStoreDate *date)
{
  hit->path = path;
  hit->is_dated = date->is_dated;
  hit->date = date->is_dated ? date->taken : get_wall (date->mtime);
}

/* Adds to a hit the files and the size of its photo. One that has left the library since it was
 * found has neither. */
static gboolean
complete_hit (SemSearchHit *hit,
              SemSearcher *searcher,
              const SemSearchFilter *filter,
              const GArray *looks,
              GError **error)
{
  g_autoptr (GArray) files = sem_store_list_photo_files (searcher->store, hit->photo, error);
  SemStorePhoto row = { 0 };

  if (!files)
    return FALSE;
  hit->paths = g_new0 (char *, files->len + 1);
  for (guint i = 0; i < files->len; i++)
    {
      SemStorePhotoFile *file = &g_array_index (files, SemStorePhotoFile, i);

      /* Missing files are last. One is shown only where a change of the library left no other. */
      if (file->missing && i > 0)
        break;
      hit->paths[i] = g_steal_pointer (&file->path);
      if (!hit->path && !file->missing
          && sem_search_filter_allows_file (filter, hit->paths[i], &file->date)
          && !sem_search_own_is_own_file (looks, hit->paths[i]))
        show_file (hit, hit->paths[i], &file->date);
    }
  if (!hit->path && files->len > 0)
    show_file (hit, hit->paths[0], &g_array_index (files, SemStorePhotoFile, 0).date);
  if (!sem_store_get_photo (searcher->store, hit->photo, &row, error))
    return FALSE;
  hit->width = row.width;
  hit->height = row.height;
  sem_store_photo_clear (&row);
  return TRUE;
}

static gboolean
complete_hits (GArray *hits,
               SemSearcher *searcher,
               const SemSearchRequest *request,
               const SemSearchFilter *filter,
               const GArray *looks,
               GError **error)
{
  for (guint i = 0; i < hits->len; i++)
    if (g_cancellable_set_error_if_cancelled (request->cancellable, error)
        || !complete_hit (&g_array_index (hits, SemSearchHit, i), searcher, filter, looks, error))
      return FALSE;
  return TRUE;
}

/* Whether there is anything that could have been found. */
static gboolean
check_photos (SemSearcher *searcher, GError **error)
{
  gint64 any = sem_store_has_photos (searcher->store, error);

  if (any == 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
                 _("The library has no photos to search. Index a folder with photos first."));
  return any > 0;
}

/* (transfer full): those with the same bytes as a source, then those that were ranked. */
static GArray *
find_hits (SemSearcher *searcher,
           const SemSearchRequest *request,
           const SemSearchFilter *filter,
           GArray *looks,
           SemSearchSpread *spread,
           GError **error)
{
  g_autoptr (GArray) hits = sem_search_own_list_identical (searcher, request, filter, looks, error);
  g_autoptr (GArray) ranked = NULL;

  if (!hits)
    return NULL;
  if (request->text)
    ranked = sem_search_words (searcher, request, filter, looks, error);
  else if (request->view == SEM_SEARCH_COPIES)
    ranked = sem_search_copies (searcher, request, looks, error);
  else if (!request->spread || request->max_likeness < 1)
    ranked = sem_search_similar (searcher, request, looks, error);
  else
    ranked = sem_search_similar_and_all (searcher, request, filter, looks, spread, error);
  if (ranked && request->view == SEM_SEARCH_COPIES
      && !sem_search_own_drop_different (searcher, looks, ranked, error))
    return NULL;
  if (!ranked || (hits->len == 0 && ranked->len == 0 && !check_photos (searcher, error)))
    return NULL;
  if (spread->n_photos > 0)
    sem_spread_add (spread, 1, hits->len);
  /* Ranked hits own nothing yet. */
  g_array_append_vals (hits, ranked->data, ranked->len);
  if (hits->len > request->k)
    g_array_set_size (hits, request->k);
  return g_steal_pointer (&hits);
}

/* (transfer full) (array): takes them out of @looks. */
static SemSearchSubject *
take_subjects (GArray *looks)
{
  SemSearchSubject *subjects = g_new0 (SemSearchSubject, looks->len);

  for (guint i = 0; i < looks->len; i++)
    {
      SemSearchLook *look = &g_array_index (looks, SemSearchLook, i);

      subjects[i] = look->subject;
      look->subject = (SemSearchSubject){ 0 };
    }
  return subjects;
}

SemSearchAnswer *
sem_search_prove (SemSearcher *searcher,
                  const SemSearchRequest *request,
                  const SemSearchAnswer *answer,
                  GError **error)
{
  gint64 start = g_get_monotonic_time ();
  SemSearchAnswer about = *answer;
  g_autoptr (GArray) hits = NULL;

  g_return_val_if_fail (searcher != NULL && request != NULL, NULL);
  g_return_val_if_fail (request->sources->len == answer->n_subjects, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  hits = sem_search_answer_copy_hits (answer);
  if (answer->copies && !answer->proven)
    {
      if (!sem_searcher_refresh (searcher, error)
          || !sem_search_prove_hits (searcher, request, answer->subjects, hits, error))
        return NULL;
      about.proven = TRUE;
      about.proof_seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
    }
  if (hits->len > request->k)
    g_array_set_size (hits, request->k);
  return sem_search_answer_new (&about, g_steal_pointer (&hits),
                                sem_search_answer_copy_subjects (answer), answer->n_subjects);
}

/* What is proven may come from beyond the end of a short list. */
static SemSearchAnswer *
search_and_prove (SemSearcher *searcher, const SemSearchRequest *request, GError **error)
{
  SemSearchRequest first = *request;
  g_autoptr (SemSearchAnswer) answer = NULL;

  first.prove = FALSE;
  first.k = MAX (request->k, SEM_SEARCH_N_PROVEN);
  answer = sem_search (searcher, &first, error);
  return answer ? sem_search_prove (searcher, request, answer, error) : NULL;
}

static gboolean
is_cut (const SemSearchRequest *request, const GArray *hits)
{
  if (request->view == SEM_SEARCH_COPIES || hits->len < request->k)
    return FALSE;
  return request->min_likeness > 0
         || g_array_index (hits, SemSearchHit, hits->len - 1).above_chance;
}

SemSearchAnswer *
sem_search (SemSearcher *searcher, const SemSearchRequest *request, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  SemSearchAnswer about = { 0 };
  g_autoptr (GArray) looks = NULL, hits = NULL;
  g_autoptr (SemSearchFilter) filter = NULL;

  g_return_val_if_fail (searcher != NULL && request != NULL, NULL);
  g_return_val_if_fail (request->k >= 1, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  if (request->prove && request->view == SEM_SEARCH_COPIES)
    return search_and_prove (searcher, request, error);
  looks = sem_search_looks_check (request, error) ? sem_search_looks_new (request, error) : NULL;
  if (!looks || !sem_searcher_refresh (searcher, error)
      || !sem_search_own_identify (searcher, request, looks, error))
    return NULL;
  filter = sem_search_filter_new (searcher, request, looks, error);
  hits = filter ? find_hits (searcher, request, filter, looks, &about.spread, error) : NULL;
  if (!hits || !complete_hits (hits, searcher, request, filter, looks, error))
    return NULL;
  about.copies = request->view == SEM_SEARCH_COPIES;
  about.is_cut = is_cut (request, hits);
  about.is_relative = !searcher->likeness;
  about.n_bits = sem_hash_model_get_n_bits (searcher->model);
  about.method = sem_hash_method_get_name (sem_hash_model_get_method (searcher->model));
  about.seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  return sem_search_answer_new (&about, g_steal_pointer (&hits), take_subjects (looks), looks->len);
}
