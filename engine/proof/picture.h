/* picture.h - a picture as a proof looks at it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/matches.h"
#include "engine/proof/proof.h"

G_BEGIN_DECLS

/* @points, @panels: of each variant; a stored picture has the plain points alone. */
struct _SemProofPicture
{
  guint full_width;
  guint full_height;
  SemProofGrey *grey;
  GBytes *rgb;
  SemProofPoints *points[SEM_PROOF_N_VARIANTS];
  SemProofPanels *panels[SEM_PROOF_N_VARIANTS];
};

G_END_DECLS
