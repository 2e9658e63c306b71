/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/format.h"

#include <string.h>

#define MAX_LOADERS 4

typedef struct
{
  const char *name;
  const char *package;
  const char *loaders[MAX_LOADERS];
} FormatInfo;

#define CORE_PACKAGE "libgdk-pixbuf-2.0-0"

static const FormatInfo formats[SEM_N_FORMATS] = {
  [SEM_FORMAT_UNKNOWN] = { "", "", { NULL } },
  [SEM_FORMAT_JPEG] = { "JPEG", CORE_PACKAGE, { "jpeg", NULL } },
  [SEM_FORMAT_PNG] = { "PNG", CORE_PACKAGE, { "png", NULL } },
  [SEM_FORMAT_GIF] = { "GIF", CORE_PACKAGE, { "gif", NULL } },
  [SEM_FORMAT_TIFF] = { "TIFF", "libtiff6", { NULL } },
  [SEM_FORMAT_WEBP] = { "WebP", "webp-pixbuf-loader", { "webp", NULL } },
  [SEM_FORMAT_HEIF] = { "HEIF", "heif-gdk-pixbuf", { "heif/avif", "heif", NULL } },
  [SEM_FORMAT_AVIF] = { "AVIF", "heif-gdk-pixbuf", { "heif/avif", "avif", "heif", NULL } },
  [SEM_FORMAT_BMP] = { "BMP", CORE_PACKAGE, { "bmp", NULL } },
  [SEM_FORMAT_JXL] = { "JPEG XL", "libjxl0.7", { NULL } },
  [SEM_FORMAT_RAW] = { "RAW", "libraw20", { NULL } },
};

static gboolean
starts_with (const guint8 *data, gsize size, gsize offset, const char *magic, gsize length)
{
  return size >= offset + length && memcmp (data + offset, magic, length) == 0;
}

#define STARTS_WITH(offset, magic) (starts_with (data, size, offset, magic, sizeof (magic) - 1))

/* Canon's, Fujifilm's, Panasonic's and Olympus' files; those of other makers are TIFF files. */
static gboolean
is_raw (const guint8 *data, gsize size)
{
  if (STARTS_WITH (8, "CR\002"))
    return STARTS_WITH (0, "II*\0") || STARTS_WITH (0, "MM\0*");
  return STARTS_WITH (0, "FUJIFILMCCD-RAW ") || STARTS_WITH (0, "IIU\0") || STARTS_WITH (0, "IIRO")
         || STARTS_WITH (0, "IIRS") || STARTS_WITH (0, "MMOR");
}

/* The brand distinguishes still images from videos, which start with the same box. */
static SemFormat
sniff_ftyp (const guint8 *data, gsize size)
{
  static const char heif_brands[][5] = { "heic", "heix", "hevc", "hevx", "heim",
                                         "heis", "hevm", "hevs", "mif1", "msf1" };
  const guint8 *brand = data + 8;

  if (size < 12)
    return SEM_FORMAT_UNKNOWN;
  if (memcmp (brand, "crx ", 4) == 0)
    return SEM_FORMAT_RAW;
  if (memcmp (brand, "avif", 4) == 0 || memcmp (brand, "avis", 4) == 0)
    return SEM_FORMAT_AVIF;
  for (guint i = 0; i < G_N_ELEMENTS (heif_brands); i++)
    if (memcmp (brand, heif_brands[i], 4) == 0)
      return SEM_FORMAT_HEIF;
  return SEM_FORMAT_UNKNOWN;
}

/* Text files may start with "BM" too: the size of the second header must be a known one. */
static gboolean
is_bmp (const guint8 *data, gsize size)
{
  static const guint8 header_sizes[] = { 12, 16, 40, 52, 56, 64, 108, 124 };

  if (!STARTS_WITH (0, "BM") || size < 18 || data[15] != 0 || data[16] != 0 || data[17] != 0)
    return FALSE;
  return memchr (header_sizes, data[14], sizeof header_sizes) != NULL;
}

