/* What a person decided about a library outlives its database.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/engine/store/store-fixture.h"
#include "engine/store/details/duplicates.h"
#include "engine/store/details/patterns.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/repair/decisions.h"

static char *
name_file (StoreFixture *fixture, guint backup)
{
  return backup ? g_strdup_printf ("%s/made/for/library.decisions.%u", fixture->folder, backup)
                : g_strdup_printf ("%s/made/for/library.decisions", fixture->folder);
}

/* Such as "/a /b | lsh 128 7 Flowers/seen*?": * for the active model, ? for one that waits. */
static char *
describe (const SemDecisions *decisions)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < decisions->folders->len; i++)
    g_string_append_printf (text, "%s ", (const char *) decisions->folders->pdata[i]);
  for (guint i = 0; i < decisions->models->len; i++)
    {
      const SemDecidedModel *model = decisions->models->pdata[i];

      g_string_append_printf (text, "| %s %u %" G_GUINT64_FORMAT " %s/%s%s%s", model->method,
                              model->bits, model->seed, model->name ? model->name : "",
                              model->note ? model->note : "", model->active ? "*" : "",
                              model->waiting ? "?" : "");
    }
  return g_string_free (text, FALSE);
}

static void
assert_decisions (StoreFixture *fixture, guint backup, const char *expected)
{
  g_autoptr (SemDecisions) decisions = NULL;
  g_autofree char *text = NULL;
  guint read = 99;

  decisions = sem_decisions_read (fixture->path, &read);
  g_assert_nonnull (decisions);
  g_assert_cmpuint (read, ==, backup);
  text = describe (decisions);
  g_assert_cmpstr (text, ==, expected);
}

static void
add_folder (StoreFixture *fixture, const char *path)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);

  store_fixture_begin (store);
  store_fixture_add_folder (store, path);
  store_fixture_commit (store);
}

/* The name of one that has none, and is soon replaced. */
#define PROVISIONAL "provisional"

static gint64
add_model (SemStore *store, const char *method, guint64 seed, const char *name)
{
  g_autoptr (GBytes) data = g_bytes_new_static ("model", 5);
  g_autoptr (GError) error = NULL;
  SemStoreModel model = {
    .method = (char *) method,
    .bits = 128,
    .seed = seed,
    .backbone = (char *) BACKBONE,
    .photos = 3,
    .trained_on = 3,
    .created = 1700000000,
    .data = data,
    .provisional = name && g_str_equal (name, PROVISIONAL),
    .origin = SEM_MODEL_TRAINED,
    .name = name && g_str_equal (name, PROVISIONAL) ? NULL : (char *) name,
  };

  sem_store_put_model (store, &model, &error);
  g_assert_no_error (error);
  sem_store_set_model_stage (store, model.id, SEM_MODEL_READY, NULL, &error);
  g_assert_no_error (error);
  return model.id;
}

/* Each change is in the file as soon as it is committed; the states before are backups. */
static void
test_follows (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GError) error = NULL;
  gint64 id;

  store_fixture_begin (store);
  store_fixture_add_folder (store, "/b");
  store_fixture_add_folder (store, "/a \xff");
  store_fixture_commit (store);
  assert_decisions (fixture, 0, "/a \xff /b ");
  store_fixture_begin (store);
  id = add_model (store, "itq", 7, "Flowers\n = [x]");
  sem_store_set_model_words (store, id, NULL, "ünd", &error);
  g_assert_no_error (error);
  store_fixture_commit (store);
  assert_decisions (fixture, 0, "/a \xff /b | itq 128 7 Flowers\n = [x]/ünd");
  store_fixture_begin (store);
  sem_store_use_model (store, id, &error);
  sem_store_remove_folder (store, "/b", &error);
  g_assert_no_error (error);
  store_fixture_commit (store);
  assert_decisions (fixture, 0, "/a \xff | itq 128 7 Flowers\n = [x]/ünd*");
  /* What is rolled back was not decided. */
  store_fixture_begin (store);
  store_fixture_add_folder (store, "/c");
  sem_store_rollback (store);
  store_fixture_begin (store);
  store_fixture_commit (store);
  assert_decisions (fixture, 0, "/a \xff | itq 128 7 Flowers\n = [x]/ünd*");
}

