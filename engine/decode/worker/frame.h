/* frame.h - one opaque picture of an animation, or of a picture with transparent parts
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* Maximum number of frames of an animation that are decoded, and of pixels in all of them. The
 * first frame is always decoded. */
#define SEM_FRAME_MAX_FRAMES 64
#define SEM_FRAME_MAX_PIXELS G_GUINT64_CONSTANT (64000000)

/**
 * sem_frame_choose:
 * @loader: closed without an error
 * @data: (array length=size): the file that it has read
 *
 * The first frame that shows something: whose brightness varies by a standard deviation of at least
 * 24 levels. Where none does, the one that varies most, of equal ones the first. Animations fade in
 * from one colour, and all of these would be the same picture.
 *
 * GdkPixbuf gives all frames of GIF, and those of WebP but the last (webp-pixbuf-loader 0.2.1). Of
 * animated PNG it gives the default picture only; its frames are found in @data.
 *
 * Returns: (transfer full) (nullable): a picture that the caller may write to; %NULL where the
 * loader has none
 */
GdkPixbuf *sem_frame_choose (GdkPixbufLoader *loader,
                             const guint8 *data,
                             gsize size) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_frame_get_backdrop:
 * @pixels: shape (@height, @width, 4), R G B A, not premultiplied
 * @stride: bytes from row to row
 *
 * Chooses what transparent parts are filled with, by how bright what is visible is: white where at
 * least three quarters of it stand out from white by 48 levels, or where less than a sixteenth of
 * the picture is transparent; otherwise white, black or mid-grey (128), whichever most of it stands
 * out from, of equal ones the first.
 *
 * Returns: a grey level
 */
guint8 sem_frame_get_backdrop (const guint8 *pixels, guint width, guint height, gsize stride);

/**
 * sem_frame_flatten:
 * @pixels: shape (@height, @width, 4), R G B A; afterwards R G B, three bytes a pixel
 * @stride: bytes from row to row
 *
 * Composites the picture over its backdrop and packs it to three bytes a pixel, in place.
 */
void sem_frame_flatten (guint8 *pixels, guint width, guint height, gsize stride);

G_END_DECLS
