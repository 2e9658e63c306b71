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

G_END_DECLS
