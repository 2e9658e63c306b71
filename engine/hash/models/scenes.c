/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/scenes.h"

SemScenes *
sem_scenes_new (gsize n)
{
  SemScenes *self = g_new0 (SemScenes, 1);

  self->n = n;
  self->scene = g_new (gint32, n);
  for (gsize i = 0; i < n; i++)
    self->scene[i] = -1;
  self->points = g_new0 (guint32, n);
  self->pairs = g_array_new (FALSE, FALSE, sizeof (SemScenePair));
  return self;
}

void
sem_scenes_free (SemScenes *self)
{
  if (!self)
    return;
  g_free (self->scene);
  g_free (self->points);
  g_array_unref (self->pairs);
  g_free (self);
}

static int
compare_pairs (gconstpointer one, gconstpointer other)
{
  const SemScenePair *x = one, *y = other;

  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return (x->b > y->b) - (x->b < y->b);
}

void
sem_scenes_sort (SemScenes *self)
{
  g_return_if_fail (self != NULL);

  g_array_sort (self->pairs, compare_pairs);
}

const SemScenePair *
sem_scenes_find (const SemScenes *self, guint32 one, guint32 other)
{
  SemScenePair wanted = { .a = MIN (one, other), .b = MAX (one, other) };
  guint at;

  g_return_val_if_fail (self != NULL, NULL);

  if (!g_array_binary_search (self->pairs, &wanted, compare_pairs, &at))
    return NULL;
  return &g_array_index (self->pairs, SemScenePair, at);
}

double
sem_scenes_get_overlap (const SemScenes *self, guint32 query, guint32 other)
{
  const SemScenePair *pair = sem_scenes_find (self, query, other);

  if (!pair || self->points[query] == 0)
    return 0.0;
  return MIN (1.0, (double) pair->shared / (double) self->points[query]);
}

guint32 *
sem_scenes_choose (const SemScenes *self, gsize n)
{
  guint32 *rows = g_new (guint32, n);
  gsize in_scenes = 0, room, at = 0;

  for (gsize i = 0; i < self->n; i++)
    in_scenes += self->scene[i] >= 0;
  room = n - MIN (n, in_scenes);
  for (guint32 i = 0; i < self->n && at < n; i++)
    if (self->scene[i] >= 0)
      rows[at++] = i;
    else if (room > 0)
      {
        rows[at++] = i;
        room--;
      }
  return rows;
}

SemScenes *
sem_scenes_restrict (const SemScenes *self, const guint32 *rows, gsize n_rows)
{
  SemScenes *kept;
  g_autofree guint32 *number = NULL;

  g_return_val_if_fail (self != NULL && (rows != NULL || n_rows == 0), NULL);

  kept = sem_scenes_new (n_rows);
  number = g_new (guint32, self->n);
  for (gsize i = 0; i < self->n; i++)
    number[i] = G_MAXUINT32;
  for (gsize i = 0; i < n_rows; i++)
    {
      number[rows[i]] = (guint32) i;
      kept->scene[i] = self->scene[rows[i]];
      kept->points[i] = self->points[rows[i]];
    }
  kept->n_scenes = self->n_scenes;
  for (guint p = 0; p < self->pairs->len; p++)
    {
      SemScenePair pair = g_array_index (self->pairs, SemScenePair, p);

      pair.a = number[pair.a];
      pair.b = number[pair.b];
      if (pair.a != G_MAXUINT32 && pair.b != G_MAXUINT32)
        g_array_append_val (kept->pairs, pair);
    }
  return kept;
}
