/* Metadata through the decoder: what gexiv2 wrote into files is read back, alone and beside the
 * pixels.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/decoder-private.h"
#include "tests/engine/decode/fixtures.h"

#include <gexiv2/gexiv2.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  const char *tag;
  const char *value;
} Tag;

static const Tag all_tags[] = {
  { "Exif.Image.Make", "  Hersteller Ä  " },
  { "Exif.Image.Model", "Modell 7" },
  { "Exif.Image.Software", "Programm" },
  { "Exif.Image.Orientation", "6" },
  { "Exif.Image.DateTime", "2024:12:24 18:00:00" },
  { "Exif.Photo.DateTimeOriginal", "2021:05:30 14:03:59" },
  { "Exif.Photo.SubSecTimeOriginal", "25" },
  { "Exif.Photo.OffsetTimeOriginal", "+02:00" },
  { "Exif.Photo.DateTimeDigitized", "2022:01:01 00:00:00" },
  { "Exif.Photo.ExposureTime", "1/125" },
  { "Exif.Photo.FNumber", "28/10" },
  { "Exif.Photo.ISOSpeedRatings", "80" },
  { "Exif.Photo.FocalLength", "355/10" },
  { "Exif.Photo.LensModel", "Objektiv 35" },
  { "Exif.GPSInfo.GPSLatitude", "33/1 51/1 3150/100" },
  { "Exif.GPSInfo.GPSLatitudeRef", "S" },
  { "Exif.GPSInfo.GPSLongitude", "151/1 12/1 0/1" },
  { "Exif.GPSInfo.GPSLongitudeRef", "E" },
  { "Exif.GPSInfo.GPSAltitude", "125/10" },
  { "Exif.GPSInfo.GPSAltitudeRef", "1" },
};

/* The file with these tags in it. */
static GBytes *
make_file (const char *type, const Tag *tags, gsize n)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (300, 200);
  g_autoptr (GBytes) bytes = sem_fixture_save (pixbuf, type);
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  char *contents;
  gsize size;

  g_assert_nonnull (bytes);
  close (g_file_open_tmp ("semblance-XXXXXX", &path, NULL));
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  gexiv2_metadata_open_path (metadata, path, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    {
      gexiv2_metadata_try_set_tag_string (metadata, tags[i].tag, tags[i].value, &error);
      g_assert_no_error (error);
    }
  gexiv2_metadata_save_file (metadata, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_unlink (path);
  return g_bytes_new_take (contents, size);
}

/* Reads it in both ways, which give the same. */
static SemMetadata
read_metadata (SemDecoder *decoder, GBytes *file)
{
  g_autoptr (SemDecodedPhoto) photo = NULL;
  g_autoptr (GError) error = NULL;
  SemMetadata alone, beside;
  int fd = sem_fixture_open (file);

  sem_decoder_read_metadata (decoder, fd, "photo", &alone, NULL, &error);
  g_assert_no_error (error);
  photo = sem_decoder_decode_all (decoder, fd, "photo", &beside, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (photo);
  g_assert_cmpmem (&alone, sizeof alone, &beside, sizeof beside);
  g_assert_cmpuint (alone.state, ==, SEM_METADATA_READ);
  close (fd);
  return alone;
}

static void
assert_all (const SemMetadata *m, gboolean turns)
{
  g_assert_cmpuint (m->date, ==, SEM_METADATA_DATE_TAKEN);
  g_assert_cmpint (m->taken, ==, 1622383439);
  g_assert_cmpuint (m->nanoseconds, ==, 250000000);
  g_assert_true (m->has_offset && m->offset == 120);
  g_assert_cmpuint (m->orientation, ==, turns ? 6 : m->orientation);
  g_assert_cmpuint (m->iso, ==, 80);
  g_assert_cmpfloat (m->exposure, ==, 1 / 125.);
  g_assert_cmpfloat (m->aperture, ==, 2.8);
  g_assert_cmpfloat (m->focal_length, ==, 35.5);
  g_assert_cmpuint (m->has_position, ==, 1);
  g_assert_cmpfloat (fabs (m->latitude + (33 + 51 / 60. + 31.5 / 3600)), <, 1e-9);
  g_assert_cmpfloat (fabs (m->longitude - 151.2), <, 1e-9);
  g_assert_true (m->has_altitude && m->altitude == -12.5);
  g_assert_cmpstr (m->make, ==, "Hersteller Ä");
  g_assert_cmpstr (m->model, ==, "Modell 7");
  g_assert_cmpstr (m->lens, ==, "Objektiv 35");
  g_assert_cmpstr (m->software, ==, "Programm");
}

static void
test_formats (void)
{
  static const char *const types[] = { "jpeg", "png", "tiff" };
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) file = make_file (types[i], all_tags, G_N_ELEMENTS (all_tags));
      const SemMetadata metadata = read_metadata (decoder, file);

      assert_all (&metadata, TRUE);
    }
}

