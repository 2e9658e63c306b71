/* mirror-changes.h - the changes of an archive since a mirror was updated, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/archive.h"
#include "engine/archive/mirror/mirror-file.h"

G_BEGIN_DECLS

/**
 * SemMirrorMoment:
 * @archive: identifies the archive: its server, when that was last restored from a backup, its
 *   database and its tables
 * @snapshot: the transactions that are visible, as PostgreSQL writes a snapshot
 */
typedef struct
{
  char *archive;
  char *snapshot;
} SemMirrorMoment;

void sem_mirror_moment_clear (SemMirrorMoment *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemMirrorMoment, sem_mirror_moment_clear)

/* Begins a transaction that sees the archive as it is now; end it with sem_link_do() or
 * sem_link_rollback(). Only of an archive that lists changes. @moment: (out): to be cleared. */
gboolean sem_mirror_changes_begin (const SemArchive *archive,
                                   SemMirrorMoment *moment,
                                   GCancellable *cancellable,
                                   GError **error);

/**
 * sem_mirror_changes_list:
 * @since: a snapshot of the same archive
 * @most: maximum number of changes
 * @rows: initialised: receives the photos that were added or removed since, as rows of changes
 * @listed: (out): whether these are all changes; FALSE where there are more, or the archive no
 *   longer lists them
 *
 * Returns: %FALSE with an error of the link
 */
gboolean sem_mirror_changes_list (const SemArchive *archive,
                                  const char *since,
                                  guint most,
                                  SemMirrorRows *rows,
                                  gboolean *listed,
                                  GCancellable *cancellable,
                                  GError **error);

/* Whether @n photos are all that have a code: one that got it later than its row is not listed as a
 * change. Cheap where every photo has one. @all: (out). Returns: FALSE with an error of the link.
 */
gboolean sem_mirror_changes_are_all (const SemArchive *archive,
                                     guint64 n,
                                     gboolean *all,
                                     GCancellable *cancellable,
                                     GError **error);

/* Copies the codes of all photos. @most: maximum number of rows. Returns: FALSE with
 * SEM_ERROR_TOO_LARGE where there are more, or an error of the link. */
gboolean sem_mirror_changes_copy (const SemArchive *archive,
                                  guint64 most,
                                  SemMirrorRows *rows,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
