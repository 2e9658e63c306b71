/* ranks.h - measures how well codes and searches find the nearest photos of the sample
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/inspect/inspection.h"
#include "engine/inspect/subject.h"

G_BEGIN_DECLS

/* R of SEM_INSPECT_REACH, as its place in sem_quality_depths. */
guint sem_inspect_get_depth (double n_photos);
/* Returns: R itself, for the library that was inspected */
guint sem_inspect_get_first_results (const SemInspection *inspection);
/* @name: "queries.reach" or "queries.ranked"
 * @curve: (out caller-allocates): shape (SEM_QUALITY_N_DEPTHS): means over the queries, the same
 * wherever they are shown
 * Returns: whether there are any */
gboolean sem_inspect_get_curve (const SemInspection *inspection, const char *name, double *curve);

/**
 * sem_inspect_ranks:
 * @inspection: has the arrays of sem_inspect_neighbours(), and gets near.distances,
 *   hamming.photos, ranked.photos, queries.reach, queries.ranked and queries.lift, and their
 * metrics
 *
 * Blocks.
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED, or an error of the store
 */
gboolean sem_inspect_ranks (SemInspectSubject *subject,
                            SemNearest *nearest,
                            SemInspection *inspection,
                            const SemProgress *progress,
                            GError **error);

G_END_DECLS
