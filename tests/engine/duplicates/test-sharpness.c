/* What the pixels of two files of one picture say about which of them is the original.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "engine/duplicates/best/sharpness.h"
#include "engine/duplicates/best/weigh.h"

#define WIDTH 412
#define HEIGHT 317
#define BLOCK 8

typedef struct
{
  guint width, height;
  guint8 *pixels;
} Picture;

static void
picture_clear (Picture *self)
{
  g_free (self->pixels);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

static guint8
to_level (double value)
{
  return (guint8) (CLAMP (value, 0, 255) + .5);
}

static Picture
picture_new (guint width, guint height)
{
  return (Picture){ width, height, g_malloc ((gsize) width * height) };
}

static double
at (const Picture *self, int x, int y)
{
  x = CLAMP (x, 0, (int) self->width - 1);
  y = CLAMP (y, 0, (int) self->height - 1);
  return self->pixels[(gsize) y * self->width + (gsize) x];
}

/* Plain patches with edges, on edges, as in a photo: its spectrum falls off with the frequency. */
static Picture
make_picture (guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Picture picture = picture_new (WIDTH, HEIGHT);

  memset (picture.pixels, 128, (gsize) WIDTH * HEIGHT);
  for (guint i = 0; i < 900; i++)
    {
      const double size = 60 * pow (.004 + .996 * (899 - i) / 899, 1.5);
      const double left = g_rand_double_range (rand, -20, WIDTH), slope = g_rand_double (rand);
      const double top = g_rand_double_range (rand, -20, HEIGHT);
      const double level = g_rand_double_range (rand, 30, 190);

      for (int y = MAX (0, (int) top); y < MIN (HEIGHT, top + size + 2); y++)
        for (int x = MAX (0, (int) left); x < MIN (WIDTH, left + size + 2); x++)
          if ((x - left) + slope * (y - top) < size + 2)
            picture.pixels[y * WIDTH + x] = to_level (level + g_rand_double_range (rand, -4, 4));
    }
  return picture;
}

static const double standard[BLOCK][BLOCK] = {
  { 16, 11, 10, 16, 24, 40, 51, 61 },     { 12, 12, 14, 19, 26, 58, 60, 55 },
  { 14, 13, 16, 24, 40, 57, 69, 56 },     { 14, 17, 22, 29, 51, 87, 80, 62 },
  { 18, 22, 37, 56, 68, 109, 103, 77 },   { 24, 35, 55, 64, 81, 104, 113, 92 },
  { 49, 64, 78, 87, 103, 121, 120, 101 }, { 72, 92, 95, 98, 112, 100, 103, 99 },
};

static double
wave (guint k, guint i)
{
  return k == 0 ? sqrt (.125) : .5 * cos ((2 * i + 1) * k * G_PI / 16);
}

/* @to: (out): the transform, or with @back what it is of */
static void
transform (double from[BLOCK][BLOCK], double to[BLOCK][BLOCK], gboolean back)
{
  double half[BLOCK][BLOCK] = { 0 };

  for (guint y = 0; y < BLOCK; y++)
    for (guint k = 0; k < BLOCK; k++)
      for (guint i = 0; i < BLOCK; i++)
        half[y][k] += from[y][i] * (back ? wave (i, k) : wave (k, i));
  for (guint k = 0; k < BLOCK; k++)
    for (guint x = 0; x < BLOCK; x++)
      {
        to[k][x] = 0;
        for (guint i = 0; i < BLOCK; i++)
          to[k][x] += half[i][x] * (back ? wave (i, k) : wave (k, i));
      }
}

static void
compress_block (const Picture *from, Picture *to, guint left, guint top, double coarse)
{
  double pixels[BLOCK][BLOCK], waves[BLOCK][BLOCK];

  for (guint y = 0; y < BLOCK; y++)
    for (guint x = 0; x < BLOCK; x++)
      pixels[y][x] = at (from, (int) (left + x), (int) (top + y)) - 128;
  transform (pixels, waves, FALSE);
  for (guint y = 0; y < BLOCK; y++)
    for (guint x = 0; x < BLOCK; x++)
      {
        const double step = MAX (1, round (standard[y][x] * coarse));

        waves[y][x] = round (waves[y][x] / step) * step;
      }
  transform (waves, pixels, TRUE);
  for (guint y = top; y < MIN (top + BLOCK, to->height); y++)
    for (guint x = left; x < MIN (left + BLOCK, to->width); x++)
      to->pixels[(gsize) y * to->width + x] = to_level (pixels[y - top][x - left] + 128);
}

