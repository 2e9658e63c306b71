/* escape.h - the Escape key of a window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Calls @escape when Escape is pressed in @window, but not in one of its menus, which it closes. A
 * toast does not get the key: closing it would carry out what it offers to undo. */
void sem_escape_install (GtkWindow *window, void (*escape) (GtkWindow *window));

G_END_DECLS
