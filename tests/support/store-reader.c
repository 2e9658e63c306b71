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
#include "engine/store/scope.h"
#include "engine/store/sweep.h"

/* A damaged library must not have the test allocate more. */
#define MOST_SEEN (1 << 20)

/* Reading -------------------------------------------------------------------------------------- */

static gboolean
read_run (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  guint64 *sum = user_data;

  for (gsize i = 0; i < n; i++)
    {
      store_reader_check_id (ids[i]);
      *sum += (guint64) ids[i] ^ codes[i];
    }
  return TRUE;
}

static void
read_photo (SemStore *store, gint64 id, gint64 model)
{
  GError *error = NULL;
  SemStorePhoto photo = { 0 };
  GBytes *thumbnail;
  guint16 feature[DIM];
  guint8 sketch[SKETCH_SIZE];
  gint8 vector[DIM];
  SemMetadata metadata;
  gboolean found;

  if (store_reader_check (sem_store_get_photo (store, id, &photo, &error), &error) && photo.id)
    {
      g_assert_cmpint (photo.id, ==, id);
      g_assert_cmpuint (MAX (photo.width, photo.height), <=, G_MAXINT32);
      STORE_READER_ASK (store_reader_check,
                        sem_store_get_sketch (store, &photo, sketch, SKETCH_SIZE, &found, &asked));
    }
  sem_store_photo_clear (&photo);
  STORE_READER_ASK (store_reader_check, sem_store_get_thumbnail (store, id, &thumbnail, &asked));
  g_clear_pointer (&thumbnail, g_bytes_unref);
  STORE_READER_ASK (store_reader_check,
                    sem_store_get_feature (store, id, BACKBONE, feature, DIM, &found, &asked));
  STORE_READER_ASK (store_reader_check,
                    sem_store_get_vector (store, model, id, vector, DIM, &found, &asked));
  STORE_READER_ASK (store_reader_check,
                    sem_store_has_feature (store, id, BACKBONE, &found, &asked));
  STORE_READER_ASK (store_reader_check, sem_store_get_metadata (store, id, &metadata, &asked));
  g_assert_true (sem_metadata_is_sound (&metadata));
}

static void
check_model (const SemStoreModel *model)
{
  store_reader_check_id (model->id);
  g_assert_nonnull (model->method);
  g_assert_nonnull (model->backbone);
  g_assert_cmpuint (MAX (model->photos, MAX (model->trained_on, model->bits)), <=, G_MAXINT32);
  g_assert_cmpint (model->stage, <=, SEM_MODEL_OFFERED);
}

static void
read_models (SemStore *store)
{
  SemStoreModel row = { 0 };
  guint64 sum = 0;
  GError *error = NULL;
  gint64 id = sem_store_get_active_model (store, &error);
  GPtrArray *models;

  store_reader_check_number (id, &error);
  if (store_reader_check (sem_store_get_active_row (store, &row, &error), &error) && row.id)
    check_model (&row);
  sem_store_model_clear (&row);
  models = sem_store_list_models (store, &error);
  store_reader_check (models != NULL, &error);
  for (guint i = 0; models && i < models->len; i++)
    check_model (models->pdata[i]);
  g_clear_pointer (&models, g_ptr_array_unref);
  STORE_READER_ASK (store_reader_check_number, sem_store_last_code (store, id, &asked));
  STORE_READER_ASK (store_reader_check,
                    sem_store_read_codes (store, id, 1, 0, read_run, &sum, &asked));
  for (gint64 photo = 0; photo <= N_PHOTOS; photo++)
    read_photo (store, photo, id);
}

static void
check_file (const SemStoreFile *file)
{
  store_reader_check_id (file->id);
  store_reader_check_id (file->folder);
  g_assert_nonnull (file->path);
  g_assert_cmpuint (file->attempts, <=, G_MAXINT32);
  g_assert_true (!file->reason || g_utf8_validate (file->reason, -1, NULL));
  if (file->photo)
    store_reader_check_id (file->photo);
}

static void
read_files (SemStore *store)
{
  GError *error = NULL;
  GPtrArray *folders = sem_store_list_folders (store, &error), *failed;
  const SemFileIdentity identity = store_reader_make_identity (1);
  SemStoreFile file = { 0 };

  store_reader_check (folders != NULL, &error);
  for (guint i = 0; folders && i < folders->len; i++)
    store_reader_check_id (((const SemStoreFolder *) folders->pdata[i])->id);
  g_clear_pointer (&folders, g_ptr_array_unref);
  failed = sem_store_list_failed (store, &error);
  store_reader_check (failed != NULL, &error);
  for (guint i = 0; failed && i < failed->len; i++)
    check_file (failed->pdata[i]);
  g_clear_pointer (&failed, g_ptr_array_unref);
  if (store_reader_check (sem_store_find_file (store, FOLDER "/1.jpg", &file, &error), &error)
      && file.id)
    check_file (&file);
  sem_store_file_clear (&file);
  STORE_READER_ASK (store_reader_check_number,
                    sem_store_find_identity (store, &identity, BACKBONE, &asked));
  STORE_READER_ASK (store_reader_check_number, sem_store_last_file (store, &asked));
}

