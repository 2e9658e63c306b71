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
 * @error: return location; %SEM_ERROR_BUSY: another program works on the library; %SEM_ERROR_FULL,
 *   _UNREADABLE, _FAILED: of the new place, or what is wrong with it; %G_IO_ERROR_CANCELLED
 *
 * Moves the library that sem_store_default_path() names, with what lies beside it: its companions
 * and what a person decided, but no libraries that were set aside as damaged. The files are copied
 * under other names, read again and compared, and renamed; the library is opened there to be
 * written; then the program is told of the new place by replacing one file, see SemStorePointer;
 * only then are the old files removed. Ends the program or the computer in between, the library is
 * whole in one place, which is the one that is used; files that were left are removed by the next
 * call, or by sem_store_end_move(). Nothing is changed where it fails. The library must not be open
 * in this process.
 *
 * Returns: (transfer full) (type filename): the new path of the library
 */
char *sem_store_move (const char *folder,
                      const SemProgress *progress,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full) (type filename): the folder in which the library is until it is moved */
char *sem_store_dup_home (void) G_GNUC_WARN_UNUSED_RESULT;

/* Removes what a move that was interrupted has left at the old place; nothing in most cases. */
void sem_store_end_move (void);

G_END_DECLS
