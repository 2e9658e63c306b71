/* format.h - detect image formats by their first bytes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemFormat:
 *
 * The formats that the decoder knows. Values travel between processes: append only.
 */
typedef enum
{
  SEM_FORMAT_UNKNOWN,
  SEM_FORMAT_JPEG,
  SEM_FORMAT_PNG,
  SEM_FORMAT_GIF,
  SEM_FORMAT_TIFF,
  SEM_FORMAT_WEBP,
  SEM_FORMAT_HEIF,
  SEM_FORMAT_AVIF,
  SEM_FORMAT_BMP,
  SEM_FORMAT_JXL,
  SEM_FORMAT_RAW,
  SEM_N_FORMATS
} SemFormat;

/**
 * sem_format_sniff:
 *
 * @data: (array length=size): the file's first bytes; 32 are enough
 *
 * Ignores file names. Raw files that begin like any TIFF file are %SEM_FORMAT_TIFF here; the worker
 * looks further.
 */
SemFormat sem_format_sniff (const guint8 *data, gsize size);

/**
 * sem_format_is_image_name:
 * @path: (type filename)
 *
 * Returns: whether the name has the suffix of a format that the decoder knows
 */
gboolean sem_format_is_image_name (const char *path);

/**
 * SemFormatChange:
 * @SEM_FORMAT_SAME: all versions of the program gave the same pixels
 * @SEM_FORMAT_CHANGED_BY_PROFILE: older versions may have given other pixels where
 *   sem_format_has_profile() is TRUE
 * @SEM_FORMAT_CHANGED: older versions may have given other pixels
 * @SEM_FORMAT_CHANGED_LAST: so may the version of %SEM_DECODE_LOOK_BEFORE
 */
typedef enum
{
  SEM_FORMAT_SAME,
  SEM_FORMAT_CHANGED_BY_PROFILE,
  SEM_FORMAT_CHANGED,
  SEM_FORMAT_CHANGED_LAST
} SemFormatChange;

/**
 * sem_format_get_change:
 * @path: (type filename)
 *
 * Returns: whether older programs decoded files with such a name otherwise (%SEM_DECODE_LOOK)
 */
SemFormatChange sem_format_get_change (const char *path);

/**
 * sem_format_has_profile:
 * @data: (array length=size): the first bytes of a JPEG file, not trusted; 64 KB mostly are enough
 *
 * Returns: whether it has a colour profile, or may have one behind these bytes
 */
gboolean sem_format_has_profile (const guint8 *data, gsize size);

/**
 * sem_format_get_name:
 *
 * Returns: the format's name for people, such as "HEIF"
 */
const char *sem_format_get_name (SemFormat format);

/**
 * sem_format_get_package:
 *
 * Returns: the Debian package with the GdkPixbuf loader of this format
 */
const char *sem_format_get_package (SemFormat format);

/**
 * sem_format_get_loaders:
 *
 * Returns: (array zero-terminated=1): the names under which GdkPixbuf may know a loader of this
 *   format, the best first
 */
const char *const *sem_format_get_loaders (SemFormat format);

G_END_DECLS
