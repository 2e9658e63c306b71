/* colours.h - whether two pictures have the same colours
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/affine.h"
#include "engine/proof/picture.h"

G_BEGIN_DECLS

/**
 * sem_proof_colours_differ:
 * @map: from the query's pixels to those of the stored picture
 *
 * Brightness, contrast and, within limits, saturation do not count.
 *
 * Returns: whether the one picture is grey, or tinted, where the other is not
 */
gboolean sem_proof_colours_differ (const SemProofPicture *query,
                                   const SemProofPicture *stored,
                                   const SemAffine *map);

G_END_DECLS
