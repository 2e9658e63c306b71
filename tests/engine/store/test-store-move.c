/* The library in another folder: whole in one place, whatever happens on the way.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "engine/store/move/move.h"
#include "engine/store/photos.h"
#include "tests/engine/store/store-fixture.h"

#define N_PHOTOS 40
#define N_KILLS 60

static char *home;

static void
make_library (void)
{
  g_autofree char *path = sem_store_default_path (), *folder = g_path_get_dirname (path);
  g_autofree char *decisions = g_build_filename (folder, "library.decisions", NULL);
  g_autofree char *networks = g_build_filename (folder, "library.backbones", NULL);
  g_autofree char *network = g_build_filename (networks, "tuned.safetensors", NULL);
  SemStore *store;

  store = store_fixture_open (path);
  store_fixture_begin (store);
  for (guint i = 0; i < N_PHOTOS; i++)
    store_fixture_add_photo (store, i + 1);
  store_fixture_commit (store);
  sem_store_close (store);
  /* So that copying takes a while. */
  store_fixture_meddle (path, "CREATE TABLE ballast AS SELECT zeroblob (12000000) AS bytes");
  g_assert_true (g_file_set_contents (decisions, "what was decided", -1, NULL));
  g_assert_cmpint (g_mkdir (networks, 0700), ==, 0);
  g_assert_true (g_file_set_contents (network, "a network", -1, NULL));
}

static void
remove_all (const char *folder)
{
  const char *const argv[] = { "rm", "-rf", folder, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
}

static guint
count_files (const char *folder, const char *part)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir && (name = g_dir_read_name (dir)))
    n += strstr (name, part) != NULL;
  if (dir)
    g_dir_close (dir);
  return n;
}

/* The library that the program uses is whole, and lies in @folder, or anywhere. */
static void
check_library (const char *folder)
{
  g_autofree char *path = sem_store_default_path (), *where = g_path_get_dirname (path);
  g_autofree char *decisions = g_build_filename (where, "library.decisions", NULL), *text = NULL;
  g_autofree char *features = g_build_filename (where, "library.features.db", NULL);
  g_autofree char *thumbnails = g_build_filename (where, "library.thumbnails.db", NULL);
  g_autofree char *network =
    g_build_filename (where, "library.backbones", "tuned.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  SemStore *store = sem_store_open (path, SEM_STORE_READ, &error);

  g_assert_no_error (error);
  sem_store_close (store);
  if (folder)
    g_assert_cmpstr (where, ==, folder);
  g_assert_cmpint (store_fixture_look (path, "SELECT count (*) FROM photos"), ==, N_PHOTOS);
  g_assert_cmpint (store_fixture_look (path, "SELECT length (bytes) FROM ballast"), ==, 12000000);
  g_assert_cmpint (store_fixture_look (features, "SELECT count (*) FROM features"), ==, N_PHOTOS);
  g_assert_cmpint (store_fixture_look (thumbnails, "SELECT count (*) FROM thumbnails"), ==,
                   N_PHOTOS);
  g_assert_true (g_file_get_contents (decisions, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "what was decided");
  g_assert_true (g_file_test (network, G_FILE_TEST_EXISTS));
}

static char *
set_up (StoreFixture *fixture)
{
  remove_all (home);
  make_library ();
  return g_build_filename (fixture->folder, "another place", NULL);
}

static void
move (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = sem_store_move (folder, NULL, &error), *now = sem_store_default_path ();

  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, now);
}

/* There, on to a third place, and back; files of others stay. */
static void
test_whole (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *there = set_up (fixture);
  g_autofree char *further = g_build_filename (fixture->folder, "further", "down", NULL);
  g_autofree char *own = g_build_filename (there, "library.txt", NULL);
  g_autofree char *place = g_build_filename (home, "library.place", NULL);
  SemStore *store;

  g_assert_cmpint (g_mkdir_with_parents (there, 0700), ==, 0);
  g_assert_true (g_file_set_contents (own, "a book", -1, NULL));
  move (there);
  check_library (there);
  g_assert_cmpuint (count_files (home, "library.d"), ==, 0);
  g_assert_cmpuint (count_files (home, "library.f"), ==, 0);
  move (further);
  check_library (further);
  g_assert_cmpuint (count_files (there, "library"), ==, 1);
  g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));
  store = sem_store_open (further, SEM_STORE_READ, NULL);
  g_assert_null (store);
  move (home);
  check_library (home);
  g_assert_false (g_file_test (place, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (further, "library"), ==, 0);
}

