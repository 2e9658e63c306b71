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
 * How many photos each scene has, and for the largest ones which pairs of photos overlap. For the
 * main thread.
 *
 * Property "summary" (string, nullable): a translated sentence; changes when the figures are known;
 * %NULL where there are no scenes
 */
G_DECLARE_FINAL_TYPE (SemSceneFigures, sem_scene_figures, SEM, SCENE_FIGURES, GObject)

SemSceneFigures *sem_scene_figures_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/* Reads the scenes on another thread. Does nothing while that runs. */
void sem_scene_figures_start (SemSceneFigures *self);
/* Returns: (transfer none) (nullable) */
const char *sem_scene_figures_get_summary (SemSceneFigures *self);
/**
 * sem_scene_figures_get_figures:
 *
 * Returns: (transfer none): #SemFigure items
 */
GListModel *sem_scene_figures_get_figures (SemSceneFigures *self);

G_END_DECLS
