/* The weights files of a library: which one is loaded, and which are removed.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <glib/gstdio.h>

#include "engine/nn/program/program-settings.h"
#include "engine/photos/backbones.h"
#include "engine/store/backbones.h"
#include "engine/store/models.h"
#include "tests/engine/photos/photos-fixture.h"

static void
test_paths (void)
{
  static const struct
  {
    const char *library;
    const char *id;
    const char *expected;
  } cases[] = {
    { "/a/library.db", "net-1", "/a/library.backbones/net-1.safetensors" },
    { "/a/library", "net-1", "/a/library.backbones/net-1.safetensors" },
    { "/a/library.db", "", NULL },
    { "/a/library.db", "../net", NULL },
    { "/a/library.db", "a/b", NULL },
    { "/a/library.db", "Net", NULL },
    { "/a/library.db", "net.1", NULL },
    { "/a/library.db", "net\n", NULL },
  };
  g_autofree char *longest = g_strnfill (100, 'x'), *longer = g_strnfill (101, 'x');
  g_autofree char *path = sem_backbones_get_path ("/a.db", longest);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = sem_backbones_get_path (cases[i].library, cases[i].id);

      g_assert_cmpstr (found, ==, cases[i].expected);
    }
  g_assert_nonnull (path);
  g_assert_null (sem_backbones_get_path ("/a.db", longer));
}

/* (transfer full): the id of random weights that lie where those of the library lie. */
static char *
add_tuned (PhotosFixture *fixture, SemStore *store, guint32 seed)
{
  g_autofree char *folder = sem_backbones_get_folder (fixture->library);
  g_autoptr (SemBackbone) backbone = photos_write_weights (fixture, "weights", seed);
  g_autofree char *from = photos_path (fixture, "weights"), *to = NULL;
  char *id = g_strdup (sem_backbone_get_id (backbone));

  to = sem_backbones_get_path (fixture->library, id);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (g_rename (from, to), ==, 0);
  g_assert_true (sem_store_begin (store, NULL));
  g_assert_true (sem_store_put_backbone (store, id, SEM_BACKBONE_TUNED, NULL));
  g_assert_true (sem_store_commit (store, NULL));
  return id;
}

static void
assert_loads (SemStore *store, const char *id, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) backbone = sem_backbones_load (store, id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (sem_backbone_get_id (backbone), ==, expected);
}

static void
test_load (PhotosFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = photos_open (fixture);
  g_autoptr (SemBackbone) own = photos_write_weights (fixture, "own", 1), lost = NULL;
  g_autofree char *own_path = photos_path (fixture, "own");
  g_autofree char *id = add_tuned (fixture, store, 2);
  g_autofree char *path = sem_backbones_get_path (fixture->library, id);
  g_autoptr (GError) error = NULL;

  g_setenv ("SEMBLANCE_WEIGHTS", own_path, TRUE);
  assert_loads (store, NULL, sem_backbone_get_id (own));
  assert_loads (store, sem_backbone_get_id (own), sem_backbone_get_id (own));
  assert_loads (store, id, id);
  /* Weights of an older version of the program: the features are computed again. */
  assert_loads (store, "an-older-one", sem_backbone_get_id (own));

  /* Other weights under its name, and none. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rename (own_path, path), ==, 0);
  g_assert_null (sem_backbones_load (store, id, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  lost = sem_backbones_load (store, id, &error);
  g_assert_null (lost);
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_WEIGHTS);
  g_assert_nonnull (strstr (error->message, path));
}

/* That of the active model; the program's own where there is none. */
static void
test_active (PhotosFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = photos_open (fixture);
  g_autoptr (SemBackbone) own = photos_write_weights (fixture, "own", 1), none = NULL, tuned = NULL;
  g_autofree char *own_path = photos_path (fixture, "own");
  g_autofree char *id = add_tuned (fixture, store, 2);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a model", 7);
  SemStoreModel row = { .method = (char *) "lsh", .bits = 64, .backbone = id, .data = bytes };

  g_setenv ("SEMBLANCE_WEIGHTS", own_path, TRUE);
  none = sem_backbones_load_active (store, NULL);
  g_assert_cmpstr (sem_backbone_get_id (none), ==, sem_backbone_get_id (own));
  g_assert_true (sem_store_begin (store, NULL));
  g_assert_true (sem_store_put_model (store, &row, NULL));
  g_assert_true (sem_store_activate_model (store, row.id, NULL));
  g_assert_true (sem_store_commit (store, NULL));
  tuned = sem_backbones_load_active (store, NULL);
  g_assert_cmpstr (sem_backbone_get_id (tuned), ==, id);
}

/* What the library names stays, and so does what is being written and what is not ours. */
static void
test_sweep (PhotosFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    gboolean stays;
  } files[] = {
    { "kept.safetensors", TRUE },  { SEM_BACKBONES_NEW, TRUE }, { "notes.txt", TRUE },
    { "gone.safetensors", FALSE }, { ".safetensors", FALSE },
  };
  g_autoptr (SemStore) store = photos_open (fixture);
  g_autofree char *folder = sem_backbones_get_folder (fixture->library);

  /* Without the folder as well. */
  sem_backbones_sweep (store);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (sem_store_begin (store, NULL));
  g_assert_true (sem_store_put_backbone (store, "kept", SEM_BACKBONE_TUNED, NULL));
  g_assert_true (sem_store_commit (store, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL);

      g_assert_true (g_file_set_contents (path, "x", 1, NULL));
    }
  sem_backbones_sweep (store);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS) == files[i].stays);
    }
}

/* An id comes from the library, which somebody else may have made. */
static void
test_program_ids (void)
{
  static const char *const wrong[] = {
    "program-384-dino",
    "program-384-dino-0123456",
    "program-384-dino-0123456G",
    "program-384--01234567",
    "program-384-01234567",
    "program-384-/../../x-01234567",
    "program-384-a\nb-01234567",
    "program-384-dino-01234567/../x",
    "program-4-dino-01234567",
    "program-99999999999-dino-01234567",
    "program--dino-01234567",
    "efficientnet-lite0-0123456789abcdef",
    "",
    NULL,
  };
  g_autofree char *name = sem_program_get_name_of_id ("program-384-dino-2-0123abcd");

  g_assert_cmpstr (name, ==, "dino-2");
  g_assert_cmpuint (sem_program_get_dim_of_id ("program-384-dino-2-0123abcd"), ==, 384);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (sem_program_is_id (wrong[i]));
      g_assert_null (sem_program_get_name_of_id (wrong[i]));
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (PhotosFixture *fixture, gconstpointer data);
  } tests[] = {
    { "/photos/backbones/load", test_load },
    { "/photos/backbones/active", test_active },
    { "/photos/backbones/sweep", test_sweep },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/photos/backbones/paths", test_paths);
  g_test_add_func ("/photos/backbones/program-ids", test_program_ids);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, PhotosFixture, NULL, photos_set_up, tests[i].test, photos_tear_down);
  return g_test_run ();
}
