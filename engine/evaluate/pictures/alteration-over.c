/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/pictures/alteration-private.h"

#include <math.h>

#define WHITE 0xffffff

/* The middle, seen through a round hole in white. */
SemPicture *
sem_alter_circle (SemPicture *const *photos, SemRandom *random)
{
  const guint side = MIN (photos[0]->width, photos[0]->height);
  SemPicture *picture = sem_picture_cover (photos[0], side, side);
  const double radius = side / 2.0;

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        const double outside = hypot (x + .5 - radius, y + .5 - radius) - radius + .5;

        if (outside > 0)
          sem_picture_blend (picture, (int) x, (int) y, WHITE, MIN (outside, 1));
      }
  return picture;
}

/* A face that laughs. */
static void
add_face (SemPicture *picture, double x, double y, double size, guint32 colour)
{
  sem_picture_fill_ellipse (picture, x, y, size, size, 0xa06010);
  sem_picture_fill_ellipse (picture, x + size * .03, y + size * .03, size * .94, size * .94,
                            colour);
  sem_picture_fill_ellipse (picture, x + size * .25, y + size * .25, size * .14, size * .2,
                            0x402000);
  sem_picture_fill_ellipse (picture, x + size * .61, y + size * .25, size * .14, size * .2,
                            0x402000);
  sem_picture_fill_ellipse (picture, x + size * .22, y + size * .52, size * .56, size * .32,
                            0x802010);
  sem_picture_fill_ellipse (picture, x + size * .22, y + size * .46, size * .56, size * .24,
                            colour);
}

/* Three of them, each a quarter to a third of the shorter side. */
SemPicture *
sem_alter_sticker (SemPicture *const *photos, SemRandom *random)
{
  static const guint32 colours[] = { 0xffd030, 0xf0703c, 0x70c850 };
  SemPicture *picture = sem_picture_copy (photos[0]);
  const double shorter = MIN (picture->width, picture->height);

  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    {
      const double size = shorter * sem_alter_draw (random, .24, .34);

      add_face (picture, sem_alter_draw (random, 0, picture->width - size),
                sem_alter_draw (random, 0, picture->height - size), size, colours[i]);
    }
  return picture;
}

/* White with a black edge, centred. */
static void
write_bold (SemPicture *picture, double y, double size, const char *text)
{
  const double x = (picture->width - sem_picture_measure_text (text, size)) / 2, edge = size / 9;

  for (int i = -1; i <= 1; i++)
    for (int j = -1; j <= 1; j++)
      if (i || j)
        sem_picture_write (picture, x + i * edge, y + j * edge, size, text, 0, 1);
  sem_picture_write (picture, x, y, size, text, WHITE, 1);
}

/* Words over the upper and the lower edge. */
SemPicture *
sem_alter_meme (SemPicture *const *photos, SemRandom *random)
{
  SemPicture *picture = sem_picture_copy (photos[0]);
  const double height = picture->height;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *words = sem_picture_make_words (random, 3);
      const double wide = picture->width * .92 / sem_picture_measure_text (words, 1);
      const double size = MIN (wide, height * .11);

      write_bold (picture, i == 2 ? height * .97 - size : height * (.03 + .13 * i), size, words);
    }
  return picture;
}

/* One word again and again, half transparent. */
SemPicture *
sem_alter_watermark (SemPicture *const *photos, SemRandom *random)
{
  SemPicture *picture = sem_picture_copy (photos[0]);
  g_autofree char *words = sem_picture_make_words (random, 1);
  const double size = MIN (picture->width, picture->height) / 16.0;
  const double step = sem_picture_measure_text (words, size) + size * 2;
  guint row = 0;

  for (double y = 0; y < picture->height; y += size * 2.6, row++)
    for (double x = -step + row % 2 * step / 2; x < picture->width; x += step)
      sem_picture_write (picture, x, y, size, words, WHITE, .5);
  return picture;
}
