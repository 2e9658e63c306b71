/* test-browsing.c - the photos of a real library, chosen and ordered
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "engine/model/browse/browse.h"
#include "engine/model/browse/hidden.h"
#include "tests/engine/model/model-test.h"

static gboolean
is_settled (SemBrowse *browse, guint n)
{
  return sem_browse_get_loaded (browse) && !sem_browse_get_busy (browse)
         && g_list_model_get_n_items (G_LIST_MODEL (browse)) == n;
}

static void
release (SemBrowse *browse)
{
  gpointer gone = browse;

  g_object_add_weak_pointer (G_OBJECT (browse), &gone);
  g_object_unref (browse);
  wait_until (!gone);
}

/* Files, names and folders are those on the disk; what comes and goes is followed. */
static void
test_follows (ModelTest *fixture, gconstpointer data)
{
  SemBrowse *browse;
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_new ();
  g_autoptr (SemFolderNode) node = NULL;
  g_autofree char *other = NULL;

  library_test_photos (&fixture->base, 3, 4);
  model_test_add_and_index (fixture);
  browse = sem_browse_new (fixture->library);
  wait_until (is_settled (browse, 12));
  rule->order = SEM_BROWSE_BY_FOLDER;
  sem_browse_set_rule (browse, rule);
  wait_until (is_settled (browse, 12));
  g_assert_cmpuint (sem_browse_get_n_sections (browse), ==, 3);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *path = sem_browse_dup_path (browse, i);
      g_autofree char *wanted =
        g_strdup_printf ("%s/%03u/%03u.jpg", fixture->base.photos, i / 4, i % 4);
      GStatBuf info;

      g_assert_cmpstr (path, ==, wanted);
      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpuint (sem_browse_get_size (browse, i), ==, info.st_size);
    }
  node = g_list_model_get_item (sem_browse_get_folders (browse), 0);
  g_assert_cmpstr (sem_folder_node_get_path (node), ==, fixture->base.photos);
  g_assert_cmpuint (sem_folder_node_get_n_photos (node), ==, 12);
  g_assert_cmpuint (g_list_model_get_n_items (sem_folder_node_get_children (node)), ==, 3);

  library_test_photo (&fixture->base, "001/new.png", 9, 9);
  model_test_index (fixture);
  wait_until (is_settled (browse, 13));
  other = library_test_path (&fixture->base, "000/002.jpg");
  g_assert_cmpint (g_unlink (other), ==, 0);
  model_test_index (fixture);
  wait_until (is_settled (browse, 12));
  g_assert_cmpuint (sem_folder_node_get_n_photos (node), ==, 12);
  release (browse);
}

/* Of identical files, the item is the one that was chosen: what is done to it is done to that file.
 */
static void
test_identical (ModelTest *fixture, gconstpointer data)
{
  SemBrowse *browse;
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_new ();
  g_autofree char *content = NULL, *from = NULL;
  gsize size;

  library_test_photos (&fixture->base, 2, 2);
  from = library_test_path (&fixture->base, "000/001.jpg");
  g_assert_true (g_file_get_contents (from, &content, &size, NULL));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *to =
        library_test_path (&fixture->base, i ? "001/same.jpg" : "000/000 same.jpg");

      g_assert_true (g_file_set_contents (to, content, (gssize) size, NULL));
    }
  model_test_add_and_index (fixture);
  browse = sem_browse_new (fixture->library);
  wait_until (is_settled (browse, 4));
  rule->text = g_strdup ("same");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *folder = library_test_path (&fixture->base, i ? "001" : "000");
      g_autofree char *wanted = g_build_filename (folder, i ? "same.jpg" : "000 same.jpg", NULL);
      g_autoptr (SemPhoto) photo = NULL;

      g_free (rule->folder);
      rule->folder = g_strdup (folder);
      sem_browse_set_rule (browse, rule);
      wait_until (is_settled (browse, 1));
      /* Whatever the words say. */
      g_assert_cmpuint (sem_browse_count_in_folder (browse, folder), ==, i ? 3 : 2);
      photo = g_list_model_get_item (G_LIST_MODEL (browse), 0);
      g_assert_cmpstr (g_file_peek_path (sem_photo_get_file (photo)), ==, wanted);
    }
  release (browse);
}

