/* content-rectangles.h - pictures inside a picture, by their straight borders
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/worker/resize.h"

G_BEGIN_DECLS

#define SEM_MAX_CONTENT_RECTANGLES 24

/* A part of a picture, in its pixels: within it, and not empty. */
typedef struct
{
  guint x;
  guint y;
  guint width;
  guint height;
} SemContentRectangle;

/**
 * sem_content_rectangles_find:
 * @picture: at most 4,096 pixels a side
 * @rectangles: (out caller-allocates) (array length=SEM_MAX_CONTENT_RECTANGLES): the most certain
 *   first; none is the whole picture, and no two are nearly the same
 *
 * Cuts the picture along lines of one colour (margins, bars, gutters) and along straight edges
 * from side to side, in rows and columns by turns (the recursive X-Y cut of Nagy, Seth and
 * Viswanathan, 1992, which knows lines of one colour only). What lies between two cuts of each
 * direction is a rectangle; of neighbours also what they make together, since a picture may have
 * straight edges of its own.
 *
 * Returns: how many there are
 */
guint sem_content_rectangles_find (const SemRgbImage *picture, SemContentRectangle *rectangles);

/* As sem_content_rectangles_find(), but only those that plain lines or the picture's sides bound.
 */
guint sem_content_rectangles_find_plain (const SemRgbImage *picture,
                                         SemContentRectangle *rectangles);

G_END_DECLS
