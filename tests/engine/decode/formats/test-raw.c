/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Raw files: the photo is the largest preview in them, upright, and never a thumbnail. The files
 * have the structure of those of cameras, and no picture beside the preview.
 */

#include "engine/base/told.h"
#include "engine/decode/decoder-private.h"
#include "engine/decode/format.h"
#include "tests/engine/decode/fixtures.h"
#include "tests/engine/decode/formats/raw-files.h"

#include <string.h>

static SemDecoder *decoder;

/* @maker: of the camera, which tells what kind of file it is */
static GBytes *
make_file (const char *maker, guint orientation, GBytes *preview, guint width, guint height)
{
  if (strcmp (maker, "Canon") == 0)
    return sem_raw_file_save_cr2 (orientation, preview, width, height);
  if (strcmp (maker, "Canon R") == 0)
    return sem_raw_file_save_cr3 (orientation, preview);
  if (strcmp (maker, "Fujifilm") == 0)
    return sem_raw_file_save_raf (orientation, preview);
  if (strcmp (maker, "Panasonic") == 0)
    return sem_raw_file_save_rw2 (orientation, preview);
  if (strcmp (maker, "Nikon") == 0)
    return sem_raw_file_save_tiff ("NIKON CORPORATION", "NIKON D700", FALSE, orientation, preview,
                                   width, height);
  if (strcmp (maker, "Sony") == 0)
    return sem_raw_file_save_tiff ("SONY", "DSLR-A700", FALSE, orientation, preview, width, height);
  if (strcmp (maker, "Pentax") == 0)
    return sem_raw_file_save_tiff ("PENTAX", "PENTAX K10D", FALSE, orientation, preview, width,
                                   height);
  return sem_raw_file_save_tiff (maker, "Camera", TRUE, orientation, preview, width, height);
}

/* A JPEG that shows the quarters after it has been turned as @orientation says: 1, 3, 6 or 8. */
static GBytes *
make_preview (guint orientation, int width, int height)
{
  g_autoptr (GdkPixbuf) upright = sem_fixture_quarters (width, height);
  g_autoptr (GdkPixbuf) stored =
    gdk_pixbuf_rotate_simple (upright, orientation == 3   ? GDK_PIXBUF_ROTATE_UPSIDEDOWN
                                       : orientation == 6 ? GDK_PIXBUF_ROTATE_COUNTERCLOCKWISE
                                       : orientation == 8 ? GDK_PIXBUF_ROTATE_CLOCKWISE
                                                          : GDK_PIXBUF_ROTATE_NONE);

  return sem_fixture_save (stored, "jpeg");
}

static void
assert_photo (const char *maker, guint orientation)
{
  const gboolean turned = orientation > 4;
  g_autoptr (GBytes) preview = make_preview (orientation, 600, 400);
  g_autoptr (GBytes) bytes =
    make_file (maker, orientation, preview, turned ? 400 : 600, turned ? 600 : 400);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo = sem_fixture_decode (decoder, bytes, &error);

  g_test_message ("%s, orientation %u", maker, orientation);
  g_assert_no_error (error);
  g_assert_cmpuint (photo->width, ==, 600);
  g_assert_cmpuint (photo->height, ==, 400);
  sem_fixture_assert_quarters (photo->input);
  g_assert_cmpuint (photo->notes, ==, 0);
}

static void
test_maker (gconstpointer maker)
{
  static const guint orientations[] = { 1, 3, 6, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (orientations); i++)
    assert_photo (maker, orientations[i]);
}

/* A program may have said in the preview alone which side is up. */
static void
test_preview_says (void)
{
  g_autoptr (GBytes) plain = make_preview (6, 600, 400), exif = sem_fixture_exif (6, TRUE);
  g_autoptr (GBytes) preview = sem_fixture_jpeg_with_exif (plain, exif);
  g_autoptr (GBytes) bytes = make_file ("Maker", 1, preview, 400, 600);
  g_autoptr (SemDecodedPhoto) photo = sem_fixture_decode (decoder, bytes, NULL);

  g_assert_nonnull (photo);
  g_assert_cmpuint (photo->width, ==, 600);
  sem_fixture_assert_quarters (photo->input);
}

