/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/asking/hold.h"
#include "tests/support/fake-private.h"
#include "tests/support/fake-network.h"
#include "engine/model/asking/other-network.h"

#include <stdlib.h>

struct _SemResults
{
  GObject parent_instance;

  SemQuery *query;
  GArray *hues;
  GPtrArray *pixels; /* of SemPixels */
  GPtrArray *matches;
  GPtrArray *all; /* (nullable): of the matches, also those that are hidden */
  SemHiddenFiles *files;
  gboolean proven;
  guint k;
  guint n_above;
  guint n_shown;
  SemBounds bounds;
  SemSpread spread;
};

#define CROPPED 5
#define FAKE_LINE .3

static guint n_above = G_MAXUINT;
static gboolean is_relative;
static gboolean copies_found = TRUE;
static guint results_proven, results_refined;

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SemResults,
                               sem_results,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* The photo that is searched for as it is has three files. */
static void
make_identical (SemMatch *match)
{
  match->kind = "Identical File";
  match->paths[0] = g_strdup ("/pictures/a.jpg");
  match->paths[1] = g_strdup ("/pictures/b.jpg");
  match->paths[2] = g_strdup ("/caf\xe9/c.jpg");
}

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
  GPtrArray *matches = SEM_RESULTS (model)->matches;

  return position < SEM_RESULTS (model)->n_shown ? g_object_ref (matches->pdata[position]) : NULL;
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

  g_object_unref (self->query);
  g_array_unref (self->hues);
  g_ptr_array_unref (self->pixels);
  g_ptr_array_unref (self->matches);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_object (&self->files);

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
  self->pixels = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_pixels_free);
  self->matches = g_ptr_array_new_with_free_func (g_object_unref);
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  SemMatch *one = *(SemMatch *const *) a;
  SemMatch *other = *(SemMatch *const *) b;

  if (one->distance != other->distance)
    return one->distance < other->distance ? -1 : 1;
  return sem_photo_get_id (one->photo) < sem_photo_get_id (other->photo) ? -1 : 1;
}

static guint
measure (SemPhoto *photo, guint hue)
{
  int difference = abs ((int) sem_fake_get_hue (sem_photo_get_id (photo)) - (int) hue);

  return (guint) MIN (difference, 360 - difference);
}

/* To the nearest of the pictures that hits shall resemble. */
static guint
measure_all (SemResults *self, SemPhoto *photo)
{
  guint distance = G_MAXUINT;

  for (guint i = 0; i < self->hues->len; i++)
    if (i >= sem_query_get_n_sources (self->query) || sem_query_get_source_like (self->query, i))
      distance = MIN (distance, measure (photo, (guint) g_array_index (self->hues, int, i)));
  return distance;
}

/* (transfer full) (nullable): the match of that photo. */
static SemMatch *
dup_match (SemResults *self, SemPhoto *photo)
{
  for (guint i = 0; i < self->matches->len; i++)
    if (((SemMatch *) self->matches->pdata[i])->photo == photo)
      return g_object_ref (self->matches->pdata[i]);
  return NULL;
}

/* (transfer full): the hits, best first. */
static GPtrArray *
list_matches (SemResults *self, GListModel *photos, guint k)
{
  GPtrArray *matches = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (photos);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SemPhoto) photo = g_list_model_get_item (photos, i);
      SemMatch *match = dup_match (self, photo);

      if (!match)
        {
          match = g_object_new (SEM_TYPE_MATCH, NULL);
          match->photo = g_object_ref (photo);
          match->distance = measure_all (self, photo);
          match->above_chance = TRUE;
        }
      if (!sem_query_get_original (self->query) && sem_fake_query_has_bytes (self->query)
          && match->distance == 0 && !match->kind)
        make_identical (match);
      g_ptr_array_add (matches, match);
    }
  g_ptr_array_sort (matches, compare_matches);
  g_ptr_array_set_size (matches, (int) MIN (n, k));
  return matches;
}

