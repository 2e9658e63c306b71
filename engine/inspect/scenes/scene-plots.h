/* scene-plots.h - plots of the scenes that 3D reconstruction found, and the photos behind them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/plot/plot.h"
#include "engine/scenes/scene-shape.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Maximum number of scenes, and of photos of a scene, in a plot. */
#define SEM_SCENE_PLOT_SCENES 40
#define SEM_SCENE_PLOT_PHOTOS 64

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
/* @scene: its number, below sem_scene_set_get_n(), as everywhere here
 * Returns: its id in the library */
gint64 sem_scene_set_get_id (const SemSceneSet *self, guint scene);
/* Returns: how many photos it has, at least 2 */
guint sem_scene_set_get_n_photos (const SemSceneSet *self, guint scene);
/* Returns: the photo that observes most of it */
gint64 sem_scene_set_get_cover (const SemSceneSet *self, guint scene);
/* Returns: (transfer full): a translated sentence with the numbers of scenes, photos and pairs */
char *sem_scene_set_dup_summary (const SemSceneSet *self) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): a plot of the number of photos of each scene. @self: with at least one
 * scene */
SemPlot *sem_scene_set_plot_sizes (const SemSceneSet *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_scene_set_plot_overlap:
 *
 * The overlap of pairs of photos of a scene, from which BCDH learns: the number of 3D points that
 * both observe over that of the one that observes fewer.
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
/**
 * sem_scene_set_plot_space:
 * @shape: of that scene, as it is stored; cameras of photos that are not among those of the scene
 *   are left out
 * @places: (out) (transfer full) (element-type guint): the place of each eye's photo in the scene
 *
 * The 3D points of a scene, and where its photos were taken from.
 *
 * Returns: (transfer full) (nullable): a space, or %NULL where the place of no photo is known
 */
SemPlot *sem_scene_set_plot_space (const SemSceneSet *self,
                                   guint scene,
                                   const SemSceneShape *shape,
                                   GArray **places) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): what these have in common, a translated sentence */
char *sem_scene_set_dup_pair (const SemSceneSet *self,
                              guint scene,
                              const SemPlotPoint *point) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
