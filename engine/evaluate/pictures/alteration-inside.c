/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/pictures/alteration-private.h"

#include <math.h>

#define INK 0x202022
#define WHITE 0xffffff
/* The screen of a phone, and a sheet of paper at 110 dots an inch, in pixels. */
#define PHONE_WIDTH 540
#define PHONE_HEIGHT 1170
#define PAGE_WIDTH 930
#define PAGE_HEIGHT 1315

/* A bar above or below the photo, with one or two lines of words. */
static SemPicture *
add_caption (const SemPicture *photo, gboolean below, SemRandom *random)
{
  const guint bar = MAX (24, (guint) (photo->height * sem_alter_draw (random, .16, .26)));
  const double size = bar / 5.0, left = photo->width * .03;
  SemPicture *picture = sem_picture_new (photo->width, photo->height + bar, WHITE);
  const double top = below ? photo->height : 0;
  const double lines[] = { left, top + bar * .2, photo->width * .94, bar * .7 };

  sem_picture_paste (picture, photo, 0, below ? 0 : (int) bar);
  sem_picture_write_lines (picture, lines, size, INK, random);
  return picture;
}

SemPicture *
sem_alter_caption (SemPicture *const *photos, SemRandom *random)
{
  const gboolean below = sem_random_below (random, 3) == 0;

  return add_caption (photos[0], below, random);
}

SemPicture *
sem_alter_crop_caption (SemPicture *const *photos, SemRandom *random)
{
  const SemPicture *photo = photos[0];
  const double share = sqrt (.7);
  const guint width = (guint) (photo->width * share), height = (guint) (photo->height * share);
  const guint x = (guint) sem_random_below (random, photo->width - width + 1);
  const guint y = (guint) sem_random_below (random, photo->height - height + 1);
  g_autoptr (SemPicture) part = sem_picture_crop (photo, x, y, width, height);

  return add_caption (part, sem_random_below (random, 3) == 0, random);
}

/* Large enough for the sides given, and no larger. */
static SemPicture *
fit (const SemPicture *photo, double width, double height)
{
  const double scale = MIN (width / photo->width, height / photo->height);

  return sem_picture_resize (photo, (guint) MAX (1, photo->width * scale + .5),
                             (guint) MAX (1, photo->height * scale + .5));
}

static void
paste_middle (SemPicture *picture, const SemPicture *photo, double x, double y)
{
  sem_picture_paste (picture, photo, (int) (x - photo->width / 2.0),
                     (int) (y - photo->height / 2.0));
}

/* A program that shows photos: the time and a battery above, a title, signs below. */
SemPicture *
sem_alter_phone (SemPicture *const *photos, SemRandom *random)
{
  const gboolean dark = sem_random_below (random, 3) > 0;
  const guint32 ink = dark ? WHITE : INK;
  SemPicture *picture = sem_picture_new (PHONE_WIDTH, PHONE_HEIGHT, dark ? 0 : WHITE);
  g_autoptr (SemPicture) photo = fit (photos[0], PHONE_WIDTH, PHONE_HEIGHT * .7);
  g_autofree char *title = sem_picture_make_words (random, 2);
  g_autofree char *clock = sem_picture_make_words (random, 1);

  sem_picture_write (picture, 24, 18, 16, clock, ink, 1);
  sem_picture_fill (picture, PHONE_WIDTH - 70, 18, 42, 16, ink);
  sem_picture_fill (picture, PHONE_WIDTH - 68, 20, 38, 12, dark ? 0 : WHITE);
  sem_picture_fill (picture, PHONE_WIDTH - 66, 22, 4 + (int) sem_random_below (random, 30), 8, ink);
  sem_picture_write (picture, 24, 72, 22, title, ink, 1);
  paste_middle (picture, photo, PHONE_WIDTH / 2.0, PHONE_HEIGHT / 2.0);
  for (guint i = 0; i < 5; i++)
    {
      const double x = 40 + 102 * i;

      sem_picture_fill_ellipse (picture, x, 1080, 40, 40, ink);
      sem_picture_fill_ellipse (picture, x + 3, 1083, 34, 34, dark ? 0 : WHITE);
    }
  return picture;
}

/* The photo takes about half the width of a sheet, with words all around. */
SemPicture *
sem_alter_page (SemPicture *const *photos, SemRandom *random)
{
  const double margin = 80, inner = PAGE_WIDTH - 2 * margin;
  const double size = sem_alter_draw (random, 9, 13);
  SemPicture *picture = sem_picture_new (PAGE_WIDTH, PAGE_HEIGHT, 0xf8f6f1);
  g_autoptr (SemPicture) photo =
    fit (photos[0], inner * sem_alter_draw (random, .45, .65), PAGE_HEIGHT * .35);
  const double y = sem_alter_draw (random, 160, PAGE_HEIGHT - 160.0 - photo->height);
  const double x = margin + sem_random_below (random, 3) * (inner - photo->width) / 2;
  const double beside = MAX (x - margin, margin + inner - x - photo->width);
  const double above[] = { margin, 90, inner, y - 90 - size };
  const double below[] = { margin, y + photo->height + size, inner,
                           PAGE_HEIGHT - 90.0 - y - photo->height };
  const double side[] = { x - margin > 100 ? margin : x + photo->width + size * 1.5, y,
                          beside - size * 1.5, photo->height };
  g_autofree char *title = sem_picture_make_words (random, 3);

  sem_picture_write (picture, margin, 45, 22, title, INK, 1);
  sem_picture_write_lines (picture, above, size, INK, random);
  sem_picture_paste (picture, photo, (int) x, (int) y);
  if (side[2] > 150)
    sem_picture_write_lines (picture, side, size, INK, random);
  sem_picture_write_lines (picture, below, size, INK, random);
  return picture;
}

