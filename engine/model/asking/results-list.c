/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/asking/hold.h"
#include "engine/model/asking/match-private.h"
#include "engine/model/results-private.h"

/* What is shown ---------------------------------------------------------------------------------*/

static gboolean
is_hidden (SemResults *self, SemMatch *match)
{
  return g_hash_table_contains (self->hidden, match);
}

guint
sem_results_count_visible (SemResults *self, guint n)
{
  guint visible = 0;

  for (guint i = 0; i < MIN (n, self->matches->len); i++)
    visible += !is_hidden (self, self->matches->pdata[i]);
  return visible;
}

guint
sem_results_count_copies (SemResults *self, const GPtrArray *matches, gboolean visible)
{
  guint n = 0;

  for (guint i = 0; i < matches->len; i++)
    n += sem_match_get_kind (matches->pdata[i]) != NULL
         && !(visible && is_hidden (self, matches->pdata[i]));
  return n;
}

void
sem_results_show (SemResults *self, guint n_shown)
{
  g_autoptr (GPtrArray) before = self->shown;
  GPtrArray *now = g_ptr_array_new_with_free_func (g_object_unref);
  guint first = 0, end = before->len, new_end;

  self->n_shown = MIN (n_shown, self->matches->len);
  for (guint i = 0; i < self->n_shown; i++)
    if (!is_hidden (self, self->matches->pdata[i]))
      g_ptr_array_add (now, g_object_ref (self->matches->pdata[i]));
  self->shown = now;
  new_end = now->len;
  while (first < MIN (end, new_end) && now->pdata[first] == before->pdata[first])
    first++;
  while (end > first && new_end > first && now->pdata[new_end - 1] == before->pdata[end - 1])
    end--, new_end--;
  if (end > first || new_end > first)
    g_list_model_items_changed (G_LIST_MODEL (self), first, end - first, new_end - first);
}

void
sem_results_take_spread (SemResults *self, const SemSearchSpread *spread)
{
  G_STATIC_ASSERT (SEM_SPREAD_N_BINS == SEM_SEARCH_N_BINS);

  for (guint i = 0; i < SEM_SPREAD_N_BINS; i++)
    self->spread.counts[i] = (double) spread->counts[i];
  self->spread.n_photos = spread->n_photos;
  self->spread.exact_from = (double) spread->exact_from;
  self->spread.line = (double) spread->line;
}

/* Matches ---------------------------------------------------------------------------------------*/

/* (transfer full): with the photo's file that the hit shows, which need not be the first. */
static SemMatch *
make_match (SemPhotoList *photos, const SemSearchHit *hit)
{
  g_autoptr (SemPhoto) photo = hit->path && g_strv_length (hit->paths) > 1
                                 ? sem_photo_list_make_photo (photos, hit->photo, hit->path)
                                 : sem_photo_list_dup_photo (photos, hit->photo);

  return sem_match_new (photo, hit);
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
 * ones where @anew. */
static GPtrArray *
list_matches (SemResults *self, const SemSearchAnswer *answer, gboolean anew)
{
  GPtrArray *ordered = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) by_photo = index_matches (self);

  for (guint i = 0; i < answer->n_hits; i++)
    {
      SemMatch *match = g_hash_table_lookup (by_photo, &answer->hits[i].photo);

      if (match)
        g_ptr_array_add (ordered, g_object_ref (match));
      else if (anew)
        g_ptr_array_add (ordered, make_match (self->photos, &answer->hits[i]));
    }
  return ordered;
}

static void
update_matches (const GPtrArray *ordered, const SemSearchAnswer *answer)
{
  for (guint i = 0; i < answer->n_hits && i < ordered->len; i++)
    sem_match_update (ordered->pdata[i], &answer->hits[i], answer->copies && answer->proven);
}

/* Hidden files ----------------------------------------------------------------------------------*/

/* (nullable): the first file of the photo that is not hidden. */
static const char *
find_visible (SemResults *self, SemMatch *match)
{
  const char *const *paths = sem_match_get_paths (match);

  for (guint i = 0; paths && paths[i]; i++)
    if (!sem_hidden_files_contains (self->files, paths[i]))
      return paths[i];
  return NULL;
}

static gboolean
shows_hidden (SemResults *self, SemMatch *match)
{
  GFile *file = sem_photo_get_file (sem_match_get_photo (match));
  const char *path = file ? g_file_peek_path (file) : NULL;

  return path && sem_hidden_files_contains (self->files, path);
}

