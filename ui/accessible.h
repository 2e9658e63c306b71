/* accessible.h - accessible names of widgets
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives widgets an accessible name when they are shown, also those inside widgets of GTK and
 * libadwaita: GTK 4.8 names a button by its icon's class or by its label twice, and everything
 * without a label by its class. To be called once. */
void sem_accessible_init (void);

/* Sets the accessible name of @widget to @label, whatever it shows. Not needed for widgets that
 * have a text; labels in templates are for widgets other than buttons. */
void sem_accessible_set_label (GtkWidget *widget, const char *label);

G_END_DECLS
