/* Damage that opening finds, names of what is set aside, and journals on network file systems.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/engine/store/store-fixture.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/photos.h"
#include "engine/store/repair/check.h"

#define EXT4 0xef53

/* The file system that the library seems to lie on. */
static guint32 file_system = EXT4;

int
statfs (const char *path, struct statfs *info)
{
  memset (info, 0, sizeof *info);
  info->f_type = (__fsword_t) file_system;
  return 0;
}

static void
fill (StoreFixture *fixture, guint n)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  gint64 folder;

  store_fixture_begin (store);
  folder = store_fixture_add_folder (store, "/photos");
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/photos/%u.jpg", i);

      store_fixture_add_file (store, folder, path, store_fixture_add_photo (store, i));
    }
  store_fixture_commit (store);
}

/* Spoils a page of the table of files, which opening does not read. */
static void
spoil (const char *path)
{
  g_autofree char *content = NULL;
  gsize size, at;

  store_fixture_meddle (path, "PRAGMA wal_checkpoint (TRUNCATE)");
  at = (gsize) store_fixture_find_leaf (path, "files");
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  g_assert_cmpuint (size, >=, at + 4096);
  memset (content + at, 0xee, 4096);
  g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));
}

static gboolean
has_date (const char *path)
{
  return g_regex_match_simple ("\\.damaged-\\d{4}-\\d\\d-\\d\\d-\\d{6}(-\\d)?$", path, 0, 0);
}

static void
test_opening (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *seen = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *aside = NULL;
      g_autoptr (GPtrArray) kept = NULL;
      g_autoptr (SemStore) store = NULL;
      guint n_folders;

      fill (fixture, 2000);
      store = sem_store_open_or_renew (fixture->path, &aside, &n_folders, &error);
      g_assert_no_error (error);
      g_assert_null (aside);
      g_clear_pointer (&store, sem_store_close);

      spoil (fixture->path);
      store = sem_store_open (fixture->path, SEM_STORE_WRITE, &error);
      g_assert_no_error (error);
      g_clear_pointer (&store, sem_store_close);
      store = sem_store_open_or_renew (fixture->path, &aside, &n_folders, &error);
      g_assert_no_error (error);
      g_assert_nonnull (aside);
      g_assert_cmpuint (n_folders, ==, 1);
      g_assert_true (has_date (aside));
      g_assert_cmpstr (aside, !=, seen);
      g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
      g_free (seen);
      seen = g_strdup (aside);
      /* Nothing that was set aside before is lost. */
      kept = sem_store_list_aside (fixture->path);
      g_assert_cmpuint (kept->len, ==, 3 * (i + 1));
    }
}

static const SemStoreFileCheck *
get_check (const GPtrArray *checks, guint part)
{
  g_assert_cmpuint (checks->len, ==, 3);
  return checks->pdata[part];
}

static void
test_check (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *features = store_fixture_companion (fixture, "features");
  g_autofree char *mark = g_strconcat (fixture->path, ".damaged", NULL);
  g_autoptr (GPtrArray) sound = NULL, bad = NULL, gone = NULL;

  fill (fixture, 2000);
  sound = sem_store_check_files (fixture->path, NULL, NULL);
  for (guint part = 0; part < 3; part++)
    {
      g_assert_null (get_check (sound, part)->damage);
      g_assert_null (get_check (sound, part)->problem);
      g_assert_true (get_check (sound, part)->exists);
      g_assert_cmpint (get_check (sound, part)->size, >, 4096);
      g_assert_cmpstr (get_check (sound, part)->journal, ==, "wal");
    }
  spoil (fixture->path);
  g_assert_true (g_file_set_contents (features, "no database at all, but long enough", -1, NULL));
  bad = sem_store_check_files (fixture->path, NULL, NULL);
  g_assert_nonnull (get_check (bad, 0)->damage);
  g_assert_nonnull (get_check (bad, 1)->damage);
  g_assert_null (get_check (bad, 2)->damage);
  /* Looking notes nothing. */
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
  g_assert_cmpint (unlink (features), ==, 0);
  gone = sem_store_check_files (fixture->path, NULL, NULL);
  g_assert_false (get_check (gone, 1)->exists);
  g_assert_null (get_check (gone, 1)->damage);
}

