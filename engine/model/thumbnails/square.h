/* square.h - the middle of a picture in exactly the pixels of a tile; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

/* Makes a picture smaller or larger until its shorter side has @side pixels, and cuts the longer
 * one on both ends. Any thread. Returns: (transfer full): shape (side, side): R G B bytes */
GBytes *sem_square_new (const SemPixels *pixels, guint side) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_square_frame:
 * @square: (transfer full): shape (side, side): R G B bytes
 * @scale: pixels of the display for a pixel of the layout; 0 for neither line nor round corners
 *
 * Draws a grey line of one pixel of the layout along the edge and its round corners, so that pale
 * photos do not dissolve into the page, and cuts off the corners: once, and not in each frame. Any
 * thread.
 *
 * Returns: (transfer full): shape (side, side): words of A R G B, premultiplied, as cairo has them
 *   and all that draw for GTK
 */
GBytes *sem_square_frame (GBytes *square, guint side, guint scale) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
