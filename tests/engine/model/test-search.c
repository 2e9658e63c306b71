/* Searches, and the thumbnails of what they find.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/model/model-test.h"
#include "engine/archive/link/link.h"
#include "engine/model/asking/match-private.h"
#include "tests/support/photos.h"

#include <string.h>

static void
test_search (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->base.folder, "query.png", NULL);
  g_autoptr (SemPhoto) photo = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (GPtrArray) several = g_ptr_array_new ();
  SemQuery *queries[5];
  gsize size;

  library_test_photos (&fixture->base, 4, 3);
  test_photo_save (path, 2, 9);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  model_test_add_and_index (fixture);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 4);
  queries[0] = sem_query_new_for_photo (photo);
  {
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GBytes) content = g_bytes_new_take (g_steal_pointer (&bytes), size);

    queries[1] = sem_query_new_for_file (file);
    queries[2] = sem_query_new_for_bytes (content, "Pasted");
  }
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (several, queries[i]);
  queries[3] = sem_query_new_for_several (several);
  queries[4] = sem_query_new_refined (queries[1], queries[0], FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_assert_cmpuint (sem_query_get_n_pictures (queries[i]), ==, i == 3 ? 3 : 1);
      g_assert_cmpuint (sem_query_get_n_unlike (queries[i]), ==, i == 4 ? 1 : 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (SemMatch) match = NULL;
      ModelTestFound found = { 0 };
      const SemPixels *pixels;

      sem_library_search_async (fixture->library, queries[i], 5, NULL, model_test_found_cb, &found);
      wait_until (found.done);
      g_assert_no_error (found.error);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found.results)), ==, 5);
      g_assert_true (sem_results_get_query (found.results) == queries[i]);
      g_assert_cmpuint (sem_results_get_n_bits (found.results), ==, 256);
      pixels = sem_results_get_query_pixels (found.results);
      g_assert_nonnull (pixels);
      g_assert_cmpuint (MAX (pixels->width, pixels->height), ==, 256);
      match = g_list_model_get_item (G_LIST_MODEL (found.results), 0);
      g_assert_cmpuint (sem_match_get_distance (match), <=, 256);
      g_assert_nonnull (sem_match_get_photo (match));
      g_assert_null (g_list_model_get_item (G_LIST_MODEL (found.results), 5));
      model_test_found_clear (&found);
    }
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    g_object_unref (queries[i]);
}

/* A hit with several files shows one that was not asked with, and names all. */
static void
test_identical (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *copy = library_test_path (&fixture->base, "copy.jpg");
  g_autofree char *own = library_test_path (&fixture->base, "000/001.jpg");
  g_autofree char *bytes = NULL;
  g_autoptr (SemPhoto) photo = NULL;
  const char *shown[] = { copy, own };
  gsize size;

  library_test_photos (&fixture->base, 2, 2);
  g_assert_true (g_file_get_contents (own, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (copy, bytes, (gssize) size, NULL));
  model_test_add_and_index (fixture);
  for (guint i = 0; i < g_list_model_get_n_items (sem_library_get_photos (fixture->library)); i++)
    {
      g_autoptr (SemPhoto) item =
        g_list_model_get_item (sem_library_get_photos (fixture->library), i);

      if (sem_photo_get_id (item) == library_test_find (&fixture->base, "000/001.jpg"))
        g_set_object (&photo, item);
    }
  /* The photo's own file is asked with, then the one that was found. */
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);
      g_autoptr (SemMatch) match = NULL, other = NULL;
      ModelTestFound found = { 0 };

      sem_library_search_async (fixture->library, query, 5, NULL, model_test_found_cb, &found);
      wait_until (found.done);
      g_assert_no_error (found.error);
      match = g_list_model_get_item (G_LIST_MODEL (found.results), 0);
      other = g_list_model_get_item (G_LIST_MODEL (found.results), 1);
      g_assert_cmpstr (sem_match_get_kind (match), ==, "Identical File");
      g_assert_null (sem_match_get_kind (other));
      g_assert_cmpuint (g_strv_length ((char **) sem_match_get_paths (match)), ==, 2);
      g_assert_cmpuint (g_strv_length ((char **) sem_match_get_paths (other)), ==, 1);
      g_set_object (&photo, sem_match_get_photo (match));
      g_assert_cmpstr (g_file_peek_path (sem_photo_get_file (photo)), ==, shown[i]);
      model_test_found_clear (&found);
    }
}

