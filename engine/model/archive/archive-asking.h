/* archive-asking.h - the window's search of an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/archive/archive-item.h"
#include "engine/model/asking/query.h"
#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_ARCHIVE_ASKING (sem_archive_asking_get_type ())

/**
 * SemArchiveAsking:
 *
 * Searches an archive, a PostgreSQL database that libraries publish into, on the engine's threads.
 * For the main thread; every function returns at once.
 *
 * Signal "changed": a search has started or ended, or results, pictures or the problem have
 * changed.
 */
G_DECLARE_FINAL_TYPE (SemArchiveAsking, sem_archive_asking, SEM, ARCHIVE_ASKING, GObject)

/* Whether the program was built with libpq, which archives need. */
gboolean sem_archive_asking_is_supported (void);
/* Whether @uri is the address of an archive, and can be stored: it has no password. FALSE with a
 * translated sentence in @error. Connects to nothing. */
gboolean sem_archive_asking_check (const char *uri, GError **error);

SemArchiveAsking *sem_archive_asking_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_archive_asking_ask:
 * @uri: of sem_archive_asking_check()
 *
 * Searches the whole archive for photos that are similar to those of @query; its scope, and whether
 * it is for copies, are ignored. Replaces an earlier search and its results.
 */
void sem_archive_asking_ask (SemArchiveAsking *self, const char *uri, SemQuery *query);
/* Stops the search; the hits found so far stay. */
void sem_archive_asking_cancel (SemArchiveAsking *self);
/* Fetches the thumbnails of the first @n hits that have none yet, a few dozen at a time. */
void sem_archive_asking_fetch_pictures (SemArchiveAsking *self, guint n);

/* Whether a search is running. */
gboolean sem_archive_asking_get_running (SemArchiveAsking *self);
/* Returns: (transfer none) (nullable): why there is no answer, a translated sentence */
const char *sem_archive_asking_get_problem (SemArchiveAsking *self);
/* Whether there is an answer. */
gboolean sem_archive_asking_get_known (SemArchiveAsking *self);
/**
 * sem_archive_asking_get_hits:
 *
 * Returns: (transfer none): a list of #SemArchiveItem, the best first
 */
GListModel *sem_archive_asking_get_hits (SemArchiveAsking *self);
/* How many of them, from the first, are more alike than unrelated photos can be. */
guint sem_archive_asking_get_n_above (SemArchiveAsking *self);
/* Whether there may be more of these beyond the maximum number of hits. */
gboolean sem_archive_asking_get_may_be_more (SemArchiveAsking *self);
/* @n_servers: (out): how many servers have the archive's photos. Returns: number of servers that
 * have not answered, so that their photos are missing */
guint sem_archive_asking_get_n_missing (SemArchiveAsking *self, guint *n_servers);
/* Length of the archive's codes, in bits; 0 until there is an answer. */
guint sem_archive_asking_get_n_bits (SemArchiveAsking *self);
/* Duration of the search in milliseconds. */
guint sem_archive_asking_get_milliseconds (SemArchiveAsking *self);

G_END_DECLS
