/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/decode/fixtures.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const guint8 colours[4][3] = { { 220, 30, 30 },
                                      { 30, 200, 30 },
                                      { 30, 30, 220 },
                                      { 240, 240, 240 } };

GdkPixbuf *
sem_fixture_quarters (int width, int height)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  const int stride = gdk_pixbuf_get_rowstride (pixbuf);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      memcpy (pixels + y * stride + x * 3, colours[2 * (2 * y >= height) + (2 * x >= width)], 3);
  return pixbuf;
}

void
sem_fixture_assert_quarters (const guint8 *input)
{
  for (guint quarter = 0; quarter < 4; quarter++)
    {
      const guint x = quarter % 2 ? 168 : 56, y = quarter / 2 ? 168 : 56;
      const guint8 *pixel = input + (y * SEM_DECODE_SIDE + x) * 3;

      for (guint c = 0; c < 3; c++)
        g_assert_cmpint (ABS ((int) pixel[c] - colours[quarter][c]), <=, 12);
    }
}

GBytes *
sem_fixture_save (GdkPixbuf *pixbuf, const char *type)
{
  char *data;
  gsize size;

  if (!gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, type, NULL, NULL))
    return NULL;
  return g_bytes_new_take (data, size);
}

static void
append_u16 (GByteArray *array, guint value, gboolean big_endian)
{
  const guint16 stored = big_endian ? GUINT16_TO_BE (value) : GUINT16_TO_LE (value);

  g_byte_array_append (array, (const guint8 *) &stored, sizeof stored);
}

static void
append_u32 (GByteArray *array, guint32 value, gboolean big_endian)
{
  const guint32 stored = big_endian ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);

  g_byte_array_append (array, (const guint8 *) &stored, sizeof stored);
}

GBytes *
sem_fixture_exif (guint orientation, gboolean big_endian)
{
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, (const guint8 *) (big_endian ? "MM" : "II"), 2);
  append_u16 (array, 42, big_endian);
  append_u32 (array, 8, big_endian);
  append_u16 (array, 1, big_endian);
  append_u16 (array, 274, big_endian);
  append_u16 (array, 3, big_endian);
  append_u32 (array, 1, big_endian);
  append_u16 (array, orientation, big_endian);
  append_u16 (array, 0, big_endian);
  append_u32 (array, 0, big_endian);
  return g_byte_array_free_to_bytes (array);
}

static void
append_bytes (GByteArray *array, GBytes *bytes, gsize offset)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_byte_array_append (array, data + offset, (guint) (size - offset));
}

GBytes *
sem_fixture_jpeg_with_exif (GBytes *jpeg, GBytes *exif)
{
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, (const guint8 *) "\xff\xd8\xff\xe1", 4);
  append_u16 (array, (guint) g_bytes_get_size (exif) + 8, TRUE);
  g_byte_array_append (array, (const guint8 *) "Exif\0", 6);
  append_bytes (array, exif, 0);
  append_bytes (array, jpeg, 2);
  return g_byte_array_free_to_bytes (array);
}

guint32
sem_fixture_crc32 (const guint8 *data, gsize size)
{
  guint32 crc = ~0u;

  for (gsize i = 0; i < size; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
  return ~crc;
}

GBytes *
sem_fixture_png_with_chunk (GBytes *png, const char *name, GBytes *body)
{
  /* The signature and the first chunk, IHDR, of 13 bytes. */
  const gsize head = 8 + 12 + 13;
  GByteArray *array = g_byte_array_new ();
  guint start;

  g_byte_array_append (array, g_bytes_get_data (png, NULL), (guint) head);
  append_u32 (array, (guint32) g_bytes_get_size (body), TRUE);
  start = array->len;
  g_byte_array_append (array, (const guint8 *) name, 4);
  append_bytes (array, body, 0);
  append_u32 (array, sem_fixture_crc32 (array->data + start, array->len - start), TRUE);
  append_bytes (array, png, head);
  return g_byte_array_free_to_bytes (array);
}

GBytes *
sem_fixture_png_with_exif (GBytes *png, GBytes *exif)
{
  return sem_fixture_png_with_chunk (png, "eXIf", exif);
}

int
sem_fixture_open (GBytes *bytes)
{
  const int fd = memfd_create ("fixture", MFD_CLOEXEC);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_assert_cmpint (fd, >=, 0);
  if (size > 0)
    g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
  return fd;
}

SemDecodedPhoto *
sem_fixture_decode (SemDecoder *decoder, GBytes *bytes, GError **error)
{
  const int fd = sem_fixture_open (bytes);
  SemDecodedPhoto *photo = sem_decoder_decode (decoder, fd, "photo", NULL, error);

  close (fd);
  return photo;
}

/* Unpacks @archive, once, into its own folder below the working folder. */
static char *
unpack (const char *archive, const char *name)
{
  g_autofree char *into = g_build_filename ("test-data", name, NULL);
  g_autofree char *mark = g_strconcat (into, ".unpacked", NULL);
  const char *arguments[] = { "tar", "-x", "-f", archive, "-C", into, "--no-same-owner", NULL };
  int status;

  if (!g_file_test (mark, G_FILE_TEST_EXISTS))
    {
      g_assert_cmpint (g_mkdir_with_parents (into, 0700), ==, 0);
      if (!g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                         NULL, &status, NULL)
          || !g_spawn_check_wait_status (status, NULL))
        return NULL;
      g_assert_true (g_file_set_contents (mark, "", 0, NULL));
    }
  return g_build_filename (into, name, NULL);
}

char *
sem_fixture_find_data (const char *name)
{
  static const char *const endings[] = { ".tar", ".tar.zst" };
  const char *chosen = g_getenv ("SEMBLANCE_TEST_DATA");
  const char *folder = chosen && *chosen ? chosen : TEST_DATA;
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&path);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *archive = g_strconcat (path, endings[i], NULL);
      char *unpacked = g_file_test (archive, G_FILE_TEST_EXISTS) ? unpack (archive, name) : NULL;

      if (unpacked)
        return unpacked;
    }
  g_test_skip_printf ("%s is not in %s (SEMBLANCE_TEST_DATA)", name, folder);
  return NULL;
}

static char *fakes;

char *
sem_fixture_link_fake (const char *lie)
{
  g_autofree char *name = g_strconcat ("fake-decoder-", lie, NULL);
  char *path;

  if (!fakes)
    fakes = g_dir_make_tmp ("semblance-fakes-XXXXXX", NULL);
  g_assert_nonnull (fakes);
  path = g_build_filename (fakes, name, NULL);
  if (symlink (g_getenv ("FAKE_DECODER"), path) != 0)
    g_assert_cmpint (errno, ==, EEXIST);
  return path;
}

void
sem_fixture_unlink_fakes (void)
{
  g_autoptr (GDir) dir = fakes ? g_dir_open (fakes, 0, NULL) : NULL;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (fakes, name, NULL);

      unlink (path);
    }
  if (fakes)
    rmdir (fakes);
  g_clear_pointer (&fakes, g_free);
}
