/* moved.h - files of an offline folder that are found again elsewhere
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemStoreMoved:
 *
 * A folder was renamed, or its disk is mounted elsewhere: its files are in the library twice, at
 * the old path, which is offline, and at the new one, which ends in the same way. A copy on a disk
 * that is not connected looks alike; but the new one came to the library after the old one, or is
 * the same inode.
 *
 * Knows the files of one photo that are there.
 */
typedef struct _SemStoreMoved SemStoreMoved;

/* Whether the file with the id @new came to the library in place of the one with the id @old. */
gboolean sem_store_is_in_place_of (gint64 new, gint64 new_inode, gint64 old, gint64 old_inode);

SemStoreMoved *sem_store_moved_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_store_moved_free (SemStoreMoved *self);
/* @path: (type filename): of a file that is there; absolute. It must stay until @self is freed
 * @id: of its row; positive */
void sem_store_moved_add (SemStoreMoved *self, const char *path, gint64 id, gint64 inode);
/* @below: (type filename): of a file, the part of the path below the offline folder, with the slash
 *   before it
 *
 * Returns: whether a file that was added is there in its place */
gboolean sem_store_moved_has (SemStoreMoved *self, const char *below, gint64 id, gint64 inode);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemStoreMoved, sem_store_moved_free)

G_END_DECLS