typedef struct
{
  gboolean done;
  gboolean proven;
} Proven;

static void
proven_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Proven *proven = data;

  proven->proven = sem_library_prove_finish (SEM_LIBRARY (object), result, 0, NULL);
  proven->done = TRUE;
}

static void
count_cb (GObject *match, gpointer data)
{
  ++*(guint *) data;
}

/* The hits of a search for copies have no kinds until they are proven; then the match says that it
 * has changed, and is the same object. */
static void
test_proof (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->base.folder, "query.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (SemQuery) query = sem_query_new_for_file (file);
  g_autoptr (SemQuery) copies = sem_query_new_for_copies (query);
  g_autoptr (SemMatch) first = NULL, still = NULL;
  ModelTestFound found = { 0 };
  Proven proven = { 0 };
  guint n_changes = 0;

  library_test_photos (&fixture->base, 6, 1);
  test_photo_save (path, 2, 0);
  model_test_add_and_index (fixture);
  sem_library_search_async (fixture->library, copies, 5, NULL, model_test_found_cb, &found);
  wait_until (found.done);
  g_assert_no_error (found.error);
  g_assert_false (sem_results_is_proven (found.results));
  first = g_list_model_get_item (G_LIST_MODEL (found.results), 0);
  g_assert_null (sem_match_get_kind (first));
  g_signal_connect (first, "changed", G_CALLBACK (count_cb), &n_changes);

  sem_library_prove_async (fixture->library, found.results, NULL, proven_cb, &proven);
  wait_until (proven.done);
  g_assert_true (proven.proven);
  g_assert_true (sem_results_is_proven (found.results));
  still = g_list_model_get_item (G_LIST_MODEL (found.results), 0);
  g_assert_true (still == first);
  g_assert_cmpstr (sem_match_get_kind (first), ==, "Same Picture");
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found.results)), ==, 1);
  sem_results_show_more (found.results);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found.results)), ==, 5);
  sem_results_show_fewer (found.results);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found.results)), ==, 1);
  model_test_found_clear (&found);
}

/* Bounds give the best hits within them; how alike all photos are stays the same. */
static void
test_narrow (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->base.folder, "query.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (SemQuery) query = sem_query_new_for_file (file);
  ModelTestFound all = { 0 }, narrow = { 0 };
  g_autoptr (SemMatch) first = NULL, second = NULL;
  SemBounds bounds;

  library_test_photos (&fixture->base, 6, 4);
  test_photo_save (path, 2, 0);
  model_test_add_and_index (fixture);
  sem_library_search_async (fixture->library, query, 20, NULL, model_test_found_cb, &all);
  wait_until (all.done);
  g_assert_no_error (all.error);
  g_assert_nonnull (sem_results_get_spread (all.results));
  g_assert_cmpuint (sem_results_get_spread (all.results)->n_photos, ==, 24);
  g_assert_cmpfloat (sem_results_get_bounds (all.results).max, ==, 1);
  sem_results_show_more (all.results);
  first = g_list_model_get_item (G_LIST_MODEL (all.results), 1);
  bounds = (SemBounds){ 0.01, sem_match_get_likeness (first) };

  sem_library_narrow_async (fixture->library, all.results, &bounds, 20, NULL, model_test_found_cb,
                            &narrow);
  wait_until (narrow.done);
  g_assert_no_error (narrow.error);
  g_assert_cmpfloat (sem_results_get_bounds (narrow.results).max, ==, bounds.max);
  g_assert_false (sem_results_get_has_more (narrow.results));
  second = g_list_model_get_item (G_LIST_MODEL (narrow.results), 0);
  g_assert_cmpfloat (sem_match_get_likeness (second), <=, bounds.max);
  g_assert_cmpmem (sem_results_get_spread (narrow.results), sizeof (SemSpread),
                   sem_results_get_spread (all.results), sizeof (SemSpread));
  model_test_found_clear (&all);
  model_test_found_clear (&narrow);
}

