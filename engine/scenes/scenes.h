/* scenes.h - finds the places that a library shows from several sides
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/scenes.h"
#include "engine/nn/backbone.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemSceneOptions:
 * @under: (type filename) (nullable): only photos below this folder
 * @by_folder: each folder is a group, instead of groups by the codes
 * @again: try again what failed or met a limit
 * @keep: keep COLMAP's databases, so that parts of scenes can be reconstructed later
 * @minutes: for each group, at least 1
 * @max_bytes: of space for each group
 * @n_threads: for COLMAP; 0 for one a processor
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

void sem_scene_options_init (SemSceneOptions *options);

/**
 * SemSceneReport:
 * @name: (type filename): the folder of the group's first photo
 * @number: of the group, from 1
 * @n_groups: in this run
 * @photos: in the group
 * @scenes: that were found
 * @registered: photos that have a place in one of them
 * @points: 3D points of the scenes
 * @seconds: it took in this run
 * @outcome: as it is stored
 * @reason: (nullable): a translated sentence where it was not found out
 *
 * How one group went.
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
 * @step: (nullable): group @number of @n_groups (0 while they are being made) is at @fraction
 * @report: (nullable): a group is done and committed
 *
 * Called from the thread that works.
 */
typedef struct
{
  void (*step) (guint number, guint n_groups, double fraction, gpointer user_data);
  void (*report) (const SemSceneReport *report, gpointer user_data);
  gpointer user_data;
} SemSceneWatch;

/**
 * sem_scenes_discover:
 * @path: (type filename): the library
 * @backbone: the network of its features
 *
 * Makes groups of photos that may show one place, reconstructs each with COLMAP, and writes down
 * which photos observe how many 3D points, and which points they share (Radenović, Tolias and Chum,
 * ECCV 2016, take training pairs from that). A group is committed when it is done, whatever came
 * of it, and not tried again; a run that was cancelled or killed goes on with the group it was at,
 * with the features and matches that are there. Groups whose COLMAP fails or meets a limit do not
 * end the run. Photos that came later and are near a known scene are reconstructed together with
 * its photos, which replaces the scene unless fewer photos have a place then.
 *
 * Returns: FALSE with SEM_ERROR_NO_COLMAP, _BUSY where another process looks for scenes in the same
 *   library, _NO_MODEL, an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_scenes_discover (const char *path,
                              SemBackbone *backbone,
                              const SemSceneOptions *options,
                              const SemSceneWatch *watch,
                              GCancellable *cancellable,
                              GError **error);

/**
 * sem_scenes_load:
 * @photos: (array): @n photo ids, each once, in the order of the rows that are wanted
 *
 * Scenes are numbered in the order of their ids, those with a photo among @photos alone.
 *
 * Returns: (transfer full): what the library knows of scenes, for these photos
 */
SemScenes *sem_scenes_load (SemStore *store, const gint64 *photos, gsize n, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_scenes_without:
 * @left_out: (array): @n bytes, not 0 for photos that reconstruction may not see
 * @options: limits for each group
 * @watch: (nullable): told of steps
 *
 * As sem_scenes_load(), with every scene reconstructed anew without the photos that are left out,
 * which are of no scene then. Features and matches come from the databases that a run with @keep
 * has left; the result is kept beside them, so that the same question is answered at once the next
 * time. Scenes keep the numbers that sem_scenes_load() gives them.
 *
 * Returns: (transfer full): the scenes; %NULL with SEM_ERROR_NOT_FOUND where a database is missing,
 *   or an error as of sem_scenes_discover()
 */
SemScenes *sem_scenes_without (SemStore *store,
                               const gint64 *photos,
                               gsize n,
                               const guint8 *left_out,
                               const SemSceneOptions *options,
                               const SemSceneWatch *watch,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_scenes_fold:
 * @folds: at least 2
 * @fold: from 0
 * @seed: of the split
 * @left_out: (out caller-allocates): @n bytes
 *
 * Marks every @folds-th photo of each scene, in a seeded order: what the protocol for unseen photos
 * of known scenes keeps out of reconstruction and training. Over all folds each photo that is in a
 * scene is left out once.
 */
void
sem_scenes_fold (const SemScenes *scenes, guint folds, guint fold, guint64 seed, guint8 *left_out);

G_END_DECLS
