/* Results without the photos that are in the trash.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/browse/browse.h"
#include "engine/model/browse/hidden.h"
#include "tests/engine/model/model-test.h"
#include "tests/support/photos.h"

/* The names of the files that are shown, with spaces between. */
static char *
list_names (SemResults *results)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (results)); i++)
    {
      g_autoptr (SemMatch) match = g_list_model_get_item (G_LIST_MODEL (results), i);
      GFile *file = sem_photo_get_file (sem_match_get_photo (match));
      g_autofree char *base =
        file ? g_file_get_basename (file) : g_path_get_basename (sem_match_get_paths (match)[0]);

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", base);
    }
  return g_string_free (names, FALSE);
}

#define assert_names(results, wanted)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *names_ = list_names (results);                                                \
    g_assert_cmpstr (names_, ==, wanted);                                                          \
  }                                                                                                \
  G_STMT_END

static SemQuery *
make_query (ModelTest *fixture)
{
  g_autofree char *path = g_build_filename (fixture->base.folder, "query.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  test_photo_save (path, 2, 9);
  return sem_query_new_for_file (file);
}

static void
search (ModelTest *fixture, SemQuery *query, ModelTestFound *found)
{
  sem_library_search_async (fixture->library, query, 9, NULL, model_test_found_cb, found);
  wait_until (found->done);
  g_assert_no_error (found->error);
  sem_results_show_more (found->results);
}

/* @name: of a file of the test's folder. */
static void
set_hidden (ModelTest *fixture, SemResults *results, const char *name, gboolean hidden)
{
  g_autofree char *path = library_test_path (&fixture->base, name);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  sem_hidden_files_set (sem_library_get_hidden_files (fixture->library), file, hidden);
  sem_results_update_hidden (results);
}

static void
refined_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  const guint held[] = { 0 };

  g_assert_true (sem_library_refine_finish (SEM_LIBRARY (object), result, held, 1, NULL));
  *(gboolean *) data = TRUE;
}

static void
proven_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_assert_true (sem_library_prove_finish (SEM_LIBRARY (object), result, 0, NULL));
  *(gboolean *) data = TRUE;
}

static char *
without (const char *names, const char *one, const char *other)
{
  g_auto (GStrv) parts = g_strsplit (names, " ", -1);
  GString *rest = g_string_new (NULL);

  for (guint i = 0; parts[i]; i++)
    if (g_strcmp0 (parts[i], one) != 0 && g_strcmp0 (parts[i], other) != 0)
      g_string_append_printf (rest, "%s%s", rest->len > 0 ? " " : "", parts[i]);
  return g_string_free (rest, FALSE);
}

/* Hits that are hidden leave the list, and come back to their places whatever came back before
 * them: neighbours, the first and the last one; also to new results and to those that were asked
 * for again meanwhile. */
static void
test_places (ModelTest *fixture, gconstpointer data)
{
  static const guint pairs[][2] = { { 0, 1 }, { 2, 3 }, { 4, 5 }, { 0, 5 } };
  g_autoptr (SemQuery) query = NULL;
  ModelTestFound found = { 0 };
  g_autofree char *all = NULL;
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);

      library_test_photo (&fixture->base, name, i, 0);
    }
  model_test_add_and_index (fixture);
  query = make_query (fixture);
  search (fixture, query, &found);
  all = list_names (found.results);
  names = g_strsplit (all, " ", -1);
  g_assert_cmpuint (g_strv_length (names), ==, 6);
  for (guint i = 0; i < G_N_ELEMENTS (pairs) * 2; i++)
    {
      const char *one = names[pairs[i / 2][i % 2]], *other = names[pairs[i / 2][1 - i % 2]];
      g_autofree char *rest = without (all, one, other);
      g_autofree char *without_one = without (all, one, NULL);
      ModelTestFound now = { 0 };
      gboolean refined = FALSE;

      set_hidden (fixture, found.results, one, TRUE);
      assert_names (found.results, without_one);
      set_hidden (fixture, found.results, other, TRUE);
      assert_names (found.results, rest);
      g_assert_cmpuint (sem_results_get_n_above (found.results), <=, 4);
      search (fixture, query, &now);
      assert_names (now.results, rest);
      sem_library_refine_async (fixture->library, found.results, 9, NULL, refined_cb, &refined);
      wait_until (refined);
      assert_names (found.results, rest);
      set_hidden (fixture, found.results, other, FALSE);
      assert_names (found.results, without_one);
      set_hidden (fixture, found.results, one, FALSE);
      assert_names (found.results, all);
      sem_results_update_hidden (now.results);
      assert_names (now.results, all);
      model_test_found_clear (&now);
    }
  model_test_found_clear (&found);
}

