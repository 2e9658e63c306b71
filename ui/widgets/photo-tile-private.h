/* photo-tile-private.h - the text of a tile, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/widgets/photo-tile.h"

G_BEGIN_DECLS

/* Returns: (transfer none) (nullable): its badge, such as "87 % · 12 bits". */
const char *sem_photo_tile_get_badge (SemPhotoTile *self);

G_END_DECLS
