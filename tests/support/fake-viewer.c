/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/viewer/details.h"
#include "engine/model/viewer/pictures.h"
#include "engine/model/viewer/trash.h"
#include "tests/support/fake-private.h"

#include <math.h>

/* Photos of the fake library are this large. */
#define WIDTH 4000
#define HEIGHT 3000

struct _SemPictures
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (SemPictures, sem_pictures, G_TYPE_OBJECT)

static GString *loads;
static gboolean fails;
static GString *moves;

static void
sem_pictures_class_init (SemPicturesClass *klass)
{
}

static void
sem_pictures_init (SemPictures *self)
{
}

SemPictures *
sem_pictures_new (void)
{
  return g_object_new (SEM_TYPE_PICTURES, NULL);
}

static void
note (GString **list, const char *text)
{
  if (!*list)
    *list = g_string_new (NULL);
  g_string_append_printf (*list, "%s%s", (*list)->len ? " " : "", text);
}

static char *
steal (GString **list)
{
  GString *all = *list ? *list : g_string_new (NULL);

  *list = NULL;
  return g_string_free (all, FALSE);
}

/* The part of the photo: a chequered board of 500 px in the hue of its number. */
static SemPixels *
draw (const SemPictureWish *wish)
{
  const double width = wish->width > 0 ? wish->width * WIDTH : WIDTH;
  const double height = wish->height > 0 ? wish->height * HEIGHT : HEIGHT;
  const double scale = MIN (1, wish->side / MAX (width, height));
  SemPixels *pixels = g_new0 (SemPixels, 1);
  guint8 *data;

  pixels->width = (guint) MAX (1, width * scale);
  pixels->height = (guint) MAX (1, height * scale);
  pixels->stride = (gsize) pixels->width * 3;
  data = g_malloc (pixels->stride * pixels->height);
  for (guint y = 0; y < pixels->height; y++)
    for (guint x = 0; x < pixels->width; x++)
      {
        const guint column = (guint) ((wish->x * WIDTH + x / scale) / 500);
        const guint row = (guint) ((wish->y * HEIGHT + y / scale) / 500);
        guint8 *pixel = data + y * pixels->stride + (gsize) x * 3;

        pixel[0] = (column + row) % 2 ? 230 : 40;
        pixel[1] = (guint8) (column * 30);
        pixel[2] = (guint8) (row * 40);
      }
  pixels->bytes = g_bytes_new_take (data, pixels->stride * pixels->height);
  return pixels;
}

static void
wish_free (gpointer data)
{
  SemPictureWish *wish = data;

  g_clear_object (&wish->file);
  g_clear_pointer (&wish->bytes, g_bytes_unref);
  g_free (wish);
}

static gboolean
load_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const SemPictureWish *wish = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (fails)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "“photo.jpg” is <damaged>.");
  else
    g_task_return_pointer (task, draw (wish), (GDestroyNotify) sem_pixels_free);
  return G_SOURCE_REMOVE;
}

void
sem_pictures_load_async (SemPictures *self,
                         const SemPictureWish *wish,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SemPictureWish *copy = g_memdup2 (wish, sizeof *wish);
  g_autofree char *base = wish->file ? g_file_get_basename (wish->file) : g_strdup ("bytes");
  g_autofree char *text = g_strconcat (wish->width > 0 ? "part:"
                                       : wish->ahead   ? "ahead:"
                                                       : "now:",
                                       base, NULL);

  note (&loads, text);
  copy->file = wish->file ? g_object_ref (wish->file) : NULL;
  copy->bytes = wish->bytes ? g_bytes_ref (wish->bytes) : NULL;
  g_task_set_task_data (task, copy, wish_free);
  g_idle_add (load_cb, task);
}

SemPixels *
sem_pictures_load_finish (SemPictures *self,
                          GAsyncResult *result,
                          guint *width,
                          guint *height,
                          GError **error)
{
  const SemPictureWish *wish = g_task_get_task_data (G_TASK (result));

  if (width)
    *width = (guint) (wish->width > 0 ? wish->width * WIDTH : WIDTH);
  if (height)
    *height = (guint) (wish->height > 0 ? wish->height * HEIGHT : HEIGHT);
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
sem_fake_steal_loads (void)
{
  return steal (&loads);
}

void
sem_fake_set_pictures_fail (gboolean fail)
{
  fails = fail;
}

/* Details -------------------------------------------------------------------------------------- */

void
sem_photo_details_free (SemPhotoDetails *self)
{
  g_ptr_array_unref (self->files);
  g_clear_pointer (&self->date, g_date_time_unref);
  g_free (self->camera);
  g_free (self->lens);
  g_free (self->place);
  g_free (self);
}

static gboolean
details_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SemPhoto *photo = g_task_get_source_object (task);
  SemPhotoDetails *details;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  details = g_new0 (SemPhotoDetails, 1);
  details->files = g_ptr_array_new_with_free_func (g_object_unref);
  if (sem_photo_get_file (photo))
    g_ptr_array_add (details->files, g_object_ref (sem_photo_get_file (photo)));
  details->width = WIDTH;
  details->height = HEIGHT;
  details->size = 3400000;
  details->is_taken = sem_photo_get_id (photo) % 2 == 0;
  details->date = g_date_time_new_utc (2021, 5, 30, 14, 3, 59);
  details->camera = g_strdup ("KODAK Z612 ZOOM DIGITAL CAMERA");
  details->exposure = 1 / 125.;
  details->aperture = 2.8;
  details->iso = 80;
  details->focal_length = 35;
  details->has_position = TRUE;
  details->latitude = -33.8588;
  details->longitude = 151.2;
  details->place = g_strdup ("Sydney, Australia");
  g_task_return_pointer (task, details, (GDestroyNotify) sem_photo_details_free);
  return G_SOURCE_REMOVE;
}

void
sem_photo_load_details_async (SemPhoto *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_idle_add (details_cb, g_task_new (self, cancellable, callback, user_data));
}

SemPhotoDetails *
sem_photo_load_details_finish (SemPhoto *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The trash ------------------------------------------------------------------------------------ */

static gboolean
move_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (fails)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The trash is full.");
  else
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static void
move (const char *what, GFile *file, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *text = g_strconcat (what, base, NULL);

  note (&moves, text);
  /* Not at once, so that an application can end before it. */
  g_timeout_add (2, move_cb, g_task_new (file, NULL, callback, user_data));
}

void
sem_trash_put_async (GFile *file,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  move ("put:", file, callback, user_data);
}

gboolean
sem_trash_put_finish (GFile *file, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

struct _SemTrashTable
{
  int unused;
};

SemTrashTable *
sem_trash_table_new (void)
{
  return g_new0 (SemTrashTable, 1);
}

void
sem_trash_table_free (SemTrashTable *self)
{
  g_free (self);
}

void
sem_trash_restore_async (GFile *file,
                         SemTrashTable *table,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_assert_nonnull (table);
  move ("restore:", file, callback, user_data);
}

gboolean
sem_trash_restore_finish (GFile *file, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

char *
sem_fake_steal_moves (void)
{
  return steal (&moves);
}
