/* photo-grid-private.h - what a person does, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/widgets/photo-grid.h"

G_BEGIN_DECLS

/* @position: an index of the model, or %GTK_INVALID_LIST_POSITION for none. */
void sem_photo_grid_select (SemPhotoGrid *self, guint position);

G_END_DECLS
