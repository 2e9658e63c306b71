/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-help"

#include "config.h"

#include "ui/preferences/help.h"

#include "ui/pages/escape.h"

GtkWindow *
sem_help_new (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/semblance/Semblance/ui/help.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "help"));

  gtk_window_set_transient_for (window, parent);
  sem_escape_install (window, gtk_window_close);
  return window;
}
