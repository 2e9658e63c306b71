/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HEIF files whose reduced pictures are, or are not, scaled copies, made here.
 */

#include "engine/decode/formats/heif-shape.h"
#include "engine/decode/formats/heif.h"
#include "tests/engine/decode/fixtures.h"
#include "tests/support/heif-files.h"

#include <string.h>
#include <unistd.h>

static SemDecoder *decoder;

static SemDecodedPhoto *
decode (GBytes *file, gboolean quick)
{
  const int fd = sem_fixture_open (file);
  g_autoptr (GError) error = NULL;
  SemMetadata metadata;
  SemDecodedPhoto *photo;

  photo = quick ? sem_decoder_decode_quick (decoder, fd, "photo", &metadata, NULL, &error)
                : sem_decoder_decode_all (decoder, fd, "photo", &metadata, NULL, &error);
  close (fd);
  g_assert_no_error (error);
  g_assert_cmpuint (metadata.state, ==, SEM_METADATA_READ);
  return photo;
}

static GdkPixbuf *
scale (GdkPixbuf *pixbuf, int width, int height)
{
  return gdk_pixbuf_scale_simple (pixbuf, width, height, GDK_INTERP_BILINEAR);
}

/* How far apart the networks' inputs are, as a mean of levels. */
static double
compare_inputs (const SemDecodedPhoto *a, const SemDecodedPhoto *b)
{
  guint sum = 0;

  for (guint i = 0; i < SEM_DECODE_INPUT_SIZE; i++)
    sum += (guint) ABS ((int) a->input[i] - (int) b->input[i]);
  return (double) sum / SEM_DECODE_INPUT_SIZE;
}

/* What both have in common: the photo's size, and about what the network sees. */
static void
assert_quick (GBytes *file, guint width, guint height)
{
  g_autoptr (SemDecodedPhoto) quick = decode (file, TRUE), full = decode (file, FALSE);

  g_assert_cmpuint (quick->notes, ==, SEM_DECODE_NOTE_QUICK);
  g_assert_cmpuint (full->notes, ==, 0);
  g_assert_null (sem_decoded_photo_dup_note (quick));
  g_assert_cmpuint (quick->width, ==, width);
  g_assert_cmpuint (quick->height, ==, height);
  g_assert_cmpuint (full->width, ==, width);
  g_assert_cmpuint (full->height, ==, height);
  g_assert_cmpfloat (compare_inputs (quick, full), <, 6);
}

/* Not trusted: the same as if nobody had asked for it. */
static void
assert_full (GBytes *file)
{
  g_autoptr (SemDecodedPhoto) quick = decode (file, TRUE), full = decode (file, FALSE);

  g_assert_cmpuint (quick->notes, ==, 0);
  g_assert_cmpmem (quick->input, sizeof quick->input, full->input, sizeof full->input);
  g_assert_true (g_bytes_equal (quick->thumbnail, full->thumbnail));
}

static GBytes *
make_profile (guint8 fill)
{
  guint8 bytes[128];

  memset (bytes, fill, sizeof bytes);
  return g_bytes_new (bytes, sizeof bytes);
}

static void
test_copy (void)
{
  g_autoptr (GdkPixbuf) picture = sem_fixture_quarters (640, 480);
  g_autoptr (GdkPixbuf) odd = sem_fixture_quarters (1281, 961);
  g_autoptr (GdkPixbuf) reduced = scale (picture, 320, 240);
  g_autoptr (GBytes) profile = make_profile (1);
  const TestHeif turned = { picture, reduced, profile, profile, 6, 6 };
  g_autoptr (GBytes) plain = test_heif_write_reduced (picture, 320, 240);
  g_autoptr (GBytes) round = test_heif_write_reduced (odd, 320, 240);
  g_autoptr (GBytes) upright = test_heif_write (&turned);
  g_autoptr (SemDecodedPhoto) photo = NULL;

  if (!plain)
    return;
  assert_quick (plain, 640, 480);
  assert_quick (round, 1281, 961);
  assert_quick (upright, 480, 640);
  photo = decode (plain, TRUE);
  sem_fixture_assert_quarters (photo->input);
}

