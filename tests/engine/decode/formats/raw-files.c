/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/decode/formats/raw-files.h"

#include <string.h>
#include <sys/mman.h>
#include <tiffio.h>
#include <unistd.h>

#define THUMBNAIL_WIDTH 32
#define THUMBNAIL_HEIGHT 24

/* By libtiff ----------------------------------------------------------------------------------- */

static void
set_size (TIFF *tiff, guint width, guint height, guint bits, guint n_samples)
{
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, width);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, height);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, bits);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, n_samples);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, height);
}

/* A plain thumbnail, which is what must not be taken for the photo. Its tags are set. */
static void
write_thumbnail (TIFF *tiff)
{
  guint8 pixels[THUMBNAIL_WIDTH * THUMBNAIL_HEIGHT * 3];

  memset (pixels, 90, sizeof pixels);
  g_assert_cmpint ((int) TIFFWriteRawStrip (tiff, 0, pixels, sizeof pixels), >, 0);
  g_assert_cmpint (TIFFWriteDirectory (tiff), ==, 1);
}

static void
write_sensor (TIFF *tiff)
{
  static const guint8 pattern[] = { 0, 1, 1, 2 };
  static const guint16 sides[] = { 2, 2 };
  g_autofree guint8 *pixels = g_malloc0 (SEM_RAW_FILE_WIDTH * SEM_RAW_FILE_HEIGHT * 2);

  set_size (tiff, SEM_RAW_FILE_WIDTH, SEM_RAW_FILE_HEIGHT, 16, 1);
  TIFFSetField (tiff, TIFFTAG_SUBFILETYPE, 0);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_CFA);
  TIFFSetField (tiff, TIFFTAG_CFAREPEATPATTERNDIM, sides);
  TIFFSetField (tiff, TIFFTAG_CFAPATTERN, 4, pattern);
  g_assert_cmpint ((int) TIFFWriteRawStrip (tiff, 0, pixels,
                                            SEM_RAW_FILE_WIDTH * SEM_RAW_FILE_HEIGHT * 2),
                   >, 0);
  g_assert_cmpint (TIFFWriteDirectory (tiff), ==, 1);
}

static void
write_preview (TIFF *tiff, GBytes *preview, guint width, guint height)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (preview, &size);

  set_size (tiff, width, height, 8, 3);
  TIFFSetField (tiff, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_JPEG);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_YCBCR);
  g_assert_cmpint ((int) TIFFWriteRawStrip (tiff, 0, (void *) data, (tmsize_t) size), >, 0);
  g_assert_cmpint (TIFFWriteDirectory (tiff), ==, 1);
}

GBytes *
sem_raw_file_save_tiff (const char *make,
                        const char *model,
                        gboolean dng,
                        guint orientation,
                        GBytes *preview,
                        guint preview_width,
                        guint preview_height)
{
  static const guint8 version[] = { 1, 4, 0, 0 };
  const int fd = memfd_create ("raw", MFD_CLOEXEC);
  TIFF *tiff = TIFFFdOpen (dup (fd), "photo", "w");
  toff_t offsets[2] = { 0 };
  guint8 *data;
  off_t size;

  set_size (tiff, THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT, 8, 3);
  TIFFSetField (tiff, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField (tiff, TIFFTAG_MAKE, make);
  TIFFSetField (tiff, TIFFTAG_MODEL, model);
  TIFFSetField (tiff, TIFFTAG_ORIENTATION, orientation);
  if (dng)
    {
      TIFFSetField (tiff, TIFFTAG_DNGVERSION, version);
      TIFFSetField (tiff, TIFFTAG_UNIQUECAMERAMODEL, model);
    }
  TIFFSetField (tiff, TIFFTAG_SUBIFD, preview ? 2 : 1, offsets);
  write_thumbnail (tiff);
  write_sensor (tiff);
  if (preview)
    write_preview (tiff, preview, preview_width, preview_height);
  TIFFClose (tiff);
  size = lseek (fd, 0, SEEK_END);
  data = g_malloc ((gsize) size);
  g_assert_cmpint (pread (fd, data, (gsize) size, 0), ==, size);
  close (fd);
  return g_bytes_new_take (data, (gsize) size);
}

/* By hand -------------------------------------------------------------------------------------- */

enum
{
  TYPE_TEXT = 2,
  TYPE_SHORT = 3,
  TYPE_LONG = 4,
  TYPE_BYTES = 7,
};

/* @data: (nullable): of what has no place in the entry; its offset is written then */
typedef struct
{
  guint16 tag;
  guint16 type;
  guint32 count;
  guint32 value;
  const void *data;
} Entry;

static void
put (GByteArray *array, guint32 value, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const guint8 byte = (guint8) (value >> 8 * i);

      g_byte_array_append (array, &byte, 1);
    }
}

