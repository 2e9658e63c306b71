/* library-mover.h - a window while the library is moved
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @sentence: a translated sentence about the result */
typedef void (*SemLibraryMoverFunc) (const char *sentence, gpointer user_data);

/**
 * sem_library_mover_run:
 * @folder: the new folder of the library, which must be closed
 *
 * Moves the library in the background, with a window that shows the progress and can cancel the
 * move. Calls @func once, when the library can be opened again.
 *
 * Returns: (transfer none): the window, which is destroyed right before @func is called
 */
GtkWindow *sem_library_mover_run (GtkApplication *application,
                                  GFile *folder,
                                  SemLibraryMoverFunc func,
                                  gpointer user_data);

G_END_DECLS
