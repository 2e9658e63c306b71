/* sample.h - draws photos of an archive to train on, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/archive.h"
#include "engine/base/progress.h"

G_BEGIN_DECLS

/**
 * sem_sample_read:
 * @seed: of the sample
 * @most: photos, at least 1
 * @n: (out): photos that were read
 * @n_photos: (out): photos in the archive
 *
 * Draws photos by TABLESAMPLE, and fetches their features. The same table and seed give the same
 * photos; where the archive has no more than @most, they are all of it. A photo whose feature is
 * malformed is left out.
 *
 * Returns: (transfer full): shape (@n, SEM_BACKBONE_DIM), in the order of the content hashes; %NULL
 *   with an error of the link
 */
float *sem_sample_read (const SemArchive *archive,
                        guint64 seed,
                        guint most,
                        guint *n,
                        gint64 *n_photos,
                        const SemProgress *progress,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
