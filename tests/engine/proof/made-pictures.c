/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/proof/made-pictures.h"

#include "engine/base/random.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>
#include <string.h>

#define SIGN_WIDTH 5
#define SIGN_HEIGHT 7

MadePicture *
made_picture_new (guint width, guint height)
{
  MadePicture *self = g_malloc0 (sizeof *self + (gsize) width * height * 3);

  self->width = width;
  self->height = height;
  return self;
}

static guint8 *
at (const MadePicture *self, guint x, guint y)
{
  return (guint8 *) self->rgb + ((gsize) y * self->width + x) * 3;
}

static guint8
level (double value)
{
  return (guint8) CLAMP (lround (value), 0, 255);
}

static void
fill (MadePicture *self, guint x, guint y, guint width, guint height, const guint8 *rgb)
{
  for (guint j = y; j < MIN (y + height, self->height); j++)
    for (guint i = x; i < MIN (x + width, self->width); i++)
      memcpy (at (self, i, j), rgb, 3);
}

MadePicture *
made_plain (guint width, guint height, guint8 r, guint8 g, guint8 b)
{
  MadePicture *self = made_picture_new (width, height);

  fill (self, 0, 0, width, height, (guint8[]){ r, g, b });
  return self;
}

static void
draw_ellipse (MadePicture *self, SemRandom *random)
{
  const double x = sem_random_uniform (random) * self->width;
  const double y = sem_random_uniform (random) * self->height;
  const double a = (0.02 + 0.15 * sem_random_uniform (random)) * self->width;
  const double b = (0.02 + 0.15 * sem_random_uniform (random)) * self->width;
  const double turn = sem_random_uniform (random) * G_PI;
  const double wave = 0.1 + 0.5 * sem_random_uniform (random);
  const double cosine = cos (turn), sine = sin (turn);
  /* What surely contains it. */
  const double most = MAX (a, b) + 1;
  const guint left = (guint) MAX (0, x - most), top = (guint) MAX (0, y - most);
  const guint right = (guint) MIN (self->width, x + most + 1);
  const guint bottom = (guint) MIN (self->height, y + most + 1);
  g_autofree double *waves = NULL;
  double colour[3];

  for (guint c = 0; c < 3; c++)
    colour[c] = 255 * sem_random_uniform (random);
  waves = g_new (double, 3 * (gsize) self->width);
  for (guint i = left; i < right; i++)
    for (guint c = 0; c < 3; c++)
      waves[3 * i + c] = 40 * sin (wave * (i - x) + c);
  for (guint j = top; j < bottom; j++)
    {
      const double dy = j - y, across = cos (wave * 0.7 * dy);

      for (guint i = left; i < right; i++)
        {
          const double dx = i - x;
          const double u = (dx * cosine + dy * sine) / a;
          const double v = (dy * cosine - dx * sine) / b;

          for (guint c = 0; u * u + v * v <= 1 && c < 3; c++)
            at (self, i, j)[c] = level (colour[c] + waves[3 * i + c] * across - 30 * u);
        }
    }
}

MadePicture *
made_scene (guint64 seed, guint width, guint height)
{
  MadePicture *self = made_plain (width, height, 90, 110, 140);
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_VIEWS);
  for (guint i = 0; i < 60; i++)
    draw_ellipse (self, &random);
  return self;
}

MadePicture *
made_sky (guint64 seed, guint width, guint height)
{
  MadePicture *self = made_picture_new (width, height);
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_VIEWS);
  for (guint j = 0; j < height; j++)
    for (guint i = 0; i < width; i++)
      {
        const double noise = 1.5 * sem_random_normal (&random);

        at (self, i, j)[0] = level (60 + 100.0 * j / height + noise);
        at (self, i, j)[1] = level (120 + 80.0 * j / height + noise);
        at (self, i, j)[2] = level (220 + 30.0 * j / height + noise);
      }
  return self;
}

void
made_write (MadePicture *self, guint64 seed, guint n, guint x, guint y, guint size)
{
  const guint8 ink[3] = { 20, 20, 30 };
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_TIES);
  for (guint sign = 0; sign < n; sign++)
    {
      /* An alphabet of 40 signs, the same for all. */
      SemRandom shape;

      sem_random_init_part (&shape, 9, SEM_RANDOM_TIES, 1 + sem_random_below (&random, 40));
      for (guint i = 0; i < SIGN_WIDTH * SIGN_HEIGHT; i++)
        if (sem_random_below (&shape, 2))
          fill (self, x + (sign * (SIGN_WIDTH + 1) + i % SIGN_WIDTH) * size,
                y + i / SIGN_WIDTH * size, size, size, ink);
    }
}

