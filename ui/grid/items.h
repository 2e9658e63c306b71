/* items.h - the photos of a list, whatever it is of
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/results.h"

G_BEGIN_DECLS

/* Returns: (transfer none) (nullable): the photo of @item, (type GObject), a #SemPhoto, a #SemMatch
 * or %NULL. */
SemPhoto *sem_item_get_photo (gpointer item);
/* Returns: (transfer full) (nullable): the photo of the item at @position. */
SemPhoto *sem_list_dup_photo (GListModel *list, guint position);
/* Returns: (transfer full) (nullable): the file that the item at @position shows; %NULL where that
 * is not known. */
GFile *sem_list_dup_file (GListModel *list, guint position);

G_END_DECLS