static void
test_backups (StoreFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = { "/1 /2 /3 /4 /5 ", "/1 /2 /3 /4 ", "/1 /2 /3 ",
                                          "/1 /2 " };
  g_autofree char *last = name_file (fixture, SEM_DECISIONS_BACKUPS + 1);
  mode_t mask = umask (0);

  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);

      add_folder (fixture, path);
    }
  umask (mask);
  g_assert_false (g_file_test (last, G_FILE_TEST_EXISTS));
  for (guint i = 0; i <= SEM_DECISIONS_BACKUPS; i++)
    {
      g_autofree char *name = name_file (fixture, i);
      struct stat info;

      g_assert_cmpint (stat (name, &info), ==, 0);
      g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
      assert_decisions (fixture, i, expected[i]);
      /* Damaged anywhere, it is not believed, and pushes out no backup. */
      if (i % 2)
        g_assert_cmpint (truncate (name, info.st_size / 2), ==, 0);
      else
        {
          FILE *file = fopen (name, "r+");

          fseek (file, info.st_size - 3, SEEK_SET);
          fputc ('#', file);
          fclose (file);
        }
    }
  g_assert_null (sem_decisions_read (fixture->path, NULL));
  add_folder (fixture, "/6");
  assert_decisions (fixture, 0, "/1 /2 /3 /4 /5 /6 ");
}

/* Writes over the whole library, so that nothing can be read from it. */
static void
wreck (StoreFixture *fixture)
{
  g_autofree char *noise = g_strnfill (60000, 'x');

  g_assert_true (g_file_set_contents (fixture->path, noise, 60000, NULL));
}

static void
renew (StoreFixture *fixture, guint expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;
  guint n_folders;
  g_autoptr (SemStore) store = sem_store_open_or_renew (fixture->path, &aside, &n_folders, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  g_assert_nonnull (aside);
  g_assert_cmpuint (n_folders, ==, expected);
}

/* Folders are back at once; words come back with a model that is trained in the same way. */
static void
test_lost (StoreFixture *fixture, gconstpointer data)
{
  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);

    store_fixture_begin (store);
    store_fixture_add_folder (store, "/a");
    store_fixture_add_folder (store, "/b");
    add_model (store, "itq", 7, "Flowers");
    store_fixture_commit (store);
  }
  wreck (fixture);
  renew (fixture, 2);
  assert_decisions (fixture, 0, "/a /b | itq 128 7 Flowers/?");
  /* They wait through other decisions. */
  add_folder (fixture, "/c");
  assert_decisions (fixture, 0, "/a /b /c | itq 128 7 Flowers/?");
  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);
    g_autoptr (GPtrArray) models = NULL;

    store_fixture_begin (store);
    add_model (store, "itq", 8, NULL);
    add_model (store, "lsh", 7, NULL);
    /* Not with one that is replaced when indexing ends. */
    add_model (store, "itq", 7, PROVISIONAL);
    add_model (store, "itq", 7, NULL);
    store_fixture_commit (store);
    models = sem_store_list_models (store, NULL);
    g_assert_cmpuint (models->len, ==, 4);
    for (guint i = 0; i < 4; i++)
      g_assert_cmpstr (((SemStoreModel *) models->pdata[i])->name, ==, i == 3 ? "Flowers" : NULL);
  }
  assert_decisions (fixture, 0, "/a /b /c | itq 128 7 Flowers/");
}

