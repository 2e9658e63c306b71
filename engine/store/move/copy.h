/* copy.h - a file in another folder, byte for byte; for move.c only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/* Ends the name of a copy until it is kept. */
#define SEM_STORE_COPY_ENDING ".moving"

/**
 * SemStoreCopy:
 *
 * Copies one file, under a name of its own until it is whole. One thread.
 */
typedef struct _SemStoreCopy SemStoreCopy;

/* Opens the file @name, a path from the folder @from. */
SemStoreCopy *sem_store_copy_new (const char *from,
                                  const char *to,
                                  const char *name,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @copy: a SemStoreCopy. Closes the file, and removes what was not kept. */
void sem_store_copy_free (gpointer copy);
/* Returns: bytes of the file when it was opened */
guint64 sem_store_copy_get_size (const SemStoreCopy *self);
/* Copies, waits for the disk, reads both again and compares them.
 * @error: return location; %SEM_ERROR_FULL, %SEM_ERROR_UNREADABLE, %SEM_ERROR_DAMAGED where the
 * copy is another, and %G_IO_ERROR_CANCELLED */
gboolean sem_store_copy_run (SemStoreCopy *self, const SemProgress *progress, GError **error);
/* Gives the copy the file's name, which nothing may have there. */
gboolean sem_store_copy_keep (SemStoreCopy *self, GError **error);
/* Waits until the names in @folder are on the disk. */
gboolean sem_store_copy_sync_folder (const char *folder, GError **error);
/* Removes copies in @folder that were not kept, of files whose names @is_ours (nullable: all). */
void sem_store_copy_sweep (const char *folder, gboolean (*is_ours) (const char *name));

G_END_DECLS
