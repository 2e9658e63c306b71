/* picture-jpeg.h - writes a picture as a JPEG
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/pictures/picture.h"

G_BEGIN_DECLS

/**
 * sem_picture_to_jpeg:
 * @self: sides of at most 65,535 pixels
 * @quality: 1 to 100, which scales the tables of ITU-T T.81, annex K, as libjpeg does
 *
 * Baseline, colours at full size. Does not use libjpeg, so that the same picture has the same bytes
 * on every computer.
 *
 * Returns: (transfer full): the file
 */
GBytes *sem_picture_to_jpeg (const SemPicture *self, guint quality) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
