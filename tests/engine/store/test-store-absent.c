/* What is not in the library is no error: calls succeed with an id of 0, NULL or FALSE.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/store/store-fixture.h"
#include "engine/store/backbones.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/models.h"
#include "engine/store/mounts.h"
#include "engine/store/photos.h"
#include "engine/store/scenes.h"

#define NONE 999

/* A call that finds nothing sets the row's id to 0, whatever it was. */
static void
check_rows (SemStore *store)
{
  g_autoptr (GError) error = NULL;
  SemStoreFile file = { .id = NONE };
  SemStorePhoto photo = { .id = NONE };
  SemStoreModel model = { .id = NONE };
  SemStoreSceneGroup group = { .id = NONE };

  g_assert_true (sem_store_find_file (store, "/photos/none.jpg", &file, &error));
  g_assert_no_error (error);
  g_assert_cmpint (file.id, ==, 0);
  g_assert_true (sem_store_get_photo (store, NONE, &photo, &error));
  g_assert_no_error (error);
  g_assert_cmpint (photo.id, ==, 0);
  g_assert_true (sem_store_get_model (store, NONE, &model, &error));
  g_assert_no_error (error);
  g_assert_cmpint (model.id, ==, 0);
  g_assert_true (sem_store_find_scene_group (store, "none", &group, &error));
  g_assert_no_error (error);
  g_assert_cmpint (group.id, ==, 0);
}

static void
check_ids_and_numbers (SemStore *store)
{
  static const guint8 hash[SEM_STORE_HASH_SIZE] = { 0xff };
  const SemFileIdentity identity = { .inode = NONE };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sem_store_find_photo (store, hash, BACKBONE, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpint (sem_store_find_identity (store, &identity, BACKBONE, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpint (sem_store_forget_missing (store, "/none", &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpint (sem_store_last_code (store, NONE, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpint (sem_store_get_backbone_kind (store, "none", &error), ==, SEM_BACKBONE_FOUND);
  g_assert_no_error (error);
}

/* @photo: any photo without a feature of @backbone, or the id of none. */
static void
check_companions (SemStore *store, gint64 photo, const char *backbone)
{
  const SemStorePhoto row = { .id = photo };
  g_autoptr (GError) error = NULL;
  guint16 feature[DIM];
  guint8 sketch[DIM];
  gint8 vector[DIM];
  gboolean found = TRUE;

  g_assert_true (sem_store_get_feature (store, photo, backbone, feature, DIM, &found, &error));
  g_assert_no_error (error);
  g_assert_false (found);
  found = TRUE;
  g_assert_true (sem_store_get_sketch (store, &row, sketch, DIM, &found, &error));
  g_assert_no_error (error);
  g_assert_false (found);
  found = TRUE;
  g_assert_true (sem_store_get_vector (store, NONE, photo, vector, DIM, &found, &error));
  g_assert_no_error (error);
  g_assert_false (found);
  found = TRUE;
  g_assert_true (sem_store_has_feature (store, photo, backbone, &found, &error));
  g_assert_no_error (error);
  g_assert_false (found);
}

static void
check_all (SemStore *store)
{
  g_autoptr (GError) error = NULL;
  GBytes *jpeg = (GBytes *) &error;

  check_rows (store);
  check_ids_and_numbers (store);
  check_companions (store, NONE, BACKBONE);
  g_assert_true (sem_store_get_thumbnail (store, NONE, &jpeg, &error));
  g_assert_no_error (error);
  g_assert_null (jpeg);
}

static void
test_new (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GError) error = NULL;
  SemStoreModel model = { .id = NONE };

  check_all (store);
  g_assert_true (sem_store_get_active_row (store, &model, &error));
  g_assert_no_error (error);
  g_assert_cmpint (model.id, ==, 0);
  g_assert_cmpint (sem_store_get_active_model (store, &error), ==, 0);
  g_assert_cmpint (sem_store_last_file (store, &error), ==, 0);
  g_assert_cmpint (sem_store_count_failed (store, &error), ==, 0);
  g_assert_no_error (error);
}

static void
test_filled (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 folder = store_fixture_add_folder (store, "/photos"),
         photo = store_fixture_add_photo (store, 1);

  store_fixture_add_file (store, folder, "/photos/1.jpg", photo);
  store_fixture_add_codes (store, store_fixture_add_model (store, TRUE), photo, 1);
  check_all (store);
  check_companions (store, photo, "none");
}

/* Where the library cannot be read, the same calls fail and set an error. */
static void
test_failure (StoreFixture *fixture, gconstpointer data)
{
  static const guint8 hash[SEM_STORE_HASH_SIZE] = { 0xff };
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GError) error = NULL;
  SemStorePhoto photo = { .id = NONE };
  gboolean found = TRUE;

  store_fixture_meddle (fixture->path, "DROP TABLE described; ALTER TABLE photos RENAME TO gone");
  g_assert_cmpint (sem_store_find_photo (store, hash, BACKBONE, &error), ==, -1);
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (sem_store_get_photo (store, NONE, &photo, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (photo.id, ==, 0);
  g_clear_error (&error);
  g_assert_false (sem_store_has_feature (store, NONE, BACKBONE, &found, &error));
  g_assert_nonnull (error);
  g_assert_false (found);
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "absent/new", test_new },
    { "absent/filled", test_filled },
    { "absent/failure", test_failure },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
