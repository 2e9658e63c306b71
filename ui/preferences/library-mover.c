/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library-mover"

#include "config.h"

#include "ui/preferences/library-mover.h"

#include <glib/gi18n-lib.h>

#include "engine/model/setup/library-move.h"
#include "ui/accessible.h"

#define LOOK_EVERY 100 /* milliseconds */

typedef struct
{
  GtkApplication *application;
  GFile *folder;
  SemLibraryMove *move;
  GCancellable *cancellable;
  GtkWindow *window;
  GtkProgressBar *bar;
  guint tick;
  SemLibraryMoverFunc func;
  gpointer user_data;
} Mover;

static gboolean
tick_cb (gpointer user_data)
{
  Mover *mover = user_data;

  gtk_progress_bar_set_fraction (mover->bar, sem_library_move_get_progress (mover->move));
  return G_SOURCE_CONTINUE;
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Mover *mover = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_parse_name (mover->folder);
  g_autofree char *sentence = NULL;

  if (sem_library_move_finish (mover->move, result, &error))
    sentence = g_strdup_printf (_("The library is in “%s” now"), name);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sentence = g_strdup (_("The library stays where it was"));
  else
    sentence = g_strdup (error->message);
  g_source_remove (mover->tick);
  gtk_window_destroy (mover->window);
  mover->func (sentence, mover->user_data);
  g_application_release (G_APPLICATION (mover->application));
  g_object_unref (mover->application);
  g_object_unref (mover->folder);
  g_object_unref (mover->move);
  g_object_unref (mover->cancellable);
  g_free (mover);
}

/* It ends a moment later, and closes the window then. */
static gboolean
close_cb (GtkWindow *window, Mover *mover)
{
  g_cancellable_cancel (mover->cancellable);
  return TRUE;
}

static void
make_window (Mover *mover)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (_("Moving the Library"));
  GtkWidget *bar = gtk_progress_bar_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Cancel"));

  gtk_widget_add_css_class (label, "title-2");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  sem_accessible_set_label (bar, _("Moving the Library"));
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_object_set (box, "margin-start", 24, "margin-end", 24, "margin-top", 24, "margin-bottom", 24,
                NULL);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), button);
  mover->window = g_object_new (ADW_TYPE_WINDOW, "application", mover->application, "title",
                                _("Moving the Library"), "default-width", 340, "resizable", FALSE,
                                "content", box, NULL);
  mover->bar = GTK_PROGRESS_BAR (bar);
  g_signal_connect (mover->window, "close-request", G_CALLBACK (close_cb), mover);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (gtk_window_close), mover->window);
}

GtkWindow *
sem_library_mover_run (GtkApplication *application,
                       GFile *folder,
                       SemLibraryMoverFunc func,
                       gpointer user_data)
{
  Mover *mover = g_new0 (Mover, 1);

  mover->application = g_object_ref (application);
  mover->folder = g_object_ref (folder);
  mover->move = sem_library_move_new (folder);
  mover->cancellable = g_cancellable_new ();
  mover->func = func;
  mover->user_data = user_data;
  g_application_hold (G_APPLICATION (application));
  make_window (mover);
  mover->tick = g_timeout_add (LOOK_EVERY, tick_cb, mover);
  sem_library_move_async (mover->move, mover->cancellable, moved_cb, mover);
  gtk_window_present (mover->window);
  return mover->window;
}
