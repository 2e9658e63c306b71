/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures that look empty in their first frame, or over white.
 */

#include "engine/decode/worker/frame.h"
#include "tests/engine/decode/fixtures.h"
#include "tests/engine/decode/handmade.h"

#include <string.h>

#define N_LOGOS 60
#define SIDE 300

static SemDecoder *decoder;

static SemDecodedPhoto *
decode (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  SemDecodedPhoto *photo = sem_fixture_decode (decoder, bytes, &error);

  g_assert_no_error (error);
  return photo;
}

/* Animations ----------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  guint plain;   /* frames of one colour at the start */
  gboolean last; /* whether the quarters follow */
  gboolean found;
} fades[] = {
  { "first", 0, TRUE, TRUE },
  { "second", 1, TRUE, TRUE },
  { "tenth", 9, TRUE, TRUE },
  { "last that is looked at", SEM_FRAME_MAX_FRAMES - 1, TRUE, TRUE },
  { "too late", SEM_FRAME_MAX_FRAMES, TRUE, FALSE },
  { "none", 5, FALSE, FALSE },
  { "one frame", 1, FALSE, FALSE },
};

/* Whether the picture is all of one colour. */
static gboolean
is_plain (const SemDecodedPhoto *photo)
{
  for (gsize i = 3; i < SEM_DECODE_INPUT_SIZE; i++)
    if (photo->input[i] != photo->input[i % 3])
      return FALSE;
  return TRUE;
}

static void
test_gif (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fades); i++)
    {
      g_autoptr (GString) frames = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (SemDecodedPhoto) photo = NULL;

      for (guint j = 0; j < fades[i].plain; j++)
        g_string_append_c (frames, 'p');
      if (fades[i].last)
        g_string_append (frames, "qp");
      bytes = sem_handmade_gif_frames (frames->str);
      photo = decode (bytes);
      g_test_message ("%s", fades[i].name);
      g_assert_cmpuint (photo->width, ==, 64);
      if (fades[i].found)
        sem_fixture_assert_quarters (photo->input);
      else
        g_assert_true (is_plain (photo));
    }
}

/* Black, the quarters, and black: 64 × 64 pixels, lossless. The loader of Debian 12 never shows the
 * last frame. */
static const guint8 webp[] = {
  0x52, 0x49, 0x46, 0x46, 0xc2, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x58,
  0x0a, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x3f, 0x00, 0x00, 0x3f, 0x00, 0x00, 0x41, 0x4e,
  0x49, 0x4d, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x41, 0x4e, 0x4d, 0x46,
  0x22, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x3f, 0x00, 0x00, 0x3f, 0x00, 0x00,
  0x64, 0x00, 0x00, 0x02, 0x56, 0x50, 0x38, 0x4c, 0x09, 0x00, 0x00, 0x00, 0x2f, 0x3f, 0xc0, 0x0f,
  0x00, 0x88, 0x88, 0xfe, 0x07, 0x00, 0x41, 0x4e, 0x4d, 0x46, 0x42, 0x00, 0x00, 0x00, 0x00, 0x00,
  0x00, 0x00, 0x00, 0x00, 0x3f, 0x00, 0x00, 0x3f, 0x00, 0x00, 0x64, 0x00, 0x00, 0x00, 0x56, 0x50,
  0x38, 0x4c, 0x2a, 0x00, 0x00, 0x00, 0x2f, 0x3f, 0xc0, 0x0f, 0x00, 0x05, 0x41, 0xb6, 0x8d, 0xc9,
  0xfc, 0x51, 0x8e, 0x73, 0x8d, 0x01, 0x2c, 0x11, 0x08, 0x24, 0x51, 0x8e, 0x3b, 0x9b, 0x40, 0x20,
  0x89, 0x72, 0xdc, 0xd9, 0xfa, 0x3f, 0x01, 0x4c, 0x5f, 0xe9, 0xfd, 0x86, 0xf5, 0xa3, 0xf7, 0x1b,
  0x41, 0x4e, 0x4d, 0x46, 0x22, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x3f, 0x00,
  0x00, 0x3f, 0x00, 0x00, 0x64, 0x00, 0x00, 0x00, 0x56, 0x50, 0x38, 0x4c, 0x09, 0x00, 0x00, 0x00,
  0x2f, 0x3f, 0xc0, 0x0f, 0x00, 0x88, 0x88, 0xfe, 0x07, 0x00,
};

/* Where its frames begin, and what a black one takes. */
#define WEBP_FRAMES 44
#define WEBP_BLACK 42

static void
test_webp (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (webp, sizeof webp);
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("webp", NULL);
  g_autoptr (SemDecodedPhoto) photo = NULL;

  if (!loader)
    {
      g_test_skip ("GdkPixbuf cannot read WebP here");
      return;
    }
  gdk_pixbuf_loader_close (loader, NULL);
  photo = decode (bytes);
  sem_fixture_assert_quarters (photo->input);
}

