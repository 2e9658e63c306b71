/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-toast"

#include "config.h"

#include "ui/toast.h"

AdwToast *
sem_toast_new (const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);
  AdwToast *toast = adw_toast_new (markup);
  GtkWidget *label = gtk_label_new (sentence);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  gtk_label_set_lines (GTK_LABEL (label), 6);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  adw_toast_set_custom_title (toast, label);
  return toast;
}

/* A dialog has no toasts of its own: they show in the window below it. */
void
sem_toast_show (GtkWidget *widget, const char *sentence)
{
  GtkRoot *root;
  GtkWindow *below = NULL;

  if (gtk_widget_activate_action (widget, "toast.show", "s", sentence))
    return;
  root = gtk_widget_get_root (widget);
  if (GTK_IS_WINDOW (root))
    below = gtk_window_get_transient_for (GTK_WINDOW (root));
  if (below != NULL)
    gtk_widget_activate_action (GTK_WIDGET (below), "toast.show", "s", sentence);
}
