/* scene-plots.h - plots of the scenes that 3D reconstruction found, and the photos behind them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/plot.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Scenes and photos of a scene that a plot shows, at most. */
#define SEM_SCENE_PLOT_SCENES 40
#define SEM_SCENE_PLOT_PHOTOS 64
/* Scenes that have a plot of their own: the largest. */
#define SEM_SCENE_PLOT_OWN 6

/**
 * SemSceneSet:
 *
 * The scenes of a library at one moment, the largest first, and the 3D points that pairs of their
 * photos share. Immutable; any thread may read it.
 */
typedef struct _SemSceneSet SemSceneSet;

/* Blocks. Returns: (transfer full): the scenes, which may be none, or %NULL with an error of the
 * store */
SemSceneSet *sem_scene_set_load (SemStore *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
SemSceneSet *sem_scene_set_ref (SemSceneSet *self);
void sem_scene_set_unref (SemSceneSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSceneSet, sem_scene_set_unref)

guint sem_scene_set_get_n (const SemSceneSet *self);
/* Returns: (transfer full): how many scenes, photos and pairs there are, a translated sentence */
char *sem_scene_set_dup_summary (const SemSceneSet *self) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): how many photos each scene has. There is at least one scene. */
SemPlot *sem_scene_set_plot_sizes (const SemSceneSet *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_scene_set_plot_overlap:
 * @scene: its number, below sem_scene_set_get_n()
 *
 * Which pairs of photos of a scene show the same: the number of 3D points that both observe over
 * that of the one that observes fewer, from which BCDH learns.
 *
 * Returns: (transfer full): a heat map of the photos that observe most points
 */
SemPlot *sem_scene_set_plot_overlap (const SemSceneSet *self,
                                     guint scene) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full) (element-type gint64): the photos behind a point of
 *   sem_scene_set_plot_sizes(): those of the scene, most points first */
GArray *sem_scene_set_list_scene (const SemSceneSet *self,
                                  const SemPlotPoint *point) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (element-type gint64): the photos behind a point of
 *   sem_scene_set_plot_overlap(): both of the pair, or all that overlap with the one of a cell on
 *   the diagonal, those that share most points first */
GArray *sem_scene_set_list_pair (const SemSceneSet *self,
                                 guint scene,
                                 const SemPlotPoint *point) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): what these have in common, a translated sentence */
char *sem_scene_set_dup_pair (const SemSceneSet *self,
                              guint scene,
                              const SemPlotPoint *point) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