/* @n_before: black frames, then the quarters, then far too many black frames. */
static GBytes *
make_long_webp (guint n_before)
{
  GByteArray *array = g_byte_array_new ();
  guint32 length;

  g_byte_array_append (array, webp, WEBP_FRAMES);
  for (guint i = 0; i < n_before; i++)
    g_byte_array_append (array, webp + WEBP_FRAMES, WEBP_BLACK);
  g_byte_array_append (array, webp + WEBP_FRAMES + WEBP_BLACK,
                       sizeof webp - WEBP_FRAMES - 2 * WEBP_BLACK);
  for (guint i = 0; i < 300000; i++)
    g_byte_array_append (array, webp + WEBP_FRAMES, WEBP_BLACK);
  length = GUINT32_TO_LE (array->len - 8);
  memcpy (array->data + 4, &length, sizeof length);
  return g_byte_array_free_to_bytes (array);
}

/* The frames that are looked at are the same, and the others are not even decoded: they would take
 * half a minute and gigabytes. */
static void
test_long_webp (void)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("webp", NULL);

  if (!loader)
    {
      g_test_skip ("GdkPixbuf cannot read WebP here");
      return;
    }
  gdk_pixbuf_loader_close (loader, NULL);
  for (guint n_before = 62; n_before <= 63; n_before++)
    {
      g_autoptr (GBytes) bytes = make_long_webp (n_before);
      const gint64 began = g_get_monotonic_time ();
      g_autoptr (SemDecodedPhoto) photo = decode (bytes);

      g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_USEC_PER_SEC);
      g_assert_cmpuint (photo->width, ==, 64);
      /* The loader of Debian 12 shows the first frame twice. */
      if (n_before + 1 < SEM_FRAME_MAX_FRAMES)
        sem_fixture_assert_quarters (photo->input);
      else
        g_assert_true (is_plain (photo));
    }
}

/* (transfer full): beside the test data, wherever that is; NULL after g_test_skip(). */
static char *
find_cases (void)
{
  g_autofree char *data = g_path_get_dirname (TEST_DATA);
  char *folder = g_build_filename (data, "cases", NULL);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return folder;
  g_test_skip_printf ("%s is not there", folder);
  g_free (folder);
  return NULL;
}

/* Whole frames, and frames that change a part of the one before. */
static void
test_apng (void)
{
  static const char *const found[] = { "q", "pq", "ppppppppq", "p1hp", "pp1hq" };

  for (gsize i = 0; i < G_N_ELEMENTS (found); i++)
    for (guint hidden = 0; hidden < 2; hidden++)
      {
        g_autoptr (GBytes) bytes = sem_handmade_apng (found[i], hidden);
        g_autoptr (SemDecodedPhoto) photo = decode (bytes);

        sem_fixture_assert_quarters (photo->input);
      }
  {
    g_autofree char *many = g_strnfill (SEM_FRAME_MAX_FRAMES + 1, 'p');
    g_autoptr (GBytes) plain = sem_handmade_apng ("pp", FALSE);
    g_autoptr (GBytes) late = NULL;
    g_autoptr (SemDecodedPhoto) nothing = decode (plain), too_late = NULL;

    many[SEM_FRAME_MAX_FRAMES] = 'q';
    late = sem_handmade_apng (many, FALSE);
    too_late = decode (late);
    g_assert_true (is_plain (nothing));
    g_assert_true (is_plain (too_late));
  }
}

/* Whatever is wrong with a later frame, the first one is there. */
static void
test_damaged_apng (void)
{
  g_autoptr (GBytes) good = sem_handmade_apng ("pqp", FALSE);
  gsize size;
  const guint8 *data = g_bytes_get_data (good, &size);

  for (gsize at = 150; at < size - 20; at++)
    {
      g_autofree guint8 *changed = g_memdup2 (data, size);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (SemDecodedPhoto) photo = NULL;

      changed[at] ^= 0xff;
      bytes = g_bytes_new (changed, size);
      photo = sem_fixture_decode (decoder, bytes, &error);
      if (!photo)
        g_assert_true (g_error_matches (error, SEM_ERROR, SEM_ERROR_DAMAGED));
    }
}

/* A real clip that fades in, where there is one. */
static void
test_clip (void)
{
  g_autofree char *folder = find_cases ();
  g_autofree char *path = folder ? g_build_filename (folder, "fade-in.gif", NULL) : NULL;
  g_autofree char *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SemDecodedPhoto) photo = NULL;
  guint least = 255, most = 0;
  gsize size;

  if (!path)
    return;
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  bytes = g_bytes_new (data, size);
  photo = decode (bytes);
  for (gsize i = 0; i < SEM_DECODE_INPUT_SIZE; i++)
    {
      least = MIN (least, photo->input[i]);
      most = MAX (most, photo->input[i]);
    }
  g_assert_cmpuint (most - least, >=, 64);
}

/* Transparency --------------------------------------------------------------------------------- */

/* A disc and a bar at places that depend on @number, in grey levels @disc and @bar, over nothing.
 */
