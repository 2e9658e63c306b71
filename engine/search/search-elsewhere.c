/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/search-elsewhere.h"
#include "engine/photos/content.h"
#include "engine/search/copies/copies.h"
#include "engine/search/search-proof.h"
#include "engine/search/search-similar.h"
#include "engine/search/searcher/search-own.h"
#include "engine/store/photos.h"

/* Which photo of the gallery a source is. */
static gboolean
identify (SemSearchLook *look,
          const SemSearchGallery *gallery,
          const SemSearchRequest *request,
          GError **error)
{
  guint8 hash[SEM_STORE_HASH_SIZE];

  return sem_content_hash (look->fd, look->name, hash, request->cancellable, error)
         && gallery->find_photo (gallery->data, hash, &look->subject.photo, error);
}

static gboolean
is_listed (const GArray *hits, gint64 photo)
{
  for (guint i = 0; i < hits->len; i++)
    if (g_array_index (hits, SemSearchHit, i).photo == photo)
      return TRUE;
  return FALSE;
}

/* As sem_search_own_list_identical() decides it. */
static gboolean
decide (SemSearchLook *look,
        guint source,
        const SemSearchGallery *gallery,
        const SemSearchRequest *request,
        GArray *hits,
        GError **error)
{
  const gint64 photo = look->subject.photo;
  const gboolean claims = look->source->weight > 0 && sem_search_own_is_whole (look->source);
  const SemSearchHit hit = {
    .photo = photo,
    .cosine = 1,
    .likeness = 1,
    .above_chance = TRUE,
    .score = G_MAXFLOAT,
    .source = source,
  };
  gboolean other;

  if (photo == 0)
    return TRUE;
  if (!gallery->has_other_file (gallery->data, photo, look->source->path, &other, error))
    return FALSE;
  if (claims && other && request->max_likeness >= 1 && !is_listed (hits, photo))
    g_array_append_val (hits, hit);
  if (claims || !other || look->source->weight < 0)
    look->own[0] = photo;
  return TRUE;
}

/* A photo whose feature cannot be had at the moment is looked at as one that is not there. */
static gboolean
check_feature (SemSearchLook *look, const SemSearchGallery *gallery, GError **error)
{
  float feature[SEM_BACKBONE_DIM];
  gboolean found = TRUE;

  if (look->subject.photo != 0
      && !gallery->load_feature (gallery->data, look->subject.photo, feature, &found, error))
    return FALSE;
  if (!found)
    look->subject.photo = 0;
  return TRUE;
}

static gboolean
look_at (GArray *looks,
         const SemSearchGallery *gallery,
         const SemSearchRequest *request,
         GArray *hits,
         GError **error)
{
  for (guint i = 0; i < looks->len; i++)
    {
      SemSearchLook *look = &g_array_index (looks, SemSearchLook, i);

      if (!identify (look, gallery, request, error)
          || !decide (look, i, gallery, request, hits, error)
          || !check_feature (look, gallery, error))
        return FALSE;
    }
  return TRUE;
}

/* What is proven may come from beyond the end of a short list. */
static GArray *
find_copies (SemSearcher *searcher, const SemSearchRequest *request, GArray *looks, GError **error)
{
  SemSearchRequest more = *request;

  more.k = MAX (request->k, SEM_SEARCH_N_PROVEN);
  return sem_search_copies (searcher, request->prove ? &more : request, looks, error);
}

static gboolean
prove (SemSearcher *searcher,
       const SemSearchRequest *request,
       const GArray *looks,
       GArray *hits,
       GError **error)
{
  g_autofree SemSearchSubject *subjects = g_new (SemSearchSubject, looks->len);

  if (request->view != SEM_SEARCH_COPIES || !request->prove)
    return TRUE;
  for (guint i = 0; i < looks->len; i++)
    subjects[i] = g_array_index (looks, SemSearchLook, i).subject;
  return sem_search_prove_hits (searcher, request, subjects, hits, error);
}

GArray *
sem_search_elsewhere (SemSearcher *searcher, const SemSearchRequest *request, GError **error)
{
  g_autoptr (GArray) hits = sem_search_hits_new ();
  g_autoptr (GArray) looks = NULL, ranked = NULL;

  g_return_val_if_fail (searcher != NULL && searcher->gallery != NULL, NULL);
  g_return_val_if_fail (request->k >= 1, NULL);

  looks = sem_search_looks_check (request, error) ? sem_search_looks_new (request, error) : NULL;
  if (!looks || !look_at (looks, searcher->gallery, request, hits, error))
    return NULL;
  ranked = request->view == SEM_SEARCH_COPIES
             ? find_copies (searcher, request, looks, error)
             : sem_search_similar (searcher, request, looks, error);
  if (!ranked)
    return NULL;
  g_array_append_vals (hits, ranked->data, ranked->len);
  if (!prove (searcher, request, looks, hits, error))
    return NULL;
  if (hits->len > request->k)
    g_array_set_size (hits, request->k);
  return g_steal_pointer (&hits);
}
