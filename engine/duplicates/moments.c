/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/moments.h"

#include <stdlib.h>
#include <string.h>

/* Neighbours in time that are looked at, before and after. */
#define NEIGHBOURS 6
/* Time zones differ by multiples of so many seconds, and by at most so many. */
#define ZONE_STEP 900
#define ZONE_MOST (26 * 3600)

/* Names ----------------------------------------------------------------------------------------*/

/* FNV-1a (Fowler, Noll and Vo), of what @takes lets through. */
static guint64
hash_text (const char *text, gsize length, gboolean with_digits)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (gsize i = 0; i < length; i++)
    {
      if (!with_digits && g_ascii_isdigit (text[i]))
        continue;
      hash ^= (guint8) g_ascii_tolower (text[i]);
      hash *= G_GUINT64_CONSTANT (1099511628211);
    }
  return hash;
}

static gboolean
has_ending (const char *ending, const char *const *endings, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_ascii_strcasecmp (ending, endings[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
take_name (SemMoment *self, const char *path)
{
  static const char *const raw[] = {
    "cr2", "cr3", "nef", "arw", "raf", "rw2", "dng", "orf", "pef"
  };
  static const char *const developed[] = { "jpg", "jpeg", "heic", "heif", "hif" };
  const char *name = strrchr (path, '/'), *dot;

  if (!name)
    return;
  self->folder = (guint32) hash_text (path, (gsize) (name - path), TRUE);
  name++;
  dot = strrchr (name, '.');
  if (!dot)
    dot = name + strlen (name);
  self->stem = hash_text (name, (gsize) (dot - name), TRUE);
  self->stem_letters = (guint32) hash_text (name, (gsize) (dot - name), FALSE);
  self->is_raw = *dot && has_ending (dot + 1, raw, G_N_ELEMENTS (raw));
  self->is_developed = *dot && has_ending (dot + 1, developed, G_N_ELEMENTS (developed));
}

/* Reading --------------------------------------------------------------------------------------*/

static void
add_moment (const SemStoreMoment *moment, gpointer user_data)
{
  SemMoment row = {
    .photo = moment->photo,
    .hash = moment->has_hash ? moment->hash : 0,
    .has_hash = moment->has_hash != FALSE,
    .taken = moment->taken,
    .nanoseconds = moment->nanoseconds,
    .is_taken = moment->is_taken != FALSE,
    .width = moment->width,
    .height = moment->height,
  };

  take_name (&row, moment->path);
  g_array_append_val ((GArray *) user_data, row);
}

static int
compare_times (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const SemMoment *rows = user_data;
  const SemMoment *x = &rows[*(const guint32 *) a], *y = &rows[*(const guint32 *) b];

  if (x->taken != y->taken)
    return x->taken < y->taken ? -1 : 1;
  if (x->nanoseconds != y->nanoseconds)
    return x->nanoseconds < y->nanoseconds ? -1 : 1;
  return (x->photo > y->photo) - (x->photo < y->photo);
}

static int
compare_stems (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const SemMoment *rows = user_data;
  const SemMoment *x = &rows[*(const guint32 *) a], *y = &rows[*(const guint32 *) b];

  if (x->stem != y->stem)
    return x->stem < y->stem ? -1 : 1;
  return (x->photo > y->photo) - (x->photo < y->photo);
}

static guint32 *
sort_rows (SemMoments *self, gboolean by_time, guint *n)
{
  guint32 *sorted = g_new (guint32, MAX (self->n, 1));

  *n = 0;
  for (guint i = 0; i < self->n; i++)
    if (by_time ? self->rows[i].is_taken : self->rows[i].is_raw || self->rows[i].is_developed)
      sorted[(*n)++] = i;
  qsort_r (sorted, *n, sizeof *sorted, by_time ? compare_times : compare_stems, self->rows);
  return g_realloc_n (sorted, MAX (*n, 1), sizeof *sorted);
}

SemMoments *
sem_moments_read (SemStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (SemMoment));
  SemMoments *self;

  if (!sem_store_each_moment (store, add_moment, rows, cancellable, error))
    return NULL;
  self = g_new0 (SemMoments, 1);
  self->n = rows->len;
  self->rows = (SemMoment *) (void *) g_array_free (g_steal_pointer (&rows), FALSE);
  self->by_time = sort_rows (self, TRUE, &self->n_by_time);
  self->by_stem = sort_rows (self, FALSE, &self->n_by_stem);
  return self;
}

void
sem_moments_free (SemMoments *self)
{
  g_free (self->rows);
  g_free (self->by_time);
  g_free (self->by_stem);
  g_free (self);
}

guint
sem_moments_find_after (const SemMoments *self, gint64 photo)
{
  guint low = 0, high = self->n;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (self->rows[middle].photo <= photo)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gint64
sem_moments_find (const SemMoments *self, gint64 photo)
{
  const guint after = sem_moments_find_after (self, photo);

  return after > 0 && self->rows[after - 1].photo == photo ? (gint64) after - 1 : -1;
}

/* Rules ----------------------------------------------------------------------------------------*/

static gboolean
has_same_size (const SemMoment *a, const SemMoment *b)
{
  return (a->width == b->width && a->height == b->height)
         || (a->width == b->height && a->height == b->width);
}

gboolean
sem_moment_is_another (const SemMoment *a, const SemMoment *b)
{
  const gint64 apart = ABS (a->taken - b->taken);

  if (!a->is_taken || !b->is_taken)
    return FALSE;
  if (apart != 0)
    return apart % ZONE_STEP != 0 || apart > ZONE_MOST;
  if (a->nanoseconds && b->nanoseconds)
    return a->nanoseconds != b->nanoseconds;
  return !a->nanoseconds && !b->nanoseconds && a->is_raw == b->is_raw && has_same_size (a, b)
         && a->folder == b->folder && a->stem != b->stem && a->stem_letters == b->stem_letters;
}

gboolean
sem_moment_is_pair (const SemMoment *a, const SemMoment *b)
{
  if (a->stem != b->stem || !((a->is_raw && b->is_developed) || (b->is_raw && a->is_developed)))
    return FALSE;
  if (a->is_taken && b->is_taken)
    return ABS (a->taken - b->taken) <= SEM_BURST_SECONDS;
  return a->folder == b->folder;
}

/* The place of @row in a list that @compare has sorted. */
static guint
find_place (const SemMoments *self,
            const guint32 *sorted,
            guint n,
            int (*compare) (gconstpointer a, gconstpointer b, gpointer rows),
            guint row)
{
  guint low = 0, high = n;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (compare (&sorted[middle], &row, self->rows) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
sem_moments_list_pairs (const SemMoments *self, guint row, GArray *rows)
{
  const SemMoment *moment = &self->rows[row];
  guint place;

  if (!moment->is_raw && !moment->is_developed)
    return;
  place = find_place (self, self->by_stem, self->n_by_stem, compare_stems, row);
  /* Rows of one stem are in the order of their photos: those before it come before it. */
  for (guint i = 0; place-- > 0 && i < 10 * NEIGHBOURS; i++)
    {
      if (self->rows[self->by_stem[place]].stem != moment->stem)
        return;
      if (sem_moment_is_pair (&self->rows[self->by_stem[place]], moment))
        g_array_append_val (rows, self->by_stem[place]);
    }
}

static gboolean
is_neighbour (const SemMoment *a, const SemMoment *b)
{
  return a->is_raw == b->is_raw && has_same_size (a, b) && sem_moment_is_another (a, b);
}

void
sem_moments_list_neighbours (const SemMoments *self, guint row, GArray *rows)
{
  const SemMoment *moment = &self->rows[row];
  guint place;

  if (!moment->is_taken)
    return;
  place = find_place (self, self->by_time, self->n_by_time, compare_times, row);
  for (guint i = place; i-- > 0 && place - i <= NEIGHBOURS;)
    {
      const guint32 other = self->by_time[i];

      if (moment->taken - self->rows[other].taken > SEM_BURST_SECONDS)
        break;
      if (other < row && is_neighbour (&self->rows[other], moment))
        g_array_append_val (rows, other);
    }
  for (guint i = place + 1; i < self->n_by_time && i - place <= NEIGHBOURS; i++)
    {
      const guint32 other = self->by_time[i];

      if (self->rows[other].taken - moment->taken > SEM_BURST_SECONDS)
        break;
      if (other < row && is_neighbour (&self->rows[other], moment))
        g_array_append_val (rows, other);
    }
}
