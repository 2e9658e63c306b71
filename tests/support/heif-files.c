/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/heif-files.h"

#include <libheif/heif.h>
#include <string.h>

static void
assert_ok (struct heif_error error)
{
  g_assert_cmpstr (error.code == heif_error_Ok ? "" : error.message, ==, "");
}

static struct heif_image *
make_image (GdkPixbuf *pixbuf, GBytes *profile)
{
  const int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  const int n = gdk_pixbuf_get_n_channels (pixbuf), stride = gdk_pixbuf_get_rowstride (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  struct heif_image *image;
  guint8 *plane;
  int plane_stride;

  assert_ok (heif_image_create (width, height, heif_colorspace_RGB,
                                n == 4 ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB,
                                &image));
  assert_ok (heif_image_add_plane (image, heif_channel_interleaved, width, height, 8));
  plane = heif_image_get_plane (image, heif_channel_interleaved, &plane_stride);
  for (int y = 0; y < height; y++)
    memcpy (plane + y * plane_stride, pixels + y * stride, (gsize) width * (gsize) n);
  if (profile)
    assert_ok (heif_image_set_raw_color_profile (image, "prof", g_bytes_get_data (profile, NULL),
                                                 g_bytes_get_size (profile)));
  return image;
}

static struct heif_image_handle *
encode (struct heif_context *context,
        struct heif_encoder *encoder,
        GdkPixbuf *pixbuf,
        GBytes *profile,
        guint turn)
{
  struct heif_encoding_options *options = heif_encoding_options_alloc ();
  struct heif_image *image = make_image (pixbuf, profile);
  struct heif_image_handle *handle;

  /* Odd sides are cropped, and not put into a grid. */
  options->macOS_compatibility_workaround = 0;
  options->image_orientation = turn ? (enum heif_orientation) turn : heif_orientation_normal;
  assert_ok (heif_context_encode_image (context, image, encoder, options, &handle));
  heif_image_release (image);
  heif_encoding_options_free (options);
  return handle;
}

static struct heif_error
write_cb (struct heif_context *context, const void *data, size_t size, void *user_data)
{
  g_byte_array_append (user_data, data, (guint) size);
  return (struct heif_error){ heif_error_Ok, heif_suberror_Unspecified, "" };
}

/* Some versions of the library have the picture be that of its reduced one. */
static void
put_reference_right (GByteArray *bytes)
{
  static const guint8 right[] = { 't', 'h', 'm', 'b', 0, 2, 0, 1, 0, 1 };

  for (guint i = 0; i + sizeof right <= bytes->len; i++)
    if (memcmp (bytes->data + i, right, 4) == 0)
      {
        memcpy (bytes->data + i, right, sizeof right);
        return;
      }
}

static GBytes *
write_file (struct heif_context *context)
{
  struct heif_writer writer = { .writer_api_version = 1, .write = write_cb };
  GByteArray *bytes = g_byte_array_new ();

  assert_ok (heif_context_write (context, &writer, bytes));
  put_reference_right (bytes);
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
test_heif_write (const TestHeif *heif)
{
  struct heif_context *context;
  struct heif_encoder *encoder = NULL;
  struct heif_image_handle *full, *reduced;
  GBytes *file;

  heif_init (NULL);
  context = heif_context_alloc ();

  if (heif_context_get_encoder_for_format (context, heif_compression_HEVC, &encoder).code
      != heif_error_Ok)
    {
      heif_context_free (context);
      g_test_skip ("libheif cannot write HEIF files here");
      return NULL;
    }
  heif_encoder_set_lossy_quality (encoder, 80);
  heif_encoder_set_parameter_string (encoder, "preset", "ultrafast");
  full = encode (context, encoder, heif->picture, heif->profile, heif->turn);
  if (heif->reduced)
    {
      reduced = encode (context, encoder, heif->reduced, heif->reduced_profile, heif->reduced_turn);
      assert_ok (heif_context_assign_thumbnail (context, full, reduced));
      heif_image_handle_release (reduced);
    }
  file = write_file (context);
  heif_image_handle_release (full);
  heif_encoder_release (encoder);
  heif_context_free (context);
  return file;
}

GBytes *
test_heif_write_reduced (GdkPixbuf *picture, int width, int height)
{
  g_autoptr (GdkPixbuf) reduced =
    gdk_pixbuf_scale_simple (picture, width, height, GDK_INTERP_BILINEAR);

  return test_heif_write (&(TestHeif){ .picture = picture, .reduced = reduced });
}

GBytes *
test_heif_patch (GBytes *file,
                 const char *box,
                 guint number,
                 guint skip,
                 const guint32 *numbers,
                 guint n)
{
  gsize size, at = 0;
  const guint8 *data = g_bytes_get_data (file, &size);
  guint8 *copy = g_memdup2 (data, size);

  for (guint found = 0; found <= number; at++)
    {
      g_assert_cmpuint (at + 4 + skip + n * 4, <=, size);
      found += memcmp (copy + at, box, 4) == 0;
    }
  at += 3 + skip;
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < 4; j++)
      copy[at + i * 4 + j] = (guint8) (numbers[i] >> (24 - 8 * j));
  return g_bytes_new_take (copy, size);
}
