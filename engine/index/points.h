/* points.h - what stands out from its surroundings in a picture without much contrast
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SEM_POINTS_SIDE 28
#define SEM_POINTS_SIZE (SEM_POINTS_SIDE * SEM_POINTS_SIDE)

/**
 * sem_points_make:
 * @rgb: (array): shape (side, side, 3); @side a multiple of %SEM_POINTS_SIDE
 * @points: (out caller-allocates): shape (28, 28)
 *
 * Averages lose what is thin: stars on a black sky differ by less than one grey level in a sketch.
 * Here each value is 128 plus the luminance (ITU-R BT.601) of the one pixel of a block that differs
 * most from the block's mean, minus that mean; slow gradients leave nothing.
 */
void sem_points_make (const guint8 *rgb, guint side, guint8 *points);

/* Whether a picture of @side × @side grey pixels is too flat to be located by them: its standard
 * deviation is below 3 levels. */
gboolean sem_points_are_needed (const guint8 *grey, guint side);

/* The correlation of two pictures' points, from -1 to 1; 0 where one of them has none that stand
 * out, by a standard deviation of 3 levels. */
double sem_points_correlate (const guint8 *a, const guint8 *b);

G_END_DECLS