static void
put_big (GByteArray *array, guint32 value, guint n)
{
  while (n-- > 0)
    put (array, value >> 8 * n & 255, 1);
}

static void
put_zeros (GByteArray *array, guint n)
{
  g_byte_array_set_size (array, array->len + n);
  memset (array->data + array->len - n, 0, n);
}

static void
put_bytes (GByteArray *array, GBytes *bytes)
{
  g_byte_array_append (array, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
}

/* A directory with what it points at behind it. @base: where offsets are counted from. Returns:
 * where the place is that the offset of the next one goes to */
static guint
put_directory (GByteArray *array, const Entry *entries, guint n, guint base)
{
  guint behind = array->len - base + 2 + 12 * n + 4, next;

  put (array, n, 2);
  for (guint i = 0; i < n; i++)
    {
      put (array, entries[i].tag, 2);
      put (array, entries[i].type, 2);
      put (array, entries[i].count, 4);
      put (array, entries[i].data ? behind : entries[i].value, 4);
      if (entries[i].data)
        behind += entries[i].count;
    }
  next = array->len;
  put (array, 0, 4);
  for (guint i = 0; i < n; i++)
    if (entries[i].data)
      g_byte_array_append (array, entries[i].data, entries[i].count);
  return next;
}

#define TEXT(string) TYPE_TEXT, sizeof (string), 0, (string)

/* The header of a JPEG file without loss, which is all that is looked at. */
static void
put_lossless_header (GByteArray *array)
{
  put_big (array, 0xffd8, 2);
  put_big (array, 0xffc3, 2);
  put_big (array, 8 + 3 * 2, 2);
  put_big (array, 14, 1);
  put_big (array, SEM_RAW_FILE_HEIGHT, 2);
  put_big (array, SEM_RAW_FILE_WIDTH / 2, 2);
  put_big (array, 2, 1);
  for (guint i = 1; i <= 2; i++)
    put_big (array, i << 16 | 0x1100, 3);
  put_big (array, 0xffda, 2);
  put_big (array, 8, 2);
  put_zeros (array, 6);
}

GBytes *
sem_raw_file_save_cr2 (guint orientation, GBytes *preview, guint width, guint height)
{
  static const char make[] = "Canon", model[] = "Canon EOS 5D Mark II";
  const guint size = (guint) g_bytes_get_size (preview);
  GByteArray *array = g_byte_array_new ();
  guint start, next;

  g_byte_array_append (array, (const guint8 *) "II*\0\x10\0\0\0CR\2\0", 12);
  put (array, 0, 4);
  /* The pixels are behind two directories of known sizes. */
  start = 16 + 2 + 9 * 12 + 4 + sizeof make + sizeof model + 2 + 4 * 12 + 4;

  const Entry first[] = { { 256, TYPE_LONG, 1, width, NULL },
                          { 257, TYPE_LONG, 1, height, NULL },
                          { 259, TYPE_SHORT, 1, 6, NULL },
                          { 271, TEXT (make) },
                          { 272, TEXT (model) },
                          { 273, TYPE_LONG, 1, start, NULL },
                          { 274, TYPE_SHORT, 1, orientation, NULL },
                          { 277, TYPE_SHORT, 1, 3, NULL },
                          { 279, TYPE_LONG, 1, size, NULL } };
  const Entry sensor[] = { { 259, TYPE_SHORT, 1, 6, NULL },
                           { 273, TYPE_LONG, 1, start + size, NULL },
                           { 279, TYPE_LONG, 1, 64, NULL },
                           { 50752, TYPE_SHORT, 1, 0, NULL } };

  next = put_directory (array, first, G_N_ELEMENTS (first), 0);
  for (guint i = 0; i < 4; i++)
    array->data[next + i] = array->data[12 + i] = (guint8) (array->len >> 8 * i);
  put_directory (array, sensor, G_N_ELEMENTS (sensor), 0);
  g_assert_cmpuint (array->len, ==, start);
  put_bytes (array, preview);
  put_lossless_header (array);
  put_zeros (array, 64);
  return g_byte_array_free_to_bytes (array);
}

/* (transfer full): @preview with what the camera notes. */
static GBytes *
add_exif (GBytes *preview, guint orientation)
{
  static const char make[] = "FUJIFILM", model[] = "X-T1";
  const Entry entries[] = { { 271, TEXT (make) },
                            { 272, TEXT (model) },
                            { 274, TYPE_SHORT, 1, orientation, NULL } };
  GByteArray *array = g_byte_array_new ();

  put_big (array, 0xffd8ffe1, 4);
  put_big (array, 0, 2);
  g_byte_array_append (array, (const guint8 *) "Exif\0\0II*\0\x08\0\0\0", 14);
  put_directory (array, entries, G_N_ELEMENTS (entries), 12);
  array->data[5] = (guint8) (array->len - 4);
  g_byte_array_append (array, (const guint8 *) g_bytes_get_data (preview, NULL) + 2,
                       (guint) g_bytes_get_size (preview) - 2);
  return g_byte_array_free_to_bytes (array);
}

GBytes *
sem_raw_file_save_raf (guint orientation, GBytes *preview)
{
  g_autoptr (GBytes) whole = add_exif (preview, orientation);
  const guint start = 160, size = (guint) g_bytes_get_size (whole);
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, (const guint8 *) "FUJIFILMCCD-RAW 0201FF389501X-T1", 32);
  put_zeros (array, 84 - 32);
  put_big (array, start, 4);
  put_big (array, size, 4);
  put_big (array, start + size, 4);
  put_big (array, 12, 4);
  put_big (array, start + size + 12, 4);
  put_big (array, SEM_RAW_FILE_WIDTH * SEM_RAW_FILE_HEIGHT * 2, 4);
  put_zeros (array, start - array->len);
  put_bytes (array, whole);
  /* One entry: the sides of the sensor. */
  put_big (array, 1, 4);
  put_big (array, 0x100 << 16 | 4, 4);
  put_big (array, SEM_RAW_FILE_HEIGHT, 2);
  put_big (array, SEM_RAW_FILE_WIDTH, 2);
  put_zeros (array, SEM_RAW_FILE_WIDTH * SEM_RAW_FILE_HEIGHT * 2);
  return g_byte_array_free_to_bytes (array);
}

