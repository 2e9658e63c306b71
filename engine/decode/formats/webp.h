/* webp.h - the parts of WebP files, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_webp_find_chunk:
 * @data: (array length=size): the whole file, not trusted
 * @name: four letters, such as “ICCP” or “EXIF” (WebP Container Specification)
 * @length: (out): of what is found, in bytes; may be 0
 *
 * Returns: (transfer none) (nullable): the contents of the first such chunk, inside @data; %NULL
 *   where there is none, or the file ends before it does
 */
const guint8 *sem_webp_find_chunk (const guint8 *data, gsize size, const char *name, gsize *length);

/**
 * sem_webp_shorten:
 * @data: (array length=size): the whole file, not trusted
 * @most_frames: maximum number of frames to keep, at least 1
 * @most_pixels: maximum number of pixels in all frames; the first frame is always kept
 *
 * GdkPixbuf's loader decodes and keeps all frames before it shows one: of a file of 300,000 of
 * them, 15 MB, in 2.6 GB.
 *
 * Returns: (transfer full) (nullable): the file with the frames to keep and one more, because the
 *   loader never shows the last one, and without the rest; %NULL where it has no further frames
 */
GBytes *sem_webp_shorten (const guint8 *data, gsize size, guint most_frames, guint64 most_pixels)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
