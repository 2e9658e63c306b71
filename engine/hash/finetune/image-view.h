/* image-view.h - random altered views of a picture for augmentation
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/random.h"

G_BEGIN_DECLS

/**
 * sem_image_view:
 * @rgb: (array): shape (side, side, 3), bytes, R G B
 * @side: side of the picture in pixels
 * @random: draws the alteration
 * @out: (out caller-allocates): shape (side, side, 3), bytes
 *
 * Crops 60 to 100 % of the area at a random position, resizes the crop bilinearly, mirrors it with
 * probability 1/2, and multiplies its brightness by 0.8 to 1.2. Thread-safe with a @random per
 * thread.
 */
void sem_image_view (const guint8 *rgb, gsize side, SemRandom *random, guint8 *out);

G_END_DECLS
