/* toast.h - notifications in the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Returns: (transfer full): a toast with @sentence, plain text, which is wrapped where it is long.
 */
AdwToast *sem_toast_new (const char *sentence);

/* Returns: (transfer none): where a toast of @window can be seen: in the dialog that lies over it,
 * or else in itself. */
AdwToastOverlay *sem_toast_find_overlay (GtkWindow *window);

/* Shows @sentence now, instead of the previous one, or below it where that has not been shown long
 * enough to be read. Behind a toast with a button it waits for its turn. */
void sem_toast_say (AdwToastOverlay *overlay, const char *sentence);

/* Shows @toast (transfer full), which has a button; sentences without a button close soon then. */
void sem_toast_add (AdwToastOverlay *overlay, AdwToast *toast);

/* Shows @sentence in the window around @widget. */
void sem_toast_show (GtkWidget *widget, const char *sentence);

/* Shows @sentence with an "Undo" button, which activates @action of the window with the parameter
 * @id.
 */
void sem_toast_show_undo (GtkWidget *widget, const char *sentence, const char *action, gint64 id);

/* While @bar, the lowest part of a page, is visible, toasts are shown above it. The bar must stay
 * in the same window. */
void sem_toast_keep_above (GtkWidget *bar);

G_END_DECLS
