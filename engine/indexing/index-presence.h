/* index-presence.h - the folders of one run that are offline, and their mount points
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-context.h"
#include "engine/indexing/reading/media.h"
#include "engine/store/folders.h"

G_BEGIN_DECLS

/**
 * SemIndexPresence:
 *
 * Knows which folders are offline, so that their photos are kept. It belongs to the thread of the
 * run before and after the scan, and to the scanner during it; sem_index_presence_is_away() alone
 * may be called from any thread.
 */
typedef struct _SemIndexPresence SemIndexPresence;

/* Returns: (transfer full): @context must outlive it */
SemIndexPresence *sem_index_presence_new (const SemIndexContext *context) G_GNUC_WARN_UNUSED_RESULT;
void sem_index_presence_free (SemIndexPresence *self);

/* Before the scan: finds the folders that are offline, and reports them. FALSE with an error of the
 * store, or G_IO_ERROR_CANCELLED. */
gboolean sem_index_presence_check (SemIndexPresence *self, SemStore *store, GError **error);
/* Whether the folder was offline before the scan. @path: (type filename): a folder of the library
 * or below one. */
gboolean sem_index_presence_is_away (SemIndexPresence *self, const char *path);

/* Scanner: enters a folder below @folder, a folder's row; FALSE where it is offline. */
gboolean sem_index_presence_enter (SemIndexPresence *self, gint64 folder, const char *path);
/* Scanner: a file or folder could not be read, so that nothing in it may be marked missing. */
void sem_index_presence_add_unreadable (SemIndexPresence *self, const char *path);
/* Scanner: a folder of the library could not be listed completely; it counts as offline. */
void sem_index_presence_lose (SemIndexPresence *self, const char *path);
/* Scanner: st_dev of the innermost mount point with @path, which may not exist any more, or of the
 * folder of the library, at the start of the run; 0 where it could not be read. */
guint64 sem_index_presence_get_disk (SemIndexPresence *self, gint64 folder, const char *path);
/* After the scan: a medium has failed. The mount point or the folder of the library that lies on it
 * is offline then, which is reported unless it was before. Returns: (nullable): its path; %NULL
 * where only links lead to the medium */
const char *sem_index_presence_fail (SemIndexPresence *self, const SemMediaLoss *loss);
/* Scanner: whether the folder was the same during all of its scan; reports the mount points in it
 * that were not. */
gboolean sem_index_presence_is_still_there (SemIndexPresence *self, const SemStoreFolder *folder);
/* Scanner: whether a folder of the library does not exist and its photos are to be forgotten. */
gboolean sem_index_presence_is_gone (SemIndexPresence *self, const char *path);
/* Scanner: whether all known files of a folder lie in folders inside it that are offline. */
gboolean sem_index_presence_is_all_inside (SemIndexPresence *self, const char *path);

/* After the scan: (element-type filename) (transfer none): paths that could not be read. */
GPtrArray *sem_index_presence_get_unreadable (SemIndexPresence *self);
/* After the scan, in a transaction: stores the mount points in the folders of the run. */
gboolean sem_index_presence_store (SemIndexPresence *self,
                                   SemStore *store,
                                   const SemStoreFolder *folder,
                                   GError **error);

G_END_DECLS
