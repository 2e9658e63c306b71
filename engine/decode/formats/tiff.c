/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/tiff.h"

#include <string.h>
#include <tiffio.h>

/* Directories that are looked at, in the chain and below the first one. */
#define MAX_DIRECTORIES 64
/* Maximum number of bytes that libtiff may request at once for a damaged file. */
#define MAX_ALLOCATION (1536 << 20)
/* How a digital negative says that its pixels have all colours, which libtiff does not name. */
#define LINEAR_RAW 34892

/* @at: where libtiff reads next
 * @ended: whether it has asked for more than there is */
typedef struct
{
  const guint8 *data;
  gsize size;
  gsize at;
  gboolean ended;
} Bytes;

/* The pixels as they come, and the sums of the squares that become one pixel each. */
typedef struct
{
  SemTiff *picture;
  guint factor;
  guint n_channels;
  guint32 flip; /* bits of each pixel */
  guint n_rows; /* that were added */
  guint32 *sums;
} Sink;

/* The bytes ------------------------------------------------------------------------------------ */

static tmsize_t
read_cb (thandle_t handle, void *buffer, tmsize_t n)
{
  Bytes *self = handle;
  const gsize left = self->at < self->size ? self->size - self->at : 0;
  const gsize taken = MIN ((gsize) MAX (n, 0), left);

  self->ended |= taken < (gsize) MAX (n, 0);
  /* A file may have no byte. */
  if (taken > 0)
    memcpy (buffer, self->data + self->at, taken);
  self->at += taken;
  return (tmsize_t) taken;
}

static tmsize_t
write_cb (thandle_t handle, void *buffer, tmsize_t n)
{
  return -1;
}

static toff_t
seek_cb (thandle_t handle, toff_t offset, int whence)
{
  Bytes *self = handle;
  const toff_t start = whence == SEEK_CUR ? self->at : whence == SEEK_END ? self->size : 0;

  self->at = start + offset;
  return self->at;
}

static int
close_cb (thandle_t handle)
{
  return 0;
}

static toff_t
get_size_cb (thandle_t handle)
{
  return ((Bytes *) handle)->size;
}

static int
be_silent_cb (TIFF *tiff, void *user_data, const char *module, const char *format, va_list rest)
{
  return 1;
}

static TIFF *
open_file (Bytes *bytes)
{
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc ();
  TIFF *tiff;

  if (!options)
    return NULL;
  TIFFOpenOptionsSetMaxSingleMemAlloc (options, MAX_ALLOCATION);
  TIFFOpenOptionsSetErrorHandlerExtR (options, be_silent_cb, NULL);
  TIFFOpenOptionsSetWarningHandlerExtR (options, be_silent_cb, NULL);
  tiff = TIFFClientOpenExt ("photo", "rm", bytes, read_cb, write_cb, seek_cb, close_cb, get_size_cb,
                            NULL, NULL, options);
  TIFFOpenOptionsFree (options);
  return tiff;
}

/* Which picture -------------------------------------------------------------------------------- */

static gboolean
is_reduced (TIFF *tiff)
{
  guint32 kind = 0;

  TIFFGetField (tiff, TIFFTAG_SUBFILETYPE, &kind);
  return (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) != 0;
}

