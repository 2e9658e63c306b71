/* scenes-group.h - the scenes that 3D reconstruction found
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/quality/scene-figures.h"
#include "ui/quality/scenes/pairs-card.h"
#include "ui/quality/scenes/scene-list.h"

G_BEGIN_DECLS

#define SEM_TYPE_SCENES_GROUP (sem_scenes_group_get_type ())

/**
 * SemScenesGroup:
 *
 * The scenes by their covers, a card for their sizes, and cards for the one that is chosen: where
 * its photos were taken from, their overlap, and their pairs. Visible where there are scenes. They
 * are read by sem_scenes_group_refresh().
 *
 * Signals:
 *
 * - "point-opened" (#SemFigureCard, pointer to #SemPlotPoint): the user opened a point of a card
 * - "pair-opened" (#SemOverlap): the user opened a pair
 */
G_DECLARE_FINAL_TYPE (SemScenesGroup, sem_scenes_group, SEM, SCENES_GROUP, GtkWidget)

GtkWidget *sem_scenes_group_new (SemLibrary *library);
/* Reads the scenes. */
void sem_scenes_group_refresh (SemScenesGroup *self);

G_END_DECLS