/* Of a photo with two files the one that is left is shown. */
static void
test_other_file (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *first = library_test_path (&fixture->base, "a.jpg");
  g_autofree char *second = library_test_path (&fixture->base, "b.jpg");
  g_autofree char *bytes = NULL;
  g_autoptr (SemQuery) query = NULL;
  ModelTestFound found = { 0 };
  gsize size;

  library_test_photo (&fixture->base, "a.jpg", 2, 0);
  library_test_photo (&fixture->base, "c.jpg", 4, 0);
  g_assert_true (g_file_get_contents (first, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (second, bytes, (gssize) size, NULL));
  model_test_add_and_index (fixture);
  query = make_query (fixture);
  search (fixture, query, &found);
  assert_names (found.results, "a.jpg c.jpg");
  set_hidden (fixture, found.results, "a.jpg", TRUE);
  assert_names (found.results, "b.jpg c.jpg");
  set_hidden (fixture, found.results, "b.jpg", TRUE);
  assert_names (found.results, "c.jpg");
  set_hidden (fixture, found.results, "b.jpg", FALSE);
  assert_names (found.results, "b.jpg c.jpg");
  model_test_found_clear (&found);
}

/* Copies that are hidden are not counted. */
static void
test_copies (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *copy = library_test_path (&fixture->base, "copy.png");
  g_autoptr (SemQuery) query = NULL, copies = NULL;
  ModelTestFound found = { 0 };
  gboolean proven = FALSE;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);

      library_test_photo (&fixture->base, name, i, 0);
    }
  test_photo_save (copy, 2, 9);
  model_test_add_and_index (fixture);
  query = make_query (fixture);
  copies = sem_query_new_for_copies (query);
  search (fixture, copies, &found);
  sem_library_prove_async (fixture->library, found.results, NULL, proven_cb, &proven);
  wait_until (proven);
  sem_results_show_fewer (found.results);
  g_assert_cmpuint (sem_results_get_n_copies (found.results), >=, 1);
  for (guint turn = 0; turn < 2; turn++)
    {
      const guint n = sem_results_get_n_copies (found.results);

      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found.results)), ==, n);
      g_assert_cmpuint (sem_results_get_n_first (found.results), ==, n);
      set_hidden (fixture, found.results, "copy.png", TRUE);
      g_assert_cmpuint (sem_results_get_n_copies (found.results), ==, n - 1);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found.results)), ==, n - 1);
      g_assert_true (sem_results_get_has_more (found.results));
      sem_results_show_more (found.results);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found.results)), ==, 4);
      sem_results_show_fewer (found.results);
      set_hidden (fixture, found.results, "copy.png", FALSE);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found.results)), ==, n);
    }
  model_test_found_clear (&found);
}

/* A photo is there as long as one of its files is not hidden. */
static void
test_files (ModelTest *fixture, gconstpointer data)
{
  static const char *const names[] = { "0.jpg", "0 again.jpg" };
  g_autoptr (SemBrowse) browse = NULL;
  g_autoptr (SemPhoto) photo = NULL;
  gint64 id, other;

  for (guint i = 0; i < 2; i++)
    library_test_photo (&fixture->base, names[i], 0, 0);
  library_test_photo (&fixture->base, "1.jpg", 1, 0);
  model_test_add_and_index (fixture);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 2);
  browse = sem_browse_new (fixture->library);
  wait_until (sem_browse_get_loaded (browse) && !sem_browse_get_busy (browse));
  /* By the names of the files. */
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  id = sem_photo_get_id (photo);
  g_object_unref (photo);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 1);
  other = sem_photo_get_id (photo);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = library_test_path (&fixture->base, names[i]);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_assert_true (sem_browse_has_photo (browse, id));
      sem_hidden_files_set (sem_library_get_hidden_files (fixture->library), file, TRUE);
    }
  g_assert_false (sem_browse_has_photo (browse, id));
  g_assert_true (sem_browse_has_photo (browse, other));
  g_assert_false (sem_browse_has_photo (browse, MAX (id, other) + 1));
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/hidden/places", test_places },
    { "/model/hidden/other-file", test_other_file },
    { "/model/hidden/copies", test_copies },
    { "/model/hidden/files", test_files },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