/* Whatever the file itself says to be something else than a scaled copy. */
static void
test_told_lies (void)
{
  static const guint32 half[] = { 640, 1, 480, 1 }, long_side[] = { 30000, 1 }, dot[] = { 1, 1 };
  g_autoptr (GdkPixbuf) picture = sem_fixture_quarters (640, 480);
  g_autoptr (GdkPixbuf) odd = sem_fixture_quarters (1281, 961);
  g_autoptr (GdkPixbuf) clear = gdk_pixbuf_add_alpha (picture, FALSE, 0, 0, 0);
  g_autoptr (GdkPixbuf) reduced = scale (picture, 320, 240);
  g_autoptr (GBytes) one = make_profile (1), two = make_profile (2);
  g_autoptr (GBytes) plain = test_heif_write_reduced (picture, 320, 240);
  g_autoptr (GBytes) cropped = test_heif_write_reduced (odd, 320, 240);
  const TestHeif lies[] = {
    { .picture = picture },
    { picture, reduced, one, NULL, 0, 0 },
    { picture, reduced, one, two, 0, 0 },
    { picture, reduced, NULL, NULL, 3, 0 },
    { picture, reduced, NULL, NULL, 2, 4 },
    { clear, reduced, NULL, NULL, 0, 0 },
  };
  static const int sides[][2] = { { 320, 180 }, { 320, 320 }, { 160, 120 }, { 600, 450 } };

  if (!plain)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GBytes) file = test_heif_write (&lies[i]);

      g_test_message ("lie %u", i);
      assert_full (file);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (GBytes) file = test_heif_write_reduced (picture, sides[i][0], sides[i][1]);

      g_test_message ("%d x %d", sides[i][0], sides[i][1]);
      assert_full (file);
    }
  g_autoptr (GBytes) crop = test_heif_patch (cropped, "clap", 0, 0, half, 4);
  g_autoptr (GBytes) thread = test_heif_patch (plain, "ispe", 1, 4, long_side, 2);
  g_autoptr (GBytes) point = test_heif_patch (plain, "ispe", 1, 4, dot, 2);

  assert_full (crop);
  assert_full (thread);
  assert_full (point);
}

/* A file that the library refuses because of its reduced picture is refused in the same way. */
static void
test_refused (void)
{
  static const guint32 sides[] = { 65535, 1 };
  g_autoptr (GdkPixbuf) picture = sem_fixture_quarters (640, 480);
  g_autoptr (GBytes) plain = test_heif_write_reduced (picture, 320, 240);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (SemDecodedPhoto) quick = NULL, full = NULL;
  g_autoptr (GError) error = NULL, full_error = NULL;
  SemMetadata metadata;
  int fd;

  if (!plain)
    return;
  file = test_heif_patch (plain, "ispe", 1, 4, sides, 2);
  fd = sem_fixture_open (file);
  quick = sem_decoder_decode_quick (decoder, fd, "photo", &metadata, NULL, &error);
  full = sem_decoder_decode_all (decoder, fd, "photo", &metadata, NULL, &full_error);
  close (fd);
  g_assert_cmpint (quick != NULL, ==, full != NULL);
  if (quick)
    g_assert_cmpuint (quick->notes, ==, 0);
  else
    g_assert_cmpstr (error->message, ==, full_error->message);
}

/* Nothing is decoded of pictures that are too large, and no reduced picture that is not smaller. */
static void
test_sizes (void)
{
  static const struct
  {
    guint32 sides[2]; /* what the file says of the picture */
    gboolean taken;
  } cases[] = {
    { { 1200, 800 }, TRUE },     { { 24000, 16000 }, TRUE }, { { 24600, 16400 }, FALSE },
    { { 30000, 20000 }, FALSE }, { { 600, 400 }, FALSE },    { { 300, 200 }, FALSE },
  };
  g_autoptr (GdkPixbuf) picture = sem_fixture_quarters (1200, 800);
  g_autoptr (GBytes) plain = test_heif_write_reduced (picture, 600, 400);

  for (guint i = 0; plain && i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) file = test_heif_patch (plain, "ispe", 0, 4, cases[i].sides, 2);
      gsize size;
      const guint8 *data = g_bytes_get_data (file, &size);
      SemHeif heif;

      g_test_message ("%u x %u", cases[i].sides[0], cases[i].sides[1]);
      g_assert_cmpint (sem_heif_read_reduced (&heif, data, size), ==, cases[i].taken);
      g_assert_cmpint (heif.image != NULL, ==, cases[i].taken);
      g_assert_cmpuint (heif.width, ==, cases[i].taken ? 600 : 0);
      sem_heif_clear (&heif);
    }
}

