/* archive-item.h - a photo that was found in an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"

G_BEGIN_DECLS

#define SEM_TYPE_ARCHIVE_ITEM (sem_archive_item_get_type ())

/**
 * SemArchiveItem:
 *
 * A photo of an archive, which need not be on this computer. Changes in the main thread only.
 *
 * Signal "changed": its picture was loaded, or could not be.
 */
G_DECLARE_FINAL_TYPE (SemArchiveItem, sem_archive_item, SEM, ARCHIVE_ITEM, GObject)

/* Returns: the name of its file as people read it; "" where the archive has no paths */
const char *sem_archive_item_get_title (SemArchiveItem *self);
/* Returns: the name of its owner; of several the first that has published it */
const char *sem_archive_item_get_owner (SemArchiveItem *self);
/* Returns: (transfer none): where it lies, a line for each place, as "anna: /photos/rose.jpg" */
const char *sem_archive_item_get_places (SemArchiveItem *self);
/* From 0 to 1. */
double sem_archive_item_get_likeness (SemArchiveItem *self);
/* Whether it is more alike than unrelated photos can be. */
gboolean sem_archive_item_get_above_chance (SemArchiveItem *self);
/* Returns: (nullable): "Identical", translated, where its file was read here and has the same
 * bytes; %NULL for a photo that is alike, whatever else it may turn out to be */
const char *sem_archive_item_get_kind (SemArchiveItem *self);
/**
 * sem_archive_item_get_file:
 *
 * Returns: (transfer none) (nullable): its file, where that is on this computer
 */
GFile *sem_archive_item_get_file (SemArchiveItem *self);
/* Returns: (transfer none) (nullable): its thumbnail; %NULL until it is loaded, and without one */
const SemPixels *sem_archive_item_get_picture (SemArchiveItem *self);
/* Whether its thumbnail was loaded, or could not be. */
gboolean sem_archive_item_get_is_complete (SemArchiveItem *self);

G_END_DECLS
