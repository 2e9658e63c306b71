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
 * What was in the trash when the first file was taken out of it with this table: to take out many
 * reads it once. For one file at a time.
 */
typedef struct _SemTrashTable SemTrashTable;

SemTrashTable *sem_trash_table_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_trash_table_free (SemTrashTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemTrashTable, sem_trash_table_free)

/**
 * sem_trash_restore_async:
 * @file: where the file was
 * @table: (nullable): outlives the call; %NULL looks at the trash for this file alone
 * @callback: (scope async): called in the main thread
 *
 * Moves what was last put into the trash from @file back to it, as the freedesktop.org trash
 * specification 1.0 has it. A file that is there by now is never replaced. Finish with
 * sem_trash_restore_finish(), whose message is a translated sentence.
 */
void sem_trash_restore_async (GFile *file,
                              SemTrashTable *table,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean sem_trash_restore_finish (GFile *file, GAsyncResult *result, GError **error);

G_END_DECLS
