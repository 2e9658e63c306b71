/* drag-source.c - another program: a file can be dragged from it, and its picture pasted
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gtk/gtk.h>

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, GFile *file)
{
  g_autoptr (GSList) list = g_slist_append (NULL, file);
  GdkFileList *files = gdk_file_list_new_from_list (list);
  GdkContentProvider *content = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);

  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  return content;
}

/* Says how it went, for the test to read when something goes wrong. */
static void
begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  g_print ("begin\n");
}

static gboolean
cancel_cb (GtkDragSource *source, GdkDrag *drag, GdkDragCancelReason reason, gpointer user_data)
{
  g_print ("cancel %d\n", reason);
  return FALSE;
}

static void
end_cb (GtkDragSource *source, GdkDrag *drag, gboolean delete_data, gpointer user_data)
{
  g_print ("end\n");
}

static void
activate_cb (GtkApplication *application, GFile *file)
{
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *label = gtk_label_new ("Drag me");
  GtkDragSource *source = gtk_drag_source_new ();
  g_autoptr (GdkTexture) texture = NULL;

  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_vexpand (label, TRUE);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), file);
  g_signal_connect (source, "drag-begin", G_CALLBACK (begin_cb), NULL);
  g_signal_connect (source, "drag-cancel", G_CALLBACK (cancel_cb), NULL);
  g_signal_connect (source, "drag-end", G_CALLBACK (end_cb), NULL);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));

  texture = gdk_texture_new_from_file (file, NULL);
  if (texture)
    gdk_clipboard_set_texture (gtk_widget_get_clipboard (window), texture);

  gtk_window_set_title (GTK_WINDOW (window), "drag-source");
  gtk_window_set_default_size (GTK_WINDOW (window), 180, 120);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkApplication) application = gtk_application_new (NULL, G_APPLICATION_DEFAULT_FLAGS);
  g_autoptr (GFile) file = NULL;

  if (argc != 2)
    {
      g_printerr ("Usage: drag-source FILE\n");
      return 2;
    }
  file = g_file_new_for_commandline_arg (argv[1]);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), file);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
