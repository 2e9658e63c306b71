/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/asking/hold.h"
#include "engine/model/asking/match-private.h"
#include "engine/model/results-private.h"

static guint results_proven, results_refined;

struct _SemResults
{
  GObject parent_instance;

  SemQuery *query;
  SemSearchAnswer *answer;
  GPtrArray *pixels; /* of SemPixels, NULL where there is none: of the query's sources */
  GPtrArray
    *matches; /* as the hits of @answer, until they are proven, but for those that are held */
  guint n_above;
  guint n_shown;      /* of @matches, which are the list's items */
  gboolean shows_all; /* also those that are not above chance */
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
  g_clear_pointer (&self->pixels, g_ptr_array_unref);
  g_ptr_array_unref (self->matches);
  G_OBJECT_CLASS (sem_results_parent_class)->finalize (object);
}

static void
sem_results_class_init (SemResultsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_results_finalize;
  results_proven = g_signal_new ("proven", SEM_TYPE_RESULTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  results_refined = g_signal_new ("refined", SEM_TYPE_RESULTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
sem_results_init (SemResults *self)
{
  self->matches = g_ptr_array_new_with_free_func (g_object_unref);
}

/* (transfer full): with the photo's file that the hit shows, which need not be the first. */
static SemMatch *
make_match (SemPhotoList *photos, const SemSearchHit *hit)
{
  g_autoptr (SemPhoto) photo = hit->path && g_strv_length (hit->paths) > 1
                                 ? sem_photo_list_make_photo (photos, hit->photo, hit->path)
                                 : sem_photo_list_dup_photo (photos, hit->photo);

  return sem_match_new (photo, hit);
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
sem_results_new (SemQuery *query, SemSearchAnswer *answer, GPtrArray *pixels, SemPhotoList *photos)
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
    g_ptr_array_add (self->matches, make_match (photos, &answer->hits[i]));
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

/* (transfer full): the matches by the ids of their photos. */
static GHashTable *
index_matches (SemResults *self)
{
  GHashTable *by_photo = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < self->matches->len; i++)
    {
      gint64 id = sem_photo_get_id (sem_match_get_photo (self->matches->pdata[i]));

      g_hash_table_insert (by_photo, g_memdup2 (&id, sizeof id), self->matches->pdata[i]);
    }
  return by_photo;
}

/* (transfer full): matches for the hits of @answer, in their order: those that there are, and new
 * ones where @photos is given. */
static GPtrArray *
list_matches (SemResults *self, const SemSearchAnswer *answer, SemPhotoList *photos)
{
  GPtrArray *ordered = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) by_photo = index_matches (self);

  for (guint i = 0; i < answer->n_hits; i++)
    {
      SemMatch *match = g_hash_table_lookup (by_photo, &answer->hits[i].photo);

      if (match)
        g_ptr_array_add (ordered, g_object_ref (match));
      else if (photos)
        g_ptr_array_add (ordered, make_match (photos, &answer->hits[i]));
    }
  return ordered;
}

static void
update_matches (const GPtrArray *ordered, const SemSearchAnswer *answer)
{
  for (guint i = 0; i < answer->n_hits && i < ordered->len; i++)
    sem_match_update (ordered->pdata[i], &answer->hits[i], answer->copies && answer->proven);
}

/* One change of all that moves: GTK keeps the tiles of matches that stay in the list, and their
 * selection. @ordered: (transfer full) */
static void
set_matches (SemResults *self, GPtrArray *ordered, guint n_shown)
{
  g_autoptr (GPtrArray) before = self->matches;
  guint first = 0, end = self->n_shown, new_end = n_shown;

  self->matches = ordered;
  self->n_shown = n_shown;
  while (first < MIN (end, new_end) && ordered->pdata[first] == before->pdata[first])
    first++;
  while (end > first && new_end > first && ordered->pdata[new_end - 1] == before->pdata[end - 1])
    end--, new_end--;
  if (end > first || new_end > first)
    g_list_model_items_changed (G_LIST_MODEL (self), first, end - first, new_end - first);
}

static guint
count_copies (const GPtrArray *matches)
{
  guint n = 0;

  for (guint i = 0; i < matches->len; i++)
    n += sem_match_get_kind (matches->pdata[i]) != NULL;
  return n;
}

/* What is shown of the proven hits: the copies, unless another one is looked at, or more was asked
 * for. */
static guint
count_proven (SemResults *self, const GPtrArray *ordered, guint held)
{
  const guint n = count_copies (ordered);
  SemMatch *kept = held < ordered->len ? ordered->pdata[held] : NULL;

  if (self->shows_all || (kept && (sem_match_get_is_apart (kept) || held >= n)))
    return MAX (self->n_shown, self->n_above);
  return n;
}

void
sem_results_take_proof (SemResults *self, const SemSearchAnswer *proven, guint held)
{
  g_autoptr (GPtrArray) ordered = NULL;

  if (self->proven)
    return;
  self->proven = TRUE;
  ordered = list_matches (self, proven, NULL);
  if (ordered->len == proven->n_hits)
    update_matches (ordered, proven);
  if (ordered->len == self->matches->len)
    {
      sem_hold_positions (ordered, self->matches, &held, 1);
      self->n_above = proven->n_above;
      set_matches (self, ordered, count_proven (self, ordered, held));
      ordered = NULL;
    }
  g_signal_emit (self, results_proven, 0);
}

/* At least those that are held stay in sight. */
static guint
count_refined (SemResults *self, const GPtrArray *ordered, const guint *held, guint n_held)
{
  guint n = self->n_above;

  if (self->shows_all || (!self->answer->copies && self->bounds.min > 0))
    n = ordered->len;
  else if (self->answer->copies)
    n = count_copies (ordered);
  for (guint i = 0; i < n_held; i++)
    if (held[i] < self->n_shown)
      n = MAX (n, held[i] + 1);
  return MIN (n, ordered->len);
}

void
sem_results_refine (SemResults *self,
                    SemSearchAnswer *answer,
                    SemPhotoList *photos,
                    const guint *held,
                    guint n_held)
{
  GPtrArray *ordered = list_matches (self, answer, photos);

  update_matches (ordered, answer);
  sem_hold_positions (ordered, self->matches, held, n_held);
  self->n_above = answer->n_above;
  self->n_bits = answer->n_bits;
  sem_search_answer_free (self->answer);
  self->answer = answer;
  if (answer->spread.n_photos > 0)
    take_spread (self, &answer->spread);
  set_matches (self, ordered, count_refined (self, ordered, held, n_held));
  g_signal_emit (self, results_refined, 0);
}

guint
sem_results_get_n_copies (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  return count_copies (self->matches);
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
  self->shows_all = TRUE;
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

        if (sem_match_get_is_apart (match) != apart)
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
  self->shows_all = FALSE;
  self->n_shown = MIN (n, sem_results_get_n_first (self));
  if (self->n_shown == n)
    return;
  first = put_copies_first (self) ? 0 : self->n_shown;
  g_list_model_items_changed (G_LIST_MODEL (self), first, n - first, self->n_shown - first);
}

const SemPixels *
sem_results_get_query_pixels (SemResults *self)
{
  return sem_results_get_source_pixels (self, 0);
}

const SemPixels *
sem_results_get_source_pixels (SemResults *self, guint source)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), NULL);
  return source < self->pixels->len ? self->pixels->pdata[source] : NULL;
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
