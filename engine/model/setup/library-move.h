/* library-move.h - moves the user's library to another folder
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_LIBRARY_MOVE (sem_library_move_get_type ())

/**
 * SemLibraryMove:
 *
 * One move of the user's own library, see engine/store/move/move.h. The library has to be closed,
 * see sem_library_close(), and must not be opened meanwhile. For the main thread.
 */
G_DECLARE_FINAL_TYPE (SemLibraryMove, sem_library_move, SEM, LIBRARY_MOVE, GObject)

/* Whether @library is the user's own, and not one named on the command line. */
gboolean sem_library_move_is_possible (SemLibrary *library);
/**
 * sem_library_move_dup_home:
 *
 * Returns: (transfer full) (nullable): the default folder of the library; %NULL where it is there
 */
GFile *sem_library_move_dup_home (SemLibrary *library);
/* Removes the files that an interrupted move has left. To be called before a library is opened. */
void sem_library_move_end (void);

/* @folder: where the library is to be; it is made where it is missing. */
SemLibraryMove *sem_library_move_new (GFile *folder) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: the completed share, 0 to 1 */
double sem_library_move_get_progress (SemLibraryMove *self);
void sem_library_move_async (SemLibraryMove *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* @error: return location; a translated sentence, or %G_IO_ERROR_CANCELLED; the library is where it
 *   was then */
gboolean sem_library_move_finish (SemLibraryMove *self, GAsyncResult *result, GError **error);

G_END_DECLS
