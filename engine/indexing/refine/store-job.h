/* store-job.h - store the data of a decoded file
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-job.h"

G_BEGIN_DECLS

/**
 * sem_store_job_photo:
 * @job: of a file that was decoded; its photo is set
 * @store: open for writing, in a transaction
 * @backbone: id of the backbone of the feature
 *
 * Inserts or replaces the photo with everything that was computed from its pixels, and marks it
 * where it is quick.
 *
 * Returns: FALSE with an error of the store
 */
gboolean
sem_store_job_photo (SemIndexJob *job, SemStore *store, const char *backbone, GError **error);

G_END_DECLS
