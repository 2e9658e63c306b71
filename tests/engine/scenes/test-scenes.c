/* Scenes in the store, and as training sees them.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/scenes/scenes.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/photos.h"
#include "engine/store/scenes.h"
#include "tests/support/folder.h"

#include <string.h>

#define N_PHOTOS 9

typedef struct
{
  char *folder;
  SemStore *store;
  gint64 ids[N_PHOTOS];
} Fixture;

static void
add_photo (Fixture *fixture, gint64 folder, guint i)
{
  g_autofree char *path = g_strdup_printf ("/photos/%u.jpg", i);
  guint8 hash[SEM_STORE_HASH_SIZE];
  g_autoptr (GError) error = NULL;
  SemStoreFile file = { .folder = folder, .path = path, .state = SEM_FILE_INDEXED };

  memset (hash, (int) (200 - i), sizeof hash);
  fixture->ids[i] = sem_store_put_photo (fixture->store, hash, 640, 480, "test", &error);
  g_assert_no_error (error);
  file.photo = fixture->ids[i];
  sem_store_put_file (fixture->store, &file, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  gint64 folder;

  fixture->folder = test_folder_new ();
  path = g_build_filename (fixture->folder, "library.db", NULL);
  fixture->store = sem_store_open (path, SEM_STORE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (sem_store_begin (fixture->store, NULL));
  folder = sem_store_add_folder (fixture->store, "/photos", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_PHOTOS; i++)
    add_photo (fixture, folder, i);
  g_assert_true (sem_store_commit (fixture->store, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sem_store_close (fixture->store);
  test_folder_remove (fixture->folder);
}

/* A scene of the photos @first to @last, each with 100 points more than the one before; photos side
 * by side share 30 points. */
static void
put_scene (Fixture *fixture, const char *key, guint first, guint last)
{
  SemStoreSceneGroup group = { .key = (char *) key, .outcome = SEM_SCENES_FOUND, .seconds = 2 };
  g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePhoto));
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePair));
  g_autoptr (GError) error = NULL;

  for (guint i = first; i <= last; i++)
    {
      SemStoreScenePhoto photo = { fixture->ids[i], 100 * (i + 1) };
      SemStoreScenePair pair = { fixture->ids[i], fixture->ids[i] + 1, 30, 1.25f };

      g_array_append_val (photos, photo);
      if (i < last)
        g_array_append_val (pairs, pair);
    }
  g_assert_true (sem_store_begin (fixture->store, NULL));
  sem_store_put_scene_group (fixture->store, &group, fixture->ids + first, last - first + 1,
                             &error);
  g_assert_no_error (error);
  sem_store_put_scene (fixture->store, group.id, photos, pairs, &error);
  g_assert_no_error (error);
  g_assert_true (sem_store_commit (fixture->store, NULL));
}

/* The sizes of the scenes, in their order. */
static char *
list_sizes (Fixture *fixture)
{
  g_autoptr (GPtrArray) scenes = sem_store_list_scenes (fixture->store, NULL);
  GString *text = g_string_new (NULL);

  g_assert_nonnull (scenes);
  for (guint i = 0; i < scenes->len; i++)
    g_string_append_printf (text, "%u ", ((SemStoreScene *) scenes->pdata[i])->photos->len);
  return g_string_free (text, FALSE);
}

#define assert_sizes(fixture, expected)                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *sizes_text = list_sizes (fixture);                                            \
    g_assert_cmpstr (sizes_text, ==, expected);                                                    \
  }                                                                                                \
  G_STMT_END

static void
test_store (Fixture *fixture, gconstpointer data)
{
  SemStoreSceneGroup group = { 0 };
  g_autoptr (GArray) tried = NULL;
  g_autoptr (GPtrArray) scenes = NULL;

  put_scene (fixture, "one", 0, 3);
  put_scene (fixture, "two", 5, 7);
  assert_sizes (fixture, "4 3 ");
  scenes = sem_store_list_scenes (fixture->store, NULL);
  /* The cover is the photo with the most points. */
  g_assert_cmpint (
    g_array_index (((SemStoreScene *) scenes->pdata[0])->photos, SemStoreScenePhoto, 0).photo, ==,
    fixture->ids[3]);
  tried = sem_store_list_tried (fixture->store, NULL);
  g_assert_cmpuint (tried->len, ==, 7);
  g_assert_true (sem_store_find_scene_group (fixture->store, "two", &group, NULL));
  g_assert_cmpint (group.outcome, ==, SEM_SCENES_FOUND);
  sem_store_scene_group_clear (&group);
  g_assert_true (sem_store_find_scene_group (fixture->store, "three", &group, NULL));
  g_assert_cmpint (group.id, ==, 0);
}

/* The same group again replaces its scenes; another group takes photos over, with no pair left
 * between two scenes. */
static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) pairs = NULL;

  put_scene (fixture, "one", 0, 3);
  put_scene (fixture, "one", 0, 2);
  assert_sizes (fixture, "3 ");
  put_scene (fixture, "two", 2, 5);
  assert_sizes (fixture, "2 4 ");
  pairs = sem_store_list_scene_pairs (fixture->store, NULL);
  g_assert_cmpuint (pairs->len, ==, 1 + 3);
}

