/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/results-private.h"
#include "engine/search/request/region-words.h"

/* Query ---------------------------------------------------------------------------------------- */

struct _SemQuery
{
  GObject parent_instance;

  char *title;
  SemSearchRequest *request; /* without a source where there is a remote one */
  GFile *remote;             /* on a phone or a share: GVfs reads it when the search starts */
  SemQuery *original;        /* set where copies are searched for */
};

G_DEFINE_FINAL_TYPE (SemQuery, sem_query, G_TYPE_OBJECT)

static void
sem_query_finalize (GObject *object)
{
  SemQuery *self = SEM_QUERY (object);

  g_free (self->title);
  g_clear_object (&self->original);
  g_clear_object (&self->remote);
  sem_search_request_free (self->request);
  G_OBJECT_CLASS (sem_query_parent_class)->finalize (object);
}

static void
sem_query_class_init (SemQueryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_query_finalize;
}

static void
sem_query_init (SemQuery *self)
{
}

static SemQuery *
query_new (const char *title)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  self->title = g_strdup (title);
  self->request = sem_search_request_new (SEM_SEARCH_SIMILAR, 1);
  return self;
}

SemQuery *
sem_query_new_for_photo (SemPhoto *photo)
{
  SemQuery *self = query_new (sem_photo_get_title (photo));
  SemSearchSource *source = sem_search_request_add_photo (self->request, sem_photo_get_id (photo));
  GFile *file = sem_photo_get_file (photo);

  source->path = file ? g_file_get_path (file) : NULL;
  return self;
}

SemQuery *
sem_query_new_for_file (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *title = g_filename_display_name (base);
  SemQuery *self = query_new (title);

  if (g_file_peek_path (file))
    sem_search_request_add_file (self->request, g_file_peek_path (file));
  else
    self->remote = g_object_ref (file);
  return self;
}

SemQuery *
sem_query_new_for_bytes (GBytes *bytes, const char *title)
{
  SemQuery *self = query_new (title);

  sem_search_request_add_bytes (self->request, bytes, title);
  return self;
}

static void
add_source (SemSearchRequest *request, const SemSearchSource *source)
{
  SemSearchSource *copy;

  if (source->kind == SEM_SEARCH_PHOTO)
    copy = sem_search_request_add_photo (request, source->photo);
  else if (source->kind == SEM_SEARCH_FILE)
    copy = sem_search_request_add_file (request, source->path);
  else
    copy = sem_search_request_add_bytes (request, source->bytes, source->name);
  sem_search_source_set_region (copy, source->region);
  copy->weight = source->weight;
}

SemQuery *
sem_query_new_for_several (GPtrArray *queries, const char *title)
{
  SemQuery *self;

  g_return_val_if_fail (queries && queries->len > 0, NULL);

  self = query_new (title);
  for (guint i = 0; i < queries->len; i++)
    {
      SemQuery *query = g_ptr_array_index (queries, i);

      g_warn_if_fail (!query->remote);
      for (guint j = 0; j < query->request->sources->len; j++)
        add_source (self->request, &g_array_index (query->request->sources, SemSearchSource, j));
    }
  return self;
}

SemQuery *
sem_query_new_refined (SemQuery *query, SemQuery *other, gboolean like, const char *title)
{
  SemQuery *base = query->original ? query->original : query;
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);
  GArray *sources;

  self->title = g_strdup (title);
  self->request = sem_search_request_copy (base->request);
  g_set_object (&self->remote, base->remote);
  for (guint i = 0; i < other->request->sources->len; i++)
    add_source (self->request, &g_array_index (other->request->sources, SemSearchSource, i));
  sources = self->request->sources;
  for (guint i = base->request->sources->len; i < sources->len; i++)
    g_array_index (sources, SemSearchSource, i).weight = like ? 1 : -1;
  return self;
}

SemQuery *
sem_query_new_for_copies (SemQuery *query)
{
  SemQuery *self = g_object_new (SEM_TYPE_QUERY, NULL);

  self->title = g_strdup (query->title);
  self->request = sem_search_request_copy (query->request);
  self->request->view = SEM_SEARCH_COPIES;
  g_set_object (&self->remote, query->remote);
  self->original = g_object_ref (query);
  return self;
}

SemQuery *
sem_query_get_original (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  return self->original;
}

guint
sem_query_get_n_pictures (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), 0);
  return self->request->sources->len + (self->remote ? 1 : 0) - sem_query_get_n_unlike (self);
}