static void
read_dct (SemStore *store)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (guint64));
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  STORE_READER_ASK (store_reader_check, sem_store_list_dct (store, 0, ids, hashes, &asked));
  g_assert_cmpuint (ids->len, ==, hashes->len);
  for (guint i = 0; i < ids->len; i++)
    store_reader_check_id (g_array_index (ids, gint64, i));
  g_array_unref (ids);
}

static void
read_photos (SemStore *store)
{
  guint8 hash[SEM_STORE_HASH_SIZE];
  SemStoreCounts counts;

  store_reader_make_hash (hash, 1);
  STORE_READER_ASK (store_reader_check_number,
                    sem_store_find_photo (store, hash, BACKBONE, &asked));
  STORE_READER_ASK (store_reader_check, sem_store_count (store, &counts, &asked));
  STORE_READER_ASK (store_reader_check_number, sem_store_count_failed (store, &asked));
  STORE_READER_ASK (store_reader_check_number, sem_store_get_generation (store, &asked));
  STORE_READER_ASK (store_reader_check_ids, sem_store_list_photos (store, 0, &asked));
  STORE_READER_ASK (store_reader_check_ids, sem_store_list_hidden (store, &asked));
  STORE_READER_ASK (store_reader_check_ids, sem_store_list_training (store, BACKBONE, &asked));
  STORE_READER_ASK (store_reader_check_ids,
                    sem_store_list_featured (store, BACKBONE, 0, 10, &asked));
  STORE_READER_ASK (store_reader_check_ids,
                    sem_store_list_undescribed (store, "tuned", 0, 10, &asked));
  STORE_READER_ASK (store_reader_check_number,
                    sem_store_count_undescribed (store, "tuned", &asked));
  read_dct (store);
  STORE_READER_ASK (store_reader_check_ids, sem_store_list_unread (store, "decoder", &asked));
}

static void
check_scope_file (gint64 photo, const char *path, const SemStoreDate *date, gpointer user_data)
{
  store_reader_check_id (photo);
  g_assert_nonnull (path);
}

static void
check_scope_size (gint64 photo, guint width, guint height, gpointer user_data)
{
  store_reader_check_id (photo);
  g_assert_cmpuint (width, <=, G_MAXINT32);
  g_assert_cmpuint (height, <=, G_MAXINT32);
}

static void
read_scope (SemStore *store)
{
  const SemStorePeriod period = { 0, 1 << 30, 0, 1 << 30 };
  g_autoptr (GArray) files = NULL;
  GError *error = NULL;

  STORE_READER_ASK (store_reader_check,
                    sem_store_each_file (store, "", NULL, check_scope_file, NULL, NULL, &asked));
  STORE_READER_ASK (store_reader_check,
                    sem_store_each_file (store, "", &period, check_scope_file, NULL, NULL, &asked));
  STORE_READER_ASK (store_reader_check, sem_store_each_file (store, FOLDER, NULL, check_scope_file,
                                                             NULL, NULL, &asked));
  STORE_READER_ASK (store_reader_check, sem_store_each_file (store, FOLDER, &period,
                                                             check_scope_file, NULL, NULL, &asked));
  STORE_READER_ASK (store_reader_check,
                    sem_store_each_size (store, check_scope_size, NULL, NULL, &asked));
  STORE_READER_ASK (store_reader_check_number, sem_store_get_data_version (store, &asked));
  files = sem_store_list_photo_files (store, 1, &error);
  store_reader_check (files != NULL, &error);
  for (guint i = 0; files && i < files->len; i++)
    g_assert_nonnull (g_array_index (files, SemStorePhotoFile, i).path);
}

static void
read_scenes (SemStore *store)
{
  SemStoreSceneGroup group = { 0 };
  GError *error = NULL;
  GPtrArray *scenes = sem_store_list_scenes (store, &error);
  GArray *pairs;

  store_reader_check (scenes != NULL, &error);
  for (guint i = 0; scenes && i < scenes->len; i++)
    {
      const SemStoreScene *scene = scenes->pdata[i];

      store_reader_check_id (scene->id);
      for (guint j = 0; j < scene->photos->len; j++)
        store_reader_check_id (g_array_index (scene->photos, SemStoreScenePhoto, j).photo);
    }
  for (guint i = 0; scenes && i < scenes->len; i++)
    {
      GBytes *shape = NULL;

      store_reader_check (sem_store_get_scene_shape (store,
                                                     ((const SemStoreScene *) scenes->pdata[i])->id,
                                                     &shape, &error),
                          &error);
      g_clear_pointer (&shape, g_bytes_unref);
    }
  g_clear_pointer (&scenes, g_ptr_array_unref);
  pairs = sem_store_list_scene_pairs (store, &error);
  store_reader_check (pairs != NULL, &error);
  for (guint i = 0; pairs && i < pairs->len; i++)
    {
      store_reader_check_id (g_array_index (pairs, SemStoreScenePair, i).a);
      store_reader_check_id (g_array_index (pairs, SemStoreScenePair, i).b);
    }
  g_clear_pointer (&pairs, g_array_unref);
  if (store_reader_check (sem_store_find_scene_group (store, SCENE_KEY, &group, &error), &error)
      && group.id)
    store_reader_check_id (group.id);
  sem_store_scene_group_clear (&group);
  STORE_READER_ASK (store_reader_check_ids, sem_store_list_tried (store, &asked));
}

