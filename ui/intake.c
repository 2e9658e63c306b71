/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-intake"

#include "config.h"

#include "ui/intake.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/texture.h"

struct _SemIntake
{
  GObject parent_instance;

  GCancellable *cancellable;
  /* Files whose type is not known yet, in the order in which they were given. */
  GQueue waiting;
  gboolean has_query;
};

enum
{
  QUERY,
  FOLDER,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemIntake, sem_intake, G_TYPE_OBJECT)

static void
begin (SemIntake *self)
{
  sem_intake_cancel (self);
  self->cancellable = g_cancellable_new ();
  self->has_query = FALSE;
}

static void
emit_query (SemIntake *self, SemQuery *query, SemPhoto *photo)
{
  self->has_query = TRUE;
  g_signal_emit (self, signals[QUERY], 0, query, photo);
}

static void
emit_failed (SemIntake *self, const char *sentence)
{
  g_signal_emit (self, signals[FAILED], 0, sentence);
}

/* Reports a failure, unless newer input has replaced the request. */
static void
emit_error (SemIntake *self, const GError *error)
{
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    emit_failed (self, error->message);
}

static void
encoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemIntake) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = sem_texture_encode_finish (result, &error);
  g_autoptr (SemQuery) query = NULL;

  if (!bytes)
    {
      emit_error (self, error);
      return;
    }
  query = sem_query_new_for_bytes (bytes, _("Picture"));
  emit_query (self, query, NULL);
}

static void
take_texture (SemIntake *self, GdkTexture *texture)
{
  sem_texture_encode_async (texture, self->cancellable, encoded_cb, g_object_ref (self));
}

static void look_at_next (SemIntake *self);

static void
file_info_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemIntake) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (!info)
    emit_error (self, error);
  else if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    g_signal_emit (self, signals[FOLDER], 0, source);
  else if (!self->has_query)
    {
      g_autoptr (SemQuery) query = sem_query_new_for_file (G_FILE (source));

      emit_query (self, query, NULL);
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    look_at_next (self);
}

static void
emit_far (SemIntake *self, GFile *file)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *sentence =
    g_strdup_printf (_("“%s” is not on this computer. Save it first, or copy the picture itself "
                       "and paste it here."),
                     name);

  emit_failed (self, sentence);
}

static void
look_at_next (SemIntake *self)
{
  GFile *next;

  while ((next = g_queue_pop_head (&self->waiting)) != NULL)
    {
      g_autoptr (GFile) file = next;
      g_autofree char *path = g_file_get_path (file);

      if (path)
        {
          g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                                   G_PRIORITY_DEFAULT, self->cancellable, file_info_cb,
                                   g_object_ref (self));
          return;
        }
      emit_far (self, file);
    }
}

static GFile *
file_for_line (const char *line)
{
  g_autofree char *scheme = g_uri_parse_scheme (line);

  if (scheme)
    return g_file_new_for_uri (line);
  return g_path_is_absolute (line) ? g_file_new_for_path (line) : NULL;
}

/* Lines of paths or URIs: programs without support for file lists offer files as text. */
static gboolean
take_text (SemIntake *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit_set (text != NULL ? text : "", "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GFile) file = NULL;

      g_strstrip (lines[i]);
      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      file = file_for_line (lines[i]);
      if (!file)
        break;
      g_queue_push_tail (&self->waiting, g_steal_pointer (&file));
    }
  if (g_queue_is_empty (&self->waiting))
    {
      emit_failed (self, _("That is not a photo. Use an image file or a picture."));
      return FALSE;
    }
  look_at_next (self);
  return TRUE;
}

static void
clipboard_value_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemIntake) self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value)
    sem_intake_take_value (self, value);
  else
    emit_error (self, error);
}

static void
spliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemIntake) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SemQuery) query = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) < 0)
    {
      emit_error (self, error);
      return;
    }
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (source));
  query = sem_query_new_for_bytes (bytes, _("Pasted Picture"));
  emit_query (self, query, NULL);
}

