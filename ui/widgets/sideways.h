/* sideways.h - a strip that scrolls sideways on a page that scrolls up and down
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * sem_sideways_new:
 * @child: a widget that is wider than the page
 *
 * Returns: (transfer floating): a #GtkScrolledWindow with @child, over which the wheel scrolls the
 *   page
 */
GtkWidget *sem_sideways_new (GtkWidget *child);

G_END_DECLS