/* An empty file is a database without a table to SQLite, and a lost library here. */
static void
test_empty (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = NULL;
  g_autofree char *aside = NULL;
  guint n_folders;

  add_folder (fixture, "/a");
  add_folder (fixture, "/b");
  g_assert_cmpint (truncate (fixture->path, 0), ==, 0);
  store = sem_store_open_or_renew (fixture->path, &aside, &n_folders, &error);
  g_assert_no_error (error);
  folders = sem_store_list_folders (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (folders->len, ==, 2);
  assert_decisions (fixture, 0, "/a /b ");
}

static void
assert_patterns (StoreFixture *fixture, const char *expected)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GPtrArray) list = sem_store_list_patterns (store, NULL);
  GString *text = g_string_new (NULL);

  g_assert_nonnull (list);
  for (guint i = 0; i < list->len; i++)
    {
      const SemStorePatterns *patterns = list->pdata[i];

      g_string_append_printf (text, "%s:%s ", patterns->path, patterns->text);
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_string_free (text, TRUE);
}

/* What folders leave out outlives the library, and not the folder. */
static void
test_patterns (StoreFixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/a", "/a/in \xff", "/ab" };

  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);

    store_fixture_begin (store);
    store_fixture_add_folder (store, "/a");
    store_fixture_add_folder (store, "/ab");
    for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
      g_assert_true (sem_store_set_patterns (store, paths[i], "-*.gif\n+[#]; = \\\n", NULL));
    g_assert_true (sem_store_set_patterns (store, "/ab", "-x\n", NULL));
    store_fixture_commit (store);
  }
  wreck (fixture);
  renew (fixture, 2);
  assert_patterns (fixture, "/a:-*.gif\n+[#]; = \\\n /a/in \xff:-*.gif\n+[#]; = \\\n /ab:-x\n ");
  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);

    store_fixture_begin (store);
    g_assert_true (sem_store_remove_folder (store, "/a", NULL));
    store_fixture_commit (store);
  }
  assert_patterns (fixture, "/ab:-x\n ");
  wreck (fixture);
  renew (fixture, 1);
  assert_patterns (fixture, "/ab:-x\n ");
  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);

    store_fixture_begin (store);
    g_assert_true (sem_store_set_patterns (store, "/ab", "", NULL));
    store_fixture_commit (store);
  }
  wreck (fixture);
  renew (fixture, 1);
  assert_patterns (fixture, "");
}

static void
open_anew (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;
  guint n_folders;
  g_autoptr (SemStore) store = sem_store_open_or_renew (fixture->path, &aside, &n_folders, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  g_assert_null (aside);
}

/* A library whose file is gone has its folders again, wherever the program ended while it was
 * renewed: with a new library that is not in its place, or without any. */
static void
test_gone (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *new = g_strconcat (fixture->path, ".new.db", NULL);

  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);

    store_fixture_begin (store);
    store_fixture_add_folder (store, "/a");
    add_model (store, "itq", 7, "Flowers");
    store_fixture_commit (store);
  }
  g_assert_cmpint (unlink (fixture->path), ==, 0);
  open_anew (fixture);
  assert_decisions (fixture, 0, "/a | itq 128 7 Flowers/?");
  add_folder (fixture, "/b");
  g_assert_cmpint (rename (fixture->path, new), ==, 0);
  open_anew (fixture);
  g_assert_false (g_file_test (new, G_FILE_TEST_EXISTS));
  assert_decisions (fixture, 0, "/a /b | itq 128 7 Flowers/?");
  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);
    g_autoptr (GPtrArray) folders = sem_store_list_folders (store, NULL);

    g_assert_cmpuint (folders->len, ==, 2);
  }
}

/* What cannot be written costs no backup. */
static void
test_unwritable (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *name = name_file (fixture, 0), *new = g_strconcat (name, ".new", NULL);
  g_autofree char *first = name_file (fixture, 1);

  add_folder (fixture, "/a");
  add_folder (fixture, "/b");
  g_assert_cmpint (mkdir (new, 0700), ==, 0);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *path = g_strdup_printf ("/c%u", i);

      add_folder (fixture, path);
    }
  assert_decisions (fixture, 0, "/a /b ");
  g_assert_cmpint (unlink (name), ==, 0);
  assert_decisions (fixture, 1, "/a ");
  g_assert_true (g_file_test (first, G_FILE_TEST_EXISTS));
}

