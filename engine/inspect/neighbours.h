/* neighbours.h - the nearest photos of the sample by their features
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/inspect/inspection.h"
#include "engine/inspect/subject.h"

G_BEGIN_DECLS

/**
 * sem_inspect_neighbours:
 * @known: the stored arrays of this model, which may be of a run that was stopped, or of fewer
 *   photos
 * @inspection: gets the arrays near.photos, near.cosines and near.last
 * @nearest: (out) (transfer full): the nearest photos, for cosines; queries are numbered as in
 *   @subject
 *
 * Compares each query with the photos that it was not compared with yet, in the order of their ids,
 * and stores the results every few seconds. Where photos have left the library since, everything is
 * compared again. Blocks.
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED, after storing, or an error of the store
 */
gboolean sem_inspect_neighbours (SemInspectSubject *subject,
                                 const SemInspection *known,
                                 SemInspection *inspection,
                                 SemNearest **nearest,
                                 const SemProgress *progress,
                                 GError **error);

/* Stores arrays in a transaction. @names: (array zero-terminated=1) */
gboolean sem_inspect_store (SemStore *store,
                            gint64 model,
                            const SemInspection *inspection,
                            const char *const *names,
                            GError **error);

G_END_DECLS