/* Exact for the first half of the photos. */
static void
count_spread (SemResults *self)
{
  SemMatch *middle = g_ptr_array_index (self->matches, self->matches->len / 2);

  for (guint i = 0; i < self->matches->len; i++)
    {
      double likeness = sem_match_get_likeness (self->matches->pdata[i]);
      guint bin = (guint) MIN (likeness * SEM_SPREAD_N_BINS, SEM_SPREAD_N_BINS - 1);

      self->spread.counts[bin]++;
    }
  self->spread.n_photos = self->matches->len;
  self->spread.exact_from = sem_match_get_likeness (middle);
  self->spread.line = FAKE_LINE;
}

SemBounds
sem_results_get_bounds (SemResults *self)
{
  return self->bounds;
}

const SemSpread *
sem_results_get_spread (SemResults *self)
{
  return self->spread.n_photos > 0 ? &self->spread : NULL;
}

void
sem_fake_results_bound (SemResults *self, const SemBounds *bounds)
{
  guint n = 0;

  self->bounds = *bounds;
  for (guint i = 0; i < self->matches->len; i++)
    {
      double likeness = sem_match_get_likeness (self->matches->pdata[i]);

      if (likeness < bounds->min || likeness > bounds->max)
        g_object_unref (self->matches->pdata[i]);
      else
        self->matches->pdata[n++] = self->matches->pdata[i];
    }
  g_ptr_array_set_free_func (self->matches, NULL);
  g_ptr_array_set_size (self->matches, (int) n);
  g_ptr_array_set_free_func (self->matches, g_object_unref);
  self->n_above = MIN (self->n_above, n);
  self->n_shown = bounds->min > 0 ? n : self->n_above;
}

SemResults *
sem_fake_results_new (SemQuery *query, GArray *hues, GListModel *photos, guint k)
{
  SemResults *self = g_object_new (SEM_TYPE_RESULTS, NULL);
  GPtrArray *matches;

  self->query = g_object_ref (query);
  self->hues = hues;
  for (guint i = 0; i < hues->len; i++)
    g_ptr_array_add (self->pixels, sem_fake_make_pixels ((guint) g_array_index (hues, int, i)));
  matches = list_matches (self, photos, G_MAXINT);
  g_ptr_array_unref (self->matches);
  self->matches = matches;
  self->bounds = SEM_BOUNDS_NONE;
  if (!sem_query_get_original (query) && matches->len > 0)
    count_spread (self);
  g_ptr_array_set_size (matches, (int) MIN (matches->len, k));
  self->k = k;
  self->proven = !sem_query_get_original (query);
  self->n_above = self->n_shown = MIN (n_above, self->matches->len);
  for (guint i = 0; i < self->matches->len; i++)
    ((SemMatch *) self->matches->pdata[i])->above_chance = i < self->n_above;
  return self;
}

void
sem_fake_results_refine (SemResults *self,
                         GListModel *photos,
                         guint k,
                         const guint *held,
                         guint n_held)
{
  GPtrArray *matches = list_matches (self, photos, k);
  guint n = self->n_shown;

  sem_hold_positions (matches, self->matches, held, n_held);
  g_ptr_array_unref (self->matches);
  self->matches = matches;
  self->k = k;
  self->n_above = self->n_shown = MIN (n_above, matches->len);
  self->spread = (SemSpread){ 0 };
  if (!sem_query_get_original (self->query) && matches->len > 0)
    count_spread (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, self->n_shown);
  g_signal_emit (self, results_refined, 0);
}

/* The match at @from takes the place @to, and those between move up; the one at @held stays. */
static void
move (SemResults *self, guint from, guint to, guint held)
{
  gpointer kept = held < self->matches->len ? self->matches->pdata[held] : NULL;
  gpointer moved = g_ptr_array_steal_index (self->matches, from);
  guint now;

  g_ptr_array_insert (self->matches, (int) to, moved);
  if (kept && g_ptr_array_find (self->matches, kept, &now) && now != held)
    g_ptr_array_insert (self->matches, (int) held, g_ptr_array_steal_index (self->matches, now));
  g_list_model_items_changed (G_LIST_MODEL (self), to, from - to + 1, from - to + 1);
}