/* What JPEG leaves of the picture where its steps are @coarse times the standard's. */
static Picture
compress (const Picture *from, double coarse)
{
  Picture to = picture_new (from->width, from->height);

  for (guint y = 0; y < from->height; y += BLOCK)
    for (guint x = 0; x < from->width; x += BLOCK)
      compress_block (from, &to, x, y, coarse);
  return to;
}

static Picture
mirror (const Picture *from)
{
  Picture to = picture_new (from->width, from->height);

  for (guint y = 0; y < from->height; y++)
    for (guint x = 0; x < from->width; x++)
      to.pixels[(gsize) y * to.width + x] =
        (guint8) at (from, (int) (from->width - 1 - x), (int) y);
  return to;
}

static Picture
turn (const Picture *from)
{
  Picture to = picture_new (from->height, from->width);

  for (guint y = 0; y < to.height; y++)
    for (guint x = 0; x < to.width; x++)
      to.pixels[(gsize) y * to.width + x] = (guint8) at (from, (int) y, (int) (to.width - 1 - x));
  return to;
}

static Picture
brighten (const Picture *from, double gain)
{
  Picture to = picture_new (from->width, from->height);

  for (gsize i = 0; i < (gsize) to.width * to.height; i++)
    to.pixels[i] = to_level (gain * from->pixels[i]);
  return to;
}

/* Linear between pixels. */
static Picture
resize (const Picture *from, guint width, guint height)
{
  Picture to = picture_new (width, height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const double u = (x + .5) * from->width / width - .5;
        const double v = (y + .5) * from->height / height - .5;
        const int i = (int) floor (u), k = (int) floor (v);
        const double upper = at (from, i, k) * (1 - u + i) + at (from, i + 1, k) * (u - i);
        const double lower = at (from, i, k + 1) * (1 - u + i) + at (from, i + 1, k + 1) * (u - i);

        to.pixels[(gsize) y * width + x] = to_level (upper * (1 - v + k) + lower * (v - k));
      }
  return to;
}

static Picture
blur (const Picture *from)
{
  Picture to = picture_new (from->width, from->height);

  for (guint y = 0; y < to.height; y++)
    for (guint x = 0; x < to.width; x++)
      {
        double sum = 0;

        for (int i = -2; i <= 2; i++)
          for (int k = -2; k <= 2; k++)
            sum += at (from, (int) x + i, (int) y + k) / 25;
        to.pixels[(gsize) y * to.width + x] = to_level (sum);
      }
  return to;
}

static SemSharpness
measure (const Picture *picture)
{
  SemSharpness sharpness;

  sem_sharpness_measure (picture->pixels, picture->width, picture->height, picture->width,
                         picture->height, &sharpness);
  g_assert_true (sharpness.fill >= 0 && sharpness.fill <= 1 && sharpness.step >= 0);
  return sharpness;
}

#define assert_near(value, expected) g_assert_cmpfloat_with_epsilon (value, expected, .1 * expected)

/* The coarsest steps show in every copy that moves no pixel between two others; what was never
 * compressed has none. */
static void
test_steps (void)
{
  const double coarse[] = { .25, .5, 1 };

  for (guint i = 0; i < 4; i++)
    {
      const double scale = coarse[i % 3];
      g_auto (Picture) raw = make_picture (i), once = compress (&raw, scale);
      g_auto (Picture) again = compress (&once, scale / 2.6), mirrored = mirror (&once);
      g_auto (Picture) turned = turn (&mirrored), bright = brighten (&once, 1.2);
      g_auto (Picture) turned_again = compress (&turned, scale / 20);
      g_auto (Picture) rougher = compress (&mirrored, 2 * scale);

      g_assert_cmpfloat (measure (&raw).step, ==, 0);
      assert_near (measure (&once).step, scale);
      assert_near (measure (&again).step, scale);
      assert_near (measure (&mirrored).step, scale);
      assert_near (measure (&turned).step, scale);
      assert_near (measure (&turned_again).step, scale);
      assert_near (measure (&bright).step, 1.2 * scale);
      assert_near (measure (&rougher).step, 2 * scale);
    }
}

