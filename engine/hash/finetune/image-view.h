/* image-view.h - altered views of a picture, to learn from
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/random.h"

G_BEGIN_DECLS

/**
 * sem_image_view:
 * @rgb: (array): shape (side, side, 3), bytes
 * @random: decides: a crop that keeps 60 to 100 % of the area, anywhere; mirrored or not; 80 to
 *   120 % of the light
 * @out: (out caller-allocates): of the same shape; the crop resized bilinearly
 */
void sem_image_view (const guint8 *rgb, gsize side, SemRandom *random, guint8 *out);

G_END_DECLS
