/* sketch.h - a tiny grey picture of a photo
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sketch is the photo squashed to this many grey pixels a side, row-major, a byte each. */
#define SEM_SKETCH_SIDE 32
#define SEM_SKETCH_SIZE (SEM_SKETCH_SIDE * SEM_SKETCH_SIDE)

/* The eight orientations of a square: bit 2 mirrors left and right first, bits 0 and 1 then turn by
 * that many quarters clockwise. */
#define SEM_N_ORIENTATIONS 8

/**
 * sem_sketch_orient:
 * @source: (array): shape (side, side, channels)
 * @side: pixels a side
 * @channels: bytes a pixel
 * @orientation: from 0 to %SEM_N_ORIENTATIONS - 1
 * @target: (out caller-allocates): of the same shape, not overlapping
 */
void sem_sketch_orient (const guint8 *source,
                        guint side,
                        guint channels,
                        guint orientation,
                        guint8 *target);

/**
 * sem_sketch_shrink:
 * @rgb: (array): shape (side, side, 3); @side a multiple of @small
 * @grey: (out caller-allocates): shape (small, small): luminance (ITU-R BT.601), area averages
 */
void sem_sketch_shrink (const guint8 *rgb, guint side, guint small, guint8 *grey);

/* @rgb: as above; @sketch: (out caller-allocates): %SEM_SKETCH_SIZE bytes, by sem_sketch_shrink().
 */
void sem_sketch_make (const guint8 *rgb, guint side, guint8 *sketch);

/* The correlation of two grey pictures of @size pixels laid over each other, from -1 to 1; 0 where
 * one of them has one level. The same on every CPU. */
double sem_sketch_correlate (const guint8 *a, const guint8 *b, guint size);

/**
 * sem_sketch_dct_hash:
 * @sketch: (array): %SEM_SKETCH_SIZE bytes
 * @hash: (out): bit 8·v + u tells whether coefficient (u, v) of the DCT-II's eight by eight lowest
 *   frequencies lies above their median (the perceptual hash that Zauner, 2010, compares)
 *
 * Returns: %FALSE without a hash for a flat picture, whose coefficients are noise
 */
gboolean sem_sketch_dct_hash (const guint8 *sketch, guint64 *hash);

G_END_DECLS
