/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JPEG XL files, made here: of pixels and upright, in sRGB whatever they are stored in.
 */

#include "engine/decode/formats/jxl.h"
#include "tests/engine/decode/fixtures.h"

#include <jxl/encode.h>
#include <string.h>
#include <unistd.h>

/* @orientation: as EXIF has it
 * @lossless: else in the format's own space
 * @container: whether boxes are around the codestream */
typedef struct
{
  const char *name;
  guint orientation;
  gboolean alpha;
  gboolean lossless;
  gboolean container;
} Kind;

static const Kind kinds[] = {
  { "lossless", 1, FALSE, TRUE, FALSE }, { "lossy", 1, FALSE, FALSE, FALSE },
  { "container", 1, FALSE, TRUE, TRUE }, { "alpha", 1, TRUE, TRUE, FALSE },
  { "turned", 6, FALSE, TRUE, FALSE },   { "mirrored", 2, FALSE, FALSE, TRUE },
};

static GBytes *
finish (JxlEncoder *encoder)
{
  GByteArray *array = g_byte_array_new ();
  guint8 buffer[4096];
  JxlEncoderStatus status;

  do
    {
      guint8 *next = buffer;
      size_t left = sizeof buffer;

      status = JxlEncoderProcessOutput (encoder, &next, &left);
      g_byte_array_append (array, buffer, (guint) (sizeof buffer - left));
    }
  while (status == JXL_ENC_NEED_MORE_OUTPUT);
  g_assert_cmpint ((int) status, ==, JXL_ENC_SUCCESS);
  JxlEncoderDestroy (encoder);
  return g_byte_array_free_to_bytes (array);
}

/* @pixbuf: as it is stored */
static GBytes *
encode (const Kind *kind, GdkPixbuf *pixbuf)
{
  g_autoptr (GdkPixbuf) full =
    kind->alpha ? gdk_pixbuf_add_alpha (pixbuf, FALSE, 0, 0, 0) : g_object_ref (pixbuf);
  const guint n = kind->alpha ? 4 : 3;
  const guint width = (guint) gdk_pixbuf_get_width (full),
              height = (guint) gdk_pixbuf_get_height (full);
  g_autofree guint8 *pixels = g_malloc ((gsize) width * height * n);
  JxlEncoder *encoder = JxlEncoderCreate (NULL);
  JxlEncoderFrameSettings *settings = JxlEncoderFrameSettingsCreate (encoder, NULL);
  const JxlPixelFormat format = { n, JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0 };
  JxlColorEncoding srgb = { 0 };
  JxlBasicInfo info;

  for (guint y = 0; y < height; y++)
    memcpy (pixels + (gsize) y * width * n,
            gdk_pixbuf_read_pixels (full) + y * (guint) gdk_pixbuf_get_rowstride (full),
            (gsize) width * n);
  JxlEncoderInitBasicInfo (&info);
  info.xsize = width;
  info.ysize = height;
  info.bits_per_sample = 8;
  info.num_color_channels = 3;
  info.uses_original_profile = kind->lossless;
  info.orientation = (JxlOrientation) kind->orientation;
  info.num_extra_channels = kind->alpha;
  info.alpha_bits = kind->alpha ? 8 : 0;
  if (kind->container)
    g_assert_cmpint ((int) JxlEncoderUseContainer (encoder, 1), ==, JXL_ENC_SUCCESS);
  g_assert_cmpint ((int) JxlEncoderSetBasicInfo (encoder, &info), ==, JXL_ENC_SUCCESS);
  JxlColorEncodingSetToSRGB (&srgb, FALSE);
  g_assert_cmpint ((int) JxlEncoderSetColorEncoding (encoder, &srgb), ==, JXL_ENC_SUCCESS);
  JxlEncoderSetFrameLossless (settings, kind->lossless);
  g_assert_cmpint ((int) JxlEncoderAddImageFrame (settings, &format, pixels,
                                                  (gsize) width * height * n),
                   ==, JXL_ENC_SUCCESS);
  JxlEncoderCloseInput (encoder);
  return finish (encoder);
}

/* The quarters as they have to be stored to be upright after the orientation is applied. */
static GdkPixbuf *
make_stored (guint orientation)
{
  g_autoptr (GdkPixbuf) upright = sem_fixture_quarters (640, 480);

  if (orientation == 6)
    return gdk_pixbuf_rotate_simple (upright, GDK_PIXBUF_ROTATE_COUNTERCLOCKWISE);
  if (orientation == 2)
    return gdk_pixbuf_flip (upright, TRUE);
  return g_steal_pointer (&upright);
}

static void
test_kind (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (GdkPixbuf) stored = make_stored (kind->orientation);
  g_autoptr (GBytes) bytes = encode (kind, stored);
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo = sem_fixture_decode (decoder, bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (photo->width, ==, 640);
  g_assert_cmpuint (photo->height, ==, 480);
  sem_fixture_assert_quarters (photo->input);
}

/* Cut anywhere, and with bytes changed: an answer, and no other than a sentence of ours. */
static void
test_damaged (void)
{
  g_autoptr (GdkPixbuf) stored = make_stored (1);
  g_autoptr (GBytes) bytes = encode (&kinds[1], stored);
  const gsize size = g_bytes_get_size (bytes);
  GRand *random = g_rand_new_with_seed (1);

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, 12 + (size - 13) * i / 40);
      SemJxl jxl;

      g_assert_cmpint ((int) sem_jxl_decode (&jxl, g_bytes_get_data (cut, NULL),
                                             g_bytes_get_size (cut)),
                       !=, SEM_DECODE_OK);
      sem_jxl_clear (&jxl);
    }
  for (guint i = 0; i < 200; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
      SemJxl jxl;
      SemDecodeStatus status;

      copy[g_rand_int_range (random, 2, (gint32) size)] ^=
        (guint8) g_rand_int_range (random, 1, 256);
      status = sem_jxl_decode (&jxl, copy, size);
      if (status == SEM_DECODE_OK)
        g_assert_nonnull (jxl.pixels);
      sem_jxl_clear (&jxl);
    }
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode/jxl/%s", kinds[i].name);

      g_test_add_data_func (path, &kinds[i], test_kind);
    }
  g_test_add_func ("/decode/jxl/damaged", test_damaged);
  return g_test_run ();
}