GBytes *
sem_raw_file_save_rw2 (guint orientation, GBytes *preview)
{
  static const char make[] = "Panasonic", model[] = "DMC-GH2";
  GByteArray *array = g_byte_array_new ();
  const guint size = (guint) g_bytes_get_size (preview);
  const Entry entries[] = {
    { 1, TYPE_BYTES, 4, 0x30333130, NULL },
    { 2, TYPE_SHORT, 1, SEM_RAW_FILE_WIDTH, NULL },
    { 3, TYPE_SHORT, 1, SEM_RAW_FILE_HEIGHT, NULL },
    { 4, TYPE_SHORT, 1, 0, NULL },
    { 5, TYPE_SHORT, 1, 0, NULL },
    { 6, TYPE_SHORT, 1, SEM_RAW_FILE_HEIGHT, NULL },
    { 7, TYPE_SHORT, 1, SEM_RAW_FILE_WIDTH, NULL },
    { 46, TYPE_BYTES, size, 0, g_bytes_get_data (preview, NULL) },
    { 271, TEXT (make) },
    { 272, TEXT (model) },
    { 274, TYPE_SHORT, 1, orientation, NULL },
    { 280, TYPE_LONG, 1, 0x18 + 2048, NULL },
  };

  g_byte_array_append (array, (const guint8 *) "IIU\0\x18\0\0\0", 8);
  put_zeros (array, 16);
  put_directory (array, entries, G_N_ELEMENTS (entries), 0);
  put_zeros (array, SEM_RAW_FILE_WIDTH * SEM_RAW_FILE_HEIGHT * 2);
  return g_byte_array_free_to_bytes (array);
}

/* Boxes of ISO media files ----------------------------------------------------------------------
 */

/* Returns: where it begins, for end_box() */
static guint
begin_box (GByteArray *array, const char *name)
{
  put_zeros (array, 4);
  g_byte_array_append (array, (const guint8 *) name, 4);
  return array->len - 8;
}

static void
set_big (GByteArray *array, guint at, guint32 value)
{
  for (guint i = 0; i < 4; i++)
    array->data[at + i] = (guint8) (value >> 8 * (3 - i));
}

static void
end_box (GByteArray *array, guint start)
{
  set_big (array, start, array->len - start);
}

static void
put_box (GByteArray *array, const char *name, const guint8 *content, guint size)
{
  const guint start = begin_box (array, name);

  g_byte_array_append (array, content, size);
  end_box (array, start);
}

