/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Colour profiles: a picture looks the same whatever space its colours are stored in.
 */

#include "engine/decode/worker/colour.h"
#include "tests/engine/decode/fixtures.h"

#include <gio/gio.h>
#include <lcms2.h>
#include <string.h>
#include <unistd.h>

#define SIDE 448

/* @primaries: chromaticities x and y of red, green and blue, of a white of D65 or D50 */
typedef struct
{
  const char *name;
  double primaries[6];
  gboolean d50;
  double gamma;
} Space;

static const Space spaces[] = {
  { "P3", { .680, .320, .265, .690, .150, .060 }, FALSE, 2.2 },
  { "Adobe RGB", { .640, .330, .210, .710, .150, .060 }, FALSE, 2.19921875 },
  { "ProPhoto", { .7347, .2653, .1596, .8404, .0366, .0001 }, TRUE, 1.8 },
  /* Red and green change places: nobody can take that for rounding. */
  { "exchanged", { .300, .600, .640, .330, .150, .060 }, FALSE, 2.2 },
  { "linear", { .640, .330, .300, .600, .150, .060 }, FALSE, 1.0 },
};

/* Colours that are inside sRGB when they are read in any of the spaces. */
static const guint8 colours[4][3] = { { 140, 120, 110 },
                                      { 110, 140, 120 },
                                      { 100, 110, 140 },
                                      { 200, 200, 200 } };

static cmsHPROFILE
make_space (const Space *space)
{
  const double *p = space->primaries;
  const cmsCIExyYTRIPLE primaries = { { p[0], p[1], 1 }, { p[2], p[3], 1 }, { p[4], p[5], 1 } };
  const cmsCIExyY d65 = { .3127, .3290, 1 }, d50 = { .3457, .3585, 1 };
  cmsToneCurve *curve = cmsBuildGamma (NULL, space->gamma);
  cmsToneCurve *curves[3] = { curve, curve, curve };
  cmsHPROFILE profile = cmsCreateRGBProfile (space->d50 ? &d50 : &d65, &primaries, curves);

  g_assert_nonnull (profile);
  cmsFreeToneCurve (curve);
  return profile;
}

static GBytes *
save_profile (cmsHPROFILE profile)
{
  cmsUInt32Number size = 0;
  guint8 *data;

  g_assert_true (cmsSaveProfileToMem (profile, NULL, &size));
  data = g_malloc (size);
  g_assert_true (cmsSaveProfileToMem (profile, data, &size));
  return g_bytes_new_take (data, size);
}

/* Computed in floating point, by itself. */
static void
compute (const Space *space, const guint8 *colour, double *expected)
{
  cmsHPROFILE profile = make_space (space), srgb = cmsCreate_sRGBProfile ();
  cmsHTRANSFORM transform =
    cmsCreateTransform (profile, TYPE_RGB_DBL, srgb, TYPE_RGB_DBL, INTENT_PERCEPTUAL, 0);
  const double from[3] = { colour[0] / 255., colour[1] / 255., colour[2] / 255. };

  cmsDoTransform (transform, from, expected, 1);
  for (guint c = 0; c < 3; c++)
    expected[c] = CLAMP (expected[c], 0, 1) * 255;
  cmsDeleteTransform (transform);
  cmsCloseProfile (srgb);
  cmsCloseProfile (profile);
}

static GdkPixbuf *
make_picture (void)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, SIDE, SIDE);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  const int stride = gdk_pixbuf_get_rowstride (pixbuf);

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      memcpy (pixels + y * stride + x * 3, colours[2 * (2 * y >= SIDE) + (2 * x >= SIDE)], 3);
  return pixbuf;
}

