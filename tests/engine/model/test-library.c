/* The library: its states, the photos that appear while it is indexed, and an end at any moment.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/model/model-test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include <gexiv2/gexiv2.h>
#include <glib/gstdio.h>

#include "engine/model/library-private.h"
#include "engine/model/viewer/details.h"

static void
test_empty (ModelTest *fixture, gconstpointer data)
{
  model_test_open (fixture);
  g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_OPENING);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpstr (fixture->states->str, ==, "idle ");
  g_assert_cmpstr (sem_library_get_status (fixture->library), ==, "");
  g_assert_false (model_test_is_searchable (fixture->library));
  model_test_assert_ids (fixture, "");
  g_assert_cmpstr (fixture->messages->str, ==, "");
}

static void
details_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SemPhotoDetails **details = user_data;

  *details = sem_photo_load_details_finish (SEM_PHOTO (source), result, NULL);
  g_assert_nonnull (*details);
}

static SemPhotoDetails *
load_details (ModelTest *fixture, guint position)
{
  g_autoptr (SemPhoto) photo =
    g_list_model_get_item (sem_library_get_photos (fixture->library), position);
  SemPhotoDetails *details = NULL;

  sem_photo_load_details_async (photo, NULL, details_cb, &details);
  wait_until (details != NULL);
  return details;
}

/* What a camera noted, and what is known of a photo of which nothing is. */
static void
test_details (ModelTest *fixture, gconstpointer data)
{
  static const char *const tags[][2] = {
    { "Exif.Photo.DateTimeOriginal", "2021:05:30 14:03:59" },
    { "Exif.Image.Make", "EASTMAN KODAK COMPANY" },
    { "Exif.Image.Model", "KODAK Z612" },
    { "Exif.Photo.FNumber", "28/10" },
    { "Exif.GPSInfo.GPSLatitude", "52/1 31/1 12/1" },
    { "Exif.GPSInfo.GPSLongitude", "13/1 24/1 0/1" },
  };
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  g_autofree char *path = library_test_path (&fixture->base, "000/000.jpg");
  g_autofree char *taken = NULL;
  g_autoptr (SemPhotoDetails) one = NULL, other = NULL;

  library_test_photos (&fixture->base, 1, 2);
  g_assert_true (gexiv2_metadata_open_path (metadata, path, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    g_assert_true (gexiv2_metadata_try_set_tag_string (metadata, tags[i][0], tags[i][1], NULL));
  g_assert_true (gexiv2_metadata_save_file (metadata, path, NULL));
  model_test_add_and_index (fixture);

  one = load_details (fixture, 0);
  g_assert_cmpuint (one->files->len, ==, 1);
  g_assert_cmpstr (g_file_peek_path (g_ptr_array_index (one->files, 0)), ==, path);
  g_assert_cmpuint (one->size, >, 0);
  g_assert_cmpuint (one->width, >, 0);
  g_assert_true (one->is_taken);
  taken = g_date_time_format (one->date, "%F %T");
  g_assert_cmpstr (taken, ==, "2021-05-30 14:03:59");
  g_assert_cmpstr (one->camera, ==, "KODAK Z612");
  g_assert_cmpfloat (one->aperture, ==, 2.8);
  g_assert_true (one->has_position && g_str_has_prefix (one->place, "Berlin"));

  other = load_details (fixture, 1);
  g_assert_false (other->is_taken || other->has_position);
  g_assert_nonnull (other->date);
  g_assert_null (other->camera);
  g_assert_null (other->place);
}

static void
test_index (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemFolder) folder = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (fixture->base.photos);

  library_test_photos (&fixture->base, 3, 2);
  model_test_add_and_index (fixture);
  model_test_assert_ids (fixture, "1 2 3 4 5 6");
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 6);
  g_assert_true (model_test_is_searchable (fixture->library));
  g_assert_true (g_str_has_suffix (fixture->states->str, "idle "));
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_folders (fixture->library)), ==, 1);
  folder = g_list_model_get_item (sem_library_get_folders (fixture->library), 0);
  g_assert_true (g_file_equal (sem_folder_get_file (folder), file));
  g_assert_cmpuint (sem_folder_get_n_photos (folder), ==, 6);
  g_assert_cmpint (sem_folder_get_presence (folder), ==, SEM_FOLDER_PRESENT);
  g_assert_false (sem_folder_get_forgettable (folder));

  /* One photo in the middle is deleted and some are added: the others keep their positions. */
  {
    g_autofree char *gone = library_test_path (&fixture->base, "001/000.jpg");
    g_assert_cmpint (g_unlink (gone), ==, 0);
  }
  library_test_photo (&fixture->base, "z1.jpg", 5, 0);
  library_test_photo (&fixture->base, "z2.jpg", 5, 1);
  library_test_photo (&fixture->base, "z3.jpg", 5, 1);
  {
    g_autofree char *bad = library_test_path (&fixture->base, "bad.jpg");
    g_assert_true (g_file_set_contents (bad, "bad", -1, NULL));
  }
  g_string_truncate (fixture->changes, 0);
  model_test_index (fixture);
  model_test_assert_ids (fixture, "1 2 4 5 6 7 8");
  g_assert_cmpuint (sem_library_get_n_problems (fixture->library), ==, 1);
  {
    g_autoptr (SemProblem) problem =
      g_list_model_get_item (sem_library_get_problems (fixture->library), 0);
    g_assert_nonnull (strstr (sem_problem_get_reason (problem), "bad.jpg"));
  }
  /* The new photos were either appended while indexing ran or all added at the end. */
  if (g_str_has_prefix (fixture->changes->str, "6-0+2 "))
    g_assert_cmpstr (fixture->changes->str, ==, "6-0+2 2-1+0 ");
  else if (g_str_has_prefix (fixture->changes->str, "6-0+1 "))
    g_assert_nonnull (strstr (fixture->changes->str, "2-"));
  else
    g_assert_cmpstr (fixture->changes->str, ==, "2-4+5 ");
}

