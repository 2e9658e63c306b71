/* orphans.h - rows that belong to nothing, and photos that lack what they should have
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemStoreOrphan:
 * @SEM_ORPHAN_ROWS: rows of the library that refer to a row that does not exist
 * @SEM_ORPHAN_VISIBILITY: photos that are shown without a file, or hidden with one
 * @SEM_ORPHAN_COMPANIONS: features, sketches, thumbnails and vectors of no photo
 * @SEM_ORPHAN_UNDESCRIBED: photos whose feature is noted and missing
 * @SEM_ORPHAN_THUMBNAILS: photos with a file and without a thumbnail
 *
 * Kinds of rows whose counterpart may be missing.
 */
typedef enum
{
  SEM_ORPHAN_ROWS,
  SEM_ORPHAN_VISIBILITY,
  SEM_ORPHAN_COMPANIONS,
  SEM_ORPHAN_UNDESCRIBED,
  SEM_ORPHAN_THUMBNAILS,
  SEM_ORPHAN_N_KINDS
} SemStoreOrphan;

/* @counts: (out) (array fixed-size=SEM_ORPHAN_N_KINDS). Reads the indexes of all tables; not in a
 * transaction. Rows that sem_store_sweep() is still to remove do not count. */
gboolean sem_store_count_orphans (SemStore *self,
                                  guint *counts,
                                  const SemProgress *progress,
                                  GError **error);

/**
 * sem_store_mend_orphans:
 * @kind: what to mend
 *
 * Removes useless rows, which are computed again where they are needed, and marks the files that
 * have to be read again: the next indexing reads them. Hold the lock, see sem_store_lock(), and
 * call sem_store_sweep() before. Not in a transaction.
 */
gboolean sem_store_mend_orphans (SemStore *self, SemStoreOrphan kind, GError **error);

/* Makes searchers reload all codes, after they were replaced. Call in a transaction. */
gboolean sem_store_note_repair (SemStore *self, GError **error);
/* Makes the next indexing try all quarantined files again. Call in a transaction. */
gboolean sem_store_retry_failed (SemStore *self, GError **error);

G_END_DECLS
