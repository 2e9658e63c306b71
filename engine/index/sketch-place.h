/* sketch-place.h - where one small grey picture lies in another
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest side of a picture, in pixels. */
#define SEM_SKETCH_MAX_SIDE 64

/**
 * SemSketchPlace:
 * @correlation: normalised cross-correlation there, from -1 to 1
 * @x, @y, @width, @height: the part of the whole, as shares of its sides
 */
typedef struct
{
  double correlation;
  double x, y;
  double width, height;
} SemSketchPlace;

/**
 * SemSketchPart:
 *
 * A picture that may be a crop, with its scaled versions: each is made once, so that locating one
 * part in many pictures costs little in each. Any number of threads may locate it at a time.
 */
typedef struct _SemSketchPart SemSketchPart;

/**
 * sem_sketch_part_new:
 * @grey: (array): shape (@side, @side), a byte each
 * @side: at most %SEM_SKETCH_MAX_SIDE, and halves to 16 or less: 32, 56, 64
 *
 * Returns: (transfer full): the part, which keeps no reference to @grey; for one thread at a time
 */
SemSketchPart *sem_sketch_part_new (const guint8 *grey, guint side) G_GNUC_WARN_UNUSED_RESULT;
void sem_sketch_part_free (SemSketchPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSketchPart, sem_sketch_part_free)

/**
 * sem_sketch_part_locate:
 * @whole: (array): of the part's shape: the picture that it may be cropped from
 * @aspect: width over height of the part's photo, divided by that of the whole's: since a crop
 *   is not stretched, it fixes the ratio of the place's shares of width and height
 * @place: (out): the best place found; the whole picture with a correlation of -1 where there is
 *   none
 *
 * Tries crops of 15 to 100 % of the area at every place of both pictures halved to 16 pixels or
 * less, then refines the best four, of different sizes, at twice the resolution, up to the full
 * one. Flat places have no correlation. The result is the same on every CPU: sums are of integers,
 * and what is computed of them in doubles has a fixed order.
 */
void sem_sketch_part_locate (SemSketchPart *self,
                             const guint8 *whole,
                             double aspect,
                             SemSketchPlace *place);

/* The best correlation at 16 pixels or less, -1 for none: the first step of
 * sem_sketch_part_locate(), by which to choose the pictures that are worth the other steps. */
double sem_sketch_part_guess (SemSketchPart *self, const guint8 *whole, double aspect);

G_END_DECLS