MadePicture *
made_letter (guint64 seed, guint64 line)
{
  MadePicture *self = made_plain (720, 1018, 252, 252, 250);
  g_autofree MadePicture *logo = made_scene (1, 120, 90);
  g_autofree MadePicture *headed = made_put (logo, self, 540, 40);

  g_free (self);
  self = g_steal_pointer (&headed);
  made_write (self, 77, 20, 70, 60, 3);
  made_write (self, 78, 40, 70, 100, 1);
  for (guint i = 0; i < 26; i++)
    {
      SemRandom random;

      sem_random_init_part (&random, seed, SEM_RANDOM_SPLIT, i + 1);
      made_write (self, sem_random_next (&random), 24 + (guint) sem_random_below (&random, 24), 70,
                  240 + i * 24, 2);
    }
  fill (self, 70, 880, 580, 40, (guint8[]){ 252, 252, 250 });
  made_write (self, line ? line : 5, 9, 70, 890, 2);
  made_write (self, 79, 60, 70, 980, 1);
  return self;
}

MadePicture *
made_chat (guint64 seed)
{
  MadePicture *self = made_plain (540, 960, 236, 229, 221);
  SemRandom random;
  guint y = 90;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  fill (self, 0, 0, 540, 60, (guint8[]){ 7, 94, 84 });
  made_write (self, 40, 14, 80, 20, 3);
  fill (self, 0, 900, 540, 60, (guint8[]){ 245, 245, 245 });
  made_write (self, 41, 12, 60, 920, 2);
  while (y < 820)
    {
      const guint lines = 1 + (guint) sem_random_below (&random, 3);
      const gboolean own = sem_random_below (&random, 2);
      const guint x = own ? 180 : 20;
      const guint8 white[3] = { 255, 255, 255 }, green[3] = { 220, 248, 198 };

      fill (self, x, y, 340, 22 + 24 * lines, own ? green : white);
      for (guint i = 0; i < lines; i++)
        made_write (self, sem_random_next (&random), 12 + (guint) sem_random_below (&random, 14),
                    x + 12, y + 12 + 24 * i, 2);
      y += 22 + 24 * lines + 14;
    }
  return self;
}

MadePicture *
made_page (guint64 seed)
{
  MadePicture *self = made_plain (700, 960, 248, 246, 240);

  made_write (self, 60, 18, 60, 40, 3);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree MadePicture *photo = made_scene (seed * 16 + i, 270, 200);
      MadePicture *more = made_put (photo, self, 60 + i % 2 * 310, 120 + i / 2 * 380);

      g_free (self);
      self = more;
      for (guint line = 0; line < 5; line++)
        made_write (self, seed * 64 + i * 8 + line, 20, 60 + i % 2 * 310,
                    340 + i / 2 * 380 + line * 22, 2);
    }
  made_write (self, 61, 4, 330, 920, 2);
  return self;
}

MadePicture *
made_copy (const MadePicture *self)
{
  return g_memdup2 (self, sizeof *self + (gsize) self->width * self->height * 3);
}

MadePicture *
made_crop (const MadePicture *self, guint x, guint y, guint width, guint height)
{
  MadePicture *part = made_picture_new (width, height);

  for (guint j = 0; j < height; j++)
    memcpy (at (part, 0, j), at (self, x, y + j), (gsize) width * 3);
  return part;
}

static double
mix (const MadePicture *self, double x, double y, guint c)
{
  const double u = CLAMP (x, 0, self->width - 1.0), v = CLAMP (y, 0, self->height - 1.0);
  const guint i = (guint) u, j = (guint) v;
  const guint k = MIN (i + 1, self->width - 1), l = MIN (j + 1, self->height - 1);
  const double above = at (self, i, j)[c] * (1 - (u - i)) + at (self, k, j)[c] * (u - i);
  const double below = at (self, i, l)[c] * (1 - (u - i)) + at (self, k, l)[c] * (u - i);

  return above * (1 - (v - j)) + below * (v - j);
}

MadePicture *
made_resize (const MadePicture *self, guint width, guint height)
{
  MadePicture *other = made_picture_new (width, height);
  const double x = (double) self->width / width, y = (double) self->height / height;
  const guint n = (guint) MAX (1, ceil (MAX (x, y)));

  for (guint j = 0; j < height; j++)
    for (guint i = 0; i < width; i++)
      for (guint c = 0; c < 3; c++)
        {
          double sum = 0;

          for (guint k = 0; k < n * n; k++)
            sum +=
              mix (self, (i + (k % n + 0.5) / n) * x - 0.5, (j + (k / n + 0.5) / n) * y - 0.5, c);
          at (other, i, j)[c] = level (sum / (n * n));
        }
  return other;
}

MadePicture *
made_mirror (const MadePicture *self)
{
  MadePicture *other = made_picture_new (self->width, self->height);

  for (guint j = 0; j < self->height; j++)
    for (guint i = 0; i < self->width; i++)
      memcpy (at (other, self->width - 1 - i, j), at (self, i, j), 3);
  return other;
}

MadePicture *
made_turn (const MadePicture *self, guint quarters)
{
  MadePicture *other = made_copy (self);

  for (guint n = 0; n < quarters; n++)
    {
      MadePicture *turned = made_picture_new (other->height, other->width);

      for (guint j = 0; j < other->height; j++)
        for (guint i = 0; i < other->width; i++)
          memcpy (at (turned, other->height - 1 - j, i), at (other, i, j), 3);
      g_free (other);
      other = turned;
    }
  return other;
}