static void
check_refused (const char *folder, SemError code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sem_store_move (folder, NULL, &error));
  g_assert_error (error, SEM_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, word));
  check_library (home);
  g_assert_cmpuint (count_files (folder, ".moving"), ==, 0);
  g_assert_cmpuint (count_files (home, ".place"), ==, 0);
}

static void
test_refused (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *there = set_up (fixture), *path = sem_store_default_path ();
  g_autofree char *taken = g_build_filename (fixture->folder, "taken", NULL);
  g_autofree char *other = g_build_filename (taken, "library.thumbnails.db", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const SemProgress progress = { .cancellable = cancellable };
  g_autoptr (GError) error = NULL;
  int lock;

  check_refused (home, SEM_ERROR_FAILED, "already");
  g_assert_cmpint (g_mkdir (taken, 0700), ==, 0);
  g_assert_true (g_file_set_contents (other, "", 0, NULL));
  check_refused (taken, SEM_ERROR_FAILED, "Choose another folder");
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  check_refused ("/proc/nowhere/at/all", SEM_ERROR_UNREADABLE, "Choose another folder");
  lock = sem_store_lock (path, NULL);
  check_refused (there, SEM_ERROR_BUSY, "Another Semblance");
  sem_store_unlock (lock);
  g_cancellable_cancel (cancellable);
  g_assert_null (sem_store_move (there, &progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  check_library (home);
  g_assert_cmpuint (count_files (there, "library"), ==, 0);
}

/* What lies in the new place, or what the new place is, would damage the library there. */
static void
test_dangerous (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *there = set_up (fixture);
  g_autofree char *networks = g_build_filename (home, "library.backbones", NULL);
  g_autofree char *log = g_build_filename (there, "library.db-wal", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL), *text = NULL;
  g_autofree char *place = g_build_filename (home, "library.place", NULL);

  /* All in it is removed in the end. */
  check_refused (networks, SEM_ERROR_FAILED, "Choose another folder");
  g_assert_cmpint (symlink (networks, link), ==, 0);
  check_refused (link, SEM_ERROR_FAILED, "Choose another folder");
  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_cmpint (symlink (home, link), ==, 0);
  check_refused (link, SEM_ERROR_FAILED, "already");
  /* SQLite would write what a log has into whatever lies beside it. */
  g_assert_cmpint (g_mkdir (there, 0700), ==, 0);
  g_assert_true (g_file_set_contents (log, "of another library", -1, NULL));
  check_refused (there, SEM_ERROR_FAILED, "Choose another folder");
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  /* Both places are one. */
  text = g_strdup_printf ("%s\n%s\n", link, home);
  g_assert_true (g_file_set_contents (place, text, -1, NULL));
  sem_store_end_move ();
  check_library (NULL);
  g_assert_cmpint (g_unlink (place), ==, 0);
  check_library (home);
}

static gpointer
spoil_worker (gpointer there)
{
  g_autofree char *partial = g_build_filename (there, "library.db.moving", NULL);
  g_autofree char *memory = g_build_filename (there, "library.db-shm", NULL);

  while (!g_file_test (partial, G_FILE_TEST_EXISTS))
    g_usleep (100);
  g_assert_cmpint (g_mkdir (memory, 0700), ==, 0);
  return NULL;
}

/* The new place keeps files, but SQLite cannot work there. */
static void
test_useless (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *there = set_up (fixture), *path = NULL;
  GThread *thread = g_thread_new ("spoil", spoil_worker, there);
  g_autoptr (GError) error = NULL;

  path = sem_store_move (there, NULL, &error);
  g_thread_join (thread);
  g_assert_null (path);
  g_assert_nonnull (error);
  check_library (home);
  g_assert_cmpuint (count_files (there, "library.db"), ==, 1);
}

/* The new place takes no more in the middle. */
static void
test_full (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *there = set_up (fixture);
  struct rlimit before, limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 3000000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  check_refused (there, SEM_ERROR_UNREADABLE, "cannot be written");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_cmpuint (count_files (there, "library"), ==, 0);
  move (there);
  check_library (there);
  move (home);
}

/* A disk that is not connected is not taken for a new place. */
static void
test_away (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *there = set_up (fixture), *path = NULL;
  g_autofree char *away = g_build_filename (fixture->folder, "away", NULL);
  const SemStoreMode modes[] = { SEM_STORE_READ, SEM_STORE_WRITE };

  move (there);
  g_assert_cmpint (g_rename (there, away), ==, 0);
  path = sem_store_default_path ();
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (sem_store_open (path, modes[i], &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, "another place"));
      g_assert_cmpint (sem_store_lock (path, NULL), ==, -1);
    }
  g_assert_false (g_file_test (there, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rename (away, there), ==, 0);
  check_library (there);
  move (home);
}

/* No new library begins where the file that names its folder says nothing, or names another. */
static void
test_unclear (StoreFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "", "not absolute\n", "/no line ends" };
  g_autofree char *there = set_up (fixture), *path = sem_store_default_path ();
  g_autofree char *place = g_build_filename (home, "library.place", NULL);
  g_autoptr (GError) moved = NULL;

  move (there);
  g_assert_null (sem_store_open (path, SEM_STORE_WRITE, &moved));
  g_assert_error (moved, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (moved->message, there));
  for (guint i = 0; i <= G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *now = NULL;
      g_autoptr (GError) error = NULL, other = NULL;

      g_assert_cmpint (g_unlink (place), ==, 0);
      if (i < G_N_ELEMENTS (texts))
        g_assert_true (g_file_set_contents (place, texts[i], -1, NULL));
      else
        g_assert_cmpint (g_mkdir (place, 0700), ==, 0);
      now = sem_store_default_path ();
      g_assert_cmpstr (now, ==, path);
      g_assert_null (sem_store_open (now, SEM_STORE_WRITE, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE);
      g_assert_nonnull (strstr (error->message, place));
      g_assert_null (sem_store_move (there, NULL, &other));
      g_assert_error (other, SEM_ERROR, SEM_ERROR_UNREADABLE);
      g_assert_cmpuint (count_files (home, "library.db"), ==, 0);
    }
  g_assert_cmpint (g_rmdir (place), ==, 0);
}

/* Killed at any moment, the library is whole in one place, and nothing is left elsewhere. */
static void
test_killed (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *there = set_up (fixture);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const gint64 began = g_get_monotonic_time ();
  guint n_moved = 0, n_killed = 0;
  gint64 takes;

  move (there);
  move (home);
  takes = (g_get_monotonic_time () - began) / 2;
  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autofree char *path = sem_store_default_path (), *now = g_path_get_dirname (path);
      const gboolean is_home = g_str_equal (now, home);
      const pid_t child = fork ();
      int status;

      if (child == 0)
        _exit (sem_store_move (is_home ? there : home, NULL, NULL) ? 0 : 1);
      g_usleep ((gulong) g_rand_double_range (rand, 0, (double) takes));
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      n_killed += WIFSIGNALED (status);
      check_library (NULL);
      sem_store_end_move ();
      check_library (NULL);
      g_assert_cmpuint (count_files (there, "library.db") > 0, !=,
                        count_files (home, "library.db") > 0);
      g_assert_cmpuint (count_files (there, ".moving") + count_files (home, ".moving"), ==, 0);
      g_free (path);
      path = sem_store_default_path ();
      n_moved += !g_str_has_prefix (path, now);
    }
  g_test_message ("%u of %u killed, %u moved all the same", n_killed, N_KILLS, n_moved);
  g_assert_cmpuint (n_killed, >, N_KILLS / 4);
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "whole", test_whole },     { "refused", test_refused }, { "dangerous", test_dangerous },
    { "useless", test_useless }, { "full", test_full },       { "away", test_away },
    { "unclear", test_unclear }, { "killed", test_killed },
  };
  g_autofree char *data = g_dir_make_tmp ("test-store-move-XXXXXX", NULL);
  int status;

  g_assert_nonnull (data);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  home = g_build_filename (data, "semblance", NULL);
  status = store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
  remove_all (data);
  g_free (home);
  return status;
}
