/* toast.h - a sentence at the foot of the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Returns: (transfer full): a toast whose @sentence may be long: it wraps. Plain text. */
AdwToast *sem_toast_new (const char *sentence);

/* Shows @sentence in the window around @widget. */
void sem_toast_show (GtkWidget *widget, const char *sentence);

/* Likewise, with a button that undoes what was done: it activates @action of the window with
 * @id. */
void sem_toast_show_undo (GtkWidget *widget, const char *sentence, const char *action, gint64 id);

G_END_DECLS
