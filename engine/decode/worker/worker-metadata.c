/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/worker-metadata.h"

#include <gexiv2/gexiv2.h>
#include <string.h>

void
sem_worker_metadata_preload (void)
{
  gexiv2_initialize ();
  gexiv2_log_set_level (GEXIV2_LOG_LEVEL_MUTE);
}

gsize
sem_worker_metadata_get_head (const guint8 *data, gsize size)
{
  gsize at = 2;

  if (sem_format_sniff (data, size) != SEM_FORMAT_JPEG)
    return 0;
  while (at < size && size - at >= 4 && data[at] == 0xff)
    {
      const guint marker = data[at + 1];
      const gsize length = (gsize) data[at + 2] << 8 | data[at + 3];

      if (marker == 0xff)
        {
          at++;
          continue;
        }
      if (length < 2 || length > size - at - 2)
        break;
      at += 2 + length;
      if (marker == 0xda)
        return at;
    }
  return 0;
}

/* (transfer full) (nullable): the tag's value as text. */
static char *
read_text (GExiv2Metadata *file, const char *tag)
{
  return gexiv2_metadata_try_get_tag_string (file, tag, NULL);
}

/* Reads @n numbers such as "51/1 30/1 1234/100" or "80". */
static gboolean
read_numbers (GExiv2Metadata *file, const char *tag, guint n, double *numbers)
{
  g_autofree char *text = read_text (file, tag);
  char *at = text, *end;

  if (!text)
    return FALSE;
  for (guint i = 0; i < n; i++, at = end)
    {
      const double above = (double) g_ascii_strtoll (at, &end, 10);
      double below = 1;

      if (end == at)
        return FALSE;
      if (*end == '/')
        below = (double) g_ascii_strtoll (at = end + 1, &end, 10);
      if (end == at || below == 0)
        return FALSE;
      numbers[i] = above / below;
    }
  return TRUE;
}

static double
read_amount (GExiv2Metadata *file, const char *tag)
{
  double amount;

  return read_numbers (file, tag, 1, &amount) ? amount : 0;
}

static guint32
read_count (GExiv2Metadata *file, const char *tag)
{
  const double count = read_amount (file, tag);

  return count >= 0 && count <= G_MAXINT32 ? (guint32) count : 0;
}

static void
read_string (GExiv2Metadata *file, const char *tag, char *field)
{
  g_autofree char *text = *field ? NULL : read_text (file, tag);

  if (text)
    sem_metadata_set_text (field, text);
}

static const struct
{
  const char *tag;
  const char *fraction;
  const char *offset;
  SemMetadataDate date;
} dates[] = {
  { "Exif.Photo.DateTimeOriginal", "Exif.Photo.SubSecTimeOriginal", "Exif.Photo.OffsetTimeOriginal",
    SEM_METADATA_DATE_TAKEN },
  { "Exif.Photo.DateTimeDigitized", "Exif.Photo.SubSecTimeDigitized",
    "Exif.Photo.OffsetTimeDigitized", SEM_METADATA_DATE_DIGITIZED },
  { "Xmp.exif.DateTimeOriginal", NULL, NULL, SEM_METADATA_DATE_XMP },
  { "Xmp.photoshop.DateCreated", NULL, NULL, SEM_METADATA_DATE_XMP },
  { "Xmp.xmp.CreateDate", NULL, NULL, SEM_METADATA_DATE_XMP },
  { "Exif.Image.DateTime", "Exif.Photo.SubSecTime", "Exif.Photo.OffsetTime",
    SEM_METADATA_DATE_CHANGED },
};

/* EXIF has fraction and offset in tags of their own. */
static void
read_rest_of_date (GExiv2Metadata *file, guint index, SemMetadata *metadata)
{
  g_autofree char *fraction = read_text (file, dates[index].fraction);
  g_autofree char *offset = read_text (file, dates[index].offset);

  if (fraction)
    metadata->nanoseconds = sem_metadata_parse_fraction (g_strstrip (fraction));
  if (offset)
    metadata->has_offset =
      (guint32) sem_metadata_parse_offset (g_strstrip (offset), &metadata->offset);
}

