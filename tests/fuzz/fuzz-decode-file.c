/* fuzz-decode-file.c - the parsers of photo files in the decoder's worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GdkPixbuf's loaders, which are known to hang and to crash, are only used for BMP, whose loader is
 * simple, so that the processing of decoded pictures is covered as well. Exiv2, behind gexiv2, gets
 * every input, for it only reads metadata here, but raw files: its readers of these (0.27) throw
 * exceptions that gexiv2 does not catch. What ends the worker so is asked for again without
 * metadata (tests/engine/indexing/test-metadata.c).
 */

#include "engine/decode/formats/apng.h"
#include "engine/decode/formats/heif-shape.h"
#include "engine/decode/formats/png.h"
#include "engine/decode/formats/webp.h"
#include "engine/decode/worker/extent.h"
#include "engine/decode/worker/orientation.h"
#include "engine/decode/worker/worker-image.h"
#include "engine/decode/worker/worker-metadata.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* The loader allocates what the header demands: the sides and the number of colours must be small,
 * and the pixels must start near the header.
 */
static gboolean
is_small_bmp (const guint8 *data, gsize size)
{
  static const guint8 small_at[] = { 10, 18, 22, 46 };

  if (size < 54 || sem_format_sniff (data, size) != SEM_FORMAT_BMP || data[14] != 40)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (small_at); i++)
    {
      const guint8 *field = data + small_at[i];

      if (field[0] > 128 || field[1] != 0 || field[2] != 0 || field[3] != 0)
        return FALSE;
    }
  return TRUE;
}

/* What is left is shorter, and has no further frames. */
static void
shorten (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) few = sem_webp_shorten (data, size, 2, 100000), fewer = NULL;

  if (!few)
    return;
  g_assert_cmpuint (g_bytes_get_size (few), <, size);
  fewer = sem_webp_shorten (g_bytes_get_data (few, NULL), g_bytes_get_size (few), 2, 100000);
  g_assert_null (fewer);
}

/* Every frame lies inside the picture, and is a file of its own. */
static void
read_frames (const guint8 *data, gsize size)
{
  SemApngFrame frame;
  SemApng apng;

  if (!sem_apng_init (&apng, data, size))
    return;
  while (sem_apng_next (&apng, &frame))
    {
      gsize length;
      const guint8 *png = g_bytes_get_data (frame.png, &length);

      g_assert_cmpuint (frame.width, >=, 1);
      g_assert_cmpuint (frame.height, >=, 1);
      g_assert_cmpuint ((guint64) frame.x + frame.width, <=, apng.width);
      g_assert_cmpuint ((guint64) frame.y + frame.height, <=, apng.height);
      g_assert_cmpint (sem_format_sniff (png, length), ==, SEM_FORMAT_PNG);
      g_assert_cmpint (sem_extent_check (SEM_FORMAT_PNG, png, length), ==, SEM_EXTENT_WHOLE);
      g_bytes_unref (frame.png);
    }
  sem_apng_clear (&apng);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static gsize once = 0;
  static guint8 memory[SEM_DECODE_MEMORY_SIZE];
  SemDecodeReply reply;
  SemMetadata metadata;
  SemPngColours colours;
  SemHeifShape shape;
  gsize head;

  if (g_once_init_enter (&once))
    {
      sem_worker_metadata_preload ();
      g_once_init_leave (&once, 1);
    }
  g_assert_cmpuint (sem_format_sniff (data, size), <, SEM_N_FORMATS);
  for (guint format = 0; format < SEM_N_FORMATS; format++)
    {
      const guint orientation = sem_orientation_read (format, data, size);

      g_assert_cmpuint (orientation, >=, 1);
      g_assert_cmpuint (orientation, <=, 8);
      if (format != SEM_FORMAT_UNKNOWN && sem_format_sniff (data, size) == format)
        sem_extent_check (format, data, size);
    }
  sem_format_has_profile (data, size);
  for (guint32 item = 0; item < 3; item++)
    if (sem_heif_shape_read (&shape, data, size, item))
      g_assert_cmpuint (strlen (shape.turns), <=, SEM_HEIF_MAX_TURNS);
  sem_png_read_colours (data, size, &colours);
  head = sem_worker_metadata_get_head (data, size);
  g_assert_cmpuint (head, <=, size);
  if (sem_format_sniff (data, size) != SEM_FORMAT_RAW)
    {
      sem_worker_metadata_read (sem_format_sniff (data, size), data, head ? head : size, &metadata);
      g_assert_true (sem_metadata_is_sound (&metadata));
    }
  read_frames (data, size);
  shorten (data, size);
  if (is_small_bmp (data, size))
    {
      const SemDecodeView view = { .trim = size & 1,
                                   .grey_side = size & 64,
                                   .colour_side = size & 32 };

      sem_image_decode (data, size, &view, memory, &reply);
      g_assert_cmpuint (reply.status, <, SEM_DECODE_N_STATUSES);
      g_assert_cmpuint (reply.thumbnail_size, <=, SEM_THUMBNAIL_MAX_SIZE);
    }
  return 0;
}