static void
assert_journal (StoreFixture *fixture, const char *expected)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (GPtrArray) checks = NULL;
  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);

    g_assert_cmpint (g_file_test (wal, G_FILE_TEST_EXISTS), ==, g_str_equal (expected, "wal"));
    assert_ids (sem_store_list_photos (store, 0, NULL), "1 2 3");
  }
  checks = sem_store_check_files (fixture->path, NULL, NULL);
  for (guint part = 0; part < 3; part++)
    g_assert_cmpstr (get_check (checks, part)->journal, ==, expected);
}

/* A library that is made on a network, and one that is moved there and back. */
static void
test_network (StoreFixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint32 type;
    const char *name;
    gboolean network;
  } kinds[] = {
    { 0x6969, "nfs", TRUE },       { 0xff534d42, "cifs", TRUE }, { 0xfe534d42, "smb2", TRUE },
    { 0x65735546, "fuse", TRUE },  { EXT4, "ext4", FALSE },      { 0x9123683e, "btrfs", FALSE },
    { 0x12345, "0x12345", FALSE },
  };

  file_system = kinds[0].type;
  fill (fixture, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *place = NULL;
      gboolean network;

      file_system = kinds[i].type;
      place = sem_store_describe_place (fixture->path, &network);
      g_assert_cmpstr (place, ==, kinds[i].name);
      g_assert_cmpint (network, ==, kinds[i].network);
      assert_journal (fixture, network ? "delete" : "wal");
    }
  file_system = EXT4;
}

/* Where another connection has the library open, its journal is changed later. */
static void
test_busy (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) first = NULL;
  g_autoptr (GError) error = NULL;

  fill (fixture, 3);
  first = sem_store_open (fixture->path, SEM_STORE_READ, &error);
  g_assert_no_error (error);
  assert_ids (sem_store_list_photos (first, 0, NULL), "1 2 3");
  file_system = 0x6969;
  {
    g_autoptr (SemStore) second = store_fixture_open (fixture->path);

    store_fixture_begin (second);
    store_fixture_add_photo (second, 4);
    store_fixture_commit (second);
  }
  assert_ids (sem_store_list_photos (first, 0, NULL), "1 2 3 4");
  g_clear_pointer (&first, sem_store_close);
  {
    g_autoptr (SemStore) store = store_fixture_open (fixture->path);
    g_autoptr (GPtrArray) checks = sem_store_check_files (fixture->path, NULL, NULL);

    g_assert_nonnull (store);
    g_assert_cmpstr (get_check (checks, 0)->journal, ==, "delete");
  }
  file_system = EXT4;
}

/* One of several programs that open a damaged library at once renews it, the others find it sound.
 */
static void
test_together (StoreFixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < 8; round++)
    {
      g_autoptr (GPtrArray) kept = NULL;
      pid_t children[4];

      fill (fixture, 2000);
      spoil (fixture->path);
      for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
        {
          children[i] = fork ();
          if (children[i] == 0)
            {
              g_autofree char *aside = NULL;
              guint n_folders;
              SemStore *store = sem_store_open_or_renew (fixture->path, &aside, &n_folders, NULL);
              g_autoptr (GPtrArray) folders = store ? sem_store_list_folders (store, NULL) : NULL;

              _exit (!folders || folders->len != 1);
            }
        }
      for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
        {
          int status;

          g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
          g_assert_cmpint (status, ==, 0);
        }
      kept = sem_store_list_aside (fixture->path);
      g_assert_cmpuint (kept->len, ==, 3 * (round + 1));
    }
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "repair/opening", test_opening },   { "repair/check", test_check },
    { "repair/network", test_network },   { "repair/busy", test_busy },
    { "repair/together", test_together },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