/* Models that can still be read are in the new library, and the active one is active. */
static void
test_saved (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (SemStore) store = NULL;
  g_autofree char *mark = g_strconcat (fixture->path, ".damaged", NULL);
  SemStoreModel active = { 0 };
  gint64 id;

  store = store_fixture_open (fixture->path);
  store_fixture_begin (store);
  store_fixture_add_folder (store, "/a");
  store_fixture_add_photo (store, 1);
  add_model (store, "lsh", 1, NULL);
  id = add_model (store, "itq", 7, "Flowers");
  g_assert_true (sem_store_use_model (store, id, NULL));
  store_fixture_commit (store);
  g_clear_pointer (&store, sem_store_close);
  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  renew (fixture, 1);
  store = store_fixture_open (fixture->path);
  models = sem_store_list_models (store, NULL);
  g_assert_cmpuint (models->len, ==, 2);
  g_assert_true (sem_store_get_active_row (store, &active, NULL));
  g_assert_cmpstr (active.name, ==, "Flowers");
  g_assert_cmpstr (active.method, ==, "itq");
  g_assert_cmpint (active.stage, ==, SEM_MODEL_READY);
  g_assert_true (active.kept);
  g_assert_cmpmem (g_bytes_get_data (active.data, NULL), g_bytes_get_size (active.data), "model",
                   5);
  sem_store_model_clear (&active);
  assert_decisions (fixture, 0, "/a | itq 128 7 Flowers/*");
}

static guint
count_different (SemStore *store, gint64 photo)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = sem_store_list_different (store, photo, &error);

  g_assert_no_error (error);
  return ids->len;
}

/* What is not the same stays so when the database is lost, whatever rows the photos get then. */
static void
test_different (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 a, b, c;

  store_fixture_begin (store);
  store_fixture_add_folder (store, "/a");
  a = store_fixture_add_photo (store, 1);
  b = store_fixture_add_photo (store, 2);
  c = store_fixture_add_photo (store, 3);
  g_assert_true (sem_store_set_different (store, b, a, TRUE, NULL));
  g_assert_true (sem_store_set_different (store, b, c, TRUE, NULL));
  g_assert_true (sem_store_set_different (store, c, c, TRUE, NULL));
  g_assert_true (sem_store_set_different (store, c, 12345, TRUE, NULL));
  store_fixture_commit (store);
  g_assert_cmpuint (count_different (store, b), ==, 2);
  g_assert_cmpuint (count_different (store, c), ==, 1);
  store_fixture_begin (store);
  g_assert_true (sem_store_set_different (store, c, b, FALSE, NULL));
  store_fixture_commit (store);
  g_clear_pointer (&store, sem_store_close);
  wreck (fixture);
  renew (fixture, 1);

  store = store_fixture_open (fixture->path);
  store_fixture_begin (store);
  c = store_fixture_add_photo (store, 3);
  b = store_fixture_add_photo (store, 2);
  a = store_fixture_add_photo (store, 1);
  store_fixture_commit (store);
  g_assert_cmpuint (count_different (store, a), ==, 1);
  g_assert_cmpuint (count_different (store, b), ==, 1);
  g_assert_cmpuint (count_different (store, c), ==, 0);
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "decisions/follows", test_follows },   { "decisions/backups", test_backups },
    { "decisions/lost", test_lost },         { "decisions/empty", test_empty },
    { "decisions/gone", test_gone },         { "decisions/unwritable", test_unwritable },
    { "decisions/saved", test_saved },       { "decisions/different", test_different },
    { "decisions/patterns", test_patterns },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