static gboolean
is_tiff (const guint8 *data, gsize size)
{
  return STARTS_WITH (0, "II*\0") || STARTS_WITH (0, "MM\0*") || STARTS_WITH (0, "II+\0")
         || STARTS_WITH (0, "MM\0+");
}

SemFormat
sem_format_sniff (const guint8 *data, gsize size)
{
  if (STARTS_WITH (0, "\xff\xd8\xff"))
    return SEM_FORMAT_JPEG;
  if (STARTS_WITH (0, "\x89PNG\r\n\x1a\n"))
    return SEM_FORMAT_PNG;
  if (STARTS_WITH (0, "GIF87a") || STARTS_WITH (0, "GIF89a"))
    return SEM_FORMAT_GIF;
  if (STARTS_WITH (0, "RIFF") && STARTS_WITH (8, "WEBP"))
    return SEM_FORMAT_WEBP;
  if (STARTS_WITH (4, "ftyp"))
    return sniff_ftyp (data, size);
  if (STARTS_WITH (0, "\xff\x0a") || STARTS_WITH (0, "\0\0\0\x0cJXL \r\n\x87\n"))
    return SEM_FORMAT_JXL;
  if (is_raw (data, size))
    return SEM_FORMAT_RAW;
  if (is_tiff (data, size))
    return SEM_FORMAT_TIFF;
  if (is_bmp (data, size))
    return SEM_FORMAT_BMP;
  return SEM_FORMAT_UNKNOWN;
}

static gboolean
ends_with (const char *path, const char *const *endings)
{
  const char *dot = strrchr (path, '.');

  for (; dot && *endings; endings++)
    if (g_ascii_strcasecmp (dot, *endings) == 0)
      return TRUE;
  return FALSE;
}

gboolean
sem_format_is_image_name (const char *path)
{
  static const char *const endings[] = { ".jpg",  ".jpeg", ".jpe",  ".png",  ".gif",  ".tif",
                                         ".tiff", ".webp", ".heic", ".heif", ".avif", ".bmp",
                                         ".jxl",  ".dng",  ".cr2",  ".cr3",  ".nef",  ".nrw",
                                         ".arw",  ".raf",  ".rw2",  ".orf",  ".pef",  NULL };

  return ends_with (path, endings);
}

SemFormatChange
sem_format_get_change (const char *path)
{
  static const char *const jpeg[] = { ".jpg", ".jpeg", ".jpe", NULL };
  static const char *const last[] = { ".webp", ".tif", ".tiff", NULL };

  if (ends_with (path, jpeg))
    return SEM_FORMAT_CHANGED_BY_PROFILE;
  if (ends_with (path, last))
    return SEM_FORMAT_CHANGED_LAST;
  return sem_format_is_image_name (path) ? SEM_FORMAT_CHANGED : SEM_FORMAT_SAME;
}

gboolean
sem_format_has_profile (const guint8 *data, gsize size)
{
  gsize at = 2;

  while (at < size && size - at >= 4 && data[at] == 0xff)
    {
      const guint marker = data[at + 1];
      const gsize length = (gsize) data[at + 2] << 8 | data[at + 3];

      if (marker == 0xff)
        {
          at++;
          continue;
        }
      if (marker == 0xda || length < 2)
        return FALSE;
      if (marker == 0xe2 && starts_with (data, size, at + 4, "ICC_PROFILE", 11))
        return TRUE;
      at += 2 + length;
    }
  return at >= size || size - at < 4;
}

const char *
sem_format_get_name (SemFormat format)
{
  g_return_val_if_fail ((guint) format < SEM_N_FORMATS, NULL);

  return formats[format].name;
}

const char *
sem_format_get_package (SemFormat format)
{
  g_return_val_if_fail ((guint) format < SEM_N_FORMATS, NULL);

  return formats[format].package;
}

const char *const *
sem_format_get_loaders (SemFormat format)
{
  g_return_val_if_fail ((guint) format < SEM_N_FORMATS, NULL);

  return formats[format].loaders;
}
