/* What a library holds is for its owner alone.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sys/stat.h>
#include <unistd.h>

#include "tests/engine/store/store-fixture.h"
#include "engine/store/photos.h"

static guint
get_mode (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

/* Returns: how many files there are, all of which must be private */
static guint
check_all (StoreFixture *fixture)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  for (; (name = g_dir_read_name (dir)); n++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (get_mode (path) & 077)
        g_error ("%s has the mode %o", name, get_mode (path));
    }
  return n;
}

static void
fill (StoreFixture *fixture)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);

  store_fixture_begin (store);
  store_fixture_add_photo (store, 1);
  store_fixture_commit (store);
  /* Three databases, each with a journal and shared memory. */
  g_assert_cmpuint (check_all (fixture), >=, 9);
}

/* Whatever the umask is. */
static void
test_new (StoreFixture *fixture, gconstpointer data)
{
  const mode_t before = umask (0);
  int lock;

  fill (fixture);
  lock = sem_store_lock (fixture->path, NULL);
  g_assert_cmpint (lock, >=, 0);
  sem_store_unlock (lock);
  umask (before);
  g_assert_cmpuint (check_all (fixture), >=, 4);
}

/* One that an earlier version has made, which left journals behind. */
static void
test_old (StoreFixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  fill (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, endings[i], NULL);
      g_autofree char *features = store_fixture_companion (fixture, "features");

      if (i > 0)
        g_assert_true (
          g_file_set_contents_full (path, "", 0, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
      g_assert_cmpint (chmod (path, 0644), ==, 0);
      g_assert_cmpint (chmod (features, 0664), ==, 0);
    }
  sem_store_close (sem_store_open (fixture->path, SEM_STORE_READ, NULL));
  g_assert_cmpuint (get_mode (fixture->path), ==, 0644);
  fill (fixture);
  check_all (fixture);
}

/* A file of somebody else's that was named by mistake stays as it is. */
static void
test_other (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *photo = g_build_filename (fixture->folder, "photo.jpg", NULL);
  g_autofree char *other = g_build_filename (fixture->folder, "other.db", NULL);

  g_assert_true (g_file_set_contents_full (photo, "a photo, not a database", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0644, NULL));
  g_assert_cmpint (chmod (photo, 0644), ==, 0);
  store_fixture_meddle (other, "CREATE TABLE theirs (x); PRAGMA application_id = 77");
  g_assert_cmpint (chmod (other, 0644), ==, 0);
  g_assert_null (sem_store_open (photo, SEM_STORE_WRITE, NULL));
  g_assert_null (sem_store_open (other, SEM_STORE_WRITE, NULL));
  g_assert_cmpuint (get_mode (photo), ==, 0644);
  g_assert_cmpuint (get_mode (other), ==, 0644);
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "private/new", test_new },
    { "private/old", test_old },
    { "private/other", test_other },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
