/* archive-item-private.h - for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/search/search.h"
#include "engine/model/archive/archive-item.h"

G_BEGIN_DECLS

/* @file: (nullable) (type filename): where it is on this computer */
SemArchiveItem *sem_archive_item_new (const SemArchiveHit *hit,
                                      const char *file) G_GNUC_WARN_UNUSED_RESULT;
/* The archive's number of the photo. */
gint64 sem_archive_item_get_photo (SemArchiveItem *self);
/* @picture: (transfer full) (nullable) */
void sem_archive_item_take_picture (SemArchiveItem *self, SemPixels *picture);

G_END_DECLS
