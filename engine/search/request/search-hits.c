/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/request/search-hits.h"

gboolean
sem_search_hit_combine (SemSearchHit *self,
                        const SemSearchRequest *request,
                        const SemRankedHit *ranked)
{
  double sum = 0, best = 0;
  gboolean found = FALSE;

  for (guint i = 0; i < request->sources->len; i++)
    {
      double weight = g_array_index (request->sources, SemSearchSource, i).weight;
      double share = weight * (double) ranked[i].score;
      double rank = request->by_distance ? -(double) ranked[i].distance : share;

      sum += share;
      if (weight <= 0 || ranked[i].distance > request->max_distance || (found && rank <= best))
        continue;
      found = TRUE;
      best = rank;
      self->source = i;
      self->distance = ranked[i].distance;
      self->cosine = ranked[i].cosine;
    }
  self->score = (float) sum;
  return found;
}

static int
compare_photos (const SemSearchHit *x, const SemSearchHit *y)
{
  return (x->photo > y->photo) - (x->photo < y->photo);
}

static int
compare_by_score (gconstpointer a, gconstpointer b)
{
  const SemSearchHit *x = a, *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return compare_photos (x, y);
}

static int
compare_by_distance (gconstpointer a, gconstpointer b)
{
  const SemSearchHit *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return compare_photos (x, y);
}

void
sem_search_hits_sort (GArray *hits, gboolean by_distance)
{
  g_array_sort (hits, by_distance ? compare_by_distance : compare_by_score);
}
