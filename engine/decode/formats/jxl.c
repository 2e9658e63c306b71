/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/formats/jxl.h"

#include <jxl/decode.h>
#include <jxl/version.h>

/* The functions of profiles took the format of the pixels, without using it, until 0.9. */
#if JPEGXL_NUMERIC_VERSION < JPEGXL_COMPUTE_NUMERIC_VERSION(0, 9, 0)
#define WITH_FORMAT(decoder, format) (decoder), (format)
#else
#define WITH_FORMAT(decoder, format) (decoder)
#endif

static JxlPixelFormat
get_format (const SemJxl *self)
{
  return (JxlPixelFormat){ self->has_alpha ? 4 : 3, JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0 };
}

static SemDecodeStatus
read_size (SemJxl *self, JxlDecoder *decoder)
{
  JxlBasicInfo info;

  if (JxlDecoderGetBasicInfo (decoder, &info) != JXL_DEC_SUCCESS || info.xsize == 0
      || info.ysize == 0)
    return SEM_DECODE_DAMAGED;
  self->width = info.xsize;
  self->height = info.ysize;
  self->has_alpha = info.alpha_bits > 0;
  return (guint64) self->width * self->height > SEM_DECODE_MAX_PIXELS ? SEM_DECODE_TOO_LARGE
                                                                      : SEM_DECODE_OK;
}

/* Pictures in the format's own space come out in sRGB; others in what they are stored in. */
static void
read_colours (SemJxl *self, JxlDecoder *decoder)
{
  static const JxlColorEncoding srgb = { .color_space = JXL_COLOR_SPACE_RGB,
                                         .white_point = JXL_WHITE_POINT_D65,
                                         .primaries = JXL_PRIMARIES_SRGB,
                                         .transfer_function = JXL_TRANSFER_FUNCTION_SRGB,
                                         .rendering_intent = JXL_RENDERING_INTENT_PERCEPTUAL };
  G_GNUC_UNUSED const JxlPixelFormat format = get_format (self);
  size_t size = 0;

  JxlDecoderSetPreferredColorProfile (decoder, &srgb);
  if (JxlDecoderGetICCProfileSize (WITH_FORMAT (decoder, &format), JXL_COLOR_PROFILE_TARGET_DATA,
                                   &size)
        != JXL_DEC_SUCCESS
      || size == 0)
    return;
  self->profile = g_try_malloc (size);
  self->profile_size = size;
  if (!self->profile
      || JxlDecoderGetColorAsICCProfile (WITH_FORMAT (decoder, &format),
                                         JXL_COLOR_PROFILE_TARGET_DATA, self->profile, size)
           != JXL_DEC_SUCCESS)
    g_clear_pointer (&self->profile, g_free);
}

static SemDecodeStatus
give_buffer (SemJxl *self, JxlDecoder *decoder)
{
  const JxlPixelFormat format = get_format (self);
  const gsize expected = (gsize) self->width * self->height * format.num_channels;
  size_t size;

  if (self->pixels || JxlDecoderImageOutBufferSize (decoder, &format, &size) != JXL_DEC_SUCCESS
      || size != expected)
    return SEM_DECODE_DAMAGED;
  self->pixels = g_try_malloc (size);
  if (!self->pixels)
    return SEM_DECODE_NO_MEMORY;
  return JxlDecoderSetImageOutBuffer (decoder, &format, self->pixels, size) == JXL_DEC_SUCCESS
           ? SEM_DECODE_OK
           : SEM_DECODE_DAMAGED;
}

/* Decodes until the first frame is complete, or an error occurs. */
static SemDecodeStatus
run (SemJxl *self, JxlDecoder *decoder)
{
  SemDecodeStatus status = SEM_DECODE_OK;

  while (status == SEM_DECODE_OK)
    switch (JxlDecoderProcessInput (decoder))
      {
      case JXL_DEC_BASIC_INFO:
        status = read_size (self, decoder);
        break;
      case JXL_DEC_COLOR_ENCODING:
        read_colours (self, decoder);
        break;
      case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
        status = give_buffer (self, decoder);
        break;
      case JXL_DEC_FULL_IMAGE:
        return SEM_DECODE_OK;
      case JXL_DEC_NEED_MORE_INPUT:
        return SEM_DECODE_TRUNCATED;
      default:
        return SEM_DECODE_DAMAGED;
      }
  return status;
}

SemDecodeStatus
sem_jxl_decode (SemJxl *self, const guint8 *data, gsize size)
{
  JxlDecoder *decoder = JxlDecoderCreate (NULL);
  SemDecodeStatus status = SEM_DECODE_DAMAGED;

  *self = (SemJxl){ 0 };
  if (!decoder)
    return SEM_DECODE_NO_MEMORY;
  if (JxlDecoderSubscribeEvents (decoder,
                                 JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE)
        == JXL_DEC_SUCCESS
      && JxlDecoderSetInput (decoder, data, size) == JXL_DEC_SUCCESS)
    {
      JxlDecoderCloseInput (decoder);
      status = run (self, decoder);
    }
  JxlDecoderDestroy (decoder);
  return status;
}

void
sem_jxl_clear (SemJxl *self)
{
  g_clear_pointer (&self->pixels, g_free);
  g_clear_pointer (&self->profile, g_free);
}
