/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/sfm/reconstruction-private.h"

#include <math.h>

/* Depths of the points that two images share, one array per image. */
typedef struct
{
  GArray *depths[2];
} Shared;

static double
depth_of (const SemSfmImage *image, const SemSfmPoint *point)
{
  return image->axis[0] * point->xyz[0] + image->axis[1] * point->xyz[1]
         + image->axis[2] * point->xyz[2] + image->offset;
}

/* The lower median: always one of the values. */
static double
median (GArray *values)
{
  sem_sfm_sort_doubles (values);
  return g_array_index (values, double, (values->len - 1) / 2);
}

/* Where no shared point lies in front of both cameras, the change is unknown: the largest one. */
static float
scale_change (const SemSfmImage *a, const SemSfmImage *b, Shared *shared)
{
  double one, other, ratio;

  if (shared->depths[0]->len == 0)
    return SEM_SFM_MAX_SCALE;
  one = median (shared->depths[0]) / a->focal;
  other = median (shared->depths[1]) / b->focal;
  ratio = one > other ? one / other : other / one;
  return isfinite (ratio) ? CLAMP ((float) ratio, 1.f, SEM_SFM_MAX_SCALE) : SEM_SFM_MAX_SCALE;
}

static void
add_depths (const SemReconstruction *self,
            guint32 row,
            const SemSfmImage *a,
            const SemSfmImage *b,
            Shared *shared)
{
  const SemSfmPoint *point = &g_array_index (self->points, SemSfmPoint, row);
  double one = depth_of (a, point), other = depth_of (b, point);

  if (!isfinite (one) || !isfinite (other) || one <= 0 || other <= 0)
    return;
  g_array_append_val (shared->depths[0], one);
  g_array_append_val (shared->depths[1], other);
}

/* Returns the number of common points; both lists are sorted ascending. */
static guint32
intersect (const SemReconstruction *self,
           const SemSfmImage *a,
           const SemSfmImage *b,
           Shared *shared)
{
  guint i = 0, j = 0;
  guint32 n = 0;

  g_array_set_size (shared->depths[0], 0);
  g_array_set_size (shared->depths[1], 0);
  while (i < a->points->len && j < b->points->len)
    {
      guint32 one = g_array_index (a->points, guint32, i);
      guint32 other = g_array_index (b->points, guint32, j);

      if (one == other)
        {
          add_depths (self, one, a, b, shared);
          n++;
        }
      i += one <= other;
      j += other <= one;
    }
  return n;
}

GArray *
sem_reconstruction_compare (const SemReconstruction *self,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (SemSfmPair));
  g_autoptr (GArray) one = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) other = g_array_new (FALSE, FALSE, sizeof (double));
  Shared shared = { { one, other } };

  for (guint a = 0; a < self->images->len; a++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      for (guint b = a + 1; b < self->images->len; b++)
        {
          const SemSfmImage *first = self->images->pdata[a], *second = self->images->pdata[b];
          SemSfmPair pair = { .a = a, .b = b };

          pair.shared = intersect (self, first, second, &shared);
          if (pair.shared == 0)
            continue;
          pair.scale = scale_change (first, second, &shared);
          g_array_append_val (pairs, pair);
        }
    }
  return g_steal_pointer (&pairs);
}
