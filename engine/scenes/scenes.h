/* scenes.h - find the scenes of a library: places photographed several times
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/scenes.h"
#include "engine/nn/backbone.h"
#include "engine/store/scenes.h"

G_BEGIN_DECLS

/**
 * SemSceneOptions:
 * @under: (type filename) (nullable): only photos below this folder
 * @by_folder: take each folder as a group instead of grouping photos by their codes
 * @again: retry groups that failed or met a limit, and those of folders whose scenes have no shape
 * @keep: keep COLMAP's databases, so that scenes can be reconstructed without some photos later
 * @minutes: time limit per group, at least 1
 * @max_bytes: disk space limit per group
 * @n_threads: for COLMAP; 0 for one per processor
 */
typedef struct
{
  const char *under;
  gboolean by_folder;
  gboolean again;
  gboolean keep;
  guint minutes;
  guint64 max_bytes;
  guint n_threads;
} SemSceneOptions;

#define SEM_SCENE_MINUTES 60
#define SEM_SCENE_MAX_BYTES (G_GUINT64_CONSTANT (4) << 30)

/* @options: (out): the defaults. */
void sem_scene_options_init (SemSceneOptions *options);

/**
 * SemSceneReport:
 * @name: (type filename): the folder of the group's first photo
 * @number: number of the group, from 1
 * @n_groups: number of groups in this run
 * @photos: photos in the group
 * @scenes: scenes found
 * @registered: photos that belong to one of these scenes
 * @points: 3D points of these scenes
 * @seconds: duration in this run
 * @outcome: the outcome, as stored
 * @reason: (nullable): a translated sentence that says why the group failed
 *
 * The result of one group.
 */
typedef struct
{
  const char *name;
  guint number;
  guint n_groups;
  guint photos;
  guint scenes;
  guint registered;
  guint points;
  double seconds;
  SemSceneOutcome outcome;
  const char *reason;
} SemSceneReport;

/**
 * SemSceneWatch:
 * @step: (nullable): receives the progress: group @number of @n_groups (0 while photos are being
 *   grouped) is done to @fraction, 0 to 1
 * @report: (nullable): receives the result of a group once it is committed
 * @user_data: for both
 * @cancellable: (nullable): ends the call with G_IO_ERROR_CANCELLED
 *
 * Called in the calling thread; as #SemProgress, for work that comes in groups.
 */
typedef struct
{
  void (*step) (guint number, guint n_groups, double fraction, gpointer user_data);
  void (*report) (const SemSceneReport *report, gpointer user_data);
  gpointer user_data;
  GCancellable *cancellable;
} SemSceneWatch;

/**
 * sem_scenes_discover:
 * @path: (type filename): the library
 * @backbone: the backbone of the active model
 * @watch: (nullable): progress, results and cancelling
 * @error: return location; SEM_ERROR_NO_COLMAP, SEM_ERROR_BUSY where another process looks for
 *   scenes in the same library, SEM_ERROR_NO_MODEL, an error of the store, or G_IO_ERROR_CANCELLED
 *
 * Groups photos that may show one scene, reconstructs each group with COLMAP, and stores how many
 * 3D points each photo observes and how many each pair shares: the numbers by which Radenović,
 * Tolias and Chum (ECCV 2016) choose training pairs. Each group is committed when it is done,
 * whatever its outcome, and is not tried again. A run that was cancelled or killed resumes at its
 * group, with the features and matches that COLMAP's database holds. A group that fails or meets a
 * limit does not end the run. Photos indexed later that resemble a known scene are reconstructed
 * together with its photos; the result replaces the scene unless fewer photos belong to it then.
 * Blocks.
 *
 * Returns: %FALSE with @error set
 */
gboolean sem_scenes_discover (const char *path,
                              SemBackbone *backbone,
                              const SemSceneOptions *options,
                              const SemSceneWatch *watch,
                              GError **error);

/**
 * sem_scenes_load:
 * @photos: (array length=n): photo ids without duplicates, in the order of the wanted rows
 * @error: return location; an error of the store
 *
 * Scenes that have a photo among @photos are numbered from 0, in the order of their ids.
 *
 * Returns: (transfer full): the library's scenes, restricted to these photos, or %NULL with @error
 *   set
 */
SemScenes *sem_scenes_load (SemStore *store, const gint64 *photos, gsize n, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_scenes_without:
 * @photos: (array length=n): as sem_scenes_load()
 * @left_out: (array length=n): not 0 for photos to leave out
 * @options: limits per group
 * @watch: (nullable): progress and cancelling
 * @error: return location; SEM_ERROR_NOT_FOUND where a database is missing, or as
 *   sem_scenes_discover()
 *
 * As sem_scenes_load(), but with every scene reconstructed again without the photos left out, which
 * belong to no scene then. Features and matches come from the databases that a run with @keep has
 * left. The result is cached beside them. Scenes keep the numbers that sem_scenes_load() gives
 * them. Blocks.
 *
 * Returns: (transfer full): the scenes, or %NULL with @error set
 */
SemScenes *sem_scenes_without (SemStore *store,
                               const gint64 *photos,
                               gsize n,
                               const guint8 *left_out,
                               const SemSceneOptions *options,
                               const SemSceneWatch *watch,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_scenes_fold:
 * @folds: number of folds, at least 2
 * @fold: 0 to @folds - 1
 * @seed: seed of the split
 * @left_out: (out caller-allocates): shape (n): set to 1 for the photos of the fold, else to 0
 *
 * Marks every @folds-th photo of each scene in a seeded order, for the protocol with unseen photos
 * of known scenes. Each photo of a scene is in exactly one fold.
 */
void
sem_scenes_fold (const SemScenes *scenes, guint folds, guint fold, guint64 seed, guint8 *left_out);

G_END_DECLS
