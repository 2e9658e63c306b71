/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/copies/copies.h"
#include "engine/search/copies/copies-private.h"
#include "engine/search/searcher/search-rating.h"
#include "engine/search/searcher/search-scope.h"

#include <glib/gi18n-lib.h>

/* Longest side of the picture that windows are cut from: a quarter of it fills the network's input.
 */
#define COLOUR_SIDE 896

/* @queries: (element-type SemCopyQuery): as the request's sources; @candidates:
 * (element-type GArray of SemCopyCandidate): likewise; @rows: (element-type GHashTable): the rows
 * of each source's candidates from 1, by photo */
typedef struct
{
  SemSearcher *searcher;
  const SemSearchRequest *request;
  GArray *looks;
  GPtrArray *queries;
  GPtrArray *candidates;
  GPtrArray *rows;
  SemCopyScopes scopes;
} Search;

/* Sources --------------------------------------------------------------------------------------*/

static SemCopyQuery *
look_at_source (Search *self, SemSearchLook *look, GError **error)
{
  const SemDecodeView *region = look->source->region;
  SemDecodeView view = region ? *region : (SemDecodeView){ 0 };
  g_autoptr (SemDecodedPhoto) photo = NULL;

  if (!sem_search_look_open (look, self->searcher, error))
    return NULL;
  view.colour_side = COLOUR_SIDE;
  photo = sem_decoder_decode_view (self->searcher->decoder, look->fd, look->name, &view,
                                   self->request->cancellable, error);
  if (!photo)
    return NULL;
  sem_search_look_take_pixels (look, photo);
  return sem_copy_query_new (self->searcher, photo, self->request->cancellable, error);
}

static gboolean
look_at_sources (Search *self, GError **error)
{
  for (guint i = 0; i < self->looks->len; i++)
    {
      SemCopyQuery *query =
        look_at_source (self, &g_array_index (self->looks, SemSearchLook, i), error);

      if (!query)
        return FALSE;
      g_ptr_array_add (self->queries, query);
    }
  return TRUE;
}

/* Candidates -----------------------------------------------------------------------------------*/

static void
clear_scopes (Search *self)
{
  g_clear_pointer (&self->scopes.codes, g_free);
  g_clear_pointer (&self->scopes.dct, g_free);
}

static gboolean
make_scopes (Search *self, GError **error)
{
  SemSearcher *searcher = self->searcher;
  g_autoptr (SemSearchFilter) filter = NULL;

  clear_scopes (self);
  if (searcher->gallery)
    return TRUE;
  filter = sem_search_filter_new (searcher, self->request, self->looks, error);
  return filter
         && sem_search_filter_make_scope (filter, searcher, searcher->index, &self->scopes.codes,
                                          error)
         && sem_search_filter_make_scope (filter, searcher, searcher->dct, &self->scopes.dct,
                                          error);
}

/* (element-type gint64): photos near any source of positive weight. */
static GHashTable *
find_candidates (Search *self, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (!make_scopes (self, error))
    return NULL;
  for (guint i = 0; i < self->queries->len; i++)
    {
      SemCopyQuery *query = self->queries->pdata[i];

      sem_copy_query_encode (query, self->searcher);
      if (g_array_index (self->looks, SemSearchLook, i).source->weight > 0
          && !sem_copy_candidates_add (self->searcher, query, &self->scopes, ids, self->request,
                                       error))
        return NULL;
    }
  return g_steal_pointer (&ids);
}

/* By the model in memory. */
static gboolean
rank (Search *self, GError **error)
{
  g_autoptr (GHashTable) ids = find_candidates (self, error);

  g_ptr_array_set_size (self->candidates, 0);
  if (!ids)
    return FALSE;
  for (guint i = 0; i < self->queries->len; i++)
    {
      const SemCopyQuery *query = self->queries->pdata[i];
      GArray *candidates =
        sem_copy_candidates_score (self->searcher, query, ids, self->request->cancellable, error);

      if (!candidates)
        return FALSE;
      g_ptr_array_add (self->candidates, candidates);
      if (!sem_copy_candidates_place (self->searcher, query, candidates, self->request->cancellable,
                                      error))
        return FALSE;
    }
  return TRUE;
}

