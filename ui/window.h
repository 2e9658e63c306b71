/* window.h - the window of the program
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "engine/model/library.h"
#include "ui/pages/library-page.h"
#include "ui/pages/results-page.h"

G_BEGIN_DECLS

#define SEM_TYPE_WINDOW (sem_window_get_type ())

/**
 * SemWindow:
 *
 * The library and, in front of it, the results of a search. Photos and folders can be dropped
 * anywhere on it.
 */
G_DECLARE_FINAL_TYPE (SemWindow, sem_window, SEM, WINDOW, AdwApplicationWindow)

SemWindow *sem_window_new (GtkApplication *application, SemLibrary *library);

/* @files: (element-type GFile): folders are added to the library, a file is looked for. */
void sem_window_take_files (SemWindow *self, GSList *files);

/* Shows @sentence for some seconds. */
void sem_window_show_toast (SemWindow *self, const char *sentence);

/* Whether results are shown, rather than the library. */
gboolean sem_window_get_shows_results (SemWindow *self);

G_END_DECLS
