/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/asking/other-network.h"
#include "engine/model/results-private.h"

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
  return SEM_RESULTS (model)->shown->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  SemResults *self = SEM_RESULTS (model);

  return position < self->shown->len ? g_object_ref (self->shown->pdata[position]) : NULL;
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
  g_ptr_array_unref (self->shown);
  g_hash_table_unref (self->hidden);
  g_clear_object (&self->photos);
  g_clear_object (&self->files);
  G_OBJECT_CLASS (sem_results_parent_class)->finalize (object);
}

static void
sem_results_class_init (SemResultsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_results_finalize;
  g_signal_new ("proven", SEM_TYPE_RESULTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("refined", SEM_TYPE_RESULTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
}

static void
sem_results_init (SemResults *self)
{
  self->matches = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->hidden = g_hash_table_new (NULL, NULL);
}

SemResults *
sem_results_new (SemQuery *query,
                 SemSearchAnswer *answer,
                 GPtrArray *pixels,
                 SemPhotoList *photos,
                 SemHiddenFiles *files)
{
  SemResults *self = g_object_new (SEM_TYPE_RESULTS, NULL);

  self->query = g_object_ref (query);
  self->answer = answer;
  self->proven = !answer->copies || answer->proven;
  self->pixels = pixels;
  self->photos = g_object_ref (photos);
  self->files = g_object_ref (files);
  self->n_bits = answer->n_bits;
  self->milliseconds = answer->seconds * 1000;
  self->n_above = answer->n_above;
  self->bounds = SEM_BOUNDS_NONE;
  sem_results_take_spread (self, &answer->spread);
  sem_results_take_hits (self, answer);
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
    sem_results_show (self, self->matches->len);
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

guint
sem_results_get_n_copies (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  return sem_results_count_copies (self, self->matches, TRUE);
}

guint
sem_results_get_n_above (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  return sem_results_count_visible (self, self->n_above);
}

gboolean
sem_results_get_is_cut (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), FALSE);
  return self->answer->is_cut;
}

gboolean
sem_results_get_has_more (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), FALSE);
  return self->shown->len < sem_results_count_visible (self, self->matches->len);
}

void
sem_results_show_more (SemResults *self)
{
  g_return_if_fail (SEM_IS_RESULTS (self));
  if (!sem_results_get_has_more (self))
    return;
  self->shows_all = TRUE;
  sem_results_show (self, self->matches->len);
}

/* Of all matches, the hidden ones among them. */
static guint
count_first (SemResults *self)
{
  if (self->answer->copies && self->proven)
    return sem_results_count_copies (self, self->matches, FALSE);
  return self->bounds.min > 0 ? self->matches->len : self->n_above;
}

guint
sem_results_get_n_first (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  return sem_results_count_visible (self, count_first (self));
}

/* One that was held may stand before copies, or a copy after others. */
static void
put_copies_first (SemResults *self)
{
  GPtrArray *ordered = g_ptr_array_new_with_free_func (g_object_unref);

  for (int apart = 0; apart < 2; apart++)
    for (guint i = 0; i < self->matches->len; i++)
      if (sem_match_get_is_apart (self->matches->pdata[i]) == apart)
        g_ptr_array_add (ordered, g_object_ref (self->matches->pdata[i]));
  g_ptr_array_unref (self->matches);
  self->matches = ordered;
}

void
sem_results_show_fewer (SemResults *self)
{
  g_return_if_fail (SEM_IS_RESULTS (self));
  self->shows_all = FALSE;
  if (self->n_shown <= count_first (self))
    return;
  put_copies_first (self);
  sem_results_show (self, count_first (self));
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

gboolean
sem_results_get_is_relative (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), FALSE);
  return self->answer->is_relative && !sem_query_get_words (self->query);
}

double
sem_results_get_milliseconds (SemResults *self)
{
  g_return_val_if_fail (SEM_IS_RESULTS (self), 0);
  return self->milliseconds;
}