static void
read_date (GExiv2Metadata *file, SemMetadata *metadata)
{
  for (guint i = 0; i < G_N_ELEMENTS (dates) && !metadata->date; i++)
    {
      g_autofree char *text = read_text (file, dates[i].tag);

      if (!text || !sem_metadata_parse_date (g_strstrip (text), metadata))
        continue;
      metadata->date = dates[i].date;
      if (dates[i].fraction)
        read_rest_of_date (file, i, metadata);
    }
}

static gboolean
starts_with (GExiv2Metadata *file, const char *tag, const char *letters)
{
  g_autofree char *text = read_text (file, tag);

  return text && *text && strchr (letters, *text);
}

/* EXIF counts degrees, minutes and seconds upwards from the equator and from Greenwich. */
static void
read_position (GExiv2Metadata *file, SemMetadata *metadata)
{
  double north[3], east[3], altitude;

  if (read_numbers (file, "Exif.GPSInfo.GPSLatitude", 3, north)
      && read_numbers (file, "Exif.GPSInfo.GPSLongitude", 3, east))
    {
      metadata->has_position = 1;
      metadata->latitude = north[0] + north[1] / 60 + north[2] / 3600;
      metadata->longitude = east[0] + east[1] / 60 + east[2] / 3600;
      if (starts_with (file, "Exif.GPSInfo.GPSLatitudeRef", "Ss"))
        metadata->latitude = -metadata->latitude;
      if (starts_with (file, "Exif.GPSInfo.GPSLongitudeRef", "Ww"))
        metadata->longitude = -metadata->longitude;
    }
  if (read_numbers (file, "Exif.GPSInfo.GPSAltitude", 1, &altitude))
    {
      metadata->has_altitude = 1;
      metadata->altitude =
        starts_with (file, "Exif.GPSInfo.GPSAltitudeRef", "1\001") ? -altitude : altitude;
    }
}

static void
read_camera (GExiv2Metadata *file, SemMetadata *metadata)
{
  metadata->exposure = read_amount (file, "Exif.Photo.ExposureTime");
  metadata->aperture = read_amount (file, "Exif.Photo.FNumber");
  metadata->focal_length = read_amount (file, "Exif.Photo.FocalLength");
  metadata->iso = read_count (file, "Exif.Photo.ISOSpeedRatings");
  metadata->orientation = read_count (file, "Exif.Image.Orientation");
  read_string (file, "Exif.Image.Make", metadata->make);
  read_string (file, "Exif.Image.Model", metadata->model);
  read_string (file, "Exif.Photo.LensModel", metadata->lens);
  read_string (file, "Xmp.aux.Lens", metadata->lens);
  read_string (file, "Exif.Image.Software", metadata->software);
  read_string (file, "Xmp.xmp.CreatorTool", metadata->software);
}

/* Of a size that overflows with its head, libexiv2 0.27 throws what libgexiv2 does not catch, and
 * the process would end. */
static gboolean
overflows (SemFormat format, const guint8 *data, gsize size)
{
  const guint8 *field = data + 4;

  return format == SEM_FORMAT_WEBP && size >= 8 && field[0] >= 0xf8 && field[1] == 0xff
         && field[2] == 0xff && field[3] == 0xff;
}

void
sem_worker_metadata_read (SemFormat format, const guint8 *data, gsize size, SemMetadata *metadata)
{
  g_autoptr (GExiv2Metadata) file = NULL;

  *metadata = (SemMetadata){ .state = SEM_METADATA_READ };
  /* The library knows other formats than the decoder, which need not be tried. */
  if (format == SEM_FORMAT_UNKNOWN || size == 0 || overflows (format, data, size))
    return;
  file = gexiv2_metadata_new ();
  if (!gexiv2_metadata_open_buf (file, data, (glong) size, NULL))
    return;
  read_date (file, metadata);
  read_position (file, metadata);
  read_camera (file, metadata);
  sem_metadata_clean (metadata);
}
