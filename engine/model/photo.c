/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/viewer/details-private.h"
#include "engine/model/photo-private.h"
#include "engine/store/scope.h"

struct _SemPhoto
{
  GObject parent_instance;

  gint64 id;
  SemThumbnailer *thumbnailer; /* (nullable): of a picture that is no photo of the library */
  GFile *file;
  gboolean chosen; /* the file, else it is the first of the photo's */
  GBytes *bytes;
  char *title;
  guint width;
  guint height;
};

G_DEFINE_FINAL_TYPE (SemPhoto, sem_photo, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_FILE,
  PROP_TITLE,
  PROP_WIDTH,
  PROP_HEIGHT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
sem_photo_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  SemPhoto *self = SEM_PHOTO (object);

  switch (prop_id)
    {
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_WIDTH:
      g_value_set_uint (value, self->width);
      break;
    case PROP_HEIGHT:
      g_value_set_uint (value, self->height);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sem_photo_finalize (GObject *object)
{
  SemPhoto *self = SEM_PHOTO (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->thumbnailer, sem_thumbnailer_unref);
  G_OBJECT_CLASS (sem_photo_parent_class)->finalize (object);
}

static void
sem_photo_class_init (SemPhotoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sem_photo_get_property;
  object_class->finalize = sem_photo_finalize;
  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_WIDTH] = g_param_spec_uint ("width", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_HEIGHT] = g_param_spec_uint ("height", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sem_photo_init (SemPhoto *self)
{
  self->title = g_strdup ("");
}

static void
set_file (SemPhoto *self, const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  g_clear_object (&self->file);
  self->file = g_file_new_for_path (path);
  g_free (self->title);
  self->title = g_filename_display_name (base);
}

SemPhoto *
sem_photo_new (gint64 id, SemThumbnailer *thumbnailer, const char *path)
{
  SemPhoto *self = g_object_new (SEM_TYPE_PHOTO, NULL);

  self->id = id;
  self->thumbnailer = sem_thumbnailer_ref (thumbnailer);
  self->chosen = path != NULL;
  if (path)
    set_file (self, path);
  return self;
}

SemPhoto *
sem_photo_new_outside (GFile *file, GBytes *bytes, const char *title)
{
  SemPhoto *self = g_object_new (SEM_TYPE_PHOTO, NULL);

  g_return_val_if_fail (file || bytes, self);

  self->file = file ? g_object_ref (file) : NULL;
  self->bytes = bytes && !file ? g_bytes_ref (bytes) : NULL;
  g_free (self->title);
  self->title = g_strdup (title);
  return self;
}

gboolean
sem_photo_get_is_outside (SemPhoto *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO (self), FALSE);
  return !self->thumbnailer;
}

GBytes *
sem_photo_get_bytes (SemPhoto *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO (self), NULL);
  return self->bytes;
}

gint64
sem_photo_get_id (SemPhoto *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO (self), 0);
  return self->id;
}

GFile *
sem_photo_get_file (SemPhoto *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO (self), NULL);
  return self->file;
}

const char *
sem_photo_get_title (SemPhoto *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO (self), NULL);
  return self->title;
}

guint
sem_photo_get_width (SemPhoto *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO (self), 0);
  return self->width;
}

guint
sem_photo_get_height (SemPhoto *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO (self), 0);
  return self->height;
}

/* Else the task fails. */
static gboolean
has_thumbnail (SemPhoto *self, GTask *task)
{
  if (self->thumbnailer)
    return TRUE;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no photo of the library");
  return FALSE;
}

void
sem_photo_load_thumbnail_async (SemPhoto *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (SEM_IS_PHOTO (self));
  g_task_set_source_tag (task, sem_photo_load_thumbnail_async);
  if (has_thumbnail (self, task))
    sem_thumbnailer_load (self->thumbnailer, self->id, 0, 1, task);
}