static SemDuplicateFile
make_file (const Picture *picture, const char *path, gint64 size)
{
  return (SemDuplicateFile){ .path = (char *) path,
                             .width = picture->width,
                             .height = picture->height,
                             .size = size,
                             .sharpness = measure (picture) };
}

/* @better: what is to be kept, for @reason */
static void
check (SemDuplicateFile better, SemDuplicateFile worse, SemDuplicateReason reason)
{
  SemDuplicateReason found = SEM_DUPLICATE_N_REASONS;

  sem_duplicate_files_weigh_detail (&worse, &better);
  sem_duplicate_files_weigh_steps (&worse, &better);
  g_assert_cmpint (sem_duplicate_file_compare (&better, &worse, &found), <, 0);
  g_assert_cmpint (found, ==, reason);
  g_assert_true (sem_duplicate_reason_holds (reason, &better, &worse));
  g_assert_cmpint (sem_duplicate_file_compare (&worse, &better, NULL), >, 0);
}

/* The original is kept, though the copy has more pixels, more bytes, or a format without loss. */
static void
test_originals (void)
{
  for (guint i = 0; i < 4; i++)
    {
      g_auto (Picture) raw = make_picture (i), once = compress (&raw, .3);
      g_auto (Picture) again = compress (&once, .1), rougher = compress (&once, .8);
      g_auto (Picture) half = resize (&once, WIDTH / 2, HEIGHT / 2), blurred = blur (&once);
      g_auto (Picture) large = resize (&once, WIDTH * 3 / 2, HEIGHT * 3 / 2);
      g_auto (Picture) larger = resize (&once, WIDTH * 2, HEIGHT * 2);
      g_auto (Picture) saved = compress (&larger, .1);
      const SemDuplicateFile original = make_file (&once, "/p/z/original.jpg", 1000);

      check (original, make_file (&again, "/a.jpg", 2000), SEM_DUPLICATE_SAVED_ONCE);
      check (original, make_file (&once, "/a.png", 3000), SEM_DUPLICATE_SAVED_ONCE);
      check (original, make_file (&rougher, "/a.png", 4000), SEM_DUPLICATE_FINE);
      check (original, make_file (&blurred, "/a.png", 4000), SEM_DUPLICATE_SHARP);
      check (original, make_file (&large, "/a.png", 4000), SEM_DUPLICATE_SHARP);
      check (original, make_file (&larger, "/a.png", 4000), SEM_DUPLICATE_SHARP);
      check (original, make_file (&saved, "/a.png", 4000), SEM_DUPLICATE_SHARP);
      check (original, make_file (&half, "/a.png", 4000), SEM_DUPLICATE_PIXELS);
      check (make_file (&raw, "/p/z/original.png", 9000), original, SEM_DUPLICATE_FINE);
    }
}

/* Whoever saves a picture again, mirrored, chooses the steps: where they hide the first ones, or
 * are too fine to be found, neither they nor the size say which file was first. */
static void
test_resaved (void)
{
  static const double steps[][2] = { { .5, .4 },  { .5, .3 }, { .5, .24 },
                                     { .3, .14 }, { .2, .1 }, { .2, .05 } };
  static const gint64 sizes[] = { 1010, 1120, 1290, 1800 };

  for (guint i = 0; i < 4 * G_N_ELEMENTS (steps); i++)
    {
      const double *saved = steps[i / 4];
      g_auto (Picture) raw = make_picture (i % 4), once = compress (&raw, saved[0]);
      g_auto (Picture) mirrored = mirror (&once), again = compress (&mirrored, saved[1]);
      SemDuplicateFile original = make_file (&once, "/p/z/original.jpg", 1000);
      SemDuplicateFile copy = make_file (&again, "/a.jpg", sizes[i % 4]);
      SemDuplicateReason reason = SEM_DUPLICATE_N_REASONS;

      original.mtime = 1000 * G_GINT64_CONSTANT (1000000000);
      copy.mtime = 2 * original.mtime;
      sem_duplicate_files_weigh_detail (&original, &copy);
      sem_duplicate_files_weigh_steps (&original, &copy);
      g_assert_cmpint (sem_duplicate_file_compare (&original, &copy, &reason), <, 0);
      g_assert_true (reason == SEM_DUPLICATE_OLDEST || reason == SEM_DUPLICATE_SAVED_ONCE);
    }
}

