/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-intake"

#include "config.h"

#include "ui/intake.h"

#include <glib/gi18n-lib.h>

#include "ui/file-errors.h"
#include "ui/pictures/texture.h"
#include "ui/words.h"

/* Each picture of a query takes a fraction of a second to look at. */
#define MAX_PICTURES 20

struct _SemIntake
{
  GObject parent_instance;

  GCancellable *cancellable;
  /* Files whose type is not known yet, in the order in which they were given. */
  GQueue waiting;
  GPtrArray *queries; /* of SemQuery: for the files that were looked at */
  guint n_files;      /* that were given together */
  guint n_ignored;    /* files that are not images, or are too many */
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
}

static void
emit_query (SemIntake *self, SemQuery *query, SemPhoto *photo)
{
  g_signal_emit (self, signals[QUERY], 0, query, photo);
}

static void
emit_failed (SemIntake *self, const char *sentence)
{
  g_signal_emit (self, signals[FAILED], 0, sentence);
}

/* Reports a failure, unless newer input has replaced the request. */
static void
emit_error (SemIntake *self, const GError *error, const char *sentence)
{
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_debug ("%s", error->message);
      emit_failed (self, sentence);
    }
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
      emit_error (self, error,
                  _("The picture is too large for this computer’s memory. Try a smaller one."));
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

/* Says which files were left out. */
static void
emit_ignored (SemIntake *self)
{
  guint n = self->n_ignored;
  g_autofree char *sentence = NULL;

  if (self->queries->len >= MAX_PICTURES)
    sentence = g_strdup_printf (_("At most %u photos can be searched for at once. The others were "
                                  "left out."),
                                MAX_PICTURES);
  else
    sentence =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u file is not a photo and was left out.",
                                    "%'u files are not photos and were left out.", n),
                       n);
  if (n > 0)
    emit_failed (self, sentence);
}

/* Once all files have been looked at. */
static void
end (SemIntake *self)
{
  g_autoptr (SemQuery) query = NULL;
  guint n = self->queries->len;

  emit_ignored (self);
  if (n > 1)
    query = sem_query_new_for_several (self->queries);
  else if (n == 1)
    query = g_object_ref (self->queries->pdata[0]);
  g_ptr_array_set_size (self->queries, 0);
  if (query)
    emit_query (self, query, NULL);
}

/* A single file is given to the decoder whatever it is, since that says best what is wrong. */
static gboolean
seems_image (GFileInfo *info)
{
  const char *type =
    g_file_info_get_attribute_string (info, G_FILE_ATTRIBUTE_STANDARD_FAST_CONTENT_TYPE);
  g_autofree char *mime = type != NULL ? g_content_type_get_mime_type (type) : NULL;

  return !mime || g_str_has_prefix (mime, "image/")
         || g_str_equal (mime, "application/octet-stream");
}

static void
take_file (SemIntake *self, GFile *file, GFileInfo *info)
{
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    g_signal_emit (self, signals[FOLDER], 0, file);
  else if (self->queries->len >= MAX_PICTURES || (self->n_files > 1 && !seems_image (info)))
    self->n_ignored++;
  else
    g_ptr_array_add (self->queries, sem_query_new_for_file (file));
}

static void
file_info_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemIntake) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (info)
    take_file (self, G_FILE (source), info);
  else
    {
      g_autofree char *sentence = sem_words_for_read_error (G_FILE (source), error);

      emit_failed (self, sentence);
    }
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
          g_file_query_info_async (file,
                                   G_FILE_ATTRIBUTE_STANDARD_TYPE
                                   "," G_FILE_ATTRIBUTE_STANDARD_FAST_CONTENT_TYPE,
                                   G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, self->cancellable,
                                   file_info_cb, g_object_ref (self));
          return;
        }
      emit_far (self, file);
    }
  end (self);
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
  self->n_files = self->waiting.length;
  look_at_next (self);
  return TRUE;
}

static const char *
clipboard_sentence (void)
{
  return _("The clipboard could not be read. Copy the picture again, or save it and drop the file "
           "here.");
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
    emit_error (self, error, clipboard_sentence ());
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
      emit_error (self, error, clipboard_sentence ());
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
      emit_error (self, error, clipboard_sentence ());
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
sem_intake_finalize (GObject *object)
{
  g_ptr_array_unref (SEM_INTAKE (object)->queries);

  G_OBJECT_CLASS (sem_intake_parent_class)->finalize (object);
}

static void
sem_intake_class_init (SemIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_intake_dispose;
  G_OBJECT_CLASS (klass)->finalize = sem_intake_finalize;

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
  self->queries = g_ptr_array_new_with_free_func (g_object_unref);
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
  self->n_files = self->waiting.length;
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
  g_ptr_array_set_size (self->queries, 0);
  self->n_files = self->n_ignored = 0;
}
