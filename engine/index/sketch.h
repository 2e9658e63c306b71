/* sketch.h - a tiny grey picture of a photo, and where one lies in another
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sketch is the photo squashed to so many grey pixels a side, row-major, a byte each. */
#define SEM_SKETCH_SIDE 32
#define SEM_SKETCH_SIZE (SEM_SKETCH_SIDE * SEM_SKETCH_SIDE)

/* The eight ways to hold a square: bit 2 mirrors left and right first, bits 0 and 1 then turn by
 * so many quarters clockwise. */
#define SEM_N_ORIENTATIONS 8

/**
 * sem_sketch_orient:
 * @source: (array): shape (side, side, channels)
 * @target: (out caller-allocates): of the same shape, not overlapping
 */
void sem_sketch_orient (const guint8 *source,
                        guint side,
                        guint channels,
                        guint orientation,
                        guint8 *target);

/**
 * sem_sketch_new:
 * @rgb: (array): shape (side, side, 3); @side a multiple of %SEM_SKETCH_SIDE
 * @sketch: (out caller-allocates): %SEM_SKETCH_SIZE bytes: luminance (ITU-R BT.601), area averages
 */
void sem_sketch_make (const guint8 *rgb, guint side, guint8 *sketch);

/**
 * sem_sketch_dct_hash:
 * @hash: (out): bit 8·v + u tells whether coefficient (u, v) of the DCT-II's eight by eight lowest
 *   frequencies lies above their median (the perceptual hash that Zauner, 2010, compares)
 *
 * Returns: FALSE for a flat picture: what is left of it is noise, and it has no hash
 */
gboolean sem_sketch_dct_hash (const guint8 *sketch, guint64 *hash);

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
 * sem_sketch_locate:
 * @part: a sketch of what may be a crop
 * @whole: a sketch of what it may be cropped from
 * @aspect: width over height of the part's photo, divided by that of the whole's: a crop is not
 *   stretched, so that this fixes how its share of the width goes with its share of the height
 * @place: (out): the best place
 *
 * Tries crops of 15 to 100 % of the area at every place. Flat places count as unlike anything.
 */
void sem_sketch_locate (const guint8 *part,
                        const guint8 *whole,
                        double aspect,
                        SemSketchPlace *place);

G_END_DECLS
