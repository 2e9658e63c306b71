/* orientation.h - EXIF orientation
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/format.h"

G_BEGIN_DECLS

/**
 * sem_orientation_read:
 * @format: %SEM_FORMAT_JPEG, _PNG or _WEBP; others give 1, since their loaders apply or report
 *   the orientation
 * @data: (array length=size): the whole file, not trusted
 *
 * Reads tag 274 of the first directory of the file's EXIF block (Exif 2.32, section 4.6.4).
 *
 * Returns: 1 to 8; 1 where there is no valid orientation
 */
guint sem_orientation_read (SemFormat format, const guint8 *data, gsize size);

/**
 * sem_orientation_swaps_sides:
 * @orientation: 1 to 8
 *
 * Returns: whether the upright picture is as wide as the stored one is high
 */
gboolean sem_orientation_swaps_sides (guint orientation);

/**
 * sem_orientation_apply:
 * @orientation: 1 to 8
 * @src: shape (@height, @width, 3), rows adjacent
 * @dst: (out caller-allocates): the upright picture, rows adjacent; must not overlap @src
 */
void sem_orientation_apply (guint orientation,
                            const guint8 *src,
                            guint width,
                            guint height,
                            guint8 *dst);

G_END_DECLS