guint
sem_query_get_n_unlike (SemQuery *self)
{
  guint n = 0;

  g_return_val_if_fail (SEM_IS_QUERY (self), 0);
  for (guint i = 0; i < self->request->sources->len; i++)
    n += g_array_index (self->request->sources, SemSearchSource, i).weight < 0;
  return n;
}

const char *
sem_query_get_title (SemQuery *self)
{
  g_return_val_if_fail (SEM_IS_QUERY (self), NULL);
  return self->title;
}

/* (transfer full) (nullable): the request, with the bytes of a remote file. */
static SemSearchRequest *
make_request (SemQuery *self, guint k, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_copy (self->request);

  request->k = k;
  sem_search_request_set_cancellable (request, cancellable);
  if (self->remote)
    {
      g_autoptr (GBytes) bytes = g_file_load_bytes (self->remote, cancellable, NULL, error);

      if (!bytes)
        return NULL;
      sem_search_request_add_bytes (request, bytes, self->title);
    }
  return g_steal_pointer (&request);
}

SemSearchAnswer *
sem_query_ask (SemQuery *self,
               SemSearcher *searcher,
               guint k,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (SemSearchRequest) request = make_request (self, k, cancellable, error);

  return request ? sem_search (searcher, request, error) : NULL;
}

SemSearchAnswer *
sem_query_prove (SemQuery *self,
                 SemSearcher *searcher,
                 const SemSearchAnswer *answer,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (SemSearchRequest) request =
    make_request (self, MAX (answer->n_hits, 1), cancellable, error);

  return request ? sem_search_prove (searcher, request, answer, error) : NULL;
}

/* Match ---------------------------------------------------------------------------------------- */

struct _SemMatch
{
  GObject parent_instance;

  SemPhoto *photo;
  guint distance;
  double likeness;
  const char *kind;
  char **paths;
  SemSearchRegion region;
};

static guint match_changed;

G_DEFINE_FINAL_TYPE (SemMatch, sem_match, G_TYPE_OBJECT)

static void
sem_match_finalize (GObject *object)
{
  g_clear_object (&SEM_MATCH (object)->photo);
  g_strfreev (SEM_MATCH (object)->paths);
  G_OBJECT_CLASS (sem_match_parent_class)->finalize (object);
}

static void
sem_match_class_init (SemMatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_match_finalize;
  match_changed = g_signal_new ("changed", SEM_TYPE_MATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
sem_match_init (SemMatch *self)
{
}

SemPhoto *
sem_match_get_photo (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), NULL);
  return self->photo;
}

guint
sem_match_get_distance (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), 0);
  return self->distance;
}

double
sem_match_get_likeness (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), 0);
  return self->likeness;
}

const char *
sem_match_get_kind (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), NULL);
  return self->kind;
}

const char *const *
sem_match_get_paths (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), NULL);
  return (const char *const *) self->paths;
}

gboolean
sem_match_get_region (SemMatch *self, double *region)
{
  g_return_val_if_fail (SEM_IS_MATCH (self) && region != NULL, FALSE);

  region[0] = self->region.x;
  region[1] = self->region.y;
  region[2] = self->region.width;
  region[3] = self->region.height;
  return self->region.width > 0;
}

const char *
sem_match_get_place (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), NULL);
  return sem_region_get_words (&self->region);
}

/* NULL for a hit that is only similar, as most hits of a search for similar photos are. */
static const char *
describe_kind (SemCopyKind kind)
{
  return kind == SEM_COPY_ALIKE ? NULL : sem_copy_kind_get_words (kind);
}

/* Results -------------------------------------------------------------------------------------- */

struct _SemResults
{
  GObject parent_instance;

  SemQuery *query;
  SemSearchAnswer *answer;
  SemPixels *pixels;
  GPtrArray *matches; /* as the hits of @answer, until they are proven */
  guint n_bits;
  double milliseconds;
  gboolean proven;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SemResults,
                               sem_results,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return SEM_TYPE_MATCH;
}

