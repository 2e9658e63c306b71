/* index-writer.h - store the results of a run
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-context.h"
#include "engine/indexing/index-job.h"
#include "engine/indexing/reading/media.h"

G_BEGIN_DECLS

/**
 * SemIndexWriter:
 *
 * Collects finished jobs and stores them in batches of one transaction each, with their codes by
 * the active model. Failures that a failing disk may have caused are held back until the end of the
 * run, and not stored where their medium is lost by then. For the thread of the run only.
 */
typedef struct _SemIndexWriter SemIndexWriter;

/* @store: (transfer none): open for writing
 * @n_photos: in the library at the start */
SemIndexWriter *sem_index_writer_new (const SemIndexContext *context,
                                      SemMedia *media,
                                      SemStore *store,
                                      guint n_photos) G_GNUC_WARN_UNUSED_RESULT;
void sem_index_writer_free (SemIndexWriter *self);

/* @job: (transfer full) */
void sem_index_writer_add (SemIndexWriter *self, SemIndexJob *job);
/* Whether the batch is full, or has waited long enough. */
gboolean sem_index_writer_is_due (SemIndexWriter *self);
/* Stores the batch, and reports the files in it that failed. FALSE with an error of the store. */
gboolean sem_index_writer_flush (SemIndexWriter *self, GError **error);
/* Stores the last batch, and the failures that were held back. FALSE with an error of the store. */
gboolean sem_index_writer_finish (SemIndexWriter *self, GError **error);
/* About how many photos the library has: counting half a million after each batch takes too long.
 */
guint sem_index_writer_get_n_photos (SemIndexWriter *self);

G_END_DECLS