/* One that is much smaller than the raw picture is used, and said to be. */
static void
test_smaller (void)
{
  g_autoptr (GBytes) preview = make_preview (1, 400, 267);
  g_autoptr (GBytes) bytes = make_file ("Maker", 1, preview, 400, 267);
  g_autoptr (SemDecodedPhoto) photo = sem_fixture_decode (decoder, bytes, NULL);
  g_autofree char *record = NULL, *note = NULL;

  g_assert_nonnull (photo);
  g_assert_cmpuint (photo->width, ==, 400);
  record = sem_decoded_photo_dup_note (photo);
  note = sem_told_dup_sentence (record);
  g_assert_nonnull (strstr (note, "400 × 267"));
}

static void
assert_refused (GBytes *bytes, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sem_fixture_decode (decoder, bytes, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_AN_IMAGE);
  if (!strstr (error->message, words))
    g_error ("“%s” does not say “%s”", error->message, words);
}

/* Neither a tiny preview nor the thumbnail is a photo. */
static void
test_too_small (void)
{
  static const char *const makers[] = { "Maker", "Nikon", "Sony", "Pentax" };
  g_autoptr (GBytes) preview = make_preview (1, 100, 66);

  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      g_autoptr (GBytes) small = make_file (makers[i], 1, preview, 100, 66);
      g_autoptr (GBytes) none = make_file (makers[i], 1, NULL, 0, 0);

      assert_refused (small, "100 × 66");
      assert_refused (none, "RAW image of a rare kind");
    }
}

/* What is cut off is refused or shown, and ends no worker. */
static void
test_cut (void)
{
  static const char *const makers[] = { "Maker",    "Canon",     "Canon R",
                                        "Fujifilm", "Panasonic", "Nikon" };
  g_autoptr (GBytes) preview = make_preview (1, 600, 400);
  const pid_t pid = sem_decoder_get_pid (decoder);

  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      g_autoptr (GBytes) whole = make_file (makers[i], 1, preview, 600, 400);
      const gsize size = g_bytes_get_size (whole);

      for (gsize n = 8; n < size; n += n < 400 ? 17 : size / 16)
        {
          g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, n);
          g_autoptr (GError) error = NULL;
          g_autoptr (SemDecodedPhoto) photo = sem_fixture_decode (decoder, cut, &error);

          if (!photo && g_error_matches (error, SEM_ERROR, SEM_ERROR_DECODER_DIED))
            g_error ("%s, %zu bytes: %s", makers[i], n, error->message);
          g_assert_true (!photo || photo->width == 600);
        }
    }
  g_assert_cmpint (sem_decoder_get_pid (decoder), ==, pid);
}

static void
test_sniff (void)
{
  static const struct
  {
    const char *head;
    SemFormat format;
  } heads[] = { { "II*\0\x10\0\0\0CR\2\0____", SEM_FORMAT_RAW },
                { "FUJIFILMCCD-RAW ", SEM_FORMAT_RAW },
                { "IIU\0\x18\0\0\0________", SEM_FORMAT_RAW },
                { "IIRO\x08\0\0\0________", SEM_FORMAT_RAW },
                { "\0\0\0\x18"
                  "ftypcrx \0\0\0\1",
                  SEM_FORMAT_RAW },
                { "\0\0\0\x18"
                  "ftypmp42\0\0\0\1",
                  SEM_FORMAT_UNKNOWN },
                { "II*\0\x08\0\0\0________", SEM_FORMAT_TIFF } };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    g_assert_cmpint ((int) sem_format_sniff ((const guint8 *) heads[i].head, 16), ==,
                     heads[i].format);
  g_assert_true (sem_format_is_image_name ("/a/b.CR3"));
  g_assert_true (sem_format_is_image_name ("b.dng"));
  g_assert_false (sem_format_is_image_name ("b.xmp"));
}

int
main (int argc, char **argv)
{
  static const char *const makers[] = { "Maker",     "Canon", "Canon R", "Fujifilm",
                                        "Panasonic", "Nikon", "Sony",    "Pentax" };
  int result;

  g_test_init (&argc, &argv, NULL);
  decoder = sem_decoder_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode/raw/%s", makers[i]);

      g_test_add_data_func (path, makers[i], test_maker);
    }
  g_test_add_func ("/decode/raw/preview-says", test_preview_says);
  g_test_add_func ("/decode/raw/smaller", test_smaller);
  g_test_add_func ("/decode/raw/too-small", test_too_small);
  g_test_add_func ("/decode/raw/cut", test_cut);
  g_test_add_func ("/decode/raw/sniff", test_sniff);
  result = g_test_run ();
  sem_decoder_free (decoder);
  return result;
}