/* GdkPixbuf cannot write it: the chunk goes behind the signature and the first one. */
static GBytes *
png_with_profile (GBytes *png, GBytes *profile)
{
  static const char head[] = "iCCPprofile\0";
  const gsize before = 8 + 12 + 13;
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autofree guint8 *packed = g_malloc (g_bytes_get_size (profile) + 1000);
  GByteArray *array = g_byte_array_new ();
  gsize read, size, whole;
  const guint8 *data = g_bytes_get_data (png, &whole);
  guint32 number;

  g_assert_cmpint (g_converter_convert (G_CONVERTER (zlib), g_bytes_get_data (profile, NULL),
                                        g_bytes_get_size (profile), packed,
                                        g_bytes_get_size (profile) + 1000, G_CONVERTER_INPUT_AT_END,
                                        &read, &size, NULL),
                   ==, G_CONVERTER_FINISHED);
  g_byte_array_append (array, data, (guint) before);
  number = GUINT32_TO_BE ((guint32) (size + sizeof head - 4));
  g_byte_array_append (array, (const guint8 *) &number, 4);
  /* With the end of the name, and the method. */
  g_byte_array_append (array, (const guint8 *) head, sizeof head);
  g_byte_array_append (array, packed, (guint) size);
  number = GUINT32_TO_BE (sem_fixture_crc32 (array->data + before + 4, size + sizeof head));
  g_byte_array_append (array, (const guint8 *) &number, 4);
  g_byte_array_append (array, data + before, (guint) (whole - before));
  return g_byte_array_free_to_bytes (array);
}

/* The picture of make_picture() without loss, which GdkPixbuf cannot write either. */
static const guint8 webp_pixels[] = {
  0x56, 0x50, 0x38, 0x4c, 0x4f, 0x00, 0x00, 0x00, 0x2f, 0xbf, 0xc1, 0x6f, 0x00, 0x1f, 0x20,
  0x24, 0x20, 0x63, 0x5d, 0x36, 0xc7, 0x26, 0x42, 0x02, 0xe2, 0x8e, 0x4d, 0xb2, 0xe5, 0x96,
  0x08, 0x09, 0x88, 0x6e, 0x9d, 0x61, 0x56, 0x5a, 0x32, 0xff, 0x71, 0x85, 0x39, 0x52, 0x30,
  0xd3, 0xb6, 0xcd, 0x48, 0x8e, 0xe4, 0x48, 0x0e, 0x40, 0xaf, 0x5e, 0x8e, 0xe8, 0xff, 0x04,
  0x6c, 0xec, 0xc5, 0xf2, 0x1f, 0xff, 0xf1, 0x1f, 0xff, 0xf1, 0x1f, 0xff, 0xb5, 0x62, 0x62,
  0x3f, 0x96, 0xff, 0xf8, 0x8f, 0xff, 0xf8, 0x8f, 0xff, 0xf8, 0xaf, 0x15, 0x00
};

static void
append_chunk (GByteArray *array, const char *name, const guint8 *data, gsize size)
{
  const guint32 length = GUINT32_TO_LE ((guint32) size);

  g_byte_array_append (array, (const guint8 *) name, 4);
  g_byte_array_append (array, (const guint8 *) &length, 4);
  g_byte_array_append (array, data, (guint) size);
  if (size & 1)
    g_byte_array_append (array, (const guint8 *) "", 1);
}

static GBytes *
webp_with_profile (GBytes *profile)
{
  /* Says that there is a profile, and one less than the sides. */
  static const guint8 facts[10] = {
    0x20, 0, 0, 0, (SIDE - 1) & 255, (SIDE - 1) >> 8, 0, (SIDE - 1) & 255, (SIDE - 1) >> 8, 0
  };
  GByteArray *chunks = g_byte_array_new (), *array = g_byte_array_new ();

  g_byte_array_append (chunks, (const guint8 *) "WEBP", 4);
  append_chunk (chunks, "VP8X", facts, sizeof facts);
  append_chunk (chunks, "ICCP", g_bytes_get_data (profile, NULL), g_bytes_get_size (profile));
  g_byte_array_append (chunks, webp_pixels, sizeof webp_pixels);
  append_chunk (array, "RIFF", chunks->data, chunks->len);
  g_byte_array_unref (chunks);
  return g_byte_array_free_to_bytes (array);
}

