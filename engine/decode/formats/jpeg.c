/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/jpeg.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <jerror.h>

#include "engine/decode/formats/jpeg-scans.h"

/* Rows at the lower edge that may be missing, and the share of the picture that they may be. */
#define FORGIVEN_ROWS 16
#define FORGIVEN_SHARE 8
#define MAX_MARKER 0xffff
/* The frame of a file of JPEG-LS. */
#define JPEG_LS 0xf7

/* @jpeg: the library knows this part alone
 * @ended: whether the library has asked for more than there is
 * @lacking: whether bits of the picture were missing after that
 * @rows: that were decoded before they were missing
 * @data: the file
 * @whole: whether to read all scans, also those that the picture does not need
 * @ranges: (nullable): the parts of @data to read from its first scan on, @n_ranges of them begun
 */
typedef struct
{
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr source;
  jmp_buf jump;
  gboolean ended;
  gboolean lacking;
  guint rows;
  const guint8 *data;
  gboolean whole;
  GArray *ranges;
  guint n_ranges;
} Decoder;

static Decoder *
get_decoder (j_common_ptr jpeg)
{
  return jpeg->client_data;
}

/* Errors --------------------------------------------------------------------------------------- */

static void
fail (j_common_ptr jpeg)
{
  longjmp (get_decoder (jpeg)->jump, 1);
}

/* Warnings: damage inside a file is shown as it comes. */
static void
note_message (j_common_ptr jpeg, int level)
{
  Decoder *self = get_decoder (jpeg);

  if (level < 0 && jpeg->err->msg_code == JWRN_HIT_MARKER && self->ended && !self->lacking)
    {
      self->lacking = TRUE;
      self->rows = self->jpeg.output_scanline;
    }
}

static void
write_message (j_common_ptr jpeg)
{
}

static SemDecodeStatus
get_status (const Decoder *self)
{
  switch (self->errors.msg_code)
    {
    case JERR_OUT_OF_MEMORY:
      return SEM_DECODE_NO_MEMORY;
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
      return SEM_DECODE_UNSUPPORTED;
    case JERR_UNKNOWN_MARKER:
      return self->errors.msg_parm.i[0] == JPEG_LS ? SEM_DECODE_UNSUPPORTED : SEM_DECODE_DAMAGED;
    default:
      return self->ended ? SEM_DECODE_TRUNCATED : SEM_DECODE_DAMAGED;
    }
}

/* The bytes ------------------------------------------------------------------------------------ */

static void
do_nothing (j_decompress_ptr jpeg)
{
}

static void
start_range (Decoder *self)
{
  const SemJpegRange *range = &g_array_index (self->ranges, SemJpegRange, self->n_ranges++);

  self->source.next_input_byte = self->data + range->start;
  self->source.bytes_in_buffer = range->end - range->start;
}

static boolean
read_on (j_decompress_ptr jpeg)
{
  static const JOCTET end[] = { 0xff, JPEG_EOI };
  Decoder *self = get_decoder ((j_common_ptr) jpeg);

  if (self->ranges && self->n_ranges < self->ranges->len)
    {
      start_range (self);
      return TRUE;
    }
  self->ended = TRUE;
  jpeg->src->next_input_byte = end;
  jpeg->src->bytes_in_buffer = sizeof end;
  return TRUE;
}

static void
skip (j_decompress_ptr jpeg, long n)
{
  struct jpeg_source_mgr *source = jpeg->src;

  if (n <= 0)
    return;
  if ((gsize) n > source->bytes_in_buffer)
    {
      read_on (jpeg);
      return;
    }
  source->next_input_byte += n;
  source->bytes_in_buffer -= (gsize) n;
}

static void
set_up (Decoder *self, const guint8 *data, gsize size)
{
  self->jpeg.err = jpeg_std_error (&self->errors);
  self->errors.error_exit = fail;
  self->errors.emit_message = note_message;
  self->errors.output_message = write_message;
  self->jpeg.client_data = self;
  self->data = data;
  self->source = (struct jpeg_source_mgr){ .next_input_byte = data,
                                           .bytes_in_buffer = size,
                                           .init_source = do_nothing,
                                           .fill_input_buffer = read_on,
                                           .skip_input_data = skip,
                                           .resync_to_restart = jpeg_resync_to_restart,
                                           .term_source = do_nothing };
}

/* Colours -------------------------------------------------------------------------------------- */