/* Of a photo with several files the one that is shown may be hidden: then another one is shown. */
static void
mark_hidden (SemResults *self, GPtrArray *matches)
{
  g_hash_table_remove_all (self->hidden);
  for (guint i = 0; i < matches->len; i++)
    {
      SemMatch *match = matches->pdata[i];
      const char *const *paths = sem_match_get_paths (match);
      const char *visible = find_visible (self, match);

      if (visible && shows_hidden (self, match))
        {
          gint64 id = sem_photo_get_id (sem_match_get_photo (match));
          g_autoptr (SemPhoto) photo = sem_photo_list_make_photo (self->photos, id, visible);

          matches->pdata[i] = sem_match_new_with_photo (match, photo);
          g_object_unref (match);
        }
      else if (!visible && paths && paths[0])
        g_hash_table_add (self->hidden, match);
    }
}

void
sem_results_take_hits (SemResults *self, const SemSearchAnswer *answer)
{
  g_autoptr (GPtrArray) none G_GNUC_UNUSED = self->matches;

  self->matches = list_matches (self, answer, TRUE);
  mark_hidden (self, self->matches);
  sem_results_show (self, self->n_above);
}

void
sem_results_update_hidden (SemResults *self)
{
  mark_hidden (self, self->matches);
  sem_results_show (self, self->n_shown);
  g_signal_emit_by_name (self, "refined");
}

/* New orders ------------------------------------------------------------------------------------*/

/* @ordered: (transfer full): in a new order. Returns: (transfer full): the same, but those at the
 * positions @held of the list are there again; those that are hidden follow what they follow. */
static GPtrArray *
hold (SemResults *self, GPtrArray *ordered, const guint *held, guint n_held)
{
  g_autoptr (GPtrArray) all = ordered;
  GPtrArray *placed = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < all->len; i++)
    if (!is_hidden (self, all->pdata[i]))
      g_ptr_array_add (placed, g_object_ref (all->pdata[i]));
  sem_hold_positions (placed, self->shown, held, n_held);
  for (guint i = 0; i < all->len; i++)
    {
      guint before;

      if (!is_hidden (self, all->pdata[i]))
        continue;
      if (i == 0 || !g_ptr_array_find (placed, all->pdata[i - 1], &before))
        before = G_MAXUINT;
      g_ptr_array_insert (placed, (int) (before + 1), g_object_ref (all->pdata[i]));
    }
  return placed;
}

/* @ordered: (transfer full) */
static void
set_matches (SemResults *self, GPtrArray *ordered, guint n_shown)
{
  g_ptr_array_unref (self->matches);
  self->matches = ordered;
  sem_results_show (self, n_shown);
}

/* What is shown of the proven hits: the copies, unless the held match is not a copy, or all hits
 * were requested. */
static guint
count_proven (SemResults *self, const GPtrArray *ordered, guint held)
{
  SemMatch *kept = held < self->shown->len ? self->shown->pdata[held] : NULL;

  if (self->shows_all
      || (kept
          && (sem_match_get_is_apart (kept)
              || held >= sem_results_count_copies (self, ordered, TRUE))))
    return MAX (self->n_shown, self->n_above);
  return sem_results_count_copies (self, ordered, FALSE);
}

void
sem_results_take_proof (SemResults *self, const SemSearchAnswer *proven, guint held)
{
  GPtrArray *ordered;

  if (self->proven)
    return;
  self->proven = TRUE;
  ordered = list_matches (self, proven, FALSE);
  if (ordered->len == proven->n_hits)
    update_matches (ordered, proven);
  if (ordered->len == self->matches->len)
    {
      ordered = hold (self, ordered, &held, 1);
      self->n_above = proven->n_above;
      set_matches (self, ordered, count_proven (self, ordered, held));
    }
  else
    g_ptr_array_unref (ordered);
  g_signal_emit_by_name (self, "proven");
}

/* At least those that are held stay in sight. */
static guint
count_refined (SemResults *self, const GPtrArray *ordered, const guint *held, guint n_held)
{
  guint n = self->n_above, position;

  if (self->shows_all || (!self->answer->copies && self->bounds.min > 0))
    n = ordered->len;
  else if (self->answer->copies)
    n = sem_results_count_copies (self, ordered, FALSE);
  for (guint i = 0; i < n_held; i++)
    if (held[i] < self->shown->len
        && g_ptr_array_find ((GPtrArray *) ordered, self->shown->pdata[held[i]], &position))
      n = MAX (n, position + 1);
  return MIN (n, ordered->len);
}

void
sem_results_refine (SemResults *self, SemSearchAnswer *answer, const guint *held, guint n_held)
{
  GPtrArray *ordered = list_matches (self, answer, TRUE);

  update_matches (ordered, answer);
  mark_hidden (self, ordered);
  ordered = hold (self, ordered, held, n_held);
  self->n_above = answer->n_above;
  self->n_bits = answer->n_bits;
  sem_search_answer_free (self->answer);
  self->answer = answer;
  if (answer->spread.n_photos > 0)
    sem_results_take_spread (self, &answer->spread);
  set_matches (self, ordered, count_refined (self, ordered, held, n_held));
  g_signal_emit_by_name (self, "refined");
}