/* Applies each change to a copy of the list, which must then be the list. */
static void
mirror_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  GArray *ids = data;

  g_assert_cmpuint (position + removed, <=, ids->len);
  g_array_remove_range (ids, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (SemPhoto) photo = g_list_model_get_item (model, position + i);
      gint64 id = sem_photo_get_id (photo);

      g_array_insert_val (ids, position + i, id);
    }
  g_assert_cmpuint (ids->len, ==, g_list_model_get_n_items (model));
}

static void
test_grows (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GListModel *photos;

  library_test_photos (&fixture->base, 30, 5);
  model_test_open (fixture);
  photos = sem_library_get_photos (fixture->library);
  g_signal_connect (photos, "items-changed", G_CALLBACK (mirror_cb), ids);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  model_test_add_folder (fixture, fixture->base.photos);
  wait_until (g_list_model_get_n_items (photos) > 0);
  g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_INDEXING);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (ids->len, ==, 150);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (SemPhoto) photo = g_list_model_get_item (photos, i);
      g_assert_cmpint (g_array_index (ids, gint64, i), ==, sem_photo_get_id (photo));
    }
  g_signal_handlers_disconnect_by_data (photos, ids);
}

static void
folders_cb (GListModel *folders, guint position, guint removed, guint added, gpointer data)
{
  ModelTest *fixture = data;

  if (sem_library_get_n_photos (fixture->library) == 0 && g_list_model_get_n_items (folders) > 0)
    g_assert_cmpint (sem_library_get_state (fixture->library), !=, SEM_LIBRARY_IDLE);
}

/* From when a folder is added until it is indexed the library is not idle, and never looks as if
 * the folder were empty. */
static void
test_busy (ModelTest *fixture, gconstpointer data)
{
  GListModel *folders;

  library_test_photos (&fixture->base, 6, 1);
  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  folders = sem_library_get_folders (fixture->library);
  g_signal_connect (folders, "items-changed", G_CALLBACK (folders_cb), fixture);
  g_string_truncate (fixture->states, 0);
  model_test_add_folder (fixture, fixture->base.photos);
  g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_INDEXING);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 6);
  g_assert_null (strstr (strstr (fixture->states->str, "idle") + 4, "idle"));
  g_signal_handlers_disconnect_by_data (folders, fixture);
}

