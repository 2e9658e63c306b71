/* gif.h - where the frames of a GIF file end, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What ends a GIF file. */
#define SEM_GIF_TRAILER 0x3b

/**
 * sem_gif_find_end:
 * @data: (array length=size): the whole file, not trusted
 * @most_frames: that are wanted, at least 1
 * @most_pixels: in all of them; the first frame is wanted anyway
 *
 * GdkPixbuf's loader reads all frames, and takes longer for each than for the one before: of a file
 * of a million of them, a minute for all.
 *
 * Returns: how many bytes hold the frames that are wanted; @size where the file has no more
 */
gsize sem_gif_find_end (const guint8 *data, gsize size, guint most_frames, guint64 most_pixels);

G_END_DECLS