static void
test_nothing (void)
{
  static const SemMetadata nothing = { .state = SEM_METADATA_READ };
  static const char *const types[] = { "jpeg", "png", "bmp" };
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (300, 200);
      g_autoptr (GBytes) file = sem_fixture_save (pixbuf, types[i]);
      const SemMetadata metadata = read_metadata (decoder, file);

      g_assert_cmpmem (&metadata, sizeof metadata, &nothing, sizeof nothing);
    }
}

/* Which of several dates counts, and which values count as none. */
static void
test_choice (void)
{
  static const struct
  {
    Tag tags[3];
    SemMetadataDate date;
    gint64 taken;
  } cases[] = {
    { { { "Exif.Image.DateTime", "1970:01:02 00:00:05" } }, SEM_METADATA_DATE_CHANGED, 86405 },
    { { { "Exif.Photo.DateTimeOriginal", "0000:00:00 00:00:00" },
        { "Exif.Photo.DateTimeDigitized", "1970:01:02 00:00:06" } },
      SEM_METADATA_DATE_DIGITIZED,
      86406 },
    { { { "Exif.Image.DateTime", "1970:01:02 00:00:05" },
        { "Xmp.photoshop.DateCreated", "1970-01-02T00:00:07+01:00" } },
      SEM_METADATA_DATE_XMP,
      86407 },
    { { { "Exif.Photo.DateTimeOriginal", "yesterday, I think" } }, SEM_METADATA_NO_DATE, 0 },
  };
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize n = 0;
      g_autoptr (GBytes) file = NULL;
      SemMetadata metadata;

      while (n < 3 && cases[i].tags[n].tag)
        n++;
      file = make_file ("jpeg", cases[i].tags, n);
      metadata = read_metadata (decoder, file);
      g_assert_cmpuint (metadata.date, ==, cases[i].date);
      g_assert_cmpint (metadata.taken, ==, cases[i].taken);
    }
}

static void
test_out_of_range (void)
{
  static const Tag tags[] = {
    { "Exif.Photo.ExposureTime", "1/0" },           { "Exif.Photo.FNumber", "-1/2" },
    { "Exif.Photo.FocalLength", "2147483647/1" },   { "Exif.Image.Orientation", "99" },
    { "Exif.GPSInfo.GPSLatitude", "91/1 0/1 0/1" }, { "Exif.GPSInfo.GPSLongitude", "0/1 0/1 0/1" },
    { "Exif.GPSInfo.GPSAltitude", "0/0" },          { "Exif.Image.Model", "\x1b[31m" },
  };
  static const SemMetadata expected = { .state = SEM_METADATA_READ, .model = "[31m" };
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GBytes) file = make_file ("jpeg", tags, G_N_ELEMENTS (tags));
  const SemMetadata metadata = read_metadata (decoder, file);

  g_assert_cmpmem (&metadata, sizeof metadata, &expected, sizeof expected);
}

