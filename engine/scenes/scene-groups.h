/* scene-groups.h - photos that may show one place
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/searcher.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* A group of fewer photos makes no 3D model. */
#define SEM_SCENE_MIN_GROUP 3
/* Larger groups are cut where their photos are least alike. */
#define SEM_SCENE_MAX_GROUP 200
/* Folders that a person put together may be larger. */
#define SEM_SCENE_MAX_FOLDER 500
/* Photos of one place are at least this alike (the cosine of search): on eight photographed places
 * a lower bound joins no more of them, and .6 tears them apart. */
#define SEM_SCENE_MIN_SIMILARITY 0.5f
/* Among fewer photos than this the bound is 0: their mean may be of one place itself, so that the
 * centred cosine says little, and trying them all costs little. */
#define SEM_SCENE_FEW 60

/**
 * SemSceneGroup:
 * @name: (type filename): the folder of its first photo
 * @key: 32 hex digits that depend on the photos' contents alone
 * @photos: (element-type gint64): by content hash
 * @names: (element-type utf8): what each photo's image is called in COLMAP's folder, ascending;
 *   from the content hash alone, so that work can be resumed whatever rows the photos have
 * @joins: (nullable): the key of the group of known scenes that it extends
 * @joining: (nullable) (element-type gint64): with @joins, the photos that are new
 */
typedef struct
{
  char *name;
  char *key;
  GArray *photos;
  GPtrArray *names;
  char *joins;
  GArray *joining;
} SemSceneGroup;

void sem_scene_group_free (SemSceneGroup *group);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSceneGroup, sem_scene_group_free)

/* NULL with @error set where the store cannot be read; photos that are not in it are left out. */
SemSceneGroup *sem_scene_group_new (SemStore *store, const GArray *photos, GError **error);
/* (transfer full): what the image of a photo with that content is called. */
char *sem_scene_image_name (const guint8 *hash);

/**
 * sem_scene_groups_by_codes:
 * @under: (type filename) (nullable): only photos below this folder
 * @progress: (nullable): called from this thread
 *
 * Photos that were not tried yet and are mutually among each other's ten nearest by the order of
 * search, with at least %SEM_SCENE_MIN_SIMILARITY, are joined, the most alike first, into groups
 * of at most %SEM_SCENE_MAX_GROUP. Photos that are near one of a known scene in the same way extend
 * its group, which may become as large as a folder; no two known scenes' groups are joined, and
 * those that nothing joins are left alone. Deterministic. The searcher may not be in use elsewhere.
 *
 * Returns: (element-type SemSceneGroup): smallest first; %NULL with @error set
 */
GPtrArray *sem_scene_groups_by_codes (SemStore *store,
                                      SemSearcher *searcher,
                                      const char *under,
                                      SemProgressFunc progress,
                                      gpointer user_data,
                                      GCancellable *cancellable,
                                      GError **error);

/* (element-type SemSceneGroup): the photos of each folder, smallest first, whether they were tried
 * or not; of more than %SEM_SCENE_MAX_FOLDER photos the first ones by content hash. */
GPtrArray *sem_scene_groups_by_folder (SemStore *store,
                                       const char *under,
                                       GCancellable *cancellable,
                                       GError **error);

/**
 * sem_scene_group_pairs:
 * @n_nearest: photos that each one is matched with
 *
 * Each photo with those of the group that come first by the score of search (codes and vectors).
 *
 * Returns: (element-type utf8): lines "NAME NAME", each pair once, sorted
 */
GPtrArray *sem_scene_group_pairs (SemStore *store,
                                  const SemSceneGroup *group,
                                  const char *backbone,
                                  guint n_nearest,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
