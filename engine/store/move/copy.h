/* copy.h - copies a file to another folder and verifies it; for move.c only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/* Suffix of the name of a copy until sem_store_copy_keep(). */
#define SEM_STORE_COPY_ENDING ".moving"

/**
 * SemStoreCopy:
 *
 * Copies one file, under a temporary name until the copy is verified. For one thread at a time.
 */
typedef struct _SemStoreCopy SemStoreCopy;

/* Opens a file to be copied. @from, @to: (type filename): folders; @name: (type filename): path of
 * the file relative to @from, and of its copy relative to @to. Returns: (transfer full): NULL with
 * SEM_ERROR_UNREADABLE or another error of the file */
SemStoreCopy *sem_store_copy_new (const char *from,
                                  const char *to,
                                  const char *name,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @copy: a SemStoreCopy. Closes the file, and removes the copy unless it was kept. */
void sem_store_copy_free (gpointer copy);
/* Returns: bytes of the file when it was opened */
guint64 sem_store_copy_get_size (const SemStoreCopy *self);
/* Copies the file, syncs the copy to disk, reads both again and compares them. Blocks.
 * @error: return location; %SEM_ERROR_FULL, %SEM_ERROR_UNREADABLE, %SEM_ERROR_DAMAGED where the
 *   copy differs, or %G_IO_ERROR_CANCELLED */
gboolean sem_store_copy_run (SemStoreCopy *self, const SemProgress *progress, GError **error);
/* Renames the copy to the file's name. No file of that name may exist there. */
gboolean sem_store_copy_keep (SemStoreCopy *self, GError **error);
/* Syncs the directory @folder to disk. */
gboolean sem_store_copy_sync_folder (const char *folder, GError **error);
/* Removes copies in @folder that were not kept. @is_ours: (nullable): whether a copy of a file of
 * that name is to be removed; %NULL removes all */
void sem_store_copy_sweep (const char *folder, gboolean (*is_ours) (const char *name));

G_END_DECLS
