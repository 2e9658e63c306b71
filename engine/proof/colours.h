/* colours.h - what was done to the colours of a picture
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

/**
 * sem_proof_curves_apply:
 * @from: whose colours are changed
 * @to: whose colours are wanted
 * @map: from the pixels of @from to those of @to
 *
 * For each channel, each level of @from becomes the mean of what lies in the same places of @to: a
 * copy with other levels, such as a posterised one or a negative, is made again from its original.
 * That can only copy what is done to levels, not what is shown.
 *
 * Returns: (transfer full): the brightness of @from with the new colours
 */
SemProofGrey *sem_proof_curves_apply (const SemProofPicture *from,
                                      const SemProofPicture *to,
                                      const SemAffine *map) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
