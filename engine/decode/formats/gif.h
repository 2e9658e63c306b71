/* gif.h - where the frames of a GIF file end, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The last byte of a GIF file. */
#define SEM_GIF_TRAILER 0x3b

/**
 * sem_gif_find_end:
 * @data: (array length=size): the whole file, not trusted
 * @most_frames: maximum number of frames to keep, at least 1
 * @most_pixels: maximum number of pixels in all frames; the first frame is always kept
 *
 * GdkPixbuf's loader reads all frames, and takes longer for each than for the one before: of a file
 * of a million of them, a minute for all.
 *
 * Returns: number of bytes up to the end of the last frame to keep; @size where the file has no
 *   more frames
 */
gsize sem_gif_find_end (const guint8 *data, gsize size, guint most_frames, guint64 most_pixels);

G_END_DECLS
