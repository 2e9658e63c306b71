/* handmade.h - files that GdkPixbuf can read but not write
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Unless noted otherwise they show the picture of sem_fixture_quarters().
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_handmade_jpeg:
 * @width: 1 to 65500
 * @height: 1 to 65500
 * @n_components: 1 for grey (quarters of 40, 100, 160, 220), 3 for YCbCr, 4 for CMYK
 * @adobe: whether the CMYK values are inverted, with a marker that says so, as Adobe's programs
 * write them
 *
 * A baseline JPEG of flat blocks: even a panorama of 300 megapixels is small and written quickly.
 */
GBytes *sem_handmade_jpeg (guint width, guint height, guint n_components, gboolean adobe);

/**
 * sem_handmade_slow_jpeg:
 *
 * A small progressive JPEG with so many scans that decoding it takes minutes.
 */
GBytes *sem_handmade_slow_jpeg (void);

/**
 * sem_handmade_png:
 * @depth: bits per sample, 1, 8 or 16
 * @colour_type: 0 grey, 2 RGB, 3 palette, 6 RGBA, as in PNG's IHDR
 * @data: the rows with their filter bytes, not compressed
 * @palette: (nullable): contents of the PLTE chunk
 */
GBytes *sem_handmade_png (guint width,
                          guint height,
                          guint depth,
                          guint colour_type,
                          GBytes *data,
                          GBytes *palette);

/* An animation of two frames of 64 × 64 pixels: the quarters, then one colour. */
GBytes *sem_handmade_gif (void);

/* The same with other frames: "q" the quarters, "p" plain. */
GBytes *sem_handmade_gif_frames (const char *frames);

/* An animated PNG of 64 × 64 pixels with a palette. @frames: "q" the quarters, "p" plain, "1" the
 * upper right quarter alone, "h" the lower half alone. @hidden: whether a plain picture, which is
 * no frame, comes first */
GBytes *sem_handmade_apng (const char *frames, gboolean hidden);

/* 64 × 64 pixels of 16-bit samples. */
GBytes *sem_handmade_tiff16 (void);

/* A TIFF whose directory refers to itself as the next one. */
GBytes *sem_handmade_tiff_loop (void);

G_END_DECLS
