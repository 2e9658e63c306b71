/* alignment.h - the map that lays one picture over another
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/affine.h"
#include "engine/proof/matches.h"

G_BEGIN_DECLS

/**
 * SemProofAlignment:
 * @map: from the query's pixels to those of the stored picture
 * @n_inliers: matches that agree with it
 */
typedef struct
{
  SemAffine map;
  guint n_inliers;
} SemProofAlignment;

/**
 * sem_proof_alignment_find:
 * @query, @stored: whose points @matches names
 * @matches: (element-type SemProofMatch)
 * @tolerance: how far from its place a point may lie, in pixels of the stored picture
 *
 * Every match proposes the similarity that its two points' places, scales and angles make; the
 * proposals that most matches agree with are refined to affine maps by least squares, and the one
 * with the most inliers is taken. Nothing is drawn at random.
 *
 * Returns: %FALSE where fewer than 8 matches agree, or the map distorts more than a copy of a
 *   picture is
 */
gboolean sem_proof_alignment_find (const SemProofPoints *query,
                                   const SemProofPoints *stored,
                                   const GArray *matches,
                                   double tolerance,
                                   SemProofAlignment *alignment);

G_END_DECLS
