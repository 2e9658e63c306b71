/* page-keys.h - the keys of a page that shows photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The keys that select all photos of the page's grid, and none, work wherever the focus is in it:
 * after a click on a button above the photos as well. For the page's class_init. */
void sem_page_keys_add (GtkWidgetClass *page_class);

G_END_DECLS
