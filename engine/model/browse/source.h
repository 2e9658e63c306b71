/* source.h - items, facts and walk of a library's photos; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/browse/facts.h"
#include "engine/model/library.h"

G_BEGIN_DECLS

/* @path: (nullable) (transfer full) (type filename): which of the photo's files it shows
 * Returns: (transfer full): the photo's item. Without a path there is one at most at any time. */
SemPhoto *sem_library_dup_photo_at (SemLibrary *self, gint64 id, char *path);

/**
 * sem_library_load_facts_async:
 * @cancellable: (nullable): ends the load
 * @callback: (scope async): called in the main thread
 *
 * Reads the facts of all files on one of the library's threads.
 */
void sem_library_load_facts_async (SemLibrary *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* Returns: (transfer full): the facts, or %NULL with @error set. */
SemFacts *sem_library_load_facts_finish (SemLibrary *self, GAsyncResult *result, GError **error);

/**
 * sem_library_load_walk_async:
 * @cancellable: (nullable): ends the load
 * @callback: (scope async): called in the main thread
 *
 * Orders all photos that have codes such that neighbours look alike, on one of the library's
 * threads.
 */
void sem_library_load_walk_async (SemLibrary *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/**
 * sem_library_load_walk_finish:
 *
 * Returns: (transfer full) (element-type guint32): ids of photos, or %NULL with @error set
 */
GArray *sem_library_load_walk_finish (SemLibrary *self, GAsyncResult *result, GError **error);

G_END_DECLS
