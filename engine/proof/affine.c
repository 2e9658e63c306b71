/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-proof"

#include "config.h"

#include "engine/proof/affine.h"

#include <math.h>

/* Relative to the spread of the points: below this they count as points on a line. */
#define MIN_SPREAD 1e-6

SemAffine
sem_affine_compose (const SemAffine *outer, const SemAffine *inner)
{
  return (SemAffine){
    .a = outer->a * inner->a + outer->b * inner->d,
    .b = outer->a * inner->b + outer->b * inner->e,
    .c = outer->a * inner->c + outer->b * inner->f + outer->c,
    .d = outer->d * inner->a + outer->e * inner->d,
    .e = outer->d * inner->b + outer->e * inner->e,
    .f = outer->d * inner->c + outer->e * inner->f + outer->f,
  };
}

gboolean
sem_affine_invert (const SemAffine *self, SemAffine *inverse)
{
  const double determinant = sem_affine_determinant (self);

  if (!isnormal (determinant))
    return FALSE;
  *inverse = (SemAffine){
    .a = self->e / determinant,
    .b = -self->b / determinant,
    .d = -self->d / determinant,
    .e = self->a / determinant,
  };
  inverse->c = -(inverse->a * self->c + inverse->b * self->f);
  inverse->f = -(inverse->d * self->c + inverse->e * self->f);
  return TRUE;
}

/* Both rows are solved about the points' mean, where the normal equations are two by two. */
gboolean
sem_affine_fit (const SemAffinePair *pairs, guint n, SemAffine *map)
{
  double x = 0, y = 0, to_x = 0, to_y = 0;
  double xx = 0, xy = 0, yy = 0, ux = 0, uy = 0, vx = 0, vy = 0;

  for (guint i = 0; i < n; i++)
    {
      x += pairs[i].x / n;
      y += pairs[i].y / n;
      to_x += pairs[i].to_x / n;
      to_y += pairs[i].to_y / n;
    }
  for (guint i = 0; i < n; i++)
    {
      const double dx = pairs[i].x - x, dy = pairs[i].y - y;

      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
      ux += (pairs[i].to_x - to_x) * dx;
      uy += (pairs[i].to_x - to_x) * dy;
      vx += (pairs[i].to_y - to_y) * dx;
      vy += (pairs[i].to_y - to_y) * dy;
    }

  const double determinant = xx * yy - xy * xy;

  if (n < 3 || !(determinant > MIN_SPREAD * (xx + yy) * (xx + yy)))
    return FALSE;
  map->a = (ux * yy - uy * xy) / determinant;
  map->b = (uy * xx - ux * xy) / determinant;
  map->d = (vx * yy - vy * xy) / determinant;
  map->e = (vy * xx - vx * xy) / determinant;
  map->c = to_x - map->a * x - map->b * y;
  map->f = to_y - map->d * x - map->e * y;
  return TRUE;
}

/* The ratio of the singular values of the linear part. */
double
sem_affine_get_stretch (const SemAffine *self)
{
  const double sum = self->a * self->a + self->b * self->b + self->d * self->d + self->e * self->e;
  const double determinant = fabs (sem_affine_determinant (self));
  const double root = sqrt (MAX (sum * sum - 4 * determinant * determinant, 0));

  if (!isnormal (determinant))
    return INFINITY;
  return (sum + root) / (2 * determinant);
}
