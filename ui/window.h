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
 * The library page and the results page, one of which is shown. Photos and folders can be dropped
 * anywhere on the window.
 */
G_DECLARE_FINAL_TYPE (SemWindow, sem_window, SEM, WINDOW, AdwApplicationWindow)

SemWindow *sem_window_new (GtkApplication *application, SemLibrary *library);

/* @files: (element-type GFile): folders are added to the library, the first file is the query. */
void sem_window_take_files (SemWindow *self, GSList *files);

/* Shows @sentence, plain text, in a toast. */
void sem_window_show_toast (SemWindow *self, const char *sentence);

/* Returns: whether the results page is shown rather than the library page. */
gboolean sem_window_get_shows_results (SemWindow *self);

G_END_DECLS
