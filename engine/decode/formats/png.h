/* png.h - what PNG files say beside their pixels, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_png_find_exif:
 * @data: (array length=size): the whole file, not trusted
 *
 * Looks for an eXIf chunk (PNG, third edition, section 11.3.4.5), and for what ImageMagick and
 * Exiv2 wrote before there was one: text with the keyword “Raw profile type exif” or “… APP1”,
 * whose value is hexadecimal, in a tEXt, zTXt or iTXt chunk.
 *
 * Returns: (transfer full) (nullable): bytes that begin like a TIFF file; not trusted either
 */
GBytes *sem_png_find_exif (const guint8 *data, gsize size) G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemPngColours:
 * @chromaticities: x and y of white, red, green and blue (CIE 1931)
 * @gamma: the exponent that makes stored values linear; 0 for the curve of sRGB
 */
typedef struct
{
  double chromaticities[8];
  double gamma;
} SemPngColours;

/**
 * sem_png_read_colours:
 * @data: (array length=size): the whole file, not trusted
 * @colours: (out): what the chunks gAMA and cHRM say, any numbers; those of sRGB where they are
 *   missing, or for a gamma near 1/2.2, as libpng has it
 *
 * Returns: whether they say anything; the chunks iCCP and sRGB go before them
 */
gboolean sem_png_read_colours (const guint8 *data, gsize size, SemPngColours *colours);

G_END_DECLS