/* By likeness, photos of one family stand together. */
static void
test_likeness (ModelTest *fixture, gconstpointer data)
{
  SemBrowse *browse;
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_new ();
  guint changes = 0;
  g_autofree char *before = NULL;

  library_test_photos (&fixture->base, 4, 30);
  model_test_add_and_index (fixture);
  g_assert_true (model_test_is_searchable (fixture->library));
  browse = sem_browse_new (fixture->library);
  rule->order = SEM_BROWSE_BY_LIKENESS;
  sem_browse_set_rule (browse, rule);
  wait_until (is_settled (browse, 120));
  g_assert_cmpuint (sem_browse_get_n_sections (browse), ==, 0);
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *path = sem_browse_dup_path (browse, i);
      char *family = g_path_get_dirname (path);

      changes += before && !g_str_equal (before, family) ? 1 : 0;
      g_free (before);
      before = family;
    }
  g_test_message ("changes of family: %u of 119", changes);
  g_assert_cmpuint (changes, <, 40);
  release (browse);
}

typedef struct
{
  gboolean done;
  SemPixels *pixels;
  GBytes *square;
  GError *error;
} Loaded;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Loaded *loaded = data;

  loaded->pixels =
    sem_photo_load_square_finish (SEM_PHOTO (source), result, &loaded->square, &loaded->error);
  loaded->done = TRUE;
}

static void
load (SemPhoto *photo, guint side, gboolean sharp, Loaded *loaded)
{
  *loaded = (Loaded){ 0 };
  sem_photo_load_square_async (photo, side, 1, sharp, NULL, loaded_cb, loaded);
  wait_until (loaded->done);
}

static void
loaded_clear (Loaded *loaded)
{
  g_clear_pointer (&loaded->pixels, sem_pixels_free);
  g_clear_pointer (&loaded->square, g_bytes_unref);
  g_clear_error (&loaded->error);
}

/* A larger thumbnail comes from the file, then from the cache; without both there is none. */
static void
test_sharp (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) photo = NULL, other = NULL;
  Loaded loaded;

  g_setenv ("XDG_CACHE_HOME", fixture->base.folder, TRUE);
  library_test_photos (&fixture->base, 1, 2);
  model_test_add_and_index (fixture);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  other = g_list_model_get_item (sem_library_get_photos (fixture->library), 1);
  load (photo, 100, FALSE, &loaded);
  g_assert_no_error (loaded.error);
  g_assert_cmpuint (g_bytes_get_size (loaded.square), ==, 100 * 100 * 4);
  g_assert_cmpuint (MAX (loaded.pixels->width, loaded.pixels->height), <=, 256);
  loaded_clear (&loaded);
  load (photo, 400, TRUE, &loaded);
  g_assert_no_error (loaded.error);
  g_assert_cmpuint (g_bytes_get_size (loaded.square), ==, 400 * 400 * 4);
  g_assert_cmpuint (MAX (loaded.pixels->width, loaded.pixels->height), <=, 1024);
  loaded_clear (&loaded);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("000/%03u.jpg", i);
      g_autofree char *file = library_test_path (&fixture->base, name);

      g_assert_cmpint (g_unlink (file), ==, 0);
    }
  load (photo, 300, TRUE, &loaded);
  g_assert_no_error (loaded.error);
  g_assert_nonnull (loaded.square);
  loaded_clear (&loaded);
  load (other, 300, TRUE, &loaded);
  g_assert_nonnull (loaded.error);
  g_assert_null (loaded.square);
  loaded_clear (&loaded);
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/browsing/follows", test_follows },
    { "/model/browsing/identical", test_identical },
    { "/model/browsing/likeness", test_likeness },
    { "/model/browsing/sharp", test_sharp },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
