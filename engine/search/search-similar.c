/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/search-similar.h"
#include "engine/kernels/f16.h"
#include "engine/search/copies/content-rectangles.h"
#include "engine/search/request/search-hits.h"
#include "engine/search/searcher/search-gallery.h"
#include "engine/search/searcher/search-rating.h"
#include "engine/search/searcher/search-scope.h"

/* How many times more codes the next scan returns, where the last one gave too few candidates. */
#define WIDENING 4

/* Pictures that lie in a source between plain lines, such as those of a collage, are compared too.
 * Of each so many fewer candidates are looked at, and its score is so much less. */
#define MAX_PARTS 8
#define PART_SHARE 8
#define PART_PENALTY 0.1f
/* Longest side of the picture that parts are cut from, in pixels. */
#define COLOUR_SIDE 896

/* What a source or a part of it is compared by. */
typedef struct
{
  float feature[SEM_BACKBONE_DIM];
  float outputs[SEM_HASH_MAX_BITS];
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  gint8 vector[SEM_VECTOR_DIM];
} View;

/* A source as it is compared: @pixels of what is not in the library as it is; @views: all of it,
 * then its parts, @inputs of which are the network's. */
typedef struct
{
  SemDecodedPhoto *pixels;
  View views[1 + MAX_PARTS];
  guint8 *inputs[MAX_PARTS];
  guint n_parts;
} Example;

/* @hits: photos that were scored so far; @rows: from 1, by photo; @chosen: by row, whether it is a
 * candidate; @views, @ranks: by row and source, the view of the source that fits best, and what it
 * says of the photo; @ranked, @fitting: room for one entry a source */
typedef struct
{
  SemSearcher *searcher;
  const SemSearchRequest *request;
  GArray *looks;
  Example *examples;
  SemHammingScope *scope;
  GArray *hits;
  GHashTable *rows;
  GByteArray *chosen;
  GByteArray *views;
  GArray *ranks;
  SemRankedHit *ranked;
  guint8 *fitting;
} Ranking;

/* Sources --------------------------------------------------------------------------------------*/

/* The network's inputs for the parts of a source. */
static void
find_parts (Example *example)
{
  const SemDecodedPhoto *photo = example->pixels;
  SemContentRectangle found[SEM_MAX_CONTENT_RECTANGLES];
  const SemRgbImage picture = { g_bytes_get_data (photo->colour, NULL), photo->colour_width,
                                photo->colour_height, (gsize) photo->colour_width * 3 };
  const guint n = sem_content_rectangles_find_plain (&picture, found);

  for (guint i = 0; i < MIN (n, MAX_PARTS); i++)
    {
      SemRgbImage part = { picture.pixels + found[i].y * picture.stride + (gsize) found[i].x * 3,
                           found[i].width, found[i].height, picture.stride };

      example->inputs[i] = g_malloc (SEM_DECODE_INPUT_SIZE);
      sem_resize_rgb (SEM_RESIZE_SHARP, &part, example->inputs[i], SEM_DECODE_SIDE,
                      SEM_DECODE_SIDE);
      example->n_parts++;
    }
}

static gboolean
decode (Ranking *self, SemSearchLook *look, Example *example, GError **error)
{
  const SemDecodeView whole = { .colour_side = COLOUR_SIDE };
  const SemDecodeView *region = look->source->region;

  if (!sem_search_look_open (look, self->searcher, error))
    return FALSE;
  example->pixels =
    sem_decoder_decode_view (self->searcher->decoder, look->fd, look->name,
                             region ? region : &whole, self->request->cancellable, error);
  if (!example->pixels)
    return FALSE;
  sem_search_look_take_pixels (look, example->pixels);
  if (!region)
    find_parts (example);
  return TRUE;
}

/* Computed features go through fp16, as the stored ones do: a picture has one feature, whether or
 * not it is in the library. */
static gboolean
compute (Ranking *self, const guint8 *input, float *feature, GError **error)
{
  SemSearcher *searcher = self->searcher;
  guint16 half[SEM_BACKBONE_DIM];

  if (!sem_backbone_describe (searcher->backbone, searcher->workspace, input, feature,
                              self->request->cancellable, error))
    return FALSE;
  sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, feature);
  return TRUE;
}

