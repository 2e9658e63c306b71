/* trash.h - move files to the trash, and back
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * sem_trash_put_async:
 * @callback: (scope async): called in the main thread
 *
 * Moves @file to the user's trash. Finish with sem_trash_put_finish(), whose message is a
 * translated sentence.
 */
void sem_trash_put_async (GFile *file,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean sem_trash_put_finish (GFile *file, GAsyncResult *result, GError **error);

/**
 * SemTrashTable:
 *
 * The contents of the trash when the first file was restored with this table, so that restoring
 * many files reads them once. For one file at a time.
 */
typedef struct _SemTrashTable SemTrashTable;

SemTrashTable *sem_trash_table_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_trash_table_free (SemTrashTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemTrashTable, sem_trash_table_free)

/**
 * sem_trash_restore_async:
 * @file: where the file was
 * @table: (nullable): outlives the call; %NULL reads the trash for this file only
 * @callback: (scope async): called in the main thread
 *
 * Moves the file that was last put into the trash from @file back there, by the freedesktop.org
 * trash specification 1.0. A file that exists there now is never replaced. Finish with
 * sem_trash_restore_finish(), whose message is a translated sentence.
 */
void sem_trash_restore_async (GFile *file,
                              SemTrashTable *table,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean sem_trash_restore_finish (GFile *file, GAsyncResult *result, GError **error);

G_END_DECLS
