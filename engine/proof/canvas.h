/* canvas.h - two pictures laid over each other
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/affine.h"
#include "engine/proof/grey.h"

G_BEGIN_DECLS

/* How far blocks are shifted to find where they agree, in pixels. */
#define SEM_CANVAS_REACH 2

/**
 * SemCanvas:
 * @width, @height: in pixels, at least %SEM_CANVAS_MIN_SIDE
 * @cell: side of the cells that blocks are made of, in pixels
 * @stored_stride: of @stored, in pixels
 * @query: shape (@height, @width): grey levels less their local mean
 * @stored: the same of the stored picture, with a margin of %SEM_CANVAS_REACH pixels all around
 * @valid: shape (@height, @width): 1 where both pictures are, else 0
 * @to_query: from the canvas' pixels to those of the query
 *
 * The smallest rectangle of the query, at the coarser of the two resolutions, that the stored
 * picture covers.
 */
typedef struct
{
  guint width;
  guint height;
  guint cell;
  guint stored_stride;
  gint16 *query;
  gint16 *stored;
  guint8 *valid;
  SemAffine to_query;
} SemCanvas;

#define SEM_CANVAS_MIN_SIDE 24

/**
 * sem_canvas_new:
 * @map: from the query's pixels to those of the stored picture
 * @side: longest side of the query on the canvas, in pixels
 *
 * Returns: (transfer full) (nullable): %NULL where a side of the common part has less than
 *   %SEM_CANVAS_MIN_SIDE pixels
 */
SemCanvas *sem_canvas_new (const SemProofGrey *query,
                           const SemProofGrey *stored,
                           const SemAffine *map,
                           guint side) G_GNUC_WARN_UNUSED_RESULT;
void sem_canvas_free (SemCanvas *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemCanvas, sem_canvas_free)

G_END_DECLS