/* Inks, as the first byte of each is: none at 255 where Adobe's programs have written them. */
static void
convert_inks (const guint8 *from, guint8 *to, guint width, gboolean inverted)
{
  for (guint x = 0; x < width; x++, from += 4, to += 3)
    for (guint c = 0; c < 3; c++)
      to[c] =
        (guint8) (inverted ? from[3] * from[c] / 255 : (255 - from[3]) * (255 - from[c]) / 255);
}

static void
convert_levels (const guint8 *from, guint8 *to, guint width)
{
  for (guint x = 0; x < width; x++, to += 3)
    to[0] = to[1] = to[2] = from[x];
}

/* Decoding ------------------------------------------------------------------------------------- */

static void
read_rows (Decoder *self, SemJpeg *picture, guint8 *row)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;

  while (jpeg->output_scanline < jpeg->output_height)
    {
      guint8 *to = picture->pixels + (gsize) jpeg->output_scanline * picture->width * 3;
      JSAMPROW rows[] = { jpeg->output_components == 3 ? to : row };

      jpeg_read_scanlines (jpeg, rows, 1);
      if (jpeg->output_components == 4)
        convert_inks (row, to, picture->width, jpeg->saw_Adobe_marker);
      else if (jpeg->output_components == 1)
        convert_levels (row, to, picture->width);
    }
}

/* Whether every bit of every coefficient of a progressive file has come. */
static gboolean
is_refined (const struct jpeg_decompress_struct *jpeg)
{
  for (int component = 0; component < jpeg->num_components; component++)
    for (int k = 0; k < DCTSIZE2; k++)
      if (jpeg->coef_bits[component][k] != 0)
        return FALSE;
  return TRUE;
}

/* After the last row. */
static SemDecodeStatus
judge (const Decoder *self)
{
  const struct jpeg_decompress_struct *jpeg = &self->jpeg;
  const guint missing = jpeg->output_height - self->rows;

  if (!self->ended)
    return SEM_DECODE_OK;
  if (jpeg->progressive_mode)
    return !self->lacking && is_refined (jpeg) ? SEM_DECODE_OK : SEM_DECODE_TRUNCATED;
  /* The colours of others may not have come at all. */
  if (jpeg->comps_in_scan < jpeg->num_components)
    return SEM_DECODE_TRUNCATED;
  if (self->lacking
      && (missing > MAX (1, FORGIVEN_ROWS / jpeg->scale_denom)
          || missing > jpeg->output_height / FORGIVEN_SHARE))
    return SEM_DECODE_TRUNCATED;
  return SEM_DECODE_OK;
}

/* Of a file of one scan, the library does not look at what comes after the last row. */
static gboolean
finds_end (const Decoder *self)
{
  const guint8 *at = self->source.next_input_byte, *end = at + self->source.bytes_in_buffer;

  if (self->ended)
    return FALSE;
  if (self->jpeg.progressive_mode || self->jpeg.comps_in_scan < self->jpeg.num_components)
    return TRUE;
  if (self->jpeg.unread_marker)
    return self->jpeg.unread_marker == JPEG_EOI;
  /* Filling, before a mark. */
  while (end - at >= 2 && (at[0] != 0xff || at[1] == 0 || at[1] == 0xff))
    at++;
  return end - at >= 2 && at[1] == JPEG_EOI;
}

/* Returns: the side of what becomes of a block of 8 × 8 */
static int
get_block_size (const jpeg_component_info *component)
{
#if JPEG_LIB_VERSION >= 70
  return MAX (component->DCT_h_scaled_size, component->DCT_v_scaled_size);
#else
  return component->DCT_scaled_size;
#endif
}

/* After the header, whose last part is that of the first scan. */
static void
leave_out_scans (Decoder *self)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;
  SemJpegComponent components[SEM_JPEG_COMPONENTS] = { 0 };
  const gsize at = (gsize) (self->source.next_input_byte - self->data);

  if (!jpeg->progressive_mode || self->whole || jpeg->num_components > SEM_JPEG_COMPONENTS)
    return;
  /* Colours of half the size have blocks that are reduced less. */
  jpeg_calc_output_dimensions (jpeg);
  for (int i = 0; i < jpeg->num_components; i++)
    components[i] = (SemJpegComponent){ (guint8) jpeg->comp_info[i].component_id,
                                        get_block_size (&jpeg->comp_info[i]) == 1 };
  self->ranges = sem_jpeg_scans_find (self->data, at + self->source.bytes_in_buffer, at, components,
                                      (guint) jpeg->num_components);
  if (self->ranges)
    start_range (self);
}

