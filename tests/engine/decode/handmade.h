/* handmade.h - files of kinds that GdkPixbuf reads but cannot write
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Those of 4 components and the like show the picture of sem_fixture_quarters().
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_handmade_jpeg:
 * @width: 1 to 65500
 * @height: 1 to 65500
 * @n_components: 1 for grey (quarters of 40, 100, 160, 220), 3 for YCbCr, 4 for CMYK
 * @adobe: whether the CMYK values are inverted, as Adobe's programs write them and say
 *
 * A baseline JPEG of flat blocks, so that a panorama of 300 megapixels is small and soon written.
 */
GBytes *sem_handmade_jpeg (guint width, guint height, guint n_components, gboolean adobe);

/**
 * sem_handmade_slow_jpeg:
 *
 * A small progressive JPEG of so many scans that decoding it takes minutes.
 */
GBytes *sem_handmade_slow_jpeg (void);

/**
 * sem_handmade_png:
 * @depth: bits a sample, 1, 8 or 16
 * @colour_type: 0 grey, 2 RGB, 3 palette, 6 RGBA, as in PNG's IHDR
 * @data: the rows with their filter bytes, not compressed
 * @palette: (nullable): the PLTE chunk's contents
 */
GBytes *sem_handmade_png (guint width,
                          guint height,
                          guint depth,
                          guint colour_type,
                          GBytes *data,
                          GBytes *palette);

/* An animation of two frames of 64 × 64 pixels: the quarters, then black. */
GBytes *sem_handmade_gif (void);

/* 64 × 64 pixels of 16-bit samples. */
GBytes *sem_handmade_tiff16 (void);

/* A TIFF whose directory's next directory is itself. */
GBytes *sem_handmade_tiff_loop (void);

G_END_DECLS
