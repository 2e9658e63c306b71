/* extent.h - how much of each other two pictures show
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/affine.h"
#include "engine/proof/grey.h"
#include "engine/proof/proof.h"

G_BEGIN_DECLS

/**
 * SemProofExtent:
 * @of_query: share of the query that the stored picture covers, 0 to 1; all of it where the rest
 *   has one colour
 * @of_stored: share of the stored picture that the query covers; likewise
 * @region: what is covered in the query
 * @part: what is covered in the stored picture
 */
typedef struct
{
  double of_query;
  double of_stored;
  SemProofArea region;
  SemProofArea part;
} SemProofExtent;

/* @map: from the query's pixels to those of the stored picture. */
void sem_proof_extent_measure (const SemProofGrey *query,
                               const SemProofGrey *stored,
                               const SemAffine *map,
                               SemProofExtent *extent);

G_END_DECLS