/* The metadata of a JPEG is read without its pixels, however many segments come before them. */
static void
test_large_head (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GBytes) file = make_file ("jpeg", all_tags, G_N_ELEMENTS (all_tags));
  g_autoptr (GByteArray) large = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL, cut = NULL;
  g_autoptr (GError) error = NULL;
  static guint8 segment[2 + 0xffff] = { 0xff, 0xec, 0xff, 0xff };
  const guint8 *data;
  gsize size, at;
  SemMetadata metadata;
  int fd;

  data = g_bytes_get_data (file, &size);
  g_byte_array_append (large, data, 2);
  for (guint i = 0; i < 20; i++)
    g_byte_array_append (large, segment, sizeof segment);
  g_byte_array_append (large, data + 2, (guint) (size - 2));
  bytes = g_bytes_new (large->data, large->len);
  metadata = read_metadata (decoder, bytes);
  assert_all (&metadata, TRUE);

  for (at = 2; data[at + 1] != 0xda; at += 2 + ((gsize) data[at + 2] << 8 | data[at + 3]))
    ;
  cut = g_bytes_new (data, at + 20);
  fd = sem_fixture_open (cut);
  sem_decoder_read_metadata (decoder, fd, "photo", &metadata, NULL, &error);
  g_assert_no_error (error);
  assert_all (&metadata, TRUE);
  close (fd);
}

/* Any change of a file gives metadata, or none, or an error, and never costs the program. */
static void
test_damage (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GBytes) file = make_file ("jpeg", all_tags, G_N_ELEMENTS (all_tags));
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  gsize size;
  const guint8 *data = g_bytes_get_data (file, &size);
  guint n_read = 0;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree guint8 *damaged = g_memdup2 (data, size);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      SemMetadata metadata;
      int fd;

      for (guint j = 0; j < 1 + i % 8; j++)
        damaged[g_rand_int_range (random, 2, 1200)] = (guint8) g_rand_int (random);
      bytes = g_bytes_new (damaged, size);
      fd = sem_fixture_open (bytes);
      if (sem_decoder_read_metadata (decoder, fd, "photo", &metadata, NULL, &error))
        {
          g_assert_true (sem_metadata_is_sound (&metadata));
          n_read++;
        }
      close (fd);
    }
  g_assert_cmpuint (n_read, >, 100);
}

static void
test_camera (void)
{
  g_autofree char *folder = sem_fixture_find_data ("camera-6mp");
  g_autofree char *path = NULL, *contents = NULL;
  g_autoptr (SemDecoder) decoder = NULL;
  g_autoptr (GBytes) file = NULL;
  SemMetadata metadata;
  gsize size;

  if (!folder)
    return;
  path = g_build_filename (folder, "100_7100.JPG", NULL);
  if (!g_file_get_contents (path, &contents, &size, NULL))
    {
      g_test_skip ("100_7100.JPG is not among the test data");
      return;
    }
  decoder = sem_decoder_new (NULL);
  file = g_bytes_new (contents, size);
  metadata = read_metadata (decoder, file);
  g_assert_cmpstr (metadata.make, ==, "EASTMAN KODAK COMPANY");
  g_assert_cmpint (metadata.taken, ==, 1286894587);
  g_assert_cmpfloat (metadata.aperture, ==, 2.8);
  g_assert_cmpuint (metadata.orientation, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gexiv2_initialize ();
  g_test_add_func ("/decode/metadata/formats", test_formats);
  g_test_add_func ("/decode/metadata/nothing", test_nothing);
  g_test_add_func ("/decode/metadata/choice", test_choice);
  g_test_add_func ("/decode/metadata/out-of-range", test_out_of_range);
  g_test_add_func ("/decode/metadata/large-head", test_large_head);
  g_test_add_func ("/decode/metadata/damage", test_damage);
  g_test_add_func ("/decode/metadata/camera", test_camera);
  return g_test_run ();
}
