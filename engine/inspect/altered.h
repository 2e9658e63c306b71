/* altered.h - measures how well altered photos find their originals
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
 * sem_inspect_altered:
 * @backbone: the network whose features the model encodes
 * @inspection: gets the arrays altered.photos, altered.ranks, altered.distances and
 *   altered.cosines, and the metrics of alterations and features
 *
 * Alters the first photos of the sample, and searches for each altered photo as a search for
 * similar photos does. Features of altered photos are stored, and used for all models of the same
 * network; a run that was stopped is resumed. Photos whose files do not exist, or have changed, are
 * left out; other photos that are as near as the original do not lower its rank. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_DECODER, G_IO_ERROR_CANCELLED, or an error of the store
 */
gboolean sem_inspect_altered (SemInspectSubject *subject,
                              SemBackbone *backbone,
                              SemInspection *inspection,
                              const SemProgress *progress,
                              GError **error);

G_END_DECLS
