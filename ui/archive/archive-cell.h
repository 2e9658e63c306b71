/* archive-cell.h - one photo that was found in an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/archive/archive-item.h"

G_BEGIN_DECLS

#define SEM_TYPE_ARCHIVE_CELL (sem_archive_cell_get_type ())

/**
 * SemArchiveCell:
 *
 * Shows its thumbnail, likeness and owner. A child of a flow box.
 */
G_DECLARE_FINAL_TYPE (SemArchiveCell, sem_archive_cell, SEM, ARCHIVE_CELL, GtkFlowBoxChild)

GtkWidget *sem_archive_cell_new (SemArchiveItem *item);
/* Returns: (transfer none): what it shows. */
SemArchiveItem *sem_archive_cell_get_item (SemArchiveCell *self);
/* Returns: (transfer none) (nullable): the thumbnail. */
GdkTexture *sem_archive_cell_get_texture (SemArchiveCell *self);

/* Returns: (transfer full): "96 %", or "Identical" where that is known */
char *sem_archive_cell_words_for_likeness (SemArchiveItem *item);

G_END_DECLS
