/* COLMAP as a child process: steps, progress, and all ways in which it ends.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Usage: test-colmap FAKE-COLMAP
 */

#include "engine/sfm/colmap.h"
#include "tests/support/folder.h"

#include <errno.h>
#include <signal.h>

#include <glib/gstdio.h>

static const char *fake_colmap;

typedef struct
{
  char *folder;
  char *log;
  SemColmap colmap;
  double fraction;
  guint n_ticks;
  GCancellable *cancel_at_tick; /* cancelled by the first tick */
} Fixture;

/* Returns: (transfer full) (nullable): the child's log of its starts, or %NULL if it is empty or
 * incomplete: the file exists before its line is written. */
static char *
read_log (const Fixture *fixture)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (fixture->log, &text, NULL, NULL) || !g_str_has_suffix (text, "\n"))
    return NULL;
  return g_steal_pointer (&text);
}

static void
progress_cb (double fraction, gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *log = read_log (fixture);

  g_assert_cmpfloat (fraction, >=, fixture->fraction);
  fixture->fraction = fraction;
  fixture->n_ticks++;
  if (fixture->cancel_at_tick && log)
    g_cancellable_cancel (fixture->cancel_at_tick);
}

static void
write_image (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, "images", name, NULL);

  g_assert_true (g_file_set_contents (path, "P5\n2 2\n255\nabcd", -1, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *images = NULL;
  g_autofree char *pairs = NULL;

  fixture->folder = test_folder_new ();
  images = g_build_filename (fixture->folder, "images", NULL);
  pairs = g_build_filename (fixture->folder, "pairs.txt", NULL);
  fixture->log = g_build_filename (fixture->folder, "log", NULL);
  g_mkdir (images, 0700);
  write_image (fixture->folder, "a.pgm");
  write_image (fixture->folder, "b.pgm");
  write_image (fixture->folder, "c.pgm");
  g_assert_true (g_file_set_contents (pairs, "a.pgm b.pgm\nb.pgm c.pgm\n", -1, NULL));
  g_setenv ("FAKE_COLMAP_LOG", fixture->log, TRUE);
  g_unsetenv ("FAKE_COLMAP");
  fixture->colmap = (SemColmap){
    .program = fake_colmap,
    .folder = fixture->folder,
    .deadline = G_MAXINT64,
    .max_bytes = 100 << 20,
    .n_threads = 1,
    .func = progress_cb,
    .user_data = fixture,
  };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unsetenv ("FAKE_COLMAP");
  test_folder_remove (fixture->folder);
  g_free (fixture->log);
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  g_autofree char *models = g_build_filename (fixture->folder, "models", NULL);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  sem_colmap_extract (&fixture->colmap, 100, &error);
  g_assert_no_error (error);
  fixture->fraction = 0;
  sem_colmap_match (&fixture->colmap, &error);
  g_assert_no_error (error);
  fixture->fraction = 0;
  sem_colmap_map (&fixture->colmap, NULL, "models", 3, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_ticks, >, 0);
  list = sem_colmap_load (models, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpuint (((SemReconstruction *) list->pdata[0])->images->len, ==, 3);
}

/* A reconstruction of an earlier attempt is not taken for one of this attempt. */
static void
test_no_model (Fixture *fixture, gconstpointer data)
{
  g_autofree char *models = g_build_filename (fixture->folder, "models", NULL);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sem_colmap_extract (&fixture->colmap, 100, NULL));
  fixture->fraction = 0;
  g_assert_true (sem_colmap_map (&fixture->colmap, NULL, "models", 3, 3, NULL));
  g_setenv ("FAKE_COLMAP", "mapper:none", TRUE);
  fixture->fraction = 0;
  g_assert_true (sem_colmap_map (&fixture->colmap, NULL, "models", 3, 3, &error));
  g_assert_no_error (error);
  list = sem_colmap_load (models, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 0);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *models = g_build_filename (fixture->folder, "part", NULL);
  g_autofree char *file = g_build_filename (fixture->folder, "list.txt", NULL);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "a.pgm\nc.pgm\n", -1, NULL));
  g_assert_true (sem_colmap_extract (&fixture->colmap, 100, NULL));
  fixture->fraction = 0;
  sem_colmap_map (&fixture->colmap, "list.txt", "part", 3, 3, &error);
  g_assert_no_error (error);
  list = sem_colmap_load (models, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (((SemReconstruction *) list->pdata[0])->images->len, ==, 2);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *models = g_build_filename (fixture->folder, "models", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (sem_colmap_extract (&fixture->colmap, 100, NULL));
  fixture->fraction = 0;
  g_setenv ("FAKE_COLMAP", "mapper:damaged", TRUE);
  fixture->fraction = 0;
  g_assert_true (sem_colmap_map (&fixture->colmap, NULL, "models", 3, 3, NULL));
  g_assert_null (sem_colmap_load (models, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
}

static void
test_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (GError) died = NULL;

  g_setenv ("FAKE_COLMAP", "feature_extractor:fail", TRUE);
  g_assert_false (sem_colmap_extract (&fixture->colmap, 100, &failed));
  g_assert_error (failed, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_nonnull (strstr (failed->message, "something went wrong"));
  g_setenv ("FAKE_COLMAP", "feature_extractor:die", TRUE);
  g_assert_false (sem_colmap_extract (&fixture->colmap, 100, &died));
  g_assert_error (died, SEM_ERROR, SEM_ERROR_FAILED);
}

/* The last word of the log's line is the child's pid, which is also its process group. */
static void
assert_group_gone (const char *log)
{
  const char *last = strrchr (log, ' ');
  int result = 0;

  g_assert_nonnull (last);
  /* A killed orphan is reaped by another process, at some time. */
  for (guint i = 0; i < 500 && result == 0; i++)
    {
      result = kill (-(pid_t) g_ascii_strtoll (last, NULL, 10), 0);
      g_usleep (10000);
    }
  g_assert_cmpint (result, ==, -1);
  g_assert_cmpint (errno, ==, ESRCH);
}

static void
test_out_of_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;

  g_setenv ("FAKE_COLMAP", "feature_extractor:hang", TRUE);
  fixture->colmap.deadline = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  g_assert_false (sem_colmap_extract (&fixture->colmap, 100, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_OUT_OF_TIME);
  /* On a busy machine the deadline may pass before the child has started. */
  log = read_log (fixture);
  if (log)
    assert_group_gone (log);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;

  g_setenv ("FAKE_COLMAP", "feature_extractor:hang", TRUE);
  fixture->colmap.cancellable = fixture->cancel_at_tick = cancellable;
  g_assert_false (sem_colmap_extract (&fixture->colmap, 100, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  log = read_log (fixture);
  g_assert_nonnull (log);
  assert_group_gone (log);
}

/* The limit holds for the folder as well as for a single file. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_setenv ("FAKE_COLMAP", "feature_extractor:fill", TRUE);
  fixture->colmap.max_bytes = 10 << 20;
  g_assert_false (sem_colmap_extract (&fixture->colmap, 100, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FULL);
  g_assert_cmpuint (sem_colmap_measure (fixture->folder), <, 40 << 20);
}

static void
test_absent (void)
{
  g_autoptr (GError) error = NULL;

  g_setenv ("SEMBLANCE_COLMAP", "/nowhere/colmap", TRUE);
  g_assert_null (sem_colmap_find (&error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_COLMAP);
  g_unsetenv ("SEMBLANCE_COLMAP");
}

/* A symbolic link out of the folder is removed, its target is not. */
static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autofree char *inner = g_build_filename (fixture->folder, "inner", NULL);
  g_autofree char *link = g_build_filename (inner, "link", NULL);
  g_autofree char *images = g_build_filename (fixture->folder, "images", NULL);
  g_autofree char *image = g_build_filename (images, "a.pgm", NULL);

  g_mkdir (inner, 0700);
  g_assert_cmpint (symlink (images, link), ==, 0);
  sem_colmap_remove (inner);
  g_assert_false (g_file_test (inner, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (image, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "steps", test_steps },         { "no-model", test_no_model },
    { "list", test_list },           { "damaged", test_damaged },
    { "fails", test_fails },         { "out-of-time", test_out_of_time },
    { "cancelled", test_cancelled }, { "full", test_full },
    { "remove", test_remove },
  };

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  fake_colmap = argv[1];
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/sfm/colmap/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].func, tear_down);
    }
  g_test_add_func ("/sfm/colmap/absent", test_absent);
  return g_test_run ();
}
