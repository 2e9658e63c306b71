/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/photos.h"

#include <glib/gstdio.h>

#define WIDTH 288
#define HEIGHT 216
#define N_SHAPES 9

/* Uses integers only, so that the pixels do not depend on CPU or compiler. */

typedef struct
{
  guint kind;
  int x, y, size;
  int rgb[3];
} Shape;

typedef struct
{
  int ground[2][3];
  Shape shapes[N_SHAPES];
} Scene;

typedef struct
{
  int left, top, zoom; /* zoom: 1/64 of a pixel a pixel */
  int light;           /* 1/64 */
  int cast[3];
  int noise;
} View;

static guint32
draw_number (guint64 *state, guint32 below)
{
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (guint32) (*state >> 33) % below;
}

static void
scene_init (Scene *scene, guint family)
{
  guint64 state = family * 7919u + 17;

  for (guint i = 0; i < 8; i++)
    draw_number (&state, 2);
  for (guint i = 0; i < 2; i++)
    for (guint c = 0; c < 3; c++)
      scene->ground[i][c] = (int) draw_number (&state, 256);
  for (guint i = 0; i < N_SHAPES; i++)
    {
      Shape *shape = &scene->shapes[i];

      /* Most shapes of a family are of one kind. */
      shape->kind = draw_number (&state, 3) ? family % 4 : draw_number (&state, 4);
      shape->x = (int) draw_number (&state, WIDTH);
      shape->y = (int) draw_number (&state, HEIGHT);
      shape->size = 12 + (int) draw_number (&state, 48);
      for (guint c = 0; c < 3; c++)
        shape->rgb[c] = (int) draw_number (&state, 256);
    }
}

static void
view_init (View *view, guint variant)
{
  guint64 state = variant * 104729u + 5;

  *view = (View){ .zoom = 64, .light = 64 };
  if (variant == 0)
    return;
  for (guint i = 0; i < 8; i++)
    draw_number (&state, 2);
  view->zoom = 56 + (int) draw_number (&state, 8);
  view->left = (int) draw_number (&state, 24);
  view->top = (int) draw_number (&state, 18);
  view->light = 56 + (int) draw_number (&state, 16);
  for (guint c = 0; c < 3; c++)
    view->cast[c] = (int) draw_number (&state, 17) - 8;
  view->noise = 1 + (int) draw_number (&state, 8);
}

static gboolean
covers (const Shape *shape, int x, int y)
{
  int dx = x - shape->x, dy = y - shape->y;

  switch (shape->kind)
    {
    case 0:
      return dx * dx + dy * dy < shape->size * shape->size;
    case 1:
      return ABS (dx) < shape->size && ABS (dy) < shape->size / 2;
    case 2:
      return dy > -shape->size && dy < shape->size && ABS (dx) * 2 < dy + shape->size;
    default:
      return ABS (dx) < shape->size && (dy + 1000) % 16 < 7 && ABS (dy) < shape->size;
    }
}

static void
draw_pixel (const Scene *scene, const View *view, int x, int y, guint64 *state, guchar *rgb)
{
  int sx = view->left + x * view->zoom / 64, sy = view->top + y * view->zoom / 64;
  int value[3];

  for (guint c = 0; c < 3; c++)
    value[c] = (scene->ground[0][c] * (HEIGHT - sy) + scene->ground[1][c] * sy) / HEIGHT;
  for (guint i = 0; i < N_SHAPES; i++)
    if (covers (&scene->shapes[i], sx, sy))
      for (guint c = 0; c < 3; c++)
        value[c] = scene->shapes[i].rgb[c];
  for (guint c = 0; c < 3; c++)
    {
      int noise = view->noise ? (int) draw_number (state, 2 * view->noise) - view->noise : 0;
      rgb[c] = (guchar) CLAMP (value[c] * view->light / 64 + view->cast[c] + noise, 0, 255);
    }
}

GdkPixbuf *
test_photo_new (guint family, guint variant)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, WIDTH, HEIGHT);
  guchar *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  guint64 state = family * 31u + variant;
  Scene scene;
  View view;

  scene_init (&scene, family);
  view_init (&view, variant);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      draw_pixel (&scene, &view, x, y, &state, pixels + y * stride + x * 3);
  return pixbuf;
}

void
test_photo_save (const char *path, guint family, guint variant)
{
  g_autoptr (GdkPixbuf) pixbuf = test_photo_new (family, variant);
  g_autofree char *folder = g_path_get_dirname (path);
  const char *type = g_str_has_suffix (path, ".png") ? "png" : "jpeg";
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &size, type, NULL, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
}
