/* move.h - the user's own library in another folder
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/**
 * sem_store_move:
 * @folder: (type filename): absolute; is created where it is missing
 * @error: return location; %SEM_ERROR_BUSY where another program works on the library;
 *   %SEM_ERROR_FULL, _UNREADABLE or _FAILED where the new folder cannot be used;
 *   %G_IO_ERROR_CANCELLED
 *
 * Moves the library that sem_store_default_path() names, with the files beside it: its companions
 * and the file of decisions, but no libraries that were set aside as damaged. The files are copied
 * under other names, read again and compared, and renamed; the library is opened there for writing;
 * then the file that says where the library is, see SemStorePointer, is replaced; only then are the
 * old files removed. If the program or the computer stops in between, the library is complete in
 * one folder, which is the one that is used; files that are left over are removed by the next call,
 * or by sem_store_end_move(). On failure nothing is changed. The library must not be open in this
 * process.
 *
 * Returns: (transfer full) (type filename): the new path of the library
 */
char *sem_store_move (const char *folder,
                      const SemProgress *progress,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full) (type filename): the folder in which the library is until it is moved */
char *sem_store_dup_home (void) G_GNUC_WARN_UNUSED_RESULT;

/* Removes the files that an interrupted move has left in the old folder, if there are any. */
void sem_store_end_move (void);

G_END_DECLS
