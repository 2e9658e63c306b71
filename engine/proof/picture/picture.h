/* picture.h - the fields of a picture, for engine/proof only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/matches.h"
#include "engine/proof/proof.h"

G_BEGIN_DECLS

/* @points, @panels: by SemProofVariant; a stored picture has the points of the plain variant
 * only, and a query has no descriptors but those in the panels. */
struct _SemProofPicture
{
  gint n_refs; /* atomic */
  guint full_width;
  guint full_height;
  SemProofGrey *grey;
  GBytes *rgb;
  SemProofPoints *points[SEM_PROOF_N_VARIANTS];
  SemProofPanels *panels[SEM_PROOF_N_VARIANTS];
};

/* Returns: the bytes that it takes in memory, about */
gsize sem_proof_picture_get_size (const SemProofPicture *self);

G_END_DECLS