/* By the searcher's backbone. */
static gboolean
describe (Ranking *self, const SemSearchLook *look, Example *example, GError **error)
{
  SemSearcher *searcher = self->searcher;
  gboolean found;

  for (guint i = 0; i < example->n_parts; i++)
    if (!compute (self, example->inputs[i], example->views[1 + i].feature, error))
      return FALSE;
  if (example->pixels)
    return compute (self, example->pixels->input, example->views[0].feature, error);
  if (!sem_search_gallery_load_feature (searcher, look->subject.photo, example->views[0].feature,
                                        &found, error))
    return FALSE;
  if (!found)
    sem_search_set_gone (error);
  return found;
}

static gboolean
look_at_sources (Ranking *self, GError **error)
{
  for (guint i = 0; i < self->looks->len; i++)
    {
      SemSearchLook *look = &g_array_index (self->looks, SemSearchLook, i);
      gboolean ok;

      if (look->subject.photo && !look->source->region && self->searcher->gallery)
        ok = TRUE;
      else if (look->subject.photo && !look->source->region)
        ok = sem_search_look_take_photo (look, self->searcher, look->subject.photo, error);
      else
        ok = decode (self, look, &self->examples[i], error);
      if (!ok || !describe (self, look, &self->examples[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Ranking --------------------------------------------------------------------------------------*/

static guint
count_distance (const guint64 *a, const guint64 *b, guint n_words)
{
  guint distance = 0;

  for (guint w = 0; w < n_words; w++)
    distance += (guint) __builtin_popcountll (a[w] ^ b[w]);
  return distance;
}

/* By the view that fits best.
 * Returns: which view that is */
static guint
score_example (const Example *example,
               guint n_bits,
               const guint64 *code,
               const gint8 *vector,
               SemRankedHit *ranked)
{
  guint best = 0;

  for (guint i = 0; i <= example->n_parts; i++)
    {
      const View *view = &example->views[i];
      SemRankedHit hit = { .photo_id = ranked->photo_id };

      hit.distance = count_distance (code, view->code, SEM_HASH_WORDS (n_bits));
      sem_rerank_score (view->outputs, code, n_bits, view->vector, vector, SEM_VECTOR_DIM, &hit);
      if (i > 0)
        hit.score -= PART_PENALTY;
      if (i > 0 && hit.score <= ranked->score)
        continue;
      *ranked = hit;
      best = i;
    }
  return best;
}

static const float *
get_feature (SemSearchHit *hit, guint source, gpointer user_data)
{
  const Ranking *self = user_data;
  const SemSearchLook *look = &g_array_index (self->looks, SemSearchLook, source);
  const guint row = GPOINTER_TO_UINT (g_hash_table_lookup (self->rows, &hit->photo)) - 1;
  const guint entry = row * self->looks->len + source;
  const SemRankedHit *ranked = &g_array_index (self->ranks, SemRankedHit, entry);

  if (source != hit->source && look->source->weight > 0
      && (ranked->distance > self->request->max_distance || self->request->by_distance))
    return NULL;
  hit->source = source;
  hit->distance = ranked->distance;
  hit->cosine = ranked->cosine;
  return self->examples[source].views[self->views->data[entry]].feature;
}

/* Compares a photo with every source. One vector is read; where it is missing, the code alone
 * decides. */
static gboolean
score_photo (Ranking *self, const SemHammingHit *found, SemSearchHit *hit, GError **error)
{
  SemSearcher *searcher = self->searcher;
  guint n_bits = sem_hash_model_get_n_bits (searcher->model);
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  gint8 vector[SEM_VECTOR_DIM];
  gboolean has_vector;

  if (!sem_search_gallery_load_vector (searcher, found->photo_id, vector, &has_vector, error))
    return FALSE;
  sem_search_gallery_get_code (searcher, found->position, code);
  for (guint i = 0; i < self->looks->len; i++)
    self->fitting[i] = (guint8) score_example (&self->examples[i], n_bits, code,
                                               has_vector ? vector : NULL, &self->ranked[i]);
  hit->photo = found->photo_id;
  sem_search_hit_combine (hit, self->request, self->ranked);
  return TRUE;
}

/* The row of a photo in @hits; -1 with @error set. */
static gint64
get_row (Ranking *self, const SemHammingHit *found, GError **error)
{
  gpointer known = g_hash_table_lookup (self->rows, &found->photo_id);
  SemSearchHit hit = { 0 };
  const guint8 chosen = FALSE;
  guint n;

  if (known)
    return GPOINTER_TO_UINT (known) - 1;
  if (g_cancellable_set_error_if_cancelled (self->request->cancellable, error)
      || !score_photo (self, found, &hit, error))
    return -1;
  g_array_append_val (self->hits, hit);
  g_byte_array_append (self->chosen, &chosen, 1);
  g_byte_array_append (self->views, self->fitting, self->looks->len);
  g_array_append_vals (self->ranks, self->ranked, self->looks->len);
  n = self->hits->len;
  g_hash_table_insert (self->rows, g_memdup2 (&hit.photo, sizeof hit.photo), GUINT_TO_POINTER (n));
  if (self->request->max_likeness < 1
      && !sem_search_choose_source (self->searcher, self->request,
                                    &g_array_index (self->hits, SemSearchHit, n - 1), get_feature,
                                    self, error))
    return -1;
  return n - 1;
}

/* Chooses the nearest @wanted of @found, nearest first, that are not too similar. Returns: how many
 * there are, or -1 with @error set. */
static gint64
choose (Ranking *self, const GArray *found, guint wanted, GError **error)
{
  gint64 n = 0;

  for (guint i = 0; i < found->len && n < wanted; i++)
    {
      const SemHammingHit *near = &g_array_index (found, SemHammingHit, i);
      gint64 row;

      if (sem_search_looks_leave_out (self->looks, near->photo_id))
        continue;
      row = get_row (self, near, error);
      if (row < 0)
        return -1;
      if (g_array_index (self->hits, SemSearchHit, row).likeness > self->request->max_likeness)
        continue;
      self->chosen->data[row] = TRUE;
      n++;
    }
  return n;
}

static guint
multiply (guint n, guint factor)
{
  return n > G_MAXUINT / factor ? G_MAXUINT : n * factor;
}

/* Scans for what is near a source or a part of it, wider and wider until there are @wanted
 * candidates or no code is left: an upper bound of the likeness leaves out the nearest. */
static gboolean
find_candidates (Ranking *self, const View *view, guint wanted, GError **error)
{
  SemHammingQuery query = {
    .codes = view->code,
    .n_codes = 1,
    .k = wanted,
    .max_distance = self->request->max_distance,
    .scope = self->scope,
    .cancellable = self->request->cancellable,
  };
  gboolean more = TRUE;

  /* Room for the photos that sources leave out. */
  if (query.k < G_MAXUINT - 2 * self->looks->len)
    query.k += 2 * self->looks->len;
  while (more)
    {
      g_autoptr (GArray) found = sem_search_gallery_scan (self->searcher, &query, error);
      gint64 n = found ? choose (self, found, wanted, error) : -1;

      if (n < 0)
        return FALSE;
      more = n < wanted && found->len == query.k;
      query.k = multiply (query.k, WIDENING);
    }
  return TRUE;
}

static GArray *
take_best (Ranking *self, GError **error)
{
  g_autoptr (GArray) best = sem_search_hits_new ();

  for (guint i = 0; i < self->hits->len; i++)
    if (self->chosen->data[i])
      g_array_append_val (best, g_array_index (self->hits, SemSearchHit, i));
  sem_search_hits_sort (best, self->request->by_distance);
  if (!sem_search_rate (self->searcher, self->request, best, get_feature, self, error))
    return NULL;
  return g_steal_pointer (&best);
}

static void
forget_hits (Ranking *self)
{
  g_array_set_size (self->hits, 0);
  g_byte_array_set_size (self->chosen, 0);
  g_byte_array_set_size (self->views, 0);
  g_array_set_size (self->ranks, 0);
  g_hash_table_remove_all (self->rows);
  g_clear_pointer (&self->scope, g_free);
}

static gboolean
make_scope (Ranking *self, GError **error)
{
  g_autoptr (SemSearchFilter) filter = NULL;

  if (self->searcher->gallery)
    return TRUE;
  filter = sem_search_filter_new (self->searcher, self->request, self->looks, error);
  return filter
         && sem_search_filter_make_scope (filter, self->searcher, self->searcher->index,
                                          &self->scope, error);
}

static void
encode (SemHashModel *model, View *view)
{
  memset (view->code, 0, sizeof view->code);
  sem_hash_model_encode (model, view->feature, 1, view->code, view->outputs);
  sem_hash_model_vectors (model, view->feature, 1, view->vector);
}

/* By the model in memory. */
static GArray *
rank (Ranking *self, GError **error)
{
  SemHashModel *model = self->searcher->model;
  guint wanted = sem_rerank_candidates (self->request->k);

  forget_hits (self);
  if (!make_scope (self, error))
    return NULL;
  for (guint i = 0; i < self->looks->len; i++)
    {
      Example *example = &self->examples[i];

      for (guint j = 0; j <= example->n_parts; j++)
        encode (model, &example->views[j]);
    }
  for (guint i = 0; i < self->looks->len; i++)
    for (guint j = 0; j <= self->examples[i].n_parts; j++)
      if (g_array_index (self->looks, SemSearchLook, i).source->weight > 0
          && !find_candidates (self, &self->examples[i].views[j],
                               j == 0 ? wanted : MAX (1, wanted / PART_SHARE), error))
        return NULL;
  return take_best (self, error);
}

/* After another model, and perhaps its backbone, has become the active one. */
static gboolean
follow_model (Ranking *self, GError **error)
{
  if (!sem_searcher_refresh (self->searcher, error))
    return FALSE;
  for (guint i = 0; i < self->looks->len; i++)
    if (!describe (self, &g_array_index (self->looks, SemSearchLook, i), &self->examples[i], error))
      return FALSE;
  return TRUE;
}

static GArray *
rank_by_current (Ranking *self, GError **error)
{
  g_autoptr (GArray) hits = NULL;
  gboolean again;

  do
    {
      g_clear_pointer (&hits, g_array_unref);
      hits = rank (self, error);
      again = hits && !sem_searcher_is_current (self->searcher);
      if (again && !follow_model (self, error))
        return NULL;
    }
  while (again);
  return g_steal_pointer (&hits);
}

static void
give_features (Ranking *self)
{
  for (guint i = 0; i < self->looks->len; i++)
    g_array_index (self->looks, SemSearchLook, i).subject.feature =
      g_memdup2 (self->examples[i].views[0].feature, SEM_BACKBONE_DIM * sizeof (float));
}

static void
example_clear (Example *example)
{
  g_clear_pointer (&example->pixels, sem_decoded_photo_free);
  for (guint i = 0; i < example->n_parts; i++)
    g_clear_pointer (&example->inputs[i], g_free);
}

GArray *
sem_search_similar (SemSearcher *searcher,
                    const SemSearchRequest *request,
                    GArray *looks,
                    GError **error)
{
  Ranking self = {
    .searcher = searcher,
    .request = request,
    .looks = looks,
    .examples = g_new0 (Example, looks->len),
    .hits = sem_search_hits_new (),
    .rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
    .chosen = g_byte_array_new (),
    .views = g_byte_array_new (),
    .ranks = g_array_new (FALSE, FALSE, sizeof (SemRankedHit)),
    .ranked = g_new0 (SemRankedHit, looks->len),
    .fitting = g_new0 (guint8, looks->len),
  };
  GArray *hits = look_at_sources (&self, error) ? rank_by_current (&self, error) : NULL;

  if (hits)
    give_features (&self);
  for (guint i = 0; i < looks->len; i++)
    example_clear (&self.examples[i]);
  g_free (self.examples);
  g_array_unref (self.hits);
  g_hash_table_unref (self.rows);
  g_byte_array_unref (self.chosen);
  g_byte_array_unref (self.views);
  g_array_unref (self.ranks);
  g_free (self.ranked);
  g_free (self.fitting);
  g_free (self.scope);
  return hits;
}