static SemDecodeStatus
decode (Decoder *self, SemJpeg *picture, SemJpegChoose choose, gpointer user_data)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;
  JOCTET *profile = NULL;
  guint8 *row;

  jpeg_save_markers (jpeg, JPEG_APP0 + 2, MAX_MARKER);
  jpeg_read_header (jpeg, TRUE);
  picture->full_width = jpeg->image_width;
  picture->full_height = jpeg->image_height;
  jpeg->scale_num = 1;
  jpeg->scale_denom = choose (jpeg->image_width, jpeg->image_height, user_data);
  if (jpeg->scale_denom == 0)
    return SEM_DECODE_TOO_LARGE;
  if (jpeg->num_components == 3)
    jpeg->out_color_space = JCS_RGB;
  leave_out_scans (self);
  /* In a progressive file all scans are read here. */
  jpeg->do_block_smoothing = FALSE;
  jpeg_start_decompress (jpeg);
  if (jpeg->output_components != 1 && jpeg->output_components != 3 && jpeg->output_components != 4)
    return SEM_DECODE_UNSUPPORTED;
  picture->width = jpeg->output_width;
  picture->height = jpeg->output_height;
  picture->pixels = g_try_malloc ((gsize) picture->width * picture->height * 3);
  if (!picture->pixels)
    return SEM_DECODE_NO_MEMORY;
  /* The library's own memory: it is freed with the rest where decoding fails. */
  row = jpeg->mem->alloc_large ((j_common_ptr) jpeg, JPOOL_IMAGE, (gsize) picture->width * 4);
  read_rows (self, picture, row);
  if (jpeg_read_icc_profile (jpeg, &profile, &picture->profile_size))
    picture->profile = profile;
  picture->has_end = finds_end (self);
  return judge (self);
}

/* What stands where the end mark should, such as another picture, ends the decoding of a
 * progressive file with an error, although all of it is there. Returns: how many bytes come before
 * that; 0 where it is not so */
static gsize
find_rest (const Decoder *self, gsize size)
{
  const struct jpeg_decompress_struct *jpeg = &self->jpeg;

  if (self->ended || !jpeg->progressive_mode || !jpeg->coef_bits || !is_refined (jpeg))
    return 0;
  return size - self->source.bytes_in_buffer >= 2 ? size - self->source.bytes_in_buffer - 2 : 0;
}

/* @whole: whether to read all scans
 * @rest: (out): how many bytes to try again with; 0 for not at all */
static SemDecodeStatus
try_decode (SemJpeg *picture,
            const guint8 *data,
            gsize size,
            gboolean whole,
            SemJpegChoose choose,
            gpointer user_data,
            gsize *rest)
{
  g_autofree Decoder *self = g_new0 (Decoder, 1);
  SemDecodeStatus status;

  *rest = 0;
  set_up (self, data, size);
  self->whole = whole;
  if (setjmp (self->jump) == 0)
    {
      jpeg_create_decompress (&self->jpeg);
      self->jpeg.src = &self->source;
      status = decode (self, picture, choose, user_data);
    }
  else
    {
      status = get_status (self);
      *rest = self->ranges ? size : find_rest (self, size);
    }
  jpeg_destroy_decompress (&self->jpeg);
  g_clear_pointer (&self->ranges, g_array_unref);
  return status;
}

SemDecodeStatus
sem_jpeg_decode (SemJpeg *self,
                 const guint8 *data,
                 gsize size,
                 SemJpegChoose choose,
                 gpointer user_data)
{
  SemDecodeStatus status;
  gsize rest;

  *self = (SemJpeg){ 0 };
  status = try_decode (self, data, size, FALSE, choose, user_data, &rest);
  if (rest > 0 && rest == size)
    {
      sem_jpeg_clear (self);
      status = try_decode (self, data, size, TRUE, choose, user_data, &rest);
    }
  if (rest > 0)
    {
      sem_jpeg_clear (self);
      status = try_decode (self, data, rest, TRUE, choose, user_data, &rest);
      self->has_end = FALSE;
    }
  return status;
}

void
sem_jpeg_clear (SemJpeg *self)
{
  g_clear_pointer (&self->pixels, g_free);
  /* The library's: of malloc(). */
  g_clear_pointer (&self->profile, free);
}