/* Who asks for something is told what came of it. */
static void
test_told (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *gone = NULL, *one = NULL, *same = NULL, *content = NULL;
  gsize size;

  library_test_photos (&fixture->base, 3, 2);
  model_test_add_and_index (fixture);
  g_assert_cmpstr (fixture->messages->str, ==, "6 photos added\n");
  g_string_truncate (fixture->messages, 0);
  model_test_index (fixture);
  g_assert_cmpstr (fixture->messages->str, ==, "");
  sem_library_update (fixture->library);
  wait_until (fixture->messages->len > 0);
  g_assert_cmpstr (fixture->messages->str, ==, "No new photos: the library is up to date.\n");

  gone = library_test_path (&fixture->base, "001/000.jpg");
  g_assert_cmpint (g_unlink (gone), ==, 0);
  library_test_photo (&fixture->base, "z1.jpg", 5, 0);
  g_string_truncate (fixture->messages, 0);
  sem_library_update (fixture->library);
  wait_until (fixture->messages->len > 0);
  g_assert_cmpstr (fixture->messages->str, ==, "1 photo added, 1 missing\n");
  wait_for_state (fixture, SEM_LIBRARY_IDLE);

  /* A file with the same bytes adds no photo; the numbers agree with those of the list. */
  one = library_test_path (&fixture->base, "001/001.jpg");
  same = library_test_path (&fixture->base, "001/same.jpg");
  g_assert_true (g_file_get_contents (one, &content, &size, NULL));
  g_assert_true (g_file_set_contents (same, content, (gssize) size, NULL));
  library_test_photo (&fixture->base, "z2.jpg", 6, 0);
  g_string_truncate (fixture->messages, 0);
  sem_library_update (fixture->library);
  wait_until (fixture->messages->len > 0);
  g_assert_cmpstr (fixture->messages->str, ==, "1 photo added, 1 file identical to another\n");
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 7);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
}

static void
test_stopped (ModelTest *fixture, gconstpointer data)
{
  guint remaining = 0, n;

  library_test_photos (&fixture->base, 80, 5);
  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  model_test_add_folder (fixture, fixture->base.photos);
  wait_until (sem_library_get_n_photos (fixture->library) > 0);
  sem_library_cancel (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  n = sem_library_get_n_photos (fixture->library);
  g_assert_cmpuint (n, <, 400);
  g_assert_true (g_str_has_prefix (fixture->messages->str, "Stopped"));
  if (sscanf (fixture->messages->str, "Stopped: %u files remain", &remaining) == 1)
    g_assert_cmpuint (n + remaining, ==, 400);
}

static void
test_pause (ModelTest *fixture, gconstpointer data)
{
  library_test_photos (&fixture->base, 30, 4);
  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  model_test_add_folder (fixture, fixture->base.photos);
  sem_library_pause (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_PAUSED);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 0);
  sem_library_resume (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 120);
}

static void
test_close_while_indexing (ModelTest *fixture, gconstpointer data)
{
  library_test_photos (&fixture->base, 30, 4);
  for (guint round = 0; round < 3; round++)
    {
      model_test_open (fixture);
      wait_for_state (fixture, SEM_LIBRARY_IDLE);
      if (round == 0)
        model_test_add_folder (fixture, fixture->base.photos);
      else
        sem_library_index (fixture->library);
      /* Closes at once, then while it indexes, then with more photos in the list. */
      if (round > 0)
        wait_until (sem_library_get_n_photos (fixture->library) > 20 * round);
      model_test_close (fixture);
    }
  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  model_test_index (fixture);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 120);
  g_assert_cmpstr (fixture->messages->str, ==, "");
}

/* What a folder leaves out leaves the list, and comes back with its codes. */
static void
test_left_out (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->base.photos);
  g_autoptr (SemFolder) folder = NULL;

  library_test_photos (&fixture->base, 1, 3);
  model_test_add_and_index (fixture);
  sem_library_leave_out (fixture->library, file, "-*1.jpg\n");
  wait_until (sem_library_get_n_photos (fixture->library) == 2);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  folder = g_list_model_get_item (sem_library_get_folders (fixture->library), 0);
  g_assert_cmpstr (sem_folder_get_patterns (folder), ==, "-*1.jpg\n");
  g_assert_cmpint (sem_folder_get_presence (folder), ==, SEM_FOLDER_PRESENT);
  /* All of them: the folder is there all the same. */
  sem_library_leave_out (fixture->library, file, "-*\n");
  wait_until (sem_library_get_n_photos (fixture->library) == 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_clear_object (&folder);
  folder = g_list_model_get_item (sem_library_get_folders (fixture->library), 0);
  g_assert_cmpint (sem_folder_get_presence (folder), ==, SEM_FOLDER_PRESENT);
  sem_library_leave_out (fixture->library, file, "");
  wait_until (sem_library_get_n_photos (fixture->library) == 3);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_clear_object (&folder);
  folder = g_list_model_get_item (sem_library_get_folders (fixture->library), 0);
  g_assert_cmpstr (sem_folder_get_patterns (folder), ==, "");
}