MadePicture *
made_rotate (const MadePicture *self, double degrees)
{
  const double s = sin (degrees * G_PI / 180), c = cos (degrees * G_PI / 180);
  const guint width = (guint) (self->width * c + self->height * fabs (s));
  const guint height = (guint) (self->height * c + self->width * fabs (s));
  MadePicture *other = made_picture_new (width, height);

  for (guint j = 0; j < height; j++)
    for (guint i = 0; i < width; i++)
      {
        const double u = i - (width - 1) / 2.0, v = j - (height - 1) / 2.0;
        const double x = u * c + v * s + (self->width - 1) / 2.0;
        const double y = v * c - u * s + (self->height - 1) / 2.0;

        if (x < 0 || y < 0 || x > self->width - 1 || y > self->height - 1)
          continue;
        for (guint k = 0; k < 3; k++)
          at (other, i, j)[k] = level (mix (self, x, y, k));
      }
  return other;
}

/* Calls a function of one pixel for each. */
static MadePicture *
change (const MadePicture *self,
        void (*func) (guint8 *pixel, const guint *values),
        const guint *values)
{
  MadePicture *other = made_copy (self);

  for (gsize i = 0; i < (gsize) self->width * self->height; i++)
    func (other->rgb + i * 3, values);
  return other;
}

static void
grey_pixel (guint8 *pixel, const guint *values)
{
  pixel[0] = pixel[1] = pixel[2] = level (0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]);
}

static void
tint_pixel (guint8 *pixel, const guint *values)
{
  for (guint c = 0; c < 3; c++)
    pixel[c] = level (pixel[c] * values[c] / 100.0);
}

static void
negative_pixel (guint8 *pixel, const guint *values)
{
  for (guint c = 0; c < 3; c++)
    pixel[c] = 255 - pixel[c];
}

static void
posterise_pixel (guint8 *pixel, const guint *values)
{
  for (guint c = 0; c < 3; c++)
    pixel[c] = level (lround (pixel[c] / 255.0 * (values[0] - 1)) * 255.0 / (values[0] - 1));
}

MadePicture *
made_grey (const MadePicture *self)
{
  return change (self, grey_pixel, NULL);
}

MadePicture *
made_tint (const MadePicture *self, guint r, guint g, guint b)
{
  return change (self, tint_pixel, (guint[]){ r, g, b });
}

MadePicture *
made_negative (const MadePicture *self)
{
  return change (self, negative_pixel, NULL);
}

MadePicture *
made_posterise (const MadePicture *self, guint levels)
{
  return change (self, posterise_pixel, &levels);
}

MadePicture *
made_put (const MadePicture *self, const MadePicture *ground, guint x, guint y)
{
  MadePicture *both = made_copy (ground);

  for (guint j = 0; j < self->height && y + j < ground->height; j++)
    memcpy (at (both, x, y + j), at (self, 0, j), (gsize) MIN (self->width, ground->width - x) * 3);
  return both;
}

MadePicture *
made_frame (const MadePicture *self, guint border, guint8 grey)
{
  g_autofree MadePicture *ground =
    made_plain (self->width + 2 * border, self->height + 2 * border, grey, grey, grey);

  return made_put (self, ground, border, border);
}

MadePicture *
made_jpeg (const MadePicture *self, guint quality)
{
  MadePicture *other = made_picture_new (self->width, self->height);
  g_autofree char *text = g_strdup_printf ("%u", quality), *jpeg = NULL;
  g_autoptr (GdkPixbuf) pixbuf =
    gdk_pixbuf_new_from_data (self->rgb, GDK_COLORSPACE_RGB, FALSE, 8, (int) self->width,
                              (int) self->height, (int) self->width * 3, NULL, NULL);
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("jpeg", NULL);
  GdkPixbuf *read;
  gsize size;

  g_assert_true (
    gdk_pixbuf_save_to_buffer (pixbuf, &jpeg, &size, "jpeg", NULL, "quality", text, NULL));
  g_assert_true (gdk_pixbuf_loader_write (loader, (const guchar *) jpeg, size, NULL));
  g_assert_true (gdk_pixbuf_loader_close (loader, NULL));
  read = gdk_pixbuf_loader_get_pixbuf (loader);
  for (guint j = 0; j < self->height; j++)
    memcpy (at (other, 0, j),
            gdk_pixbuf_read_pixels (read) + (gsize) j * (gsize) gdk_pixbuf_get_rowstride (read),
            (gsize) self->width * 3);
  return other;
}

MadePicture *
made_noise (const MadePicture *self, double deviation, guint64 seed)
{
  MadePicture *other = made_copy (self);
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_HELD);
  for (gsize i = 0; i < (gsize) self->width * self->height * 3; i++)
    other->rgb[i] = level (other->rgb[i] + deviation * sem_random_normal (&random));
  return other;
}