/* The middle squares of four photos, with a gutter. */
SemPicture *
sem_alter_collage (SemPicture *const *photos, SemRandom *random)
{
  const int side = 400, gutter = (int) sem_random_below (random, 3) * 4;
  const int step = side + gutter;
  SemPicture *picture =
    sem_picture_new ((guint) (2 * side + 3 * gutter), (guint) (2 * side + 3 * gutter), WHITE);

  for (int i = 0; i < 4; i++)
    {
      g_autoptr (SemPicture) tile = sem_picture_cover (photos[i], side, side);

      sem_picture_paste (picture, tile, gutter + i % 2 * step, gutter + i / 2 * step);
    }
  return picture;
}

/* Two photos of one height. */
SemPicture *
sem_alter_side_by_side (SemPicture *const *photos, SemRandom *random)
{
  const guint height = 480, gutter = (guint) sem_random_below (random, 2) * 8;
  g_autoptr (SemPicture) left = fit (photos[0], 4096, height);
  g_autoptr (SemPicture) right = fit (photos[1], 4096, height);
  SemPicture *picture = sem_picture_new (left->width + gutter + right->width, height, WHITE);

  sem_picture_paste (picture, left, 0, 0);
  sem_picture_paste (picture, right, (int) (left->width + gutter), 0);
  return picture;
}

/* Darkens where the card's shadow falls. */
static void
add_shadow (SemPicture *picture, double x, double y, double width, double height)
{
  g_autoptr (SemPicture) shadow = sem_picture_new (picture->width, picture->height, WHITE);
  g_autoptr (SemPicture) soft = NULL;

  sem_picture_fill (shadow, (int) x + 10, (int) y + 14, (int) width, (int) height, 0x606060);
  soft = sem_picture_blur (shadow, 9);
  for (gsize i = 0; i < (gsize) picture->width * picture->height * 3; i++)
    picture->rgb[i] = (guint8) (picture->rgb[i] * soft->rgb[i] / 255);
}

/* An instant print, laid on a table a little askew. */
SemPicture *
sem_alter_polaroid (SemPicture *const *photos, SemRandom *random)
{
  const double angle = sem_alter_draw (random, -4, 4) * G_PI / 180;
  const double c = cos (angle), s = sin (angle);
  const guint32 table = sem_random_below (random, 2) ? 0xb9a48a : 0x8d97a0;
  g_autoptr (SemPicture) photo = fit (photos[0], 480, 480);
  const guint card_width = photo->width + 48, card_height = photo->height + 120;
  const guint side_x = card_width + 160, side_y = card_height + 160;
  g_autoptr (SemPicture) flat = sem_picture_new (side_x, side_y, table);
  g_autofree char *words = sem_picture_make_words (random, 2);
  const double x = side_x / 2.0, y = side_y / 2.0;
  const double map[] = { c, s, x - c * x - s * y, -s, c, y + s * x - c * y, 0, 0, 1 };

  add_shadow (flat, 80, 80, card_width, card_height);
  sem_picture_fill (flat, 80, 80, (int) card_width, (int) card_height, 0xfbfaf6);
  sem_picture_paste (flat, photo, 104, 104);
  sem_picture_write (flat, 120, 104.0 + photo->height + 36, 20, words, 0x303a5a, 1);
  return sem_picture_warp (flat, map, side_x, side_y, table);
}

/* A high picture: the photo in the middle, and behind it itself, large and blurred. */
SemPicture *
sem_alter_story (SemPicture *const *photos, SemRandom *random)
{
  const guint width = 540, height = 960;
  g_autoptr (SemPicture) large = sem_picture_cover (photos[0], width, height);
  SemPicture *picture = sem_picture_blur (large, 16);
  g_autoptr (SemPicture) photo =
    fit (photos[0], width * sem_alter_draw (random, .85, 1), height * .6);
  g_autofree char *words = sem_picture_make_words (random, 3);

  sem_picture_fill_ellipse (picture, 20, 24, 44, 44, 0xe8e8e8);
  sem_picture_write (picture, 80, 36, 18, words, WHITE, 1);
  paste_middle (picture, photo, width / 2.0, height / 2.0);
  return picture;
}
