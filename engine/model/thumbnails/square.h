/* square.h - the middle of a picture in exactly the pixels of a tile; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

/* Resizes a picture so that its shorter side has @side pixels, and crops the longer side at both
 * ends. Any thread. Returns: (transfer full): shape (side, side): R G B bytes */
GBytes *sem_square_new (const SemPixels *pixels, guint side) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_square_frame:
 * @square: (transfer full): shape (side, side): R G B bytes
 * @scale: pixels of the display for a pixel of the layout; 0 for neither line nor round corners
 *
 * Draws a grey line of one pixel of the layout along the edge and its round corners, so that pale
 * photos are distinct from the page, and cuts off the corners; done once instead of in each frame.
 * Any thread.
 *
 * Returns: (transfer full): shape (side, side): words of A R G B, premultiplied, the format of
 *   cairo and of GTK's renderers
 */
GBytes *sem_square_frame (GBytes *square, guint side, guint scale) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
