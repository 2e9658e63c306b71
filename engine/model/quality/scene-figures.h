/* scene-figures.h - the scenes of a library as figures
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"
#include "engine/model/quality/figure.h"

G_BEGIN_DECLS

#define SEM_TYPE_SCENE_FIGURES (sem_scene_figures_get_type ())

/**
 * SemSceneFigures:
 *
 * The scenes, how many photos each has, and of the one that is chosen where its photos were taken
 * from and which pairs of them overlap. For the main thread.
 *
 * Property "summary" (string, nullable): a translated sentence; changes when the figures are known,
 * also those of another scene that was chosen; %NULL where there are no scenes
 */
G_DECLARE_FINAL_TYPE (SemSceneFigures, sem_scene_figures, SEM, SCENE_FIGURES, GObject)

SemSceneFigures *sem_scene_figures_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/* Reads the scenes on another thread; the chosen one stays, or else the largest is chosen. Does
 * nothing while that runs. */
void sem_scene_figures_start (SemSceneFigures *self);
/* Chooses a scene, and reads its shape and pairs on another thread. @scene: its position */
void sem_scene_figures_choose (SemSceneFigures *self, guint scene);
/* Returns: (transfer none) (nullable) */
const char *sem_scene_figures_get_summary (SemSceneFigures *self);
/* Returns: (transfer none) (nullable): why the chosen scene is not drawn in space, a translated
 *   sentence */
const char *sem_scene_figures_get_note (SemSceneFigures *self);
/* Returns: the position of the scene that the figures are of */
guint sem_scene_figures_get_chosen (SemSceneFigures *self);
/**
 * sem_scene_figures_get_scenes:
 *
 * Returns: (transfer none) (nullable): #SemFinding items: the cover of each scene, the largest
 * first, and how many photos it has; another list when the scenes were read again
 */
GListModel *sem_scene_figures_get_scenes (SemSceneFigures *self);
/**
 * sem_scene_figures_get_pairs:
 *
 * Returns: (transfer none) (nullable): #SemOverlap items of the chosen scene, those that overlap
 * most first; another list after each change of the summary
 */
GListModel *sem_scene_figures_get_pairs (SemSceneFigures *self);
/**
 * sem_scene_figures_get_figures:
 *
 * Returns: (transfer none): #SemFigure items: the sizes of the scenes, and the figures of the
 * chosen one
 */
GListModel *sem_scene_figures_get_figures (SemSceneFigures *self);

G_END_DECLS
