/* verdict.h - whether two pictures agree everywhere
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/affine.h"
#include "engine/proof/grey.h"

G_BEGIN_DECLS

/**
 * SemProofVerdict:
 * @map: from the query's pixels to those of the stored picture, refined
 * @proven: whether they agree
 * @full: whether they were laid over each other at their full size
 * @n_blocks: blocks with texture
 * @n_agreeing: of those, how many agree
 * @n_opposed: of those, how many have nothing in common
 * @n_windows: small windows with strong contrast
 * @n_contradicting: of those, how many show something else
 */
typedef struct
{
  SemAffine map;
  gboolean proven;
  gboolean full;
  guint n_blocks;
  guint n_agreeing;
  guint n_opposed;
  guint n_windows;
  guint n_contradicting;
} SemProofVerdict;

/**
 * sem_proof_judge:
 * @map: from the query's pixels to those of the stored picture, to a few pixels
 * @sign: 1, or -1 where the one picture is a negative of the other
 * @verdict: (out)
 *
 * Lays the pictures over each other, first small to refine @map and refute what differs much, then
 * at their full size.
 */
void sem_proof_judge (const SemProofGrey *query,
                      const SemProofGrey *stored,
                      const SemAffine *map,
                      int sign,
                      SemProofVerdict *verdict);

/**
 * sem_proof_refine:
 * @map: (inout): from the query's pixels to those of the stored picture, to a few pixels
 * @sign: as of sem_proof_judge()
 *
 * Makes a map as exact as one of a verdict at full size, from the blocks that agree.
 */
void
sem_proof_refine (const SemProofGrey *query, const SemProofGrey *stored, int sign, SemAffine *map);

G_END_DECLS