static guint
get_n_items (GListModel *model)
{
  return SEM_RESULTS (model)->matches->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  SemResults *self = SEM_RESULTS (model);

  if (position >= self->matches->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->matches, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
sem_results_finalize (GObject *object)
{
  SemResults *self = SEM_RESULTS (object);

  g_clear_object (&self->query);
  g_clear_pointer (&self->answer, sem_search_answer_free);
  g_clear_pointer (&self->pixels, sem_pixels_free);
  g_ptr_array_unref (self->matches);
  G_OBJECT_CLASS (sem_results_parent_class)->finalize (object);
}

static void
sem_results_class_init (SemResultsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_results_finalize;
}

static void
sem_results_init (SemResults *self)
{
  self->matches = g_ptr_array_new_with_free_func (g_object_unref);
}

/* (transfer full): of several files, the one that the hit shows, which need not be the first. */
static SemPhoto *
make_photo (SemPhotoList *photos, const SemSearchHit *hit)
{
  if (hit->path && g_strv_length (hit->paths) > 1)
    return sem_photo_list_make_photo (photos, hit->photo, hit->path);
  return sem_photo_list_dup_photo (photos, hit->photo);
}

SemResults *
sem_results_new (SemQuery *query, SemSearchAnswer *answer, SemPixels *pixels, SemPhotoList *photos)
{
  SemResults *self = g_object_new (SEM_TYPE_RESULTS, NULL);

  self->query = g_object_ref (query);
  self->answer = answer;
  self->proven = !answer->copies || answer->proven;
  self->pixels = pixels;
  self->n_bits = answer->n_bits;
  self->milliseconds = answer->seconds * 1000;
  for (guint i = 0; i < answer->n_hits; i++)
    {
      const SemSearchHit *hit = &answer->hits[i];
      SemMatch *match = g_object_new (SEM_TYPE_MATCH, NULL);

      match->photo = make_photo (photos, hit);
      match->paths = g_strdupv (hit->paths);
      match->distance = hit->distance;
      match->likeness = hit->likeness;
      match->kind = describe_kind (hit->kind);
      match->region = hit->region;
      g_ptr_array_add (self->matches, match);
    }
  return self;
}

SemQuery *
sem_results_get_query (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), NULL);
  return self->query;
}

gboolean
sem_results_is_proven (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), FALSE);
  return self->proven;
}

const SemSearchAnswer *
sem_results_get_answer (SemResults *self)
{
  return self->answer;
}

/* (transfer full): the matches in the order of the proof, but that of @held at its position. */
static GPtrArray *
order_matches (SemResults *self, const SemSearchAnswer *proven, guint held)
{
  GPtrArray *ordered = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) by_photo = g_hash_table_new (g_int64_hash, g_int64_equal);
  gpointer kept = held < self->matches->len ? self->matches->pdata[held] : NULL;

  for (guint i = 0; i < self->answer->n_hits; i++)
    g_hash_table_insert (by_photo, (gpointer) &self->answer->hits[i].photo,
                         self->matches->pdata[i]);
  for (guint i = 0; i < proven->n_hits; i++)
    {
      SemMatch *match = g_hash_table_lookup (by_photo, &proven->hits[i].photo);

      if (match && match != kept)
        g_ptr_array_add (ordered, g_object_ref (match));
    }
  if (kept && held <= ordered->len)
    g_ptr_array_insert (ordered, (int) held, g_object_ref (kept));
  return ordered;
}

static void
change_matches (SemResults *self, const SemSearchAnswer *proven)
{
  for (guint i = 0; i < proven->n_hits; i++)
    {
      const SemSearchHit *hit = &proven->hits[i];

      for (guint j = 0; j < self->answer->n_hits; j++)
        {
          SemMatch *match = self->matches->pdata[j];
          const char *kind = describe_kind (hit->kind);

          if (self->answer->hits[j].photo != hit->photo
              || (match->kind == kind && match->likeness == (double) hit->likeness
                  && memcmp (&match->region, &hit->region, sizeof hit->region) == 0))
            continue;
          match->kind = kind;
          match->likeness = hit->likeness;
          match->region = hit->region;
          g_signal_emit (match, match_changed, 0);
        }
    }
}

/* One change of all that moves: GTK keeps the tiles of matches that stay in the list, and their
 * selection. */
void
sem_results_take_proof (SemResults *self, const SemSearchAnswer *proven, guint held)
{
  g_autoptr (GPtrArray) ordered = NULL;
  guint first = 0, end = self->matches->len;

  if (self->proven)
    return;
  self->proven = TRUE;
  ordered = order_matches (self, proven, held);
  change_matches (self, proven);
  if (ordered->len != self->matches->len)
    return;
  while (first < end && ordered->pdata[first] == self->matches->pdata[first])
    first++;
  while (end > first && ordered->pdata[end - 1] == self->matches->pdata[end - 1])
    end--;
  g_ptr_array_unref (self->matches);
  self->matches = g_steal_pointer (&ordered);
  if (end > first)
    g_list_model_items_changed (G_LIST_MODEL (self), first, end - first, end - first);
}

const SemPixels *
sem_results_get_query_pixels (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), NULL);
  return self->pixels;
}

guint
sem_results_get_n_bits (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  return self->n_bits;
}

double
sem_results_get_milliseconds (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  return self->milliseconds;
}