static gboolean
read_path (const char *path, const SemFileIdentity *identity, gpointer user_data)
{
  g_assert_nonnull (path);
  return TRUE;
}

static void
read_mounts (SemStore *store)
{
  GError *error = NULL;
  GPtrArray *mounts = sem_store_list_mounts (store, &error);

  store_reader_check (mounts != NULL, &error);
  for (guint i = 0; mounts && i < mounts->len; i++)
    store_reader_check_id (((const SemStoreMount *) mounts->pdata[i])->folder);
  g_clear_pointer (&mounts, g_ptr_array_unref);
  STORE_READER_ASK (store_reader_check,
                    sem_store_read_files (store, FOLDER, read_path, NULL, &asked));
}

void
store_reader_read (SemStore *store)
{
  GError *error = NULL;
  GPtrArray *tuned = sem_store_list_tuned (store, &error);

  store_reader_check (tuned != NULL, &error);
  g_clear_pointer (&tuned, g_ptr_array_unref);
  STORE_READER_ASK (store_reader_check_number,
                    sem_store_get_backbone_kind (store, BACKBONE, &asked));
  STORE_READER_ASK (store_reader_check_number,
                    sem_store_get_backbone_kind (store, "tuned", &asked));
  read_files (store);
  read_mounts (store);
  read_photos (store);
  read_scope (store);
  read_models (store);
  read_scenes (store);
  store_reader_read_details (store);
}

/* Writing -------------------------------------------------------------------------------------- */

static gboolean
mark_missing (SemStore *store, GError **error)
{
  g_autoptr (GPtrArray) keep = g_ptr_array_new ();
  gint64 last = sem_store_last_file (store, error);
  /* Of exactly this size, so that a sanitizer finds accesses beyond it. */
  g_autofree guint8 *seen = last < 0 ? NULL : g_malloc0 (MIN (last + 1, MOST_SEEN));
  guint n;

  g_ptr_array_add (keep, (char *) FOLDER "/kept");
  return seen && sem_store_mark_missing (store, 1, seen, MIN (last + 1, MOST_SEEN), keep, &n, error)
         && sem_store_update_hidden (store, error);
}

static gboolean
change_models (SemStore *store, GError **error)
{
  gint64 active = sem_store_get_active_model (store, error);

  return active >= 0 && sem_store_expire_models (store, error)
         && (active == 0 || sem_store_use_model (store, active, error))
         && sem_store_remove_inactive (store, active, FALSE, error);
}

static gboolean
change_photos (SemStore *store, GError **error)
{
  guint8 hash[SEM_STORE_HASH_SIZE];
  SemStoreFile file = { .folder = 1,
                        .path = (char *) FOLDER "/new.jpg",
                        .identity = store_reader_make_identity (9),
                        .state = SEM_FILE_INDEXED };

  store_reader_make_hash (hash, 9);
  file.photo = sem_store_put_photo (store, hash, 3, 4, BACKBONE, error);
  return file.photo > 0 && sem_store_put_file (store, &file, error)
         && sem_store_update_photo_hidden (store, file.photo, error)
         && sem_store_forget_feature (store, 1, BACKBONE, error)
         && sem_store_note_feature (store, 1, BACKBONE, error);
}

static gboolean
change_scenes (SemStore *store, GError **error)
{
  static const gint64 tried[] = { 1, 4 };
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, 1);
  SemStoreSceneGroup group = { .key = (char *) "another", .outcome = SEM_SCENES_NONE };

  return sem_store_put_scene_group (store, &group, tried, G_N_ELEMENTS (tried), error)
         && sem_store_put_scene (store, group.id, none, none, error)
         && sem_store_drop_scenes (store, SCENE_KEY, error);
}

static gboolean
remove_folder (SemStore *store, GError **error)
{
  return sem_store_remove_folder (store, FOLDER, error);
}

void
store_reader_write (SemStore *store)
{
  static gboolean (*const changes[]) (SemStore *, GError **) = {
    mark_missing,  change_photos, store_reader_change_details,
    change_models, change_scenes, remove_folder,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      GError *error = NULL;
      gboolean ok = sem_store_begin (store, &error) && changes[i](store, &error)
                    && sem_store_commit (store, &error);

      store_reader_check (ok, &error);
      sem_store_rollback (store);
      STORE_READER_ASK (store_reader_check, sem_store_sweep (store, &asked));
    }
}