void
sem_fake_results_prove (SemResults *self, guint held)
{
  self->proven = TRUE;
  for (guint i = 0; i < self->matches->len; i++)
    {
      SemMatch *match = self->matches->pdata[i];

      if (copies_found && match->distance < 8)
        match->kind = "Mirrored";
      else if (copies_found && i == CROPPED)
        match->kind = "Crop";
      match->is_apart = !match->kind;
      g_signal_emit_by_name (match, "changed");
    }
  if (copies_found && self->matches->len > CROPPED)
    move (self, CROPPED, 0, held);
  if (held >= self->matches->len || !((SemMatch *) self->matches->pdata[held])->is_apart)
    sem_results_show_fewer (self);
  g_signal_emit (self, results_proven, 0);
}

void
sem_fake_results_set_files (SemResults *self, SemHiddenFiles *files)
{
  self->files = g_object_ref (files);
}

/* For results that are neither refined nor proven meanwhile. */
void
sem_results_update_hidden (SemResults *self)
{
  const guint n = self->n_shown;

  if (!self->all)
    {
      self->all = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < self->matches->len; i++)
        g_ptr_array_add (self->all, g_object_ref (self->matches->pdata[i]));
    }
  g_ptr_array_set_size (self->matches, 0);
  for (guint i = 0; i < self->all->len; i++)
    {
      SemMatch *match = self->all->pdata[i];
      g_autofree char *path = sem_fake_photo_dup_path (sem_photo_get_id (match->photo));

      if (!sem_hidden_files_contains (self->files, path))
        g_ptr_array_add (self->matches, g_object_ref (match));
    }
  self->n_shown = self->n_above = self->matches->len;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, self->n_shown);
  g_signal_emit (self, results_refined, 0);
}

guint
sem_results_get_n_copies (SemResults *self)
{
  guint n = 0;

  for (guint i = 0; i < self->matches->len; i++)
    n += ((SemMatch *) self->matches->pdata[i])->kind != NULL;
  return n;
}

gboolean
sem_results_is_proven (SemResults *self)
{
  return self->proven;
}

void
sem_fake_set_copies (gboolean found)
{
  copies_found = found;
}

void
sem_fake_set_relative (gboolean relative)
{
  is_relative = relative;
}

void
sem_fake_set_n_above (guint n)
{
  n_above = n;
}

guint
sem_results_get_n_above (SemResults *self)
{
  return self->n_above;
}

gboolean
sem_results_get_is_cut (SemResults *self)
{
  return !sem_query_get_original (self->query) && self->n_above >= self->k;
}

gboolean
sem_results_get_has_more (SemResults *self)
{
  return self->n_shown < self->matches->len;
}

void
sem_results_show_more (SemResults *self)
{
  guint n = self->n_shown;

  self->n_shown = self->matches->len;
  g_list_model_items_changed (G_LIST_MODEL (self), n, 0, self->n_shown - n);
}

/* GLib sorts stably. */
static int
compare_apart (gconstpointer a, gconstpointer b)
{
  return (*(SemMatch *const *) a)->is_apart - (*(SemMatch *const *) b)->is_apart;
}

guint
sem_results_get_n_first (SemResults *self)
{
  if (sem_query_get_original (self->query) && self->proven)
    return sem_results_get_n_copies (self);
  return self->bounds.min > 0 ? self->matches->len : self->n_above;
}

void
sem_results_show_fewer (SemResults *self)
{
  guint n = self->n_shown;

  self->n_shown = MIN (n, sem_results_get_n_first (self));
  if (self->n_shown == n)
    return;
  g_ptr_array_sort (self->matches, compare_apart);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, self->n_shown);
}

SemQuery *
sem_results_get_query (SemResults *self)
{
  return self->query;
}

const SemPixels *
sem_results_get_query_pixels (SemResults *self)
{
  return sem_results_get_source_pixels (self, 0);
}

const SemPixels *
sem_results_get_source_pixels (SemResults *self, guint source)
{
  return self->pixels->pdata[source];
}

guint
sem_results_get_n_bits (SemResults *self)
{
  return SEM_FAKE_N_BITS;
}

gboolean
sem_results_get_is_relative (SemResults *self)
{
  return is_relative && !sem_query_get_words (self->query);
}

double
sem_results_get_milliseconds (SemResults *self)
{
  return 12;
}
