/* archive-details.h - details and actions of a photo in an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/archive/archive-item.h"

G_BEGIN_DECLS

#define SEM_TYPE_ARCHIVE_DETAILS (sem_archive_details_get_type ())

/**
 * SemArchiveDetails:
 *
 * A popover with the name of a photo, the places where it lies, and buttons.
 *
 * Signal "find-similar": that button was pressed. Opening its file is done here.
 */
G_DECLARE_FINAL_TYPE (SemArchiveDetails, sem_archive_details, SEM, ARCHIVE_DETAILS, GtkPopover)

GtkWidget *sem_archive_details_new (void);
/* @can_find: whether it can be a query. */
void sem_archive_details_show (SemArchiveDetails *self, SemArchiveItem *item, gboolean can_find);

G_END_DECLS
