/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/extent.h"

#include <math.h>

/* Four corners, and one more for each edge that cuts one off. */
#define MAX_CORNERS 8
/* A border has one colour where this share of it is within so many levels of its median. */
#define BORDER_SHARE 0.995
#define BORDER_TOLERANCE 14
/* What the edge of the one picture is in the other is known to so many pixels, or to this share of
 * the longer side. */
#define EDGE 4.0
#define EDGE_SHARE 0.01
#define STEP 2
#define LEVELS 256

typedef struct
{
  guint n;
  double x[MAX_CORNERS];
  double y[MAX_CORNERS];
} Polygon;

static void
add_corner (Polygon *self, double x, double y)
{
  if (self->n < MAX_CORNERS)
    {
      self->x[self->n] = x;
      self->y[self->n++] = y;
    }
}

/* Keeps what lies where a·x + b·y ≤ c (Sutherland and Hodgman, CACM 1974). */
static void
clip (Polygon *self, double a, double b, double c)
{
  const Polygon from = *self;

  self->n = 0;
  for (guint i = 0; i < from.n; i++)
    {
      const guint j = (i + 1) % from.n;
      const double here = a * from.x[i] + b * from.y[i] - c;
      const double there = a * from.x[j] + b * from.y[j] - c;

      if (here <= 0)
        add_corner (self, from.x[i], from.y[i]);
      if ((here < 0 && there > 0) || (here > 0 && there < 0))
        {
          const double share = here / (here - there);

          add_corner (self, from.x[i] + share * (from.x[j] - from.x[i]),
                      from.y[i] + share * (from.y[j] - from.y[i]));
        }
    }
}

static double
get_area (const Polygon *self)
{
  double sum = 0;

  for (guint i = 0; i < self->n; i++)
    {
      const guint j = (i + 1) % self->n;

      sum += self->x[i] * self->y[j] - self->x[j] * self->y[i];
    }
  return fabs (sum) / 2;
}

/* The smallest rectangle around the polygon, seen by @map, as shares of a picture. */
static SemProofArea
bound (const Polygon *self, const SemAffine *map, const SemProofGrey *grey)
{
  double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;

  for (guint i = 0; i < self->n; i++)
    {
      double x, y;

      sem_affine_apply (map, self->x[i], self->y[i], &x, &y);
      left = MIN (left, (x + 0.5) / grey->width);
      right = MAX (right, (x + 0.5) / grey->width);
      top = MIN (top, (y + 0.5) / grey->height);
      bottom = MAX (bottom, (y + 0.5) / grey->height);
    }
  if (self->n == 0)
    return (SemProofArea){ 0 };
  left = CLAMP (left, 0, 1);
  top = CLAMP (top, 0, 1);
  return (SemProofArea){ left, top, CLAMP (right, left, 1) - left, CLAMP (bottom, top, 1) - top };
}

/* The frame of @stored as the query sees it, cut to the query. */
static Polygon
find_overlap (const SemProofGrey *query, const SemProofGrey *stored, const SemAffine *back)
{
  Polygon overlap = { 0 };

  for (guint i = 0; i < 4; i++)
    {
      const gboolean right = i == 1 || i == 2, bottom = i >= 2;
      double x, y;

      sem_affine_apply (back, right ? stored->width - 0.5 : -0.5,
                        bottom ? stored->height - 0.5 : -0.5, &x, &y);
      add_corner (&overlap, x, y);
    }
  clip (&overlap, -1, 0, 0.5);
  clip (&overlap, 0, -1, 0.5);
  clip (&overlap, 1, 0, query->width - 0.5);
  clip (&overlap, 0, 1, query->height - 0.5);
  return overlap;
}

/* The levels of what lies outside the other picture, and how many pixels that are. */
static guint
count_outside (const SemProofGrey *grey,
               const SemProofGrey *other,
               const SemAffine *map,
               guint *levels)
{
  const double edge = MAX (EDGE, EDGE_SHARE * MAX (other->width, other->height));
  guint n = 0;

  for (guint y = 0; y < grey->height; y += STEP)
    for (guint x = 0; x < grey->width; x += STEP)
      {
        double to_x, to_y;

        sem_affine_apply (map, x, y, &to_x, &to_y);
        if (to_x > -edge && to_y > -edge && to_x < other->width - 1 + edge
            && to_y < other->height - 1 + edge)
          continue;
        levels[grey->pixels[(gsize) y * grey->width + x]]++;
        n++;
      }
  return n;
}

/* Whether what lies outside the other picture is a border of one colour. */
static gboolean
is_plain_outside (const SemProofGrey *grey, const SemProofGrey *other, const SemAffine *map)
{
  guint levels[LEVELS] = { 0 };
  const guint n = count_outside (grey, other, map, levels);
  guint below = 0, near = 0, median = 0;

  while (median < LEVELS - 1 && (below += levels[median]) * 2 < n)
    median++;
  for (guint i = 0; i < LEVELS; i++)
    if (ABS ((int) i - (int) median) <= BORDER_TOLERANCE)
      near += levels[i];
  return near >= BORDER_SHARE * n;
}

void
sem_proof_extent_measure (const SemProofGrey *query,
                          const SemProofGrey *stored,
                          const SemAffine *map,
                          SemProofExtent *extent)
{
  const SemAffine identity = { .a = 1, .e = 1 };
  SemAffine back;
  Polygon overlap;
  double area;

  *extent = (SemProofExtent){ 0 };
  if (!sem_affine_invert (map, &back))
    return;
  overlap = find_overlap (query, stored, &back);
  area = get_area (&overlap);
  extent->of_query = MIN (1, area / ((double) query->width * query->height));
  extent->of_stored =
    MIN (1, area * fabs (sem_affine_determinant (map)) / ((double) stored->width * stored->height));
  extent->region = bound (&overlap, &identity, query);
  extent->part = bound (&overlap, map, stored);
  if (is_plain_outside (query, stored, map))
    extent->of_query = 1;
  if (is_plain_outside (stored, query, &back))
    extent->of_stored = 1;
}
