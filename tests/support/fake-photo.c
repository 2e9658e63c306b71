/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/fake-private.h"

#include <math.h>

#include "engine/model/thumbnails/square.h"

#define LONGER 64
#define SHORTER 48

struct _SemPhoto
{
  GObject parent_instance;

  gint64 id;
  GFile *file;
  GBytes *bytes;
  gboolean outside;
  char *title;
  guint width;
  guint height;
};

enum
{
  PROP_0,
  PROP_FILE,
  PROP_TITLE,
  PROP_WIDTH,
  PROP_HEIGHT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint n_loading, n_cancelled;

G_DEFINE_FINAL_TYPE (SemPhoto, sem_photo, G_TYPE_OBJECT)

void
sem_pixels_free (SemPixels *self)
{
  g_bytes_unref (self->bytes);
  g_free (self);
}

/* A landscape: a bright sky of @hue above darker hills. */
SemPixels *
sem_fake_make_pixels (guint hue)
{
  SemPixels *pixels = g_new (SemPixels, 1);
  const guint width = hue % 2 == 0 ? LONGER : SHORTER;
  const guint height = LONGER + SHORTER - width;
  guchar *data = g_malloc (width * height * 3);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        double hill = height * (.62 + .14 * sin (x * .11 + hue) + .07 * sin (x * .29 + 2. * hue));
        double value = y > hill ? .35 + .1 * (hill / y) : .95 - .25 * y / height;
        double saturation = y > hill ? .6 : .25 + .4 * (1 - (double) y / height);

        for (guint c = 0; c < 3; c++)
          {
            double k = fmod (5 - 2. * c + hue / 60., 6);
            double part = CLAMP (MIN (k, 4 - k), 0, 1);

            data[(y * width + x) * 3 + c] = (guchar) (255 * value * (1 - saturation * part));
          }
      }
  *pixels = (SemPixels){ width, height, width * 3, g_bytes_new_take (data, width * height * 3) };
  return pixels;
}

static void
sem_photo_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemPhoto *self = SEM_PHOTO (object);

  switch (id)
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
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_photo_finalize (GObject *object)
{
  SemPhoto *self = SEM_PHOTO (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->title);

  G_OBJECT_CLASS (sem_photo_parent_class)->finalize (object);
}

static void
sem_photo_class_init (SemPhotoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sem_photo_finalize;
  object_class->get_property = sem_photo_get_property;
  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, G_PARAM_READABLE);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", G_PARAM_READABLE);
  properties[PROP_WIDTH] =
    g_param_spec_uint ("width", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE);
  properties[PROP_HEIGHT] =
    g_param_spec_uint ("height", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sem_photo_init (SemPhoto *self)
{
  self->title = g_strdup ("");
}

SemPhoto *
sem_photo_new_outside (GFile *file, GBytes *bytes, const char *title)
{
  SemPhoto *self = g_object_new (SEM_TYPE_PHOTO, NULL);

  self->file = file ? g_object_ref (file) : NULL;
  self->bytes = bytes && !file ? g_bytes_ref (bytes) : NULL;
  self->outside = TRUE;
  g_free (self->title);
  self->title = g_strdup (title);
  return self;
}

gboolean
sem_photo_get_is_outside (SemPhoto *self)
{
  return self->outside;
}

GBytes *
sem_photo_get_bytes (SemPhoto *self)
{
  return self->bytes;
}

SemPhoto *
sem_fake_photo_new (gint64 id)
{
  SemPhoto *self = g_object_new (SEM_TYPE_PHOTO, NULL);

  self->id = id;
  return self;
}

SemPhoto *
sem_fake_photo_new_at (gint64 id, const char *path)
{
  SemPhoto *self = sem_fake_photo_new (id);

  self->file = g_file_new_for_path (path);
  g_free (self->title);
  self->title = g_path_get_basename (path);
  return self;
}

void
sem_fake_photo_move (SemPhoto *self, const char *path)
{
  g_clear_object (&self->file);
  self->file = g_file_new_for_path (path);
  g_free (self->title);
  self->title = g_path_get_basename (path);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

gint64
sem_photo_get_id (SemPhoto *self)
{
  return self->id;
}

GFile *
sem_photo_get_file (SemPhoto *self)
{
  return self->file;
}

const char *
sem_photo_get_title (SemPhoto *self)
{
  return self->title;
}

guint
sem_photo_get_width (SemPhoto *self)
{
  return self->width;
}

guint
sem_photo_get_height (SemPhoto *self)
{
  return self->height;
}

char *
sem_fake_photo_dup_path (gint64 id)
{
  return g_strdup_printf ("/photos/photo-%03d.jpg", (int) id);
}

static gboolean
load_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SemPhoto *self = g_task_get_source_object (task);
  g_autofree char *path =
    self->file ? g_file_get_path (self->file) : sem_fake_photo_dup_path (self->id);

  if (g_task_return_error_if_cancelled (task))
    {
      n_cancelled++;
      return G_SOURCE_REMOVE;
    }
  if (self->outside)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "outside");
      return G_SOURCE_REMOVE;
    }
  g_free (self->title);
  self->title = g_path_get_basename (path);
  self->width = 4000;
  self->height = 3000;
  g_clear_object (&self->file);
  self->file = g_file_new_for_path (path);
  for (guint i = PROP_FILE; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_task_return_pointer (task, sem_fake_make_pixels (sem_fake_get_hue (self->id)),
                         (GDestroyNotify) sem_pixels_free);
  return G_SOURCE_REMOVE;
}

void
sem_photo_load_thumbnail_async (SemPhoto *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  n_loading++;
  g_idle_add (load_cb, g_task_new (self, cancellable, callback, user_data));
}

SemPixels *
sem_photo_load_thumbnail_finish (SemPhoto *self, GAsyncResult *result, GError **error)
{
  n_loading--;
  return g_task_propagate_pointer (G_TASK (result), error);
}

static guint n_sharp;

void
sem_photo_load_square_async (SemPhoto *self,
                             guint side,
                             guint scale,
                             gboolean sharp,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, GUINT_TO_POINTER (side << 1 | (scale > 0)), NULL);
  n_loading++;
  n_sharp += sharp ? 1 : 0;
  g_idle_add (load_cb, task);
}

SemPixels *
sem_photo_load_square_finish (SemPhoto *self, GAsyncResult *result, GBytes **square, GError **error)
{
  SemPixels *pixels = g_task_propagate_pointer (G_TASK (result), error);
  const guint wish = GPOINTER_TO_UINT (g_task_get_task_data (G_TASK (result)));

  n_loading--;
  *square =
    pixels ? sem_square_frame (sem_square_new (pixels, wish >> 1), wish >> 1, wish & 1) : NULL;
  return pixels;
}

guint
sem_fake_get_n_sharp (void)
{
  return n_sharp;
}

guint
sem_fake_get_n_loading (void)
{
  return n_loading;
}

guint
sem_fake_get_n_cancelled (void)
{
  return n_cancelled;
}

guint
sem_fake_get_hue (gint64 id)
{
  return (guint) (37 * id % 360);
}
