/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/decode/reply.h"

#include "engine/base/told.h"
#include "engine/decode/format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  JPEG_SOF0 = 0xc0,
  JPEG_DHT = 0xc4,
  JPEG_EOI = 0xd9,
  JPEG_SOS = 0xda,
  JPEG_DQT = 0xdb,
  JPEG_APP0 = 0xe0
};

static guint
read_be16 (const guint8 *at)
{
  return (guint) at[0] << 8 | at[1];
}

/* Three components in one scan, one byte per sample, the longer side as expected. */
static gboolean
frame_is_sound (const guint8 *segment, gsize length, guint longest)
{
  return length == 17 && segment[2] == 8 && segment[7] == 3 && read_be16 (segment + 3) > 0
         && read_be16 (segment + 5) > 0
         && MAX (read_be16 (segment + 3), read_be16 (segment + 5)) == longest;
}

/* Only entropy-coded data up to an end marker at the very end. */
static gboolean
scan_is_sound (const guint8 *data, gsize size)
{
  if (size < 2 || data[size - 2] != 0xff || data[size - 1] != JPEG_EOI)
    return FALSE;
  for (gsize i = 0; i < size - 2; i++)
    if (data[i] == 0xff && data[i + 1] != 0)
      return FALSE;
  return TRUE;
}

gboolean
sem_thumbnail_is_sound (const guint8 *data, gsize size, guint longest)
{
  guint n_frames = 0;
  gsize at = 2;

  if (size < 4 || memcmp (data, "\xff\xd8", 2) != 0)
    return FALSE;
  while (size - at >= 4 && data[at] == 0xff)
    {
      const guint mark = data[at + 1];
      const gsize length = read_be16 (data + at + 2);
      const guint8 *segment = data + at + 2;

      if (length < 2 || length > size - at - 2)
        return FALSE;
      at += 2 + length;
      switch (mark)
        {
        case JPEG_APP0:
        case JPEG_DQT:
        case JPEG_DHT:
          break;
        case JPEG_SOF0:
          if (n_frames++ > 0 || !frame_is_sound (segment, length, longest))
            return FALSE;
          break;
        case JPEG_SOS:
          return n_frames == 1 && length == 12 && segment[2] == 3
                 && scan_is_sound (data + at, size - at);
        default:
          return FALSE;
        }
    }
  return FALSE;
}

static void
set_no_loader_error (GError **error, SemFormat format, const char *name)
{
  sem_told_set_error (
    error, SEM_ERROR_NOT_AN_IMAGE,
    N_("“%s” is a %s image, and this computer has nothing that reads those. Install the "
       "package %s, then index the folder again."),
    name, sem_format_get_name (format), sem_format_get_package (format));
}

static void
set_too_large_error (GError **error, const SemDecodeReply *reply, const char *name)
{
  const guint64 pixels = (guint64) reply->width * reply->height;

  sem_told_set_error (
    error, SEM_ERROR_TOO_LARGE,
    N_("“%s” is %u × %u pixels, %.0f million in all; the limit is %.0f million. Save a "
       "smaller copy of it to find it here."),
    name, reply->width, reply->height, (double) pixels / 1e6, (double) SEM_DECODE_MAX_PIXELS / 1e6);
}

/* Sets @error for a status that is about the file. FALSE for one that is invalid in a reply. */
static gboolean
set_file_error (GError **error, const SemDecodeReply *reply, const char *name)
{
  switch (reply->status)
    {
    case SEM_DECODE_UNKNOWN:
      sem_told_set_error (error, SEM_ERROR_NOT_AN_IMAGE,
                          N_("“%s” is not an image of a kind that Semblance knows."), name);
      return TRUE;
    case SEM_DECODE_NO_LOADER:
      if (reply->format == SEM_FORMAT_UNKNOWN || reply->format >= SEM_N_FORMATS)
        return FALSE;
      set_no_loader_error (error, reply->format, name);
      return TRUE;
    case SEM_DECODE_DAMAGED:
      sem_told_set_error (
        error, SEM_ERROR_DAMAGED,
        N_("“%s” is damaged and cannot be shown. Restore it from a copy if there is "
           "one."),
        name);
      return TRUE;
    case SEM_DECODE_TRUNCATED:
      sem_told_set_error (
        error, SEM_ERROR_DAMAGED,
        N_("“%s” ends too early: a part of the picture is missing. Copy it again from "
           "where it came from."),
        name);
      return TRUE;
    case SEM_DECODE_TOO_LARGE:
      set_too_large_error (error, reply, name);
      return TRUE;
    case SEM_DECODE_NO_MEMORY:
      sem_told_set_error (
        error, SEM_ERROR_TOO_LARGE,
        N_("“%s” needs more memory than a photo may have. Save a smaller copy of it to "
           "find it here."),
        name);
      return TRUE;
    case SEM_DECODE_UNREADABLE:
      sem_told_set_error (error, SEM_ERROR_UNREADABLE, N_("“%s” cannot be read: %s."), name,
                          sem_told_errno ((int) (reply->system_error & 0xfff)));
      return TRUE;
    case SEM_DECODE_SMALL_PREVIEW:
      sem_told_set_error (
        error, SEM_ERROR_NOT_AN_IMAGE,
        N_("“%s” is a raw photo with a preview of only %u × %u pixels, which is too "
           "little to find it by. Save a JPEG of it to find it here."),
        name, reply->width, reply->height);
      return TRUE;
    case SEM_DECODE_UNSUPPORTED:
      if (reply->format == SEM_FORMAT_UNKNOWN || reply->format >= SEM_N_FORMATS)
        return FALSE;
      sem_told_set_error (
        error, SEM_ERROR_NOT_AN_IMAGE,
        N_("“%s” is a %s image of a rare kind that cannot be read here. Save a copy of it "
           "in another format to find it here."),
        name, sem_format_get_name (reply->format));
      return TRUE;
    default:
      return FALSE;
    }
}

