/* part.h - the part in which two pictures are the same
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/affine.h"
#include "engine/proof/grey.h"

G_BEGIN_DECLS

/**
 * SemProofPart:
 * @x, @y, @width, @height: in pixels of the query, within it, not empty
 * @of_query: whether it is the query in which the part ends, as a tile of a collage does; otherwise
 *   the stored picture
 */
typedef struct
{
  guint x, y;
  guint width, height;
  gboolean of_query;
} SemProofPart;

/**
 * sem_proof_part_find:
 * @map: from the query's pixels to those of the stored picture, exact
 * @sign: 1, or -1 where the one picture is a negative of the other
 * @part: (out)
 *
 * Finds, in the area that both pictures cover by @map, the rectangle inside which blocks agree and
 * around which they do not. Each side of it that is not a side of that area has to be a straight
 * edge in one of the pictures that the other one lacks: this excludes the header of two letters on
 * one letterhead.
 *
 * Returns: %FALSE where there is no such part, or it is all that they share
 */
gboolean sem_proof_part_find (const SemProofGrey *query,
                              const SemProofGrey *stored,
                              const SemAffine *map,
                              int sign,
                              SemProofPart *part);

/* (transfer full): free with g_free(): the part of @query. */
SemProofGrey *sem_proof_part_cut (const SemProofPart *self,
                                  const SemProofGrey *query) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