static void
clipboard_stream_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemIntake) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) memory = NULL;
  g_autoptr (GInputStream) stream =
    gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);

  if (!stream)
    {
      emit_error (self, error);
      return;
    }
  memory = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (memory, stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE
                                  | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, self->cancellable, spliced_cb,
                                g_object_ref (self));
}

/* The encoded bytes are passed to the engine's decoder as they are: images of other programs must
 * not be decoded in this process.
 */
static gboolean
read_encoded (SemIntake *self, GdkClipboard *clipboard)
{
  static const char *mime_types[] = { "image/png", "image/jpeg", "image/webp", "image/tiff",
                                      "image/bmp", "image/gif",  NULL };
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  for (guint i = 0; mime_types[i] != NULL; i++)
    if (gdk_content_formats_contain_mime_type (formats, mime_types[i]))
      {
        gdk_clipboard_read_async (clipboard, mime_types, G_PRIORITY_DEFAULT, self->cancellable,
                                  clipboard_stream_cb, g_object_ref (self));
        return TRUE;
      }
  return FALSE;
}

static void
sem_intake_dispose (GObject *object)
{
  sem_intake_cancel (SEM_INTAKE (object));

  G_OBJECT_CLASS (sem_intake_parent_class)->dispose (object);
}

static void
sem_intake_class_init (SemIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_intake_dispose;

  signals[QUERY] = g_signal_new ("query", SEM_TYPE_INTAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, SEM_TYPE_QUERY, SEM_TYPE_PHOTO);
  signals[FOLDER] = g_signal_new ("folder", SEM_TYPE_INTAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_FILE);
  signals[FAILED] = g_signal_new ("failed", SEM_TYPE_INTAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sem_intake_init (SemIntake *self)
{
  g_queue_init (&self->waiting);
}

SemIntake *
sem_intake_new (void)
{
  return g_object_new (SEM_TYPE_INTAKE, NULL);
}

GdkContentFormats *
sem_intake_get_formats (gboolean picture_first)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  gdk_content_formats_builder_add_gtype (builder, SEM_TYPE_PHOTO);
  if (picture_first)
    gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_TEXTURE);
  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  if (!picture_first)
    gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_TEXTURE);
  gdk_content_formats_builder_add_gtype (builder, G_TYPE_STRING);
  return gdk_content_formats_builder_free_to_formats (builder);
}

gboolean
sem_intake_take_value (SemIntake *self, const GValue *value)
{
  g_return_val_if_fail (SEM_IS_INTAKE (self), FALSE);

  if (G_VALUE_HOLDS (value, SEM_TYPE_PHOTO))
    {
      SemPhoto *photo = g_value_get_object (value);
      g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);

      begin (self);
      emit_query (self, query, photo);
      return TRUE;
    }
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

      sem_intake_take_files (self, files);
      return files != NULL;
    }
  begin (self);
  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    {
      take_texture (self, g_value_get_object (value));
      return TRUE;
    }
  return G_VALUE_HOLDS_STRING (value) && take_text (self, g_value_get_string (value));
}

void
sem_intake_take_files (SemIntake *self, GSList *files)
{
  g_return_if_fail (SEM_IS_INTAKE (self));

  begin (self);
  for (GSList *item = files; item != NULL; item = item->next)
    g_queue_push_tail (&self->waiting, g_object_ref (item->data));
  look_at_next (self);
}

void
sem_intake_take_clipboard (SemIntake *self, GdkClipboard *clipboard)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  GType type = G_TYPE_INVALID;

  g_return_if_fail (SEM_IS_INTAKE (self));

  begin (self);
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    type = GDK_TYPE_FILE_LIST;
  else if (!gdk_clipboard_is_local (clipboard) && read_encoded (self, clipboard))
    return;
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    type = GDK_TYPE_TEXTURE;
  else if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    type = G_TYPE_STRING;

  if (type != G_TYPE_INVALID)
    gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT, self->cancellable,
                                    clipboard_value_cb, g_object_ref (self));
  else
    emit_failed (self, _("There is no photo on the clipboard. Copy a picture or an image file "
                         "first."));
}

void
sem_intake_cancel (SemIntake *self)
{
  g_return_if_fail (SEM_IS_INTAKE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_queue_clear_full (&self->waiting, g_object_unref);
}