static SemDecodedPhoto *
take_photo (const SemDecodeReply *reply, const guint8 *memory)
{
  const guint longest = MAX (reply->width, reply->height);
  g_autoptr (SemDecodedPhoto) photo = NULL;
  gsize size;

  if (reply->width == 0 || reply->height == 0
      || (guint64) reply->width * reply->height > SEM_DECODE_MAX_PIXELS
      || reply->thumbnail_size == 0 || reply->thumbnail_size > SEM_THUMBNAIL_MAX_SIZE)
    return NULL;

  photo = g_new (SemDecodedPhoto, 1);
  photo->grey = photo->colour = NULL;
  photo->width = reply->width;
  photo->height = reply->height;
  photo->notes = reply->notes & SEM_DECODE_ALL_NOTES;
  photo->thumbnail = g_bytes_new (memory + SEM_DECODE_INPUT_SIZE, reply->thumbnail_size);

  const guint8 *thumbnail = g_bytes_get_data (photo->thumbnail, &size);

  if (!sem_thumbnail_is_sound (thumbnail, size, MIN (longest, SEM_THUMBNAIL_SIDE)))
    return NULL;
  memcpy (photo->input, memory, SEM_DECODE_INPUT_SIZE);
  return g_steal_pointer (&photo);
}

/* Sets @error for a reply without the requested data. Returns: whether the worker lied */
static gboolean
set_error (const SemDecodeReply *reply, guint32 serial, const char *name, GError **error)
{
  if (reply->serial == serial && set_file_error (error, reply, name))
    return FALSE;
  sem_told_set_error (
    error, SEM_ERROR_DECODER_DIED,
    N_("“%s” made the image decoder return invalid data. The decoder was restarted; the "
       "file may be damaged or harmful."),
    name);
  return TRUE;
}

static gboolean
take_metadata (const SemDecodeReply *reply, SemMetadata *metadata)
{
  if (reply->metadata.state != SEM_METADATA_READ || !sem_metadata_is_sound (&reply->metadata))
    return FALSE;
  *metadata = reply->metadata;
  return TRUE;
}

SemDecodedPhoto *
sem_reply_parse (const SemDecodeReply *reply,
                 guint32 serial,
                 const guint8 *memory,
                 const char *name,
                 SemMetadata *metadata,
                 gboolean *lied,
                 GError **error)
{
  SemDecodedPhoto *photo = NULL;

  *lied = FALSE;
  if (reply->serial == serial && reply->status == SEM_DECODE_OK
      && (!metadata || take_metadata (reply, metadata)))
    photo = take_photo (reply, memory);
  if (!photo)
    *lied = set_error (reply, serial, name, error);
  return photo;
}

gboolean
sem_reply_parse_metadata (const SemDecodeReply *reply,
                          guint32 serial,
                          const char *name,
                          SemMetadata *metadata,
                          gboolean *lied,
                          GError **error)
{
  *lied = FALSE;
  if (reply->serial == serial && reply->status == SEM_DECODE_OK && take_metadata (reply, metadata))
    return TRUE;
  *lied = set_error (reply, serial, name, error);
  return FALSE;
}

char *
sem_decoded_photo_dup_note (const SemDecodedPhoto *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->notes & SEM_DECODE_NOTE_NO_END)
    return g_strdup (
      N_("The file lacks its end, but the picture is there. Copy it again from where "
         "it came from if you can."));
  if (self->notes & SEM_DECODE_NOTE_PREVIEW)
    return sem_told_new (N_("Of this raw photo, the preview of %u × %u pixels is used that the "
                            "file holds."),
                         self->width, self->height);
  return NULL;
}

void
sem_decoded_photo_free (SemDecodedPhoto *photo)
{
  g_bytes_unref (photo->thumbnail);
  g_clear_pointer (&photo->grey, g_bytes_unref);
  g_clear_pointer (&photo->colour, g_bytes_unref);
  g_free (photo);
}
