/* sharpness.h - how much detail a picture has, and how coarsely it was compressed
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/details/sharpness.h"

G_BEGIN_DECLS

/* Longest side of the part in the middle of a photo that is measured, in pixels. */
#define SEM_SHARPNESS_SIDE 1024

/**
 * sem_sharpness_measure:
 * @grey: shape (@height, @width), luma of the middle of a photo at its full size, from a row and a
 *   column on that are multiples of 8
 * @width, @height: at most %SEM_SHARPNESS_SIDE
 * @full_width, @full_height: sides of the photo
 * @sharpness: (out): all 0 where the picture is below 64 pixels wide or high
 *
 * Detail is measured by the spectra of rows and columns. Those of photos fall off with the
 * frequency; where one falls to 12 % of what it would be by that law, detail ends. A picture that
 * was enlarged has hardly any above the frequencies that it had before.
 *
 * Compression is measured by what JPEG leaves in the pixels: the coefficients of the cosine
 * transform of blocks of 8 × 8 pixels were rounded to multiples of a step. They still lie near
 * these multiples once the picture is mirrored, turned, made brighter or saved again in finer steps
 * or without loss. The coarsest step is measured, relative to that of the standard's table: 1 is
 * about quality 50, .3 quality 85, and 0 is none that was found, as in pictures that were never
 * JPEG files or have other sides than these had. Takes some hundredths of a second.
 */
void sem_sharpness_measure (const guint8 *grey,
                            guint width,
                            guint height,
                            guint full_width,
                            guint full_height,
                            SemSharpness *sharpness);

/**
 * sem_sharpness_is_enlarged:
 * @pixels: width times height of a photo; @fewer of another file of one picture
 *
 * Returns: whether the photo has less detail than the other one in far more pixels
 */
gboolean sem_sharpness_is_enlarged (const SemSharpness *self,
                                    double pixels,
                                    const SemSharpness *other,
                                    double fewer);

/* Returns: whether the photo has clearly less detail than @other, which has no fewer pixels. */
gboolean sem_sharpness_is_softer (const SemSharpness *self,
                                  double pixels,
                                  const SemSharpness *other,
                                  double other_pixels);

/* Returns: whether the photo was compressed in clearly coarser steps than @other: in such that
 * @other cannot have been made of it without showing them. */
gboolean sem_sharpness_is_coarser (const SemSharpness *self, const SemSharpness *other);

/* Returns: whether both were compressed in the same steps once. */
gboolean sem_sharpness_is_as_coarse (const SemSharpness *self, const SemSharpness *other);

/* Returns: whether the steps are so near that either may have been made of the other, such as by
 * mirroring, so that the sizes of the files say nothing. */
gboolean sem_sharpness_may_be_resaved (const SemSharpness *self, const SemSharpness *other);

G_END_DECLS
