/* scenes.h - what 3D reconstruction found: groups of photos that were tried, and their scenes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemSceneOutcome:
 * @SEM_SCENES_FOUND: at least one scene
 * @SEM_SCENES_NONE: no scene could be reconstructed from the photos
 * @SEM_SCENES_OUT_OF_TIME: the group's time limit was reached
 * @SEM_SCENES_FULL: the group's limit of disk space was reached
 * @SEM_SCENES_FAILED: the row's reason says why
 *
 * Stored by number: never change them.
 */
typedef enum
{
  SEM_SCENES_FOUND = 1,
  SEM_SCENES_NONE = 2,
  SEM_SCENES_OUT_OF_TIME = 3,
  SEM_SCENES_FULL = 4,
  SEM_SCENES_FAILED = 5,
} SemSceneOutcome;

/**
 * SemStoreSceneGroup:
 * @key: identifies the group by its photos alone
 * @reason: (nullable): UTF-8
 * @seconds: how long the reconstruction took
 */
typedef struct
{
  gint64 id;
  char *key;
  SemSceneOutcome outcome;
  char *reason;
  double seconds;
} SemStoreSceneGroup;

void sem_store_scene_group_clear (SemStoreSceneGroup *group);

/* @group: (out): its id is 0 where no group of that key was tried. */
gboolean sem_store_find_scene_group (SemStore *self,
                                     const char *key,
                                     SemStoreSceneGroup *group,
                                     GError **error);
/**
 * sem_store_put_scene_group:
 * @photos: (array length=n): the photos that were tried; ids of no photo are left out
 *
 * Records that the photos were tried, and sets group->id. Replaces an earlier attempt of the same
 * key and its scenes. Call in a transaction.
 */
gboolean sem_store_put_scene_group (SemStore *self,
                                    SemStoreSceneGroup *group,
                                    const gint64 *photos,
                                    guint n,
                                    GError **error);
/* Removes the scenes of a group; its photos still count as tried. */
gboolean sem_store_drop_scenes (SemStore *self, const char *key, GError **error);
/* Removes the groups that failed or reached a limit, so that their photos are tried again. */
gboolean sem_store_forget_scene_failures (SemStore *self, GError **error);
/* Returns: (transfer full) (element-type gint64): photos that were tried, ascending */
GArray *sem_store_list_tried (SemStore *self, GError **error);

/* @points: 3D points that the photo observes. */
typedef struct
{
  gint64 photo;
  guint points;
} SemStoreScenePhoto;

/* @shared: 3D points that both photos observe; @scale: at least 1, see SemScenePair. */
typedef struct
{
  gint64 a;
  gint64 b;
  guint shared;
  float scale;
} SemStoreScenePair;

/* @key: of its group; @photos: (element-type SemStoreScenePhoto): most points first. The first is
 * the scene's cover. */
typedef struct
{
  gint64 id;
  char *key;
  GArray *photos;
} SemStoreScene;

void sem_store_scene_free (SemStoreScene *scene);

/**
 * sem_store_put_scene:
 * @group: the id of its group
 * @photos: (element-type SemStoreScenePhoto): ids of no photo are left out; photos of other scenes
 *   leave those
 * @pairs: (element-type SemStoreScenePair): pairs of @photos, in any order
 *
 * Call in a transaction.
 */
gboolean sem_store_put_scene (SemStore *self,
                              gint64 group,
                              const GArray *photos,
                              const GArray *pairs,
                              GError **error);
/* The largest shape of a scene that is stored, in bytes. */
#define SEM_STORE_MAX_SHAPE (1u << 20)

/* Stores the shape of the scene of @photo; does nothing for a photo of no scene. @shape: at most
 * %SEM_STORE_MAX_SHAPE bytes. Call in a transaction. */
gboolean sem_store_put_scene_shape (SemStore *self, gint64 photo, GBytes *shape, GError **error);
/* @shape: (out) (transfer full) (nullable): as it was stored; %NULL where there is none, or one
 * that is larger than %SEM_STORE_MAX_SHAPE */
gboolean sem_store_get_scene_shape (SemStore *self, gint64 scene, GBytes **shape, GError **error);
/* Returns: how many scenes of a group have no shape, or -1 with @error set */
gint64 sem_store_count_shapeless (SemStore *self, gint64 group, GError **error);
/* Returns: (transfer full) (element-type SemStoreScene): scenes with at least two visible photos,
 * by id, with their visible photos only */
GPtrArray *sem_store_list_scenes (SemStore *self, GError **error);
/* Returns: (transfer full) (element-type SemStoreScenePair): all pairs, by (a, b), a below b;
 * hidden photos can be among them */
GArray *sem_store_list_scene_pairs (SemStore *self, GError **error);

G_END_DECLS