/* A reduced picture that cannot be decoded, at whatever place it is damaged, costs nothing but
 * time; and where it can be, the photo is right about everything but its pixels. */
static void
test_damaged (void)
{
  g_autoptr (GdkPixbuf) picture = sem_fixture_quarters (640, 480);
  g_autoptr (GBytes) alone = test_heif_write (&(TestHeif){ .picture = picture });
  g_autoptr (GBytes) plain = test_heif_write_reduced (picture, 320, 240);
  gsize size, rest;

  if (!plain)
    return;
  size = g_bytes_get_size (plain);
  /* The reduced picture is the last in the file. */
  rest = MIN (size - g_bytes_get_size (alone), 400);
  for (gsize cut = 1; cut < rest; cut += rest / 8)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (plain, NULL), size);
      g_autoptr (GBytes) file = NULL;
      g_autoptr (SemDecodedPhoto) photo = NULL;

      memset (copy + size - cut, 0xff, cut);
      file = g_bytes_new (copy, size);
      photo = decode (file, TRUE);
      g_assert_cmpuint (photo->width, ==, 640);
      g_assert_cmpuint (photo->height, ==, 480);
      if (!(photo->notes & SEM_DECODE_NOTE_QUICK))
        assert_full (file);
    }
}

/* Another picture is not told apart: the photo is only marked. */
static void
test_untold_lie (void)
{
  g_autoptr (GdkPixbuf) picture = sem_fixture_quarters (640, 480);
  g_autoptr (GdkPixbuf) reduced = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 320, 240);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (SemDecodedPhoto) quick = NULL, full = NULL;

  gdk_pixbuf_fill (reduced, 0x808080ff);
  file = test_heif_write (&(TestHeif){ .picture = picture, .reduced = reduced });
  if (!file)
    return;
  quick = decode (file, TRUE);
  full = decode (file, FALSE);
  g_assert_cmpuint (quick->notes, ==, SEM_DECODE_NOTE_QUICK);
  g_assert_cmpfloat (compare_inputs (quick, full), >, 50);
}

/* Shapes of files that are cut or changed anywhere are read or refused, without a look past the
 * end; those of an intact one are what they are. */
static void
test_shapes (void)
{
  g_autoptr (GdkPixbuf) odd = sem_fixture_quarters (321, 241);
  g_autoptr (GdkPixbuf) even = sem_fixture_quarters (320, 240);
  g_autoptr (GBytes) file = test_heif_write (&(TestHeif){ .picture = odd });
  g_autoptr (GBytes) turned = test_heif_write (&(TestHeif){ .picture = even, .turn = 7 });
  SemHeifShape shape;
  gsize size, head;

  if (!file)
    return;
  g_assert_true (
    sem_heif_shape_read (&shape, g_bytes_get_data (file, &size), g_bytes_get_size (file), 1));
  g_assert_cmpstr (shape.turns, ==, "");
  g_assert_cmpfloat_with_epsilon (shape.width, 1, .004);
  g_assert_cmpfloat_with_epsilon (shape.height, 1, .005);
  g_assert_false (sem_heif_shape_read (&shape, g_bytes_get_data (file, NULL), size, 77));
  g_assert_true (
    sem_heif_shape_read (&shape, g_bytes_get_data (turned, NULL), g_bytes_get_size (turned), 1));
  g_assert_cmpuint (strlen (shape.turns), ==, 2);
  head = MIN (size, 600);
  for (gsize i = 0; i < head; i++)
    {
      g_autofree guint8 *cut = g_memdup2 (g_bytes_get_data (file, NULL), MAX (i, 1));
      g_autofree guint8 *changed = g_memdup2 (g_bytes_get_data (file, NULL), head);

      sem_heif_shape_read (&shape, cut, i, 1);
      changed[i] ^= 0xff;
      sem_heif_shape_read (&shape, changed, head, 1);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  decoder = sem_decoder_new (NULL);
  g_test_add_func ("/decode/heif/copy", test_copy);
  g_test_add_func ("/decode/heif/told-lies", test_told_lies);
  g_test_add_func ("/decode/heif/refused", test_refused);
  g_test_add_func ("/decode/heif/sizes", test_sizes);
  g_test_add_func ("/decode/heif/untold-lie", test_untold_lie);
  g_test_add_func ("/decode/heif/damaged", test_damaged);
  g_test_add_func ("/decode/heif/shapes", test_shapes);
  result = g_test_run ();
  sem_decoder_free (decoder);
  return result;
}
