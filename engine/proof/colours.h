/* colours.h - changes of the colours of a picture
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/affine.h"
#include "engine/proof/picture/picture.h"

G_BEGIN_DECLS

/**
 * sem_proof_colours_differ:
 * @map: from the query's pixels to those of the stored picture
 *
 * Ignores changes of brightness, contrast and, within limits, saturation.
 *
 * Returns: whether the one picture is grey, or tinted, where the other is not
 */
gboolean sem_proof_colours_differ (const SemProofPicture *query,
                                   const SemProofPicture *stored,
                                   const SemAffine *map);

/**
 * sem_proof_curves_apply:
 * @from: the picture whose colours are changed
 * @to: the picture that has the new colours
 * @map: from the pixels of @from to those of @to
 *
 * For each channel, each level of @from is replaced by the mean of @to at the same places. So a
 * copy with other levels, such as a posterised picture or a negative, can be reproduced from its
 * original; since the change depends on levels only, it cannot reproduce another picture.
 *
 * Returns: (transfer full): the brightness of @from with the new colours
 */
SemProofGrey *sem_proof_curves_apply (const SemProofPicture *from,
                                      const SemProofPicture *to,
                                      const SemAffine *map) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
