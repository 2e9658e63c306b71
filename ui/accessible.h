/* accessible.h - what a screen reader calls the widgets
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on widgets get a name when they are shown, also those inside widgets of GTK and
 * libadwaita: GTK 4.8 calls a button by its icon's class or by its label twice, and everything
 * without a label by its class. Called once. */
void sem_accessible_init (void);

/* Calls @widget by @label, whatever it shows. Widgets that say by themselves what they are need no
 * call; the labels in templates are for widgets other than buttons. */
void sem_accessible_set_label (GtkWidget *widget, const char *label);

G_END_DECLS