static void
take_details (SemPhoto *self, const SemThumbnail *thumbnail)
{
  if (self->width || !thumbnail->path)
    return;
  if (!self->file)
    set_file (self, thumbnail->path);
  self->width = thumbnail->width;
  self->height = thumbnail->height;
  for (guint i = PROP_FILE; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

/* @square: (out) (optional) */
static SemPixels *
finish (SemPhoto *self, GAsyncResult *result, GBytes **square, GError **error)
{
  SemThumbnail *thumbnail = g_task_propagate_pointer (G_TASK (result), error);
  SemPixels *pixels;

  if (!thumbnail)
    return NULL;
  take_details (self, thumbnail);
  pixels = g_steal_pointer (&thumbnail->pixels);
  if (square)
    *square = g_steal_pointer (&thumbnail->square);
  sem_thumbnail_free (thumbnail);
  if (!pixels)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no thumbnail");
  return pixels;
}

SemPixels *
sem_photo_load_thumbnail_finish (SemPhoto *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, NULL, error);
}

void
sem_photo_load_square_async (SemPhoto *self,
                             guint side,
                             guint scale,
                             gboolean sharp,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (SEM_IS_PHOTO (self));
  g_return_if_fail (side > 0);
  g_task_set_source_tag (task, sem_photo_load_square_async);
  if (!has_thumbnail (self, task))
    return;
  if (sharp)
    sem_thumbnailer_load_large (self->thumbnailer, self->id, side, scale, task);
  else
    sem_thumbnailer_load (self->thumbnailer, self->id, side, scale, task);
}

SemPixels *
sem_photo_load_square_finish (SemPhoto *self, GAsyncResult *result, GBytes **square, GError **error)
{
  *square = NULL;
  return finish (self, result, square, error);
}

static gpointer
read_details (SemStore *store, gint64 photo, GError **error)
{
  return sem_photo_details_read (store, photo, error);
}

static void
read_outside_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, sem_photo_details_read_outside (sem_photo_get_file (source)),
                         (GDestroyNotify) sem_photo_details_free);
}

void
sem_photo_load_details_async (SemPhoto *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (SEM_IS_PHOTO (self));
  g_task_set_source_tag (task, sem_photo_load_details_async);
  if (!self->thumbnailer)
    {
      g_task_run_in_thread (task, read_outside_worker);
      return;
    }
  sem_thumbnailer_run (self->thumbnailer, self->id, read_details,
                       (GDestroyNotify) sem_photo_details_free, task);
}

SemPhotoDetails *
sem_photo_load_details_finish (SemPhoto *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Changed files -------------------------------------------------------------------------------- */

/* Returns: (transfer full): the files that hold the photo, without those that are missing. */
static gpointer
read_files (SemStore *store, gint64 photo, GError **error)
{
  g_autoptr (GArray) files = sem_store_list_photo_files (store, photo, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; files && i < files->len; i++)
    {
      SemStorePhotoFile *file = &g_array_index (files, SemStorePhotoFile, i);

      if (!file->missing)
        g_ptr_array_add (paths, g_steal_pointer (&file->path));
    }
  return files ? g_steal_pointer (&paths) : NULL;
}

static void
files_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemPhoto *self = SEM_PHOTO (object);
  g_autoptr (GPtrArray) paths = g_task_propagate_pointer (G_TASK (result), NULL);
  const char *path = g_file_peek_path (self->file);

  if (!paths || paths->len == 0 || g_str_equal (path, paths->pdata[0])
      || (self->chosen && g_ptr_array_find_with_equal_func (paths, path, g_str_equal, NULL)))
    return;
  set_file (self, paths->pdata[0]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
sem_photo_look_again (SemPhoto *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SEM_IS_PHOTO (self));
  if (!self->thumbnailer || !self->file || !g_file_peek_path (self->file))
    return;
  task = g_task_new (self, NULL, files_cb, NULL);
  g_task_set_source_tag (task, sem_photo_look_again);
  sem_thumbnailer_run (self->thumbnailer, self->id, read_files, (GDestroyNotify) g_ptr_array_unref,
                       task);
}