/* What was blurred and saved well has no steps, which says nothing about its original. */
static void
test_blurred (void)
{
  g_auto (Picture) raw = make_picture (2), once = compress (&raw, .3), blurred = blur (&once);
  SemDuplicateFile original = make_file (&once, "/p/z/original.jpg", 1000);
  SemDuplicateFile soft = make_file (&blurred, "/a.jpg", 2000);

  sem_duplicate_files_weigh_detail (&original, &soft);
  sem_duplicate_files_weigh_steps (&original, &soft);
  g_assert_true (soft.is_soft);
  g_assert_false (original.is_soft || original.is_coarse || original.is_resaved);
}

/* A soft picture has hardly more detail than its reduced copy, and is no enlarged one. */
static void
test_soft (void)
{
  for (guint i = 0; i < 12; i++)
    {
      const guint share = 2 + i % 3; /* a half, two thirds, three quarters */
      g_auto (Picture) raw = make_picture (i / 3), blurred = blur (&raw),
                       soft = compress (&blurred, .3);
      g_auto (Picture) less =
        resize (&soft, WIDTH * (share - 1) / share, HEIGHT * (share - 1) / share);
      g_auto (Picture) saved = compress (&less, .1);

      check (make_file (&soft, "/p/z/original.jpg", 1000), make_file (&saved, "/a.jpg", 900),
             SEM_DUPLICATE_PIXELS);
    }
}

/* A camera's own photo that is soft stays beside a smaller copy; an edited one is no camera's own.
 */
static void
test_cameras (void)
{
  g_auto (Picture) small = make_picture (3), large = resize (&small, WIDTH * 2, HEIGHT * 2);
  SemDuplicateFile camera = make_file (&large, "/a.jpg", 4000);
  const SemDuplicateFile copy = make_file (&small, "/b.jpg", 1000);

  camera.is_taken = TRUE;
  check (camera, copy, SEM_DUPLICATE_PIXELS);
  camera.is_edited = TRUE;
  check (copy, camera, SEM_DUPLICATE_SHARP);
}

/* Of what is too small or plain nothing is known, and nothing is claimed. */
static void
test_unknown (void)
{
  g_auto (Picture) tiny = picture_new (63, 200), plain = picture_new (200, 200);
  g_auto (Picture) known = make_picture (1);
  SemDuplicateFile files[3];

  memset (tiny.pixels, 7, 63 * 200);
  memset (plain.pixels, 255, 200 * 200);
  files[0] = make_file (&tiny, "/tiny.jpg", 1);
  files[1] = make_file (&plain, "/plain.jpg", 1);
  files[2] = make_file (&known, "/known.jpg", 1);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpfloat (files[i].sharpness.fill, ==, 0);
      sem_duplicate_files_weigh_detail (&files[i], &files[2]);
      sem_duplicate_files_weigh_steps (&files[i], &files[2]);
      g_assert_false (files[i].is_soft || files[i].is_coarse || files[i].is_resaved);
      g_assert_false (files[2].is_soft || files[2].is_coarse || files[2].is_resaved);
      g_assert_false (sem_duplicate_reason_holds (SEM_DUPLICATE_SHARP, &files[2], &files[i]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duplicates/sharpness/steps", test_steps);
  g_test_add_func ("/duplicates/sharpness/originals", test_originals);
  g_test_add_func ("/duplicates/sharpness/resaved", test_resaved);
  g_test_add_func ("/duplicates/sharpness/blurred", test_blurred);
  g_test_add_func ("/duplicates/sharpness/soft", test_soft);
  g_test_add_func ("/duplicates/sharpness/cameras", test_cameras);
  g_test_add_func ("/duplicates/sharpness/unknown", test_unknown);
  return g_test_run ();
}
