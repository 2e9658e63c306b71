/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-photo-actions"

#include "config.h"

#include "ui/photo-actions.h"

#include <glib/gi18n-lib.h>

#include "ui/file-errors.h"
#include "ui/toast.h"

/* A file and the widget that asks to show it. */
typedef struct
{
  GFile *file;
  GtkWidget *widget;
} Place;

static void
place_free (Place *place)
{
  g_object_unref (place->file);
  g_object_unref (place->widget);
  g_free (place);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_free)

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Place) place = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    {
      g_autofree char *sentence = sem_words_for_open_error (place->file, error);

      sem_toast_show (place->widget, sentence);
    }
}

static Place *
place_new (GFile *file, GtkWidget *widget)
{
  Place *place = g_new (Place, 1);

  place->file = g_object_ref (file);
  place->widget = g_object_ref (widget);
  return place;
}

static void
launch (GFile *file, GtkWidget *widget)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GdkAppLaunchContext) context =
    gdk_display_get_app_launch_context (gtk_widget_get_display (widget));

  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb,
                                           place_new (file, widget));
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Place) place = user_data;
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GFile) folder = g_file_get_parent (place->file);

  if (!reply && folder)
    launch (folder, place->widget);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Place) place = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  g_autofree char *uri = g_file_get_uri (place->file);
  const char *uris[] = { uri, NULL };

  if (!bus)
    {
      g_autoptr (GFile) folder = g_file_get_parent (place->file);

      if (folder)
        launch (folder, place->widget);
      return;
    }
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems",
                          g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, shown_cb, g_steal_pointer (&place));
}

void
sem_file_open (GFile *file, GtkWidget *widget)
{
  g_return_if_fail (G_IS_FILE (file));

  launch (file, widget);
}

void
sem_file_show_in_folder (GFile *file, GtkWidget *widget)
{
  g_return_if_fail (G_IS_FILE (file));

  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, place_new (file, widget));
}

GdkContentProvider *
sem_files_make_content (GSList *files, GdkTexture *texture)
{
  GdkContentProvider *parts[2];
  gsize n = 0;
  GdkFileList *list = gdk_file_list_new_from_list (files);

  parts[n++] = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, list);
  g_boxed_free (GDK_TYPE_FILE_LIST, list);
  if (texture)
    parts[n++] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
  return gdk_content_provider_new_union (parts, n);
}

void
sem_files_copy (GSList *files, GdkTexture *texture, GtkWidget *widget)
{
  g_autoptr (GdkContentProvider) content = NULL;

  g_return_if_fail (files != NULL);

  content = sem_files_make_content (files, texture);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), content);
}

void
sem_file_copy (GFile *file, GdkTexture *texture, GtkWidget *widget)
{
  g_autoptr (GSList) files = g_slist_append (NULL, file);

  g_return_if_fail (G_IS_FILE (file));

  sem_files_copy (files, texture, widget);
}

GdkContentProvider *
sem_photo_make_content (SemPhoto *photo, GdkTexture *texture)
{
  GdkContentProvider *parts[2];
  gsize n = 0;
  GFile *file = sem_photo_get_file (photo);

  parts[n++] = gdk_content_provider_new_typed (SEM_TYPE_PHOTO, photo);
  if (file)
    {
      g_autoptr (GSList) files = g_slist_append (NULL, file);

      parts[n++] = sem_files_make_content (files, texture);
    }
  return gdk_content_provider_new_union (parts, n);
}
