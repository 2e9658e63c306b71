/* orientations.h - pictures that cover each other whole, in one of eight orientations
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/affine.h"
#include "engine/proof/grey.h"

G_BEGIN_DECLS

#define SEM_PROOF_ORIENTATIONS 8

/**
 * sem_proof_upright_maps:
 * @maps: (out caller-allocates): %SEM_PROOF_ORIENTATIONS at most, the likeliest first
 * @signs: (out caller-allocates): -1 for the negative
 *
 * Ways to lay the whole of the one picture over the whole of the other that are worth a closer
 * look, for pictures whose points do not match: too small ones, or pages of a few letters.
 *
 * Returns: how many
 */
guint sem_proof_upright_maps (const SemProofGrey *query,
                              const SemProofGrey *stored,
                              SemAffine *maps,
                              int *signs);

G_END_DECLS