/* What one track is coded as: pixels of the sensor, or the preview. */
static void
put_sample_entry (GByteArray *array, gboolean is_preview)
{
  static const guint8 preview[4] = { 0 };
  guint8 sensor[52] = { [4] = 1, [24] = 14, [25] = 4 << 4, [31] = 1 };
  const guint table = begin_box (array, "stsd");
  guint entry;

  put_big (array, 0, 4);
  put_big (array, 1, 4);
  entry = begin_box (array, "CRAW");
  put_zeros (array, 24);
  put_big (array, SEM_RAW_FILE_WIDTH, 2);
  put_big (array, SEM_RAW_FILE_HEIGHT, 2);
  put_zeros (array, 82 - 28);
  for (guint side = 0; side < 4; side++)
    {
      const guint pixels = side % 2 ? SEM_RAW_FILE_HEIGHT : SEM_RAW_FILE_WIDTH;

      sensor[8 + 4 * side + 2] = (guint8) (pixels >> 8);
      sensor[8 + 4 * side + 3] = (guint8) pixels;
    }
  if (is_preview)
    put_box (array, "JPEG", preview, sizeof preview);
  else
    put_box (array, "CMP1", sensor, sizeof sensor);
  end_box (array, entry);
  end_box (array, table);
}

/* Returns: where the place is that the offset of its @size bytes goes to */
static guint
put_track (GByteArray *array, gboolean is_preview, guint size)
{
  static const guint8 handler[] = "\0\0\0\0\0\0\0\0vide\0\0\0\0\0\0\0\0\0\0\0";
  const guint track = begin_box (array, "trak"), media = begin_box (array, "mdia");
  guint information, table, sizes, offsets, place;

  put_box (array, "hdlr", handler, sizeof handler);
  information = begin_box (array, "minf");
  table = begin_box (array, "stbl");
  put_sample_entry (array, is_preview);
  sizes = begin_box (array, "stsz");
  put_big (array, 0, 4);
  put_big (array, size, 4);
  put_big (array, 1, 4);
  end_box (array, sizes);
  offsets = begin_box (array, "co64");
  put_big (array, 0, 4);
  put_big (array, 1, 4);
  put_big (array, 0, 4);
  place = array->len;
  put_big (array, 0, 4);
  end_box (array, offsets);
  end_box (array, table);
  end_box (array, information);
  end_box (array, media);
  end_box (array, track);
  return place;
}

/* The first directory of the metadata, in a box of the maker's own. */
static void
put_cr3_metadata (GByteArray *array, guint orientation)
{
  static const char make[] = "Canon", model[] = "Canon EOS R";
  static const guint8 id[] = { 0x85, 0xc0, 0xb6, 0x87, 0x82, 0x0f, 0x11, 0xe0,
                               0x81, 0x11, 0xf4, 0xce, 0x46, 0x2b, 0x6a, 0x48 };
  const Entry entries[] = { { 256, TYPE_LONG, 1, SEM_RAW_FILE_WIDTH, NULL },
                            { 257, TYPE_LONG, 1, SEM_RAW_FILE_HEIGHT, NULL },
                            { 271, TEXT (make) },
                            { 272, TEXT (model) },
                            { 274, TYPE_SHORT, 1, orientation, NULL } };
  const guint own = begin_box (array, "uuid");
  guint box, base;

  g_byte_array_append (array, id, sizeof id);
  box = begin_box (array, "CMT1");
  base = array->len;
  g_byte_array_append (array, (const guint8 *) "II*\0\x08\0\0\0", 8);
  put_directory (array, entries, G_N_ELEMENTS (entries), base);
  end_box (array, box);
  end_box (array, own);
}

GBytes *
sem_raw_file_save_cr3 (guint orientation, GBytes *preview)
{
  static const guint8 brands[] = "crx \0\0\0\1crx isom";
  const guint n_sensor = 1024;
  GByteArray *array = g_byte_array_new ();
  guint movie, data, preview_at, sensor_at;

  put_box (array, "ftyp", brands, sizeof brands - 1);
  movie = begin_box (array, "moov");
  put_cr3_metadata (array, orientation);
  preview_at = put_track (array, TRUE, (guint) g_bytes_get_size (preview));
  sensor_at = put_track (array, FALSE, n_sensor);
  end_box (array, movie);
  data = begin_box (array, "mdat");
  set_big (array, preview_at, array->len);
  put_bytes (array, preview);
  set_big (array, sensor_at, array->len);
  put_zeros (array, n_sensor);
  end_box (array, data);
  return g_byte_array_free_to_bytes (array);
}