static void
test_closed (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->base.photos);
  g_autoptr (SemQuery) query = sem_query_new_for_file (file);
  ModelTestFound found = { 0 };

  model_test_open (fixture);
  sem_library_close (fixture->library);
  sem_library_close (fixture->library);
  sem_library_add_folder (fixture->library, file);
  sem_library_index (fixture->library);
  sem_library_train (fixture->library, NULL, 0, 0);
  sem_library_pause (fixture->library);
  sem_library_cancel (fixture->library);
  sem_library_search_async (fixture->library, query, 5, NULL, model_test_found_cb, &found);
  wait_until (found.done);
  g_assert_error (found.error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  model_test_found_clear (&found);
}

static void
test_damaged (ModelTest *fixture, gconstpointer data)
{
  library_test_photos (&fixture->base, 1, 3);
  model_test_add_and_index (fixture);
  model_test_close (fixture);
  {
    g_autofree char *nonsense = g_strnfill (20000, '#');
    g_assert_true (g_file_set_contents (fixture->base.library, nonsense, -1, NULL));
  }
  model_test_open (fixture);
  wait_until (fixture->messages->len > 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_nonnull (strstr (fixture->messages->str, ".damaged-"));
  model_test_assert_ids (fixture, "");
  model_test_add_folder (fixture, fixture->base.photos);
  wait_until (sem_library_get_n_photos (fixture->library) == 3);
}

/* What an earlier program found damaged is renewed with its folders. */
static void
test_renewed (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *mark = g_strconcat (fixture->base.library, ".damaged", NULL);

  library_test_photos (&fixture->base, 1, 3);
  model_test_add_and_index (fixture);
  model_test_close (fixture);
  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  model_test_open (fixture);
  wait_until (fixture->messages->len > 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_nonnull (strstr (fixture->messages->str, ".damaged-"));
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_folders (fixture->library)), ==, 1);
  model_test_assert_ids (fixture, "");
  sem_library_index (fixture->library);
  wait_until (sem_library_get_n_photos (fixture->library) == 3);
}

/* A library whose files cannot grow is shown, with the reason. */
static void
test_full (ModelTest *fixture, gconstpointer data)
{
  const struct rlimit none = { 1, RLIM_INFINITY };
  struct rlimit before;

  library_test_photos (&fixture->base, 1, 3);
  model_test_add_and_index (fixture);
  model_test_close (fixture);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  model_test_open (fixture);
  wait_until (fixture->messages->len > 0
              || sem_library_get_state (fixture->library) == SEM_LIBRARY_BROKEN);
  wait_until (sem_library_get_state (fixture->library) != SEM_LIBRARY_OPENING);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_IDLE);
  g_assert_nonnull (strstr (fixture->messages->str, "library.db"));
  g_assert_nonnull (strstr (fixture->messages->str, "no space left"));
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 3);
}

static void
test_broken (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->base.library);

  g_assert_true (g_file_set_contents (folder, "a file in its place", -1, NULL));
  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_BROKEN);
  g_assert_nonnull (strstr (sem_library_get_status (fixture->library), folder));
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 0);
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/library/empty", test_empty },
    { "/model/library/index", test_index },
    { "/model/library/details", test_details },
    { "/model/library/grows", test_grows },
    { "/model/library/busy", test_busy },
    { "/model/library/told", test_told },
    { "/model/library/stopped", test_stopped },
    { "/model/library/pause", test_pause },
    { "/model/library/close-while-indexing", test_close_while_indexing },
    { "/model/library/left-out", test_left_out },
    { "/model/library/closed", test_closed },
    { "/model/library/damaged", test_damaged },
    { "/model/library/renewed", test_renewed },
    { "/model/library/full", test_full },
    { "/model/library/broken", test_broken },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
