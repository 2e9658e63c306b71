/* index-scan.h - find the files of a run, and tell new ones from known ones
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-presence.h"
#include "engine/indexing/index-queue.h"
#include "engine/indexing/reading/media.h"

G_BEGIN_DECLS

/**
 * SemIndexScan:
 *
 * Belongs to the scanner's thread while that runs, and to the thread of the run before and after.
 */
typedef struct _SemIndexScan SemIndexScan;

/* @store: to count the files that the library knows. NULL with an error of the store, or
 * SEM_ERROR_FAILED where there is not enough memory for one byte for each of them. */
SemIndexScan *sem_index_scan_new (const SemIndexContext *context,
                                  SemIndexPresence *presence,
                                  SemMedia *media,
                                  SemIndexQueue *queue,
                                  SemStore *store,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_index_scan_free (SemIndexScan *self);

/* Scans the folders: known files are counted, others admitted to the queue, which is closed at the
 * end. */
void sem_index_scan_run (SemIndexScan *self);

/* After the scan: (transfer full) (nullable): the error of the store that ended it. */
GError *sem_index_scan_steal_error (SemIndexScan *self);
/* After the scan, and when all files were read: in one transaction, marks the files that the scan
 * did not find as missing, and stores which folders are offline, including those on lost media.
 * FALSE with an error of the store. */
gboolean sem_index_scan_store (SemIndexScan *self, SemStore *store, GError **error);

G_END_DECLS