/* @profile: (nullable) */
static GBytes *
save (const char *type, GBytes *profile)
{
  g_autoptr (GdkPixbuf) pixbuf = make_picture ();
  g_autofree char *text =
    profile ? g_base64_encode (g_bytes_get_data (profile, NULL), g_bytes_get_size (profile)) : NULL;
  char *keys[] = { (char *) "icc-profile", NULL }, *values[] = { text, NULL };
  const gboolean apart = profile && strcmp (type, "png") == 0, with = profile && !apart;
  g_autoptr (GBytes) bytes = NULL;
  char *data;
  gsize size;
  GError *error = NULL;

  if (profile && strcmp (type, "webp") == 0)
    return webp_with_profile (profile);
  gdk_pixbuf_save_to_bufferv (pixbuf, &data, &size, type, with ? keys : NULL, with ? values : NULL,
                              &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (data, size);
  return apart ? png_with_profile (bytes, profile) : g_steal_pointer (&bytes);
}

/* With a picture in colour beside the rest. */
static SemDecodedPhoto *
decode (GBytes *bytes)
{
  const SemDecodeView view = { .colour_side = 128 };
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  GError *error = NULL;
  const int fd = sem_fixture_open (bytes);
  SemDecodedPhoto *photo = sem_decoder_decode_view (decoder, fd, "photo", &view, NULL, &error);

  g_assert_no_error (error);
  close (fd);
  return photo;
}

static void
assert_near (const guint8 *pixels, guint side, guint quarter, const double *expected)
{
  const guint x = side / 4 + quarter % 2 * side / 2, y = side / 4 + quarter / 2 * side / 2;

  for (guint c = 0; c < 3; c++)
    {
      const double found = pixels[(y * side + x) * 3 + c];

      g_assert_cmpfloat (found, >, expected[c] - 3.5);
      g_assert_cmpfloat (found, <, expected[c] + 3.5);
    }
}

static void
test_space (gconstpointer data)
{
  static const char *const types[] = { "png", "jpeg", "tiff", "webp" };
  const Space *space = data;
  cmsHPROFILE profile = make_space (space);
  g_autoptr (GBytes) saved = save_profile (profile);

  cmsCloseProfile (profile);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) bytes = save (types[i], saved);
      g_autoptr (SemDecodedPhoto) photo = decode (bytes);

      for (guint quarter = 0; quarter < 4; quarter++)
        {
          double expected[3];

          compute (space, colours[quarter], expected);
          assert_near (photo->input, SEM_DECODE_SIDE, quarter, expected);
          assert_near (g_bytes_get_data (photo->colour, NULL), 128, quarter, expected);
        }
    }
}

/* What is sRGB anyway keeps every bit, and so does what cannot be read. */
static void
test_unchanged (void)
{
  g_autoptr (GBytes) plain = save ("png", NULL), nonsense = NULL, bytes = NULL, wrong = NULL;
  cmsHPROFILE srgb = cmsCreate_sRGBProfile ();
  g_autoptr (GBytes) saved = save_profile (srgb);
  g_autoptr (SemDecodedPhoto) expected = decode (plain), photo = NULL, other = NULL;
  g_autofree guint8 *broken = g_memdup2 (g_bytes_get_data (saved, NULL), g_bytes_get_size (saved));

  cmsCloseProfile (srgb);
  bytes = save ("png", saved);
  photo = decode (bytes);
  g_assert_cmpmem (photo->input, sizeof photo->input, expected->input, sizeof expected->input);
  memset (broken + 128, 0xff, 64);
  nonsense = g_bytes_new (broken, g_bytes_get_size (saved));
  wrong = save ("tiff", nonsense);
  other = decode (wrong);
  g_assert_cmpmem (other->input, sizeof other->input, expected->input, sizeof expected->input);
}

static void
test_grey (void)
{
  cmsToneCurve *curve = cmsBuildGamma (NULL, 1.0);
  cmsHPROFILE profile = cmsCreateGrayProfile (cmsD50_xyY (), curve);
  g_autoptr (GBytes) saved = save_profile (profile);
  const SemColour *colour =
    sem_colour_get (g_bytes_get_data (saved, NULL), g_bytes_get_size (saved));
  guint8 pixels[] = { 0, 0, 0, 55, 55, 55, 255, 255, 255 };
  static const guint8 expected[] = { 0, 0, 0, 128, 128, 128, 255, 255, 255 };

  g_assert_nonnull (colour);
  sem_colour_apply (colour, pixels, 3);
  for (guint i = 0; i < sizeof pixels; i++)
    g_assert_cmpint (ABS ((int) pixels[i] - expected[i]), <=, 1);
  cmsFreeToneCurve (curve);
  cmsCloseProfile (profile);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode/colour/%s", spaces[i].name);

      g_test_add_data_func (path, &spaces[i], test_space);
    }
  g_test_add_func ("/decode/colour/unchanged", test_unchanged);
  g_test_add_func ("/decode/colour/grey", test_grey);
  return g_test_run ();
}
