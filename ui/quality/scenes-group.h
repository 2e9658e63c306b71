/* scenes-group.h - the scenes that 3D reconstruction found
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/quality/scene-figures.h"

G_BEGIN_DECLS

#define SEM_TYPE_SCENES_GROUP (sem_scenes_group_get_type ())

/**
 * SemScenesGroup:
 *
 * A card for the sizes of the scenes, and one for the pairs of each of the largest. Visible where
 * there are scenes. They are read when it is asked for.
 *
 * Signal "point-opened" (#SemFigureCard, pointer to #SemPlotPoint): the user opened a point of a
 * card.
 */
G_DECLARE_FINAL_TYPE (SemScenesGroup, sem_scenes_group, SEM, SCENES_GROUP, GtkWidget)

GtkWidget *sem_scenes_group_new (SemLibrary *library);
/* Reads the scenes. */
void sem_scenes_group_refresh (SemScenesGroup *self);

G_END_DECLS