static guint64
count_pixels (TIFF *tiff)
{
  guint32 width = 0, height = 0;

  TIFFGetField (tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField (tiff, TIFFTAG_IMAGELENGTH, &height);
  return (guint64) width * height;
}

static void
add_children (TIFF *tiff, GArray *offsets)
{
  const toff_t *children;
  guint16 n = 0;

  if (TIFFGetField (tiff, TIFFTAG_SUBIFD, &n, &children) && children)
    g_array_append_vals (offsets, children, MIN (n, MAX_DIRECTORIES));
}

/* (transfer full): those behind the first one and below it. @broken: (out): whether some are not
 * there */
static GArray *
list_directories (TIFF *tiff, gboolean *broken)
{
  GArray *offsets = g_array_new (FALSE, FALSE, sizeof (toff_t));

  *broken = FALSE;
  add_children (tiff, offsets);
  while (offsets->len < MAX_DIRECTORIES && !TIFFLastDirectory (tiff))
    {
      const toff_t offset = TIFFReadDirectory (tiff) ? TIFFCurrentDirOffset (tiff) : 0;

      *broken = offset == 0;
      if (*broken)
        break;
      g_array_append_val (offsets, offset);
    }
  return offsets;
}

/* Moves from the first directory to that of the picture to decode. FALSE where only reduced
 * pictures are found although there should be others. */
static gboolean
choose_directory (TIFF *tiff)
{
  g_autoptr (GArray) offsets = NULL;
  toff_t best = TIFFCurrentDirOffset (tiff);
  guint64 most = count_pixels (tiff);
  gboolean broken;

  if (!is_reduced (tiff))
    return TRUE;
  offsets = list_directories (tiff, &broken);
  for (guint i = 0; i < offsets->len; i++)
    {
      const toff_t offset = g_array_index (offsets, toff_t, i);

      if (!TIFFSetSubDirectory (tiff, offset))
        {
          broken = TRUE;
          continue;
        }
      if (!is_reduced (tiff))
        return TRUE;
      if (count_pixels (tiff) > most)
        {
          most = count_pixels (tiff);
          best = offset;
        }
    }
  return !broken && TIFFSetSubDirectory (tiff, best);
}

/* Whether the pixels are those of a sensor, or the first directory says that the file is a digital
 * negative (DNG 1.6, chapter 4). */
static gboolean
is_raw (TIFF *tiff)
{
  const guint8 *version;
  guint16 photometric = 0;

  TIFFGetField (tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  return photometric == PHOTOMETRIC_CFA || photometric == LINEAR_RAW
         || TIFFGetField (tiff, TIFFTAG_DNGVERSION, &version);
}

/* Pixels --------------------------------------------------------------------------------------- */

/* Divides the sums of @n_rows rows of pixels. */
static void
finish_row (Sink *self, guint n_rows)
{
  SemTiff *picture = self->picture;
  const guint y = (self->n_rows - 1) / self->factor;
  guint8 *to = picture->pixels + (gsize) y * picture->width * self->n_channels;

  for (guint x = 0; x < picture->width; x++)
    {
      const guint n = n_rows * MIN (self->factor, picture->full_width - x * self->factor);

      for (guint c = 0; c < self->n_channels; c++, to++)
        *to = (guint8) ((self->sums[x * self->n_channels + c] + n / 2) / n);
    }
  memset (self->sums, 0, sizeof *self->sums * picture->width * self->n_channels);
}

static void
add_row (Sink *self, const guint32 *row)
{
  const guint width = self->picture->full_width;

  for (guint x = 0; x < width; x++)
    {
      guint32 *sums = self->sums + x / self->factor * self->n_channels;
      const guint32 pixel = row[x] ^ self->flip;

      sums[0] += TIFFGetR (pixel);
      sums[1] += TIFFGetG (pixel);
      sums[2] += TIFFGetB (pixel);
      if (self->n_channels == 4)
        sums[3] += TIFFGetA (pixel);
    }
  self->n_rows++;
  if (self->n_rows % self->factor == 0)
    finish_row (self, self->factor);
  else if (self->n_rows == self->picture->full_height)
    finish_row (self, self->n_rows % self->factor);
}

/* Row by row, whatever the size of a strip is. */
static SemDecodeStatus
read_rows (TIFF *tiff, TIFFRGBAImage *image, Sink *sink)
{
  const gsize size = (gsize) MAX (TIFFScanlineSize (tiff), 0);
  g_autofree guint8 *stored = size > 0 ? g_try_malloc0 (size) : NULL;
  g_autofree guint32 *row = g_try_new0 (guint32, image->width);

  if (!stored || !row)
    return SEM_DECODE_NO_MEMORY;
  for (guint y = 0; y < image->height; y++)
    {
      if (TIFFReadScanline (tiff, stored, y, 0) < 0)
        return SEM_DECODE_DAMAGED;
      image->put.contig (image, row, 0, 0, image->width, 1, 0, 0, stored);
      add_row (sink, row);
    }
  return SEM_DECODE_OK;
}

/* A row of tiles or a strip of each plane at a time. */
static SemDecodeStatus
read_bands (TIFF *tiff, TIFFRGBAImage *image, Sink *sink)
{
  guint32 n_rows = image->height;
  g_autofree guint32 *raster = NULL;

  if (TIFFIsTiled (tiff))
    TIFFGetField (tiff, TIFFTAG_TILELENGTH, &n_rows);
  else
    TIFFGetFieldDefaulted (tiff, TIFFTAG_ROWSPERSTRIP, &n_rows);
  n_rows = CLAMP (n_rows, 1, image->height);
  raster = g_try_malloc_n (n_rows, sizeof (guint32) * image->width);
  if (!raster)
    return SEM_DECODE_NO_MEMORY;
  for (guint y = 0; y < sink->picture->full_height; y += n_rows)
    {
      const guint n = MIN (n_rows, sink->picture->full_height - y);

      image->row_offset = (int) y;
      if (!TIFFRGBAImageGet (image, raster, image->width, n))
        return SEM_DECODE_DAMAGED;
      for (guint j = 0; j < n; j++)
        add_row (sink, raster + (gsize) j * image->width);
    }
  return SEM_DECODE_OK;
}

/* Whether rows can be read one by one, which those with coarser colours cannot. */
static gboolean
has_rows (TIFF *tiff, const TIFFRGBAImage *image)
{
  guint16 across = 1, down = 1;

  if (TIFFIsTiled (tiff) || !image->isContig)
    return FALSE;
  if (image->photometric == PHOTOMETRIC_YCBCR)
    TIFFGetFieldDefaulted (tiff, TIFFTAG_YCBCRSUBSAMPLING, &across, &down);
  return across == 1 && down == 1;
}

/* libtiff's colours are multiplied by alpha, in both kinds that files have. */
static void
divide_by_alpha (guint8 *pixels, gsize n)
{
  for (; n > 0; n--, pixels += 4)
    if (pixels[3] > 0 && pixels[3] < 255)
      for (guint c = 0; c < 3; c++)
        pixels[c] = (guint8) MIN (255, (pixels[c] * 255 + pixels[3] / 2) / pixels[3]);
}

/* Whether no colour is more than its alpha, as in pixels that were multiplied by it. */
static gboolean
is_multiplied (const guint8 *pixels, gsize n)
{
  for (; n > 0; n--, pixels += 4)
    if (MAX (MAX (pixels[0], pixels[1]), pixels[2]) > pixels[3])
      return FALSE;
  return TRUE;
}

/* Whether the file says that its additional samples are alpha. libtiff takes the first one for
 * alpha in any case, but it may be a mask that was saved with the picture. */
static gboolean
is_said_to_be_alpha (TIFF *tiff)
{
  const guint16 *kinds;
  guint16 n = 0;

  TIFFGetFieldDefaulted (tiff, TIFFTAG_EXTRASAMPLES, &n, &kinds);
  return n > 0 && kinds[0] != EXTRASAMPLE_UNSPECIFIED;
}

static void
make_opaque (guint8 *pixels, gsize n)
{
  for (; n > 0; n--, pixels += 4)
    pixels[3] = 255;
}

static void
finish_alpha (SemTiff *self, TIFF *tiff)
{
  const gsize n = (gsize) self->width * self->height;

  if (is_said_to_be_alpha (tiff) || is_multiplied (self->pixels, n))
    divide_by_alpha (self->pixels, n);
  else
    make_opaque (self->pixels, n);
}

/* A and b of L*a*b* are signed numbers in TIFF files (TIFF 6.0, section 23), and counted from 128
 * on elsewhere. */
static guint32
get_flip (const SemTiff *self)
{
  return self->is_lab ? 0x808000 : 0;
}

static SemDecodeStatus
read_pixels (SemTiff *self, TIFF *tiff, TIFFRGBAImage *image, guint factor)
{
  const guint n_channels = image->alpha ? 4 : 3;
  Sink sink = {
    .picture = self, .factor = factor, .n_channels = n_channels, .flip = get_flip (self)
  };
  SemDecodeStatus status;

  self->has_alpha = image->alpha != 0;
  self->width = (self->full_width + factor - 1) / factor;
  self->height = (self->full_height + factor - 1) / factor;
  self->pixels = g_try_malloc0 ((gsize) self->width * self->height * n_channels);
  sink.sums = g_try_new0 (guint32, (gsize) self->width * n_channels);
  if (!self->pixels || !sink.sums)
    {
      g_free (sink.sums);
      return SEM_DECODE_NO_MEMORY;
    }
  /* As it is stored: turning it comes later. */
  image->req_orientation = image->orientation;
  status =
    has_rows (tiff, image) ? read_rows (tiff, image, &sink) : read_bands (tiff, image, &sink);
  g_free (sink.sums);
  if (status == SEM_DECODE_OK && self->has_alpha)
    finish_alpha (self, tiff);
  return status;
}

/* libtiff makes colours of L*a*b* by way of an old screen, up to 15 levels off: it is to give the
 * numbers as they are. */
static void
keep_lab (SemTiff *self, TIFF *tiff)
{
  guint16 photometric = 0, n_samples = 1;

  TIFFGetField (tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  TIFFGetFieldDefaulted (tiff, TIFFTAG_SAMPLESPERPIXEL, &n_samples);
  self->is_lab = photometric == PHOTOMETRIC_CIELAB && n_samples == 3
                 && TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB) == 1;
}

/* libtiff would take negative numbers for bright ones. */
static gboolean
has_signed_numbers (const SemTiff *self, TIFF *tiff)
{
  guint16 kind = SAMPLEFORMAT_UINT;

  TIFFGetFieldDefaulted (tiff, TIFFTAG_SAMPLEFORMAT, &kind);
  return kind == SAMPLEFORMAT_INT && !self->is_lab;
}

/* What the directory says beside the pixels. FALSE where it has no sizes. */
static gboolean
read_facts (SemTiff *self, TIFF *tiff)
{
  guint32 width = 0, height = 0, size = 0;
  guint16 orientation = 1;
  const void *profile;

  if (!TIFFGetField (tiff, TIFFTAG_IMAGEWIDTH, &width)
      || !TIFFGetField (tiff, TIFFTAG_IMAGELENGTH, &height) || width == 0 || height == 0
      || width > G_MAXINT32 || height > G_MAXINT32)
    return FALSE;
  self->full_width = width;
  self->full_height = height;
  if (TIFFGetField (tiff, TIFFTAG_ORIENTATION, &orientation) && orientation >= 1
      && orientation <= 8)
    self->orientation = orientation;
  if (TIFFGetField (tiff, TIFFTAG_ICCPROFILE, &size, &profile) && profile)
    {
      self->profile = g_memdup2 (profile, size);
      self->profile_size = size;
    }
  return TRUE;
}

static SemDecodeStatus
decode (SemTiff *self, TIFF *tiff, SemTiffChoose choose, gpointer user_data)
{
  char message[1024];
  TIFFRGBAImage image;
  SemDecodeStatus status;
  guint factor;

  self->is_raw = is_raw (tiff);
  if (!self->is_raw && !choose_directory (tiff))
    return SEM_DECODE_DAMAGED;
  self->is_raw = self->is_raw || is_raw (tiff);
  if (self->is_raw)
    return SEM_DECODE_UNSUPPORTED;
  if (!read_facts (self, tiff))
    return SEM_DECODE_DAMAGED;
  factor = choose (self->full_width, self->full_height, user_data);
  if (factor == 0)
    return SEM_DECODE_TOO_LARGE;
  keep_lab (self, tiff);
  if (has_signed_numbers (self, tiff) || !TIFFRGBAImageOK (tiff, message)
      || !TIFFRGBAImageBegin (&image, tiff, 1, message))
    return SEM_DECODE_UNSUPPORTED;
  status = read_pixels (self, tiff, &image, factor);
  TIFFRGBAImageEnd (&image);
  return status;
}

SemDecodeStatus
sem_tiff_decode (SemTiff *self,
                 const guint8 *data,
                 gsize size,
                 SemTiffChoose choose,
                 gpointer user_data)
{
  Bytes bytes = { .data = data, .size = size };
  TIFF *tiff = open_file (&bytes);
  SemDecodeStatus status = SEM_DECODE_DAMAGED;

  *self = (SemTiff){ .orientation = 1 };
  if (tiff)
    {
      status = decode (self, tiff, choose, user_data);
      TIFFClose (tiff);
    }
  return status == SEM_DECODE_DAMAGED && bytes.ended ? SEM_DECODE_TRUNCATED : status;
}

void
sem_tiff_clear (SemTiff *self)
{
  g_clear_pointer (&self->pixels, g_free);
  g_clear_pointer (&self->profile, g_free);
}
