/* square.h - the middle of a picture in exactly the pixels of a tile; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

/* Makes a picture smaller or larger until its shorter side has @side pixels, and cuts the longer
 * one on both ends. Any thread.
 * Returns: (transfer full): shape (side, side): R G B bytes, the format that GTK 4.8 hands to cairo
 * fastest: all others but one it converts to floats and back */
GBytes *sem_square_new (const SemPixels *pixels, guint side) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
