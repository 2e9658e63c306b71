/* resize.h - resize RGB images
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemResizeFilter:
 * @SEM_RESIZE_SMOOTH: a triangle two output pixels wide, for the eye: no patterns that the photo
 *   does not have
 * @SEM_RESIZE_SHARP: the cubic of Catmull and Rom two output pixels wide, for the network, which
 *   was trained on photos resized without smoothing. On Flowers-17 (mAP@all | P@10 of the centred
 *   cosine): .597 | .830, against .597 | .829 for a cubic of four input pixels, .589 | .814 for
 *   the average of the area, .579 | .805 for a cubic four output pixels wide and .578 | .798 for
 *   the triangle. Against the cubic of four input pixels it is steadier between a photo and its
 *   smaller copy, and has no more patterns however large the photo
 *
 * When enlarging, input pixels take the place of output pixels, and both are the triangle: on 300
 * photos of CIFAR-10, enlarged from 32 × 32, mAP@all of the centred cosine is .338 (each photo as
 * the query), against .311 for the cubic.
 */
typedef enum
{
  SEM_RESIZE_SMOOTH,
  SEM_RESIZE_SHARP
} SemResizeFilter;

/**
 * SemRgbImage:
 * @pixels: shape (@height, @width, 3), row-major, @stride bytes from row to row; the caller's
 * @width: at least 1, in pixels
 * @height: at least 1, in pixels
 * @stride: at least 3 · @width, in bytes
 */
typedef struct
{
  const guint8 *pixels;
  guint width;
  guint height;
  gsize stride;
} SemRgbImage;

/**
 * sem_resize_rgb:
 * @src: the image to resize
 * @dst: (out caller-allocates): shape (@dst_height, @dst_width, 3), rows adjacent
 * @dst_width: 1 to 4096
 * @dst_height: 1 to 4096
 *
 * Separable convolution in 14-bit fixed point: integers only, so that every machine gives the same
 * bytes. An image of one colour keeps it. Needs at most as much extra memory as @src takes.
 */
void sem_resize_rgb (SemResizeFilter filter,
                     const SemRgbImage *src,
                     guint8 *dst,
                     guint dst_width,
                     guint dst_height);

G_END_DECLS
