/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/results-private.h"
#include "engine/search/request/region-words.h"

/* Match ---------------------------------------------------------------------------------------- */

struct _SemMatch
{
  GObject parent_instance;

  SemPhoto *photo;
  guint distance;
  double likeness;
  gboolean above_chance;
  gboolean is_apart;
  const char *kind;
  char **paths;
  SemSearchRegion region;
};

static guint match_changed, results_proven;

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

gboolean
sem_match_get_above_chance (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), FALSE);
  return self->above_chance;
}

const char *
sem_match_get_kind (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), NULL);
  return self->kind;
}

gboolean
sem_match_get_is_apart (SemMatch *self)
{
  g_return_val_if_fail (SEM_IS_MATCH (self), FALSE);
  return self->is_apart;
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
  guint n_above;
  guint n_shown; /* of @matches, which are the list's items */
  guint n_bits;
  double milliseconds;
  gboolean proven;
  SemBounds bounds;
  SemSpread spread; /* of no photos where there is none */
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
  return SEM_RESULTS (model)->n_shown;
}

static gpointer
get_item (GListModel *model, guint position)
{
  SemResults *self = SEM_RESULTS (model);

  if (position >= self->n_shown)
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
  results_proven = g_signal_new ("proven", SEM_TYPE_RESULTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
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

static void
take_spread (SemResults *self, const SemSearchSpread *spread)
{
  G_STATIC_ASSERT (SEM_SPREAD_N_BINS == SEM_SEARCH_N_BINS);

  for (guint i = 0; i < SEM_SPREAD_N_BINS; i++)
    self->spread.counts[i] = (double) spread->counts[i];
  self->spread.n_photos = spread->n_photos;
  self->spread.exact_from = (double) spread->exact_from;
  self->spread.line = (double) spread->line;
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
  self->n_above = self->n_shown = answer->n_above;
  self->bounds = SEM_BOUNDS_NONE;
  take_spread (self, &answer->spread);
  for (guint i = 0; i < answer->n_hits; i++)
    {
      const SemSearchHit *hit = &answer->hits[i];
      SemMatch *match = g_object_new (SEM_TYPE_MATCH, NULL);

      match->photo = make_photo (photos, hit);
      match->paths = g_strdupv (hit->paths);
      match->distance = hit->distance;
      match->likeness = hit->likeness;
      match->above_chance = hit->above_chance;
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

void
sem_results_set_bounds (SemResults *self, const SemBounds *bounds, SemResults *before)
{
  self->bounds = *bounds;
  if (before)
    self->spread = before->spread;
  if (bounds->min > 0)
    self->n_shown = self->matches->len;
}

SemBounds
sem_results_get_bounds (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), SEM_BOUNDS_NONE);
  return self->bounds;
}

const SemSpread *
sem_results_get_spread (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), NULL);
  return self->spread.n_photos > 0 ? &self->spread : NULL;
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

          if (self->answer->hits[j].photo != hit->photo)
            continue;
          match->kind = kind;
          match->is_apart = !kind;
          match->likeness = hit->likeness;
          match->above_chance = hit->above_chance;
          match->region = hit->region;
          g_signal_emit (match, match_changed, 0);
        }
    }
}

/* What is shown of the proven hits: the copies, unless another one is looked at, or more was asked
 * for. */
static guint
count_shown (SemResults *self, GPtrArray *ordered, guint held)
{
  const guint n = sem_results_get_n_copies (self);
  SemMatch *kept = held < ordered->len ? ordered->pdata[held] : NULL;

  if (self->n_shown > self->answer->n_above || (kept && (kept->is_apart || held >= n)))
    return MAX (self->n_shown, self->n_above);
  return n;
}

/* One change of all that moves: GTK keeps the tiles of matches that stay in the list, and their
 * selection. */
void
sem_results_take_proof (SemResults *self, const SemSearchAnswer *proven, guint held)
{
  g_autoptr (GPtrArray) ordered = NULL;
  guint n = self->n_shown, first = 0, end = n, new_end;

  if (self->proven)
    return;
  self->proven = TRUE;
  ordered = order_matches (self, proven, held);
  change_matches (self, proven);
  if (ordered->len != self->matches->len)
    {
      g_signal_emit (self, results_proven, 0);
      return;
    }
  self->n_above = proven->n_above;
  self->n_shown = new_end = count_shown (self, ordered, held);
  while (first < MIN (end, new_end) && ordered->pdata[first] == self->matches->pdata[first])
    first++;
  while (new_end == end && end > first && ordered->pdata[end - 1] == self->matches->pdata[end - 1])
    new_end = --end;
  g_ptr_array_unref (self->matches);
  self->matches = g_steal_pointer (&ordered);
  if (MAX (end, new_end) > first)
    g_list_model_items_changed (G_LIST_MODEL (self), first, end - first, new_end - first);
  g_signal_emit (self, results_proven, 0);
}

guint
sem_results_get_n_copies (SemResults *self)
{
  guint n = 0;

  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  for (guint i = 0; i < self->matches->len; i++)
    n += ((SemMatch *) self->matches->pdata[i])->kind != NULL;
  return n;
}

guint
sem_results_get_n_above (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  return self->n_above;
}

gboolean
sem_results_get_has_more (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), FALSE);
  return self->n_shown < self->matches->len;
}

void
sem_results_show_more (SemResults *self)
{
  guint n = self->n_shown;

  g_return_if_fail (SEM_IS_RESULTS (self));
  if (!sem_results_get_has_more (self))
    return;
  self->n_shown = self->matches->len;
  g_list_model_items_changed (G_LIST_MODEL (self), n, 0, self->n_shown - n);
}

guint
sem_results_get_n_first (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  if (self->answer->copies && self->proven)
    return sem_results_get_n_copies (self);
  return self->bounds.min > 0 ? self->matches->len : self->n_above;
}

/* One that was held may stand before copies, or a copy after others. Returns: whether it moved. */
static gboolean
put_copies_first (SemResults *self)
{
  GPtrArray *ordered = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean moved = FALSE;

  for (int apart = 0; apart < 2; apart++)
    for (guint i = 0; i < self->matches->len; i++)
      {
        SemMatch *match = self->matches->pdata[i];

        if (match->is_apart != apart)
          continue;
        moved |= ordered->len != i;
        g_ptr_array_add (ordered, g_object_ref (match));
      }
  g_ptr_array_unref (self->matches);
  self->matches = ordered;
  return moved;
}

void
sem_results_show_fewer (SemResults *self)
{
  guint n = self->n_shown, first;

  g_return_if_fail (SEM_IS_RESULTS (self));
  self->n_shown = MIN (n, sem_results_get_n_first (self));
  if (self->n_shown == n)
    return;
  first = put_copies_first (self) ? 0 : self->n_shown;
  g_list_model_items_changed (G_LIST_MODEL (self), first, n - first, self->n_shown - first);
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