/* As in a search for similar photos, what was ranked by a model that has been replaced meanwhile is
 * ranked again. */
static gboolean
rank_by_current (Search *self, GError **error)
{
  SemSearcher *searcher = self->searcher;
  g_autoptr (SemBackbone) backbone = sem_backbone_ref (searcher->backbone);

  while (rank (self, error))
    {
      if (sem_searcher_is_current (searcher))
        return TRUE;
      if (!sem_searcher_refresh (searcher, error) || !sem_copy_candidates_refresh (searcher, error))
        return FALSE;
      if (searcher->backbone == backbone)
        continue;
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_BUSY,
                           _("The codes were changed while this was searched for. Search "
                             "again."));
      return FALSE;
    }
  return FALSE;
}

/* Hits -----------------------------------------------------------------------------------------*/

/* (transfer full): the rows of a source's candidates from 1, by photo; the ids are theirs. */
static GHashTable *
index_candidates (const GArray *candidates)
{
  GHashTable *rows = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < candidates->len; i++)
    g_hash_table_insert (rows, &g_array_index (candidates, SemCopyCandidate, i).hit.photo_id,
                         GUINT_TO_POINTER (i + 1));
  return rows;
}

static const SemCopyCandidate *
find_candidate (const Search *self, guint source, gint64 photo)
{
  guint row = GPOINTER_TO_UINT (g_hash_table_lookup (self->rows->pdata[source], &photo));

  return &g_array_index ((GArray *) self->candidates->pdata[source], SemCopyCandidate, row - 1);
}

/* That of the view that fits the hit best. The hit lies in its source, and stays about it. */
static const float *
get_feature (SemSearchHit *hit, guint source, gpointer user_data)
{
  const Search *self = user_data;
  const SemCopyQuery *query = self->queries->pdata[source];

  if (source != hit->source)
    return NULL;
  return query->views[find_candidate (self, hit->source, hit->photo)->view].feature;
}

static void
add_hit (const Search *self, gint64 photo, GArray *hits)
{
  const SemSearchRequest *request = self->request;
  g_autofree SemRankedHit *ranked = g_new (SemRankedHit, self->rows->len);
  SemSearchHit hit = { .photo = photo };

  for (guint i = 0; i < self->rows->len; i++)
    ranked[i] = find_candidate (self, i, photo)->hit;
  if (sem_search_looks_leave_out (self->looks, photo)
      || !sem_search_hit_combine (&hit, request, ranked))
    return;
  hit.region = find_candidate (self, hit.source, photo)->region;
  g_array_append_val (hits, hit);
}

/* Every source has scored the same photos. */
static GArray *
make_hits (Search *self, GError **error)
{
  const GArray *first = self->candidates->pdata[0];
  g_autoptr (GArray) hits = sem_search_hits_new ();

  for (guint i = 0; i < self->candidates->len; i++)
    g_ptr_array_add (self->rows, index_candidates (self->candidates->pdata[i]));
  for (guint i = 0; i < first->len; i++)
    add_hit (self, g_array_index (first, SemCopyCandidate, i).hit.photo_id, hits);
  sem_search_hits_sort (hits, self->request->by_distance);
  if (!sem_search_rate (self->searcher, self->request, hits, get_feature, self, error))
    return NULL;
  return g_steal_pointer (&hits);
}

GArray *
sem_search_copies (SemSearcher *searcher,
                   const SemSearchRequest *request,
                   GArray *looks,
                   GError **error)
{
  Search self = {
    .searcher = searcher,
    .request = request,
    .looks = looks,
    .queries = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_copy_query_free),
    .candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref),
    .rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref),
  };
  GArray *hits = NULL;

  if (sem_copy_candidates_refresh (searcher, error) && look_at_sources (&self, error)
      && rank_by_current (&self, error))
    hits = make_hits (&self, error);
  clear_scopes (&self);
  g_ptr_array_unref (self.queries);
  g_ptr_array_unref (self.rows);
  g_ptr_array_unref (self.candidates);
  return hits;
}
