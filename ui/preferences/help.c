/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-help"

#include "config.h"

#include "ui/preferences/help.h"

#include "ui/pages/escape.h"

/* What a window draws itself where no compositor gives it a shadow, on both sides. */
#define BORDERS 12

/* So that it shows whole: a scrolled window asks for the height that its child has when it is as
 * wide as it likes to be. */
static void
fit_height (GtkWindow *window, GtkWidget *header, GtkWidget *page)
{
  int width, height, header_height, page_height;

  gtk_window_get_default_size (window, &width, &height);
  gtk_widget_measure (header, GTK_ORIENTATION_VERTICAL, width, NULL, &header_height, NULL, NULL);
  gtk_widget_measure (page, GTK_ORIENTATION_VERTICAL, width - BORDERS, NULL, &page_height, NULL,
                      NULL);
  gtk_window_set_default_size (window, width, header_height + page_height + BORDERS);
}

GtkWindow *
sem_help_new (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/semblance/Semblance/ui/help.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "help"));

  gtk_window_set_transient_for (window, parent);
  fit_height (window, GTK_WIDGET (gtk_builder_get_object (builder, "header")),
              GTK_WIDGET (gtk_builder_get_object (builder, "clamp")));
  sem_escape_install (window, gtk_window_close);
  return window;
}
