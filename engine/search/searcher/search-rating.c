/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/searcher/search-rating.h"
#include "engine/search/searcher/search-gallery.h"

#include <math.h>

/* By the vectors, or where those are missing as well, by the angle that the share of different bits
 * stands for (Charikar, STOC 2002). */
static float
estimate (SemSearcher *self, const SemSearchHit *hit)
{
  double angle = G_PI * hit->distance / sem_hash_model_get_n_bits (self->model);

  return hit->cosine > 0 ? hit->cosine : (float) MAX (cos (angle), 0);
}

gboolean
sem_search_likeness (SemSearcher *self,
                     const float *feature,
                     const SemSearchHit *hit,
                     float *likeness,
                     GError **error)
{
  float stored[SEM_BACKBONE_DIM], query[SEM_BACKBONE_DIM];
  gboolean found;

  *likeness = hit->kind == SEM_COPY_IDENTICAL ? 1 : estimate (self, hit);
  if (hit->kind == SEM_COPY_IDENTICAL || !self->likeness)
    return TRUE;
  if (!sem_search_gallery_load_feature (self, hit->photo, stored, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  sem_likeness_centre (self->likeness, feature, query);
  sem_likeness_centre (self->likeness, stored, stored);
  *likeness = (float) CLAMP (sem_likeness_cosine (query, stored), 0, 1);
  return TRUE;
}

/* What a source of negative weight takes off. */
static double
count_off (SemSearcher *self, const SemSearchSource *source, const SemSearchHit *about)
{
  const double end =
    (double) sem_likeness_line (self->likeness, sem_search_gallery_count (self), 1);

  return -source->weight * ((double) about->likeness - end);
}

gboolean
sem_search_choose_source (SemSearcher *self,
                          const SemSearchRequest *request,
                          SemSearchHit *hit,
                          SemSearchFeatureFunc func,
                          gpointer user_data,
                          GError **error)
{
  const SemSearchHit given = *hit;
  gboolean found = FALSE;
  double off = 0;

  for (guint i = 0; i < request->sources->len; i++)
    {
      const SemSearchSource *source = &g_array_index (request->sources, SemSearchSource, i);
      SemSearchHit about = given;
      const float *feature = source->weight != 0 ? func (&about, i, user_data) : NULL;

      if (!feature)
        continue;
      if (!sem_search_likeness (self, feature, &about, &about.likeness, error))
        return FALSE;
      if (source->weight < 0)
        off = MAX (off, count_off (self, source, &about));
      else if (!found || about.likeness > hit->likeness)
        *hit = about;
      found |= source->weight > 0;
    }
  hit->likeness = (float) MAX ((double) hit->likeness - off, 0);
  return TRUE;
}

/* The likeness of the first @wanted hits that are not too alike; the others are removed. */
static gboolean
measure (SemSearcher *self,
         const SemSearchRequest *request,
         GArray *hits,
         guint wanted,
         SemSearchFeatureFunc func,
         gpointer user_data,
         GError **error)
{
  guint n = 0;

  for (guint i = 0; i < hits->len && n < wanted; i++)
    {
      SemSearchHit *hit = &g_array_index (hits, SemSearchHit, i), other;

      if (g_cancellable_set_error_if_cancelled (request->cancellable, error)
          || !sem_search_choose_source (self, request, hit, func, user_data, error))
        return FALSE;
      if (hit->likeness > request->max_likeness)
        continue;
      other = g_array_index (hits, SemSearchHit, n);
      g_array_index (hits, SemSearchHit, n++) = *hit;
      *hit = other;
    }
  g_array_set_size (hits, n);
  return TRUE;
}

/* The features of the first @wanted hits are loaded next. */
static gboolean
expect (SemSearcher *self, const GArray *hits, guint wanted, GError **error)
{
  const guint n = MIN (hits->len, wanted);
  g_autofree gint64 *photos = g_new (gint64, n + 1);

  for (guint i = 0; i < n; i++)
    photos[i] = g_array_index (hits, SemSearchHit, i).photo;
  return sem_search_gallery_expect_features (self, photos, n, error);
}

static void
make_monotone (GArray *hits)
{
  g_autofree float *values = g_new (float, MAX (hits->len, 1));

  for (guint i = 0; i < hits->len; i++)
    values[i] = g_array_index (hits, SemSearchHit, i).likeness;
  sem_likeness_fit (values, hits->len);
  for (guint i = 0; i < hits->len; i++)
    g_array_index (hits, SemSearchHit, i).likeness = values[i];
}

gboolean
sem_search_rate (SemSearcher *self,
                 const SemSearchRequest *request,
                 GArray *hits,
                 SemSearchFeatureFunc func,
                 gpointer user_data,
                 GError **error)
{
  gsize n_photos = sem_search_gallery_count (self);
  gboolean above = TRUE;
  guint n = 0;

  if (!expect (self, hits, MAX (request->k, SEM_LIKENESS_HEAD), error)
      || !measure (self, request, hits, MAX (request->k, SEM_LIKENESS_HEAD), func, user_data,
                   error))
    return FALSE;
  make_monotone (hits);
  while (n < MIN (hits->len, request->k)
         && g_array_index (hits, SemSearchHit, n).likeness >= request->min_likeness)
    {
      SemSearchHit *hit = &g_array_index (hits, SemSearchHit, n++);

      above = above
              && (hit->likeness > sem_likeness_line (self->likeness, n_photos, n)
                  || hit->kind != SEM_COPY_ALIKE);
      hit->above_chance = above;
    }
  g_array_set_size (hits, n);
  return TRUE;
}
