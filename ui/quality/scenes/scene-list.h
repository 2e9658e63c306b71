/* scene-list.h - the scenes beside each other, one of which is chosen
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/quality/finding.h"

G_BEGIN_DECLS

#define SEM_TYPE_SCENE_LIST (sem_scene_list_get_type ())

/**
 * SemSceneList:
 *
 * A strip of the covers of scenes, with their numbers of photos.
 *
 * Signal "chosen" (uint): the user chose another scene, by its position.
 */
G_DECLARE_FINAL_TYPE (SemSceneList, sem_scene_list, SEM, SCENE_LIST, GtkWidget)

GtkWidget *sem_scene_list_new (void);
/* @scenes: (nullable): #SemFinding items; @chosen: the position of the one that is chosen, which is
 * not signalled */
void sem_scene_list_set_scenes (SemSceneList *self, GListModel *scenes, guint chosen);

G_END_DECLS
