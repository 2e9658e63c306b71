/* resize.h - pictures of three bytes a pixel made smaller or larger
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_resize_rgb:
 * @src: shape (@height, @width, 3), row-major, @stride bytes from row to row
 * @width: at least 1
 * @height: at least 1
 * @dst: (out caller-allocates): shape (@dst_height, @dst_width, 3), rows adjacent
 * @dst_width: 1 to 4096
 * @dst_height: 1 to 4096
 *
 * Convolution with a triangle as wide as two output pixels (two input pixels when enlarging), in
 * 14-bit fixed point: integers alone, so that every machine gives the same bytes. A flat picture
 * stays what it was. Takes at most as much memory as @src beside it.
 */
void sem_resize_rgb (const guint8 *src,
                     guint width,
                     guint height,
                     gsize stride,
                     guint8 *dst,
                     guint dst_width,
                     guint dst_height);

/**
 * sem_resize_rgb_ref:
 *
 * The same bytes as sem_resize_rgb() in plain C.
 */
void sem_resize_rgb_ref (const guint8 *src,
                         guint width,
                         guint height,
                         gsize stride,
                         guint8 *dst,
                         guint dst_width,
                         guint dst_height);

G_END_DECLS