static GBytes *
make_logo (guint number, guint disc, guint bar)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, SIDE, SIDE);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  const int cx = 60 + (int) (number * 37 % 180), cy = 60 + (int) (number * 71 % 180);
  const int radius = 30 + (int) number % 25, top = (int) (number * 53 % 260);

  gdk_pixbuf_fill (pixbuf, 0x80808000);
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        guint8 *pixel = pixels + y * gdk_pixbuf_get_rowstride (pixbuf) + x * 4;
        const gboolean on_disc = (x - cx) * (x - cx) + (y - cy) * (y - cy) < radius * radius;
        const gboolean on_bar = y >= top && y < top + 20;

        if (on_disc || on_bar)
          {
            memset (pixel, (int) (on_disc ? disc : bar), 3);
            pixel[3] = 255;
          }
      }
  return sem_fixture_save (pixbuf, "png");
}

static guint
count_different (const SemDecodedPhoto *a, const SemDecodedPhoto *b)
{
  guint n = 0;

  for (gsize i = 0; i < SEM_DECODE_INPUT_SIZE; i += 3)
    n += ABS (a->input[i] - b->input[i]) > 40;
  return n;
}

/* White ones, black ones and grey ones are each told apart, by more than one in a hundred pixels.
 */
static void
test_logos (void)
{
  static const guint levels[] = { 255, 0, 128, 210 };

  for (gsize l = 0; l < G_N_ELEMENTS (levels); l++)
    {
      g_autoptr (GPtrArray) photos =
        g_ptr_array_new_with_free_func ((GDestroyNotify) sem_decoded_photo_free);

      for (guint i = 0; i < N_LOGOS; i++)
        {
          g_autoptr (GBytes) bytes = make_logo (i, levels[l], levels[l]);

          g_ptr_array_add (photos, decode (bytes));
          for (guint j = 0; j < i; j++)
            g_assert_cmpuint (count_different (photos->pdata[i], photos->pdata[j]), >,
                              SEM_DECODE_SIDE * SEM_DECODE_SIDE / 100);
        }
    }
}

static guint8
get_backdrop (guint disc, guint bar)
{
  g_autoptr (GBytes) bytes = make_logo (0, disc, bar);
  g_autoptr (SemDecodedPhoto) photo = decode (bytes);

  /* A corner without disc and bar. */
  return photo->input[(SEM_DECODE_SIDE * (SEM_DECODE_SIDE - 4) + SEM_DECODE_SIDE - 4) * 3];
}

static void
test_backdrops (void)
{
  g_assert_cmpuint (get_backdrop (0, 0), ==, 255);
  g_assert_cmpuint (get_backdrop (100, 100), ==, 255);
  g_assert_cmpuint (get_backdrop (255, 255), ==, 0);
  g_assert_cmpuint (get_backdrop (220, 250), ==, 0);
  /* What is black and white stands out from neither. */
  g_assert_cmpuint (get_backdrop (255, 0), ==, 128);
}

/* Little transparency, such as round corners, and none leave a bright picture as it is. */
static void
test_corners (void)
{
  static const guint corners[] = { 0, 10, 30, 200 };
  static const guint8 backdrops[] = { 255, 255, 255, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      g_autofree guint8 *pixels = g_malloc (SIDE * SIDE * 4);

      memset (pixels, 250, SIDE * SIDE * 4);
      for (guint p = 0; p < SIDE * SIDE; p++)
        pixels[p * 4 + 3] = p % SIDE < corners[i] && p / SIDE < corners[i] ? 0 : 255;
      g_assert_cmpuint (sem_frame_get_backdrop (pixels, SIDE, SIDE, SIDE * 4), ==, backdrops[i]);
      sem_frame_flatten (pixels, SIDE, SIDE, SIDE * 4);
      g_assert_cmpuint (pixels[0], ==, corners[i] ? backdrops[i] : 250);
      g_assert_cmpuint (pixels[(SIDE - 1) * 3], ==, 250);
    }
}

/* A picture without any visible part is white. */
static void
test_nothing (void)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 20, 20);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SemDecodedPhoto) photo = NULL;

  gdk_pixbuf_fill (pixbuf, 0x00000000);
  bytes = sem_fixture_save (pixbuf, "png");
  photo = decode (bytes);
  g_assert_true (is_plain (photo));
  g_assert_cmpuint (photo->input[0], ==, 255);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  decoder = sem_decoder_new (NULL);
  g_test_add_func ("/decode/frame/gif", test_gif);
  g_test_add_func ("/decode/frame/webp", test_webp);
  g_test_add_func ("/decode/frame/webp/long", test_long_webp);
  g_test_add_func ("/decode/frame/apng", test_apng);
  g_test_add_func ("/decode/frame/apng/damaged", test_damaged_apng);
  g_test_add_func ("/decode/frame/clip", test_clip);
  g_test_add_func ("/decode/frame/logos", test_logos);
  g_test_add_func ("/decode/frame/backdrops", test_backdrops);
  g_test_add_func ("/decode/frame/corners", test_corners);
  g_test_add_func ("/decode/frame/nothing", test_nothing);
  result = g_test_run ();
  sem_decoder_free (decoder);
  return result;
}
