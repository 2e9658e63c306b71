/* scene-groups.h - group photos that may show one scene
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/search/search.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Fewer photos cannot be reconstructed. */
#define SEM_SCENE_MIN_GROUP 3
/* Larger groups are split where their photos are least alike. */
#define SEM_SCENE_MAX_GROUP 200
/* A folder as a group may be larger, since the user chose its photos. */
#define SEM_SCENE_MAX_FOLDER 500
/* Smallest similarity (cosine of the centred features) of two photos of one scene. Measured on
 * eight scenes: a lower bound joins no more of their photos, and .6 splits them. */
#define SEM_SCENE_MIN_SIMILARITY 0.5f
/* With fewer photos than this the bound is 0: their mean may be that of a single scene, so that the
 * centred cosine means little, and trying all pairs is cheap. */
#define SEM_SCENE_FEW 60

/**
 * SemSceneGroup:
 * @name: (type filename): the folder of its first photo
 * @key: 32 hex digits that depend only on the photos' contents
 * @photos: (element-type gint64): photo ids, sorted by content hash
 * @names: (element-type utf8): file name of each photo's image in COLMAP's folder, ascending; made
 *   from the content hash, so that work can be resumed when row ids have changed
 * @joins: (nullable): key of the group of known scenes that this group extends
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

/* The group of @photos (gint64 ids); those that are not in the store are left out. NULL with @error
 * set where the store cannot be read. */
SemSceneGroup *sem_scene_group_new (SemStore *store, const GArray *photos, GError **error);

/**
 * sem_scene_groups_by_codes:
 * @under: (type filename) (nullable): only photos below this folder
 * @searcher: must not be used by another thread meanwhile
 * @progress: (nullable): progress and cancelling
 * @error: return location; an error of the store or of the search, or G_IO_ERROR_CANCELLED
 *
 * Joins photos that were not tried yet and are mutually among each other's ten best hits, with at
 * least %SEM_SCENE_MIN_SIMILARITY, most similar pairs first, into groups of at most
 * %SEM_SCENE_MAX_GROUP. Photos that match a photo of a known scene in the same way extend its
 * group, up to %SEM_SCENE_MAX_FOLDER; groups of two known scenes are never joined, and a known
 * scene without new photos is left out. Deterministic.
 *
 * Returns: (transfer full) (element-type SemSceneGroup): smallest first, or %NULL with @error set
 */
GPtrArray *sem_scene_groups_by_codes (SemStore *store,
                                      SemSearcher *searcher,
                                      const char *under,
                                      const SemProgress *progress,
                                      GError **error);

/* (transfer full) (element-type SemSceneGroup): a group per folder, smallest first, tried or not;
 * of a folder with more than %SEM_SCENE_MAX_FOLDER photos the first ones by content hash. */
GPtrArray *sem_scene_groups_by_folder (SemStore *store,
                                       const char *under,
                                       GCancellable *cancellable,
                                       GError **error);

/**
 * sem_scene_group_pairs:
 * @backbone: id of the backbone of the active model
 * @n_nearest: number of photos to match each photo with
 *
 * Pairs each photo with its best hits within the group, by the re-ranking score of search.
 *
 * Returns: (transfer full) (element-type utf8): lines "NAME NAME", each pair once, sorted
 */
GPtrArray *sem_scene_group_pairs (SemStore *store,
                                  const SemSceneGroup *group,
                                  const char *backbone,
                                  guint n_nearest,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
