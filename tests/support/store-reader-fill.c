/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/store-reader-private.h"
#include "engine/store/backbones.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/folders.h"
#include "engine/store/details/metadata.h"
#include "engine/store/models.h"
#include "engine/store/mounts.h"
#include "engine/store/photos.h"
#include "engine/store/scenes.h"

#include <string.h>

#define TIME 1000000007

SemFileIdentity
store_reader_make_identity (guint i)
{
  return (SemFileIdentity){ .device = 7, .inode = 100 + i, .size = 1000 + i, .mtime = TIME + i };
}

void
store_reader_make_hash (guint8 *hash, guint i)
{
  memset (hash, 0, SEM_STORE_HASH_SIZE);
  hash[0] = (guint8) i;
}

static void
put_photo (SemStore *store, gint64 folder, guint i)
{
  static const guint16 feature[DIM] = { 0 };
  static const guint8 sketch[SKETCH_SIZE] = { 0 };
  const guint64 dct = i;
  const SemMetadata metadata = { .state = SEM_METADATA_READ,
                                 .date = SEM_METADATA_DATE_TAKEN,
                                 .taken = TIME + i,
                                 .nanoseconds = 5,
                                 .has_offset = 1,
                                 .offset = 120,
                                 .orientation = 1,
                                 .iso = 100,
                                 .model = "camera" };
  g_autoptr (GBytes) jpeg = g_bytes_new_static ("jpeg", 4);
  g_autofree char *path = g_strdup_printf (FOLDER "/%u.jpg", i);
  guint8 hash[SEM_STORE_HASH_SIZE];
  SemStoreFile file = { .folder = folder,
                        .path = path,
                        .identity = store_reader_make_identity (i),
                        .state = SEM_FILE_INDEXED };

  store_reader_make_hash (hash, i);
  g_assert_true (sem_store_put_thumbnail (store, hash, jpeg, NULL));
  g_assert_true (sem_store_put_feature (store, hash, BACKBONE, feature, DIM, NULL));
  file.photo = sem_store_put_photo (store, hash, 640, 480, BACKBONE, NULL);
  g_assert_true (sem_store_put_sketch (store, file.photo, hash, sketch, SKETCH_SIZE, &dct, NULL));
  g_assert_true (sem_store_put_metadata (store, file.photo, &metadata, "decoder", NULL));
  g_assert_true (sem_store_put_file (store, &file, NULL));
}

static void
put_failed (SemStore *store, gint64 folder)
{
  SemStoreFile file = { .folder = folder,
                        .path = (char *) FOLDER "/broken.jpg",
                        .identity = store_reader_make_identity (99),
                        .state = SEM_FILE_FAILED,
                        .attempts = 2,
                        .reason = (char *) "It is broken.",
                        .decoder = (char *) "1" };

  g_assert_true (sem_store_put_file (store, &file, NULL));
}

static gint64
put_model (SemStore *store)
{
  static const gint64 ids[N_PHOTOS] = { 1, 2, 3, 4 };
  static const guint64 codes[N_PHOTOS] = { 1, 2, 3, 4 };
  static const gint8 vectors[N_PHOTOS * DIM] = { 0 };
  const SemStoreCodes rows = { ids, codes, vectors, N_PHOTOS, 1, DIM };
  g_autoptr (GBytes) data = g_bytes_new_static ("model", 5);
  SemStoreModel model = { .method = (char *) "itq",
                          .bits = 64,
                          .backbone = (char *) BACKBONE,
                          .photos = N_PHOTOS,
                          .trained_on = N_PHOTOS,
                          .created = TIME,
                          .data = data };

  g_assert_true (sem_store_put_model (store, &model, NULL));
  g_assert_true (sem_store_put_codes (store, model.id, &rows, NULL));
  return model.id;
}

static void
put_scene (SemStore *store)
{
  static const gint64 tried[] = { 1, 2, 3 };
  const SemStoreScenePhoto photos[] = { { 1, 50 }, { 2, 40 } };
  const SemStoreScenePair pair = { 1, 2, 30, 1.5F };
  g_autoptr (GArray) in_scene = g_array_new (FALSE, FALSE, sizeof photos[0]);
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof pair);
  SemStoreSceneGroup group = { .key = (char *) SCENE_KEY, .outcome = SEM_SCENES_FOUND };

  g_array_append_vals (in_scene, photos, G_N_ELEMENTS (photos));
  g_array_append_val (pairs, pair);
  g_assert_true (sem_store_put_scene_group (store, &group, tried, G_N_ELEMENTS (tried), NULL));
  g_assert_true (sem_store_put_scene (store, group.id, in_scene, pairs, NULL));
}

static void
put_mount (SemStore *store, gint64 folder)
{
  SemStoreMount mount = { .folder = folder, .path = (char *) FOLDER "/disk", .mounted = TRUE };
  g_autoptr (GPtrArray) mounts = g_ptr_array_new ();

  g_ptr_array_add (mounts, &mount);
  g_assert_true (sem_store_set_mounts (store, folder, mounts, NULL));
}

void
store_reader_fill (SemStore *store)
{
  gint64 folder, model;

  g_assert_true (sem_store_begin (store, NULL));
  folder = sem_store_add_folder (store, FOLDER, NULL);
  for (guint i = 0; i < N_PHOTOS; i++)
    put_photo (store, folder, i);
  put_failed (store, folder);
  model = put_model (store);
  put_model (store);
  g_assert_true (sem_store_use_model (store, model, NULL));
  put_scene (store);
  put_mount (store, folder);
  store_reader_fill_details (store, model);
  g_assert_true (sem_store_put_backbone (store, "tuned", SEM_BACKBONE_COMING, NULL));
  g_assert_true (sem_store_commit (store, NULL));
}
