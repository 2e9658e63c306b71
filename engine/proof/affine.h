/* affine.h - affine maps of the plane
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemAffine:
 * @a, @b, @c: x' = a·x + b·y + c
 * @d, @e, @f: y' = d·x + e·y + f
 *
 * Coordinates are in pixels, with the middle of the first pixel at (0, 0).
 */
typedef struct
{
  double a, b, c;
  double d, e, f;
} SemAffine;

/* A point and where it was found to be mapped. */
typedef struct
{
  double x, y;
  double to_x, to_y;
} SemAffinePair;

static inline void
sem_affine_apply (const SemAffine *self, double x, double y, double *to_x, double *to_y)
{
  *to_x = self->a * x + self->b * y + self->c;
  *to_y = self->d * x + self->e * y + self->f;
}

static inline double
sem_affine_determinant (const SemAffine *self)
{
  return self->a * self->e - self->b * self->d;
}

/* Returns: the map that applies @inner, then @outer. */
SemAffine sem_affine_compose (const SemAffine *outer, const SemAffine *inner);

/* Returns: %FALSE where @self flattens the plane; @inverse is then not written */
gboolean sem_affine_invert (const SemAffine *self, SemAffine *inverse);

/**
 * sem_affine_fit:
 * @pairs: (array length=n)
 *
 * The map with the least sum of squared distances.
 *
 * Returns: %FALSE where fewer than 3 points, or points on a line, do not determine the map
 */
gboolean sem_affine_fit (const SemAffinePair *pairs, guint n, SemAffine *map);

/* The larger over the smaller of the two factors by which @self stretches the plane: 1 where it
 * keeps shapes, and infinite where it flattens them. */
double sem_affine_get_stretch (const SemAffine *self);

G_END_DECLS
