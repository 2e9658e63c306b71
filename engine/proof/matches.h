/* matches.h - which points of two pictures look the same
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/points.h"

G_BEGIN_DECLS

/**
 * SemProofPanels:
 *
 * The descriptors of a query, ready to be compared with those of many pictures. Immutable.
 */
typedef struct _SemProofPanels SemProofPanels;

/* (transfer full): keeps no reference to @points. */
SemProofPanels *sem_proof_panels_new (const SemProofPoints *points) G_GNUC_WARN_UNUSED_RESULT;
void sem_proof_panels_free (SemProofPanels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemProofPanels, sem_proof_panels_free)

/* Indices of two points that match. */
typedef struct
{
  guint query;
  guint stored;
} SemProofMatch;

/**
 * sem_proof_matches_find:
 * @panels: of the query
 * @query: the points that @panels was made of
 *
 * A point of @stored matches the nearest one of the query where the next nearest, elsewhere in the
 * picture, is at least 1/0.8 as far (Lowe), and where it is itself the nearest to that point.
 *
 * Returns: (transfer full) (element-type SemProofMatch): by the index in @stored
 */
GArray *sem_proof_matches_find (const SemProofPanels *panels,
                                const SemProofPoints *query,
                                const SemProofPoints *stored) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