static void
refined_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  const guint held[] = { 1, G_MAXUINT };
  Proven *refined = data;
  g_autoptr (GError) error = NULL;

  refined->proven =
    sem_library_refine_finish (SEM_LIBRARY (object), result, held, G_N_ELEMENTS (held), &error);
  g_assert_no_error (error);
  refined->done = TRUE;
}

/* A library that has grown gives new hits to the results that there are, which keep their matches;
 * the one that is held stays where it is, though a nearer one has come. Copies are proven at once.
 */
static void
check_refine (ModelTest *fixture, gboolean copies)
{
  g_autofree char *path = g_build_filename (fixture->base.folder, "query.png", NULL);
  g_autofree char *nearer = library_test_path (&fixture->base, "nearer.png");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (SemQuery) query = sem_query_new_for_file (file);
  g_autoptr (SemMatch) held = NULL, still = NULL, first = NULL;
  ModelTestFound found = { 0 };
  Proven proven = { 0 }, refined = { 0 };

  if (copies)
    {
      SemQuery *similar = g_steal_pointer (&query);

      query = sem_query_new_for_copies (similar);
      g_object_unref (similar);
    }
  library_test_photos (&fixture->base, 6, 1);
  test_photo_save (path, 2, 1);
  model_test_add_and_index (fixture);
  sem_library_search_async (fixture->library, query, 9, NULL, model_test_found_cb, &found);
  wait_until (found.done);
  g_assert_no_error (found.error);
  sem_library_prove_async (fixture->library, found.results, NULL, proven_cb, &proven);
  wait_until (proven.done);
  sem_results_show_more (found.results);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found.results)), ==, 6);
  held = g_list_model_get_item (G_LIST_MODEL (found.results), 1);

  test_photo_save (nearer, 2, 1);
  model_test_index (fixture);
  sem_library_refine_async (fixture->library, found.results, 9, NULL, refined_cb, &refined);
  wait_until (refined.done);
  g_assert_true (refined.proven);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found.results)), ==, 7);
  still = g_list_model_get_item (G_LIST_MODEL (found.results), 1);
  first = g_list_model_get_item (G_LIST_MODEL (found.results), 0);
  g_assert_true (still == held);
  g_assert_cmpfloat (sem_match_get_likeness (first), >, .99);
  g_assert_true (g_str_has_suffix (sem_match_get_paths (first)[0], "nearer.png"));
  g_assert_cmpstr (sem_match_get_kind (first), ==, "Identical File");
  g_assert_true (sem_results_is_proven (found.results));
  model_test_found_clear (&found);
}

static void
test_refine (ModelTest *fixture, gconstpointer data)
{
  check_refine (fixture, FALSE);
}

static void
test_refine_copies (ModelTest *fixture, gconstpointer data)
{
  check_refine (fixture, TRUE);
}

