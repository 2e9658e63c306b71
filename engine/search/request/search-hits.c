/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/request/search-hits.h"

/* Photos have scores of this much with pictures that they have nothing to do with. */
#define UNRELATED 0.35

gboolean
sem_search_hit_combine (SemSearchHit *self,
                        const SemSearchRequest *request,
                        const SemRankedHit *ranked)
{
  double best = 0, like = 0, unlike = 0;
  gboolean found = FALSE;

  for (guint i = 0; i < request->sources->len; i++)
    {
      const double weight = g_array_index (request->sources, SemSearchSource, i).weight;
      const double score = weight * (double) ranked[i].score;
      const double rank = request->by_distance ? -(double) ranked[i].distance : score;

      if (weight < 0)
        unlike = MAX (unlike, -weight * ((double) ranked[i].score - UNRELATED));
      if (weight <= 0 || ranked[i].distance > request->max_distance || (found && rank <= best))
        continue;
      found = TRUE;
      best = rank;
      like = score;
      self->source = i;
      self->distance = ranked[i].distance;
      self->cosine = ranked[i].cosine;
    }
  self->score = (float) (like - unlike);
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
