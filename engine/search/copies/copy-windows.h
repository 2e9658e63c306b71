/* copy-windows.h - the windows of a query, which are compared by themselves
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/copies/content-rectangles.h"

G_BEGIN_DECLS

/* Windows other than rectangles lie on cells of the network's last map of the whole picture, which
 * has so many a side: a third of a side is then seen at the size of a whole photo. */
#define SEM_COPY_MAP_CELLS 21

/* Halves, thirds and bands of a picture, and the rectangles in it. */
#define SEM_COPY_MAX_WINDOWS (9 + 25 + 5 + SEM_MAX_CONTENT_RECTANGLES)

/**
 * sem_copy_windows_list:
 * @picture: at most 4,096 pixels a side
 * @windows: (out caller-allocates) (array length=SEM_COPY_MAX_WINDOWS)
 * @n_rectangles: (out): how many of them, the first ones, are rectangles of content
 *
 * A photo that lies in the picture is shown by one of the rectangles where it has straight upright
 * borders. Where it has not, one of the overlapping windows lies inside it, if it is large enough:
 * that is a crop of it, and crops are found down to about a quarter of the area. Windows that show
 * nothing are left out. The inside of a round picture on a ground of one colour is a rectangle of
 * content, the first.
 *
 * Returns: how many there are
 */
guint sem_copy_windows_list (const SemRgbImage *picture,
                             SemContentRectangle *windows,
                             guint *n_rectangles);

/* The window on the map, in cells; of one that is no rectangle, exactly. */
SemContentRectangle sem_copy_windows_get_cells (const SemRgbImage *picture,
                                                const SemContentRectangle *window);

G_END_DECLS