static void
test_search_fails (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("nonsense", 8);
  g_autoptr (SemQuery) query = sem_query_new_for_bytes (nonsense, "Pasted");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  ModelTestFound first = { 0 }, second = { 0 }, third = { 0 };

  /* No photos, which an archive may have, no image, cancelled. */
  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  sem_library_search_async (fixture->library, query, 5, NULL, model_test_found_cb, &first);
  wait_until (first.done);
  if (sem_link_is_supported ())
    {
      g_assert_no_error (first.error);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (first.results)), ==, 0);
    }
  else
    g_assert_error (first.error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  library_test_photos (&fixture->base, 1, 2);
  model_test_add_folder (fixture, fixture->base.photos);
  wait_until (model_test_is_searchable (fixture->library));
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  sem_library_search_async (fixture->library, query, 5, NULL, model_test_found_cb, &second);
  sem_library_search_async (fixture->library, query, 5, cancellable, model_test_found_cb, &third);
  g_cancellable_cancel (cancellable);
  wait_until (second.done && third.done);
  g_assert_error (second.error, SEM_ERROR, SEM_ERROR_NOT_AN_IMAGE);
  g_assert_nonnull (strstr (second.error->message, "Pasted"));
  g_assert_error (third.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  model_test_found_clear (&first);
  model_test_found_clear (&second);
  model_test_found_clear (&third);
}

typedef struct
{
  gboolean done;
  SemPixels *pixels;
  GError *error;
} Loaded;

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Loaded *loaded = data;

  loaded->pixels = sem_photo_load_thumbnail_finish (SEM_PHOTO (object), result, &loaded->error);
  loaded->done = TRUE;
}

static void
test_thumbnails (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SemPhoto) photo = NULL, same = NULL;
  Loaded loaded = { 0 }, cancelled = { 0 };

  library_test_photos (&fixture->base, 1, 2);
  model_test_add_and_index (fixture);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 1);
  same = g_list_model_get_item (sem_library_get_photos (fixture->library), 1);
  g_assert_true (same == photo);
  g_assert_cmpstr (sem_photo_get_title (photo), ==, "");
  sem_photo_load_thumbnail_async (photo, NULL, loaded_cb, &loaded);
  wait_until (loaded.done);
  g_assert_no_error (loaded.error);
  g_assert_cmpuint (loaded.pixels->width, ==, 256);
  g_assert_cmpuint (loaded.pixels->height, ==, 192);
  g_assert_cmpuint (g_bytes_get_size (loaded.pixels->bytes), >=,
                    loaded.pixels->stride * 191 + 256 * 3);
  g_assert_cmpstr (sem_photo_get_title (photo), ==, "001.jpg");
  g_assert_cmpuint (sem_photo_get_width (photo), ==, 288);
  g_assert_nonnull (sem_photo_get_file (photo));
  sem_pixels_free (loaded.pixels);

  g_cancellable_cancel (cancellable);
  sem_photo_load_thumbnail_async (photo, cancellable, loaded_cb, &cancelled);
  wait_until (cancelled.done);
  g_assert_error (cancelled.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&cancelled.error);

  /* A load may end after the library is gone. */
  loaded = (Loaded){ 0 };
  sem_photo_load_thumbnail_async (photo, NULL, loaded_cb, &loaded);
  model_test_close (fixture);
  wait_until (loaded.done);
  g_clear_pointer (&loaded.pixels, sem_pixels_free);
  g_clear_error (&loaded.error);
}

/* Where a hit lies in the query is told of proven copies alone. */
static void
test_place (ModelTest *fixture, gconstpointer data)
{
  SemSearchHit hit = { .photo = 1, .likeness = .5f, .region = { .1, .6, .4, .4 } };
  g_autoptr (SemPhoto) photo = NULL;
  g_autoptr (SemMatch) match = NULL;
  double region[4];

  library_test_photos (&fixture->base, 1, 1);
  model_test_add_and_index (fixture);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  match = sem_match_new (photo, &hit);
  g_assert_cmpstr (sem_match_get_place (match), ==, "");
  g_assert_false (sem_match_get_region (match, region));
  hit.kind = SEM_COPY_CROPPED;
  sem_match_update (match, &hit, TRUE);
  g_assert_cmpstr (sem_match_get_place (match), ==, "lower left quarter of your picture");
  g_assert_true (sem_match_get_region (match, region));
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/search/search", test_search },
    { "/model/search/identical", test_identical },
    { "/model/search/proof", test_proof },
    { "/model/search/place", test_place },
    { "/model/search/narrow", test_narrow },
    { "/model/search/refine", test_refine },
    { "/model/search/refine-copies", test_refine_copies },
    { "/model/search/search-fails", test_search_fails },
    { "/model/search/thumbnails", test_thumbnails },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