/* Photos that went while COLMAP worked are left out, and their pairs. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) pairs = NULL;

  fixture->ids[2] = 12345;
  put_scene (fixture, "one", 0, 4);
  assert_sizes (fixture, "4 ");
  pairs = sem_store_list_scene_pairs (fixture->store, NULL);
  g_assert_cmpuint (pairs->len, ==, 2);
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemScenes) scenes = NULL;
  const SemScenePair *pair;
  gint64 rows[6];

  put_scene (fixture, "one", 0, 3);
  put_scene (fixture, "two", 5, 7);
  /* Backwards, without photo 2, and with one that is of no scene. */
  rows[0] = fixture->ids[8];
  rows[1] = fixture->ids[6];
  rows[2] = fixture->ids[5];
  rows[3] = fixture->ids[3];
  rows[4] = fixture->ids[1];
  rows[5] = fixture->ids[0];
  scenes = sem_scenes_load (fixture->store, rows, G_N_ELEMENTS (rows), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scenes->n_scenes, ==, 2);
  g_assert_cmpint (scenes->scene[0], ==, -1);
  g_assert_cmpint (scenes->scene[1], ==, 1);
  g_assert_cmpint (scenes->scene[3], ==, 0);
  g_assert_cmpuint (scenes->points[0], ==, 0);
  g_assert_cmpuint (scenes->points[4], ==, 200);
  g_assert_cmpuint (scenes->pairs->len, ==, 2);
  pair = sem_scenes_find (scenes, 5, 4);
  g_assert_nonnull (pair);
  g_assert_cmpuint (pair->shared, ==, 30);
  g_assert_cmpfloat (pair->scale, ==, 1.25f);
  g_assert_nonnull (sem_scenes_find (scenes, 1, 2));
  g_assert_cmpfloat_with_epsilon (sem_scenes_get_overlap (scenes, 4, 5), .15, 1e-9);
}

static void
test_fold (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemScenes) scenes = NULL;
  guint counts[N_PHOTOS] = { 0 };

  put_scene (fixture, "one", 0, 3);
  put_scene (fixture, "two", 5, 7);
  scenes = sem_scenes_load (fixture->store, fixture->ids, N_PHOTOS, NULL);
  for (guint fold = 0; fold < 3; fold++)
    {
      guint8 left_out[N_PHOTOS], again[N_PHOTOS];
      guint of_scene[2] = { 0 };

      sem_scenes_fold (scenes, 3, fold, 7, left_out);
      sem_scenes_fold (scenes, 3, fold, 7, again);
      g_assert_cmpmem (left_out, N_PHOTOS, again, N_PHOTOS);
      for (guint i = 0; i < N_PHOTOS; i++)
        if (left_out[i])
          {
            counts[i]++;
            of_scene[scenes->scene[i]]++;
          }
      g_assert_cmpuint (of_scene[0], >=, 1);
      g_assert_cmpuint (of_scene[1], ==, 1);
    }
  for (guint i = 0; i < N_PHOTOS; i++)
    g_assert_cmpuint (counts[i], ==, scenes->scene[i] >= 0);
}

/* What a scene looks like goes with it. */
static void
test_shape (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) shape = g_bytes_new_static ("shape", 5), read = NULL, none = NULL;
  g_autoptr (GBytes) huge = NULL, unread = NULL;
  g_autoptr (GPtrArray) scenes = NULL;
  g_autofree guint8 *zeros = g_new0 (guint8, SEM_STORE_MAX_SHAPE + 1);
  gint64 scene;

  put_scene (fixture, "one", 0, 3);
  scenes = sem_store_list_scenes (fixture->store, NULL);
  scene = ((const SemStoreScene *) scenes->pdata[0])->id;
  g_assert_true (sem_store_get_scene_shape (fixture->store, scene, &none, NULL));
  g_assert_null (none);
  g_assert_true (sem_store_begin (fixture->store, NULL));
  g_assert_true (sem_store_put_scene_shape (fixture->store, fixture->ids[0], shape, NULL));
  /* Of no scene. */
  g_assert_true (sem_store_put_scene_shape (fixture->store, fixture->ids[8], shape, NULL));
  g_assert_true (sem_store_commit (fixture->store, NULL));
  g_assert_true (sem_store_get_scene_shape (fixture->store, scene, &read, NULL));
  g_assert_true (g_bytes_equal (shape, read));
  huge = g_bytes_new (zeros, SEM_STORE_MAX_SHAPE + 1);
  g_assert_true (sem_store_begin (fixture->store, NULL));
  g_assert_true (sem_store_put_scene_shape (fixture->store, fixture->ids[1], huge, NULL));
  g_assert_true (sem_store_commit (fixture->store, NULL));
  g_assert_true (sem_store_get_scene_shape (fixture->store, scene, &unread, NULL));
  g_assert_null (unread);
  g_assert_true (sem_store_begin (fixture->store, NULL));
  g_assert_true (sem_store_put_scene_shape (fixture->store, fixture->ids[1], shape, NULL));
  g_assert_true (sem_store_drop_scenes (fixture->store, "one", NULL));
  g_assert_true (sem_store_commit (fixture->store, NULL));
  g_assert_true (sem_store_get_scene_shape (fixture->store, scene, &none, NULL));
  g_assert_null (none);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "store", test_store }, { "replace", test_replace }, { "gone", test_gone },
    { "load", test_load },   { "fold", test_fold },       { "shape", test_shape },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/library/scenes/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }
  return g_test_run ();
}
