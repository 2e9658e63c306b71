/* The library as the window sees it: states, lists that grow, searches, and an end at any moment.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <glib/gstdio.h>

#include "engine/model/library.h"
#include "engine/store/photos.h"
#include "engine/store/scenes.h"
#include "tests/support/library-test.h"
#include "tests/support/photos.h"

#define PATIENCE_SECONDS 120

typedef struct
{
  LibraryTest base;
  SemLibrary *library;
  GThread *thread;   /* the main one: all that is heard is heard there */
  GString *states;   /* nicks, a space after each */
  GString *changes;  /* "0-10+5 " */
  GString *messages; /* a line each */
  guint n_jobs;      /* that have ended: each fills the list of folders anew */
} Fixture;

static void
state_cb (SemLibrary *library, GParamSpec *pspec, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GEnumClass) class = g_type_class_ref (SEM_TYPE_LIBRARY_STATE);
  const char *nick = g_enum_get_value (class, sem_library_get_state (library))->value_nick;

  g_assert_true (g_thread_self () == fixture->thread);
  g_string_append_printf (fixture->states, "%s ", nick);
}

static void
message_cb (SemLibrary *library, const char *message, gpointer data)
{
  Fixture *fixture = data;

  g_assert_true (g_thread_self () == fixture->thread);
  g_string_append_printf (fixture->messages, "%s\n", message);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  Fixture *fixture = data;

  g_assert_true (g_thread_self () == fixture->thread);
  g_string_append_printf (fixture->changes, "%u-%u+%u ", position, removed, added);
}

static void
folders_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  ((Fixture *) data)->n_jobs++;
}

static void
open_library (Fixture *fixture)
{
  fixture->library = sem_library_new (fixture->base.library);
  g_signal_connect (fixture->library, "notify::state", G_CALLBACK (state_cb), fixture);
  g_signal_connect (fixture->library, "message", G_CALLBACK (message_cb), fixture);
  g_signal_connect (sem_library_get_photos (fixture->library), "items-changed",
                    G_CALLBACK (items_changed_cb), fixture);
  g_signal_connect (sem_library_get_folders (fixture->library), "items-changed",
                    G_CALLBACK (folders_changed_cb), fixture);
}

static gboolean
timeout_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until the condition holds. */
#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gboolean late = FALSE;                                                                         \
    guint source = g_timeout_add_seconds (PATIENCE_SECONDS, timeout_cb, &late);                    \
    while (!(condition) && !late)                                                                  \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (source);                                                                      \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

#define wait_for_state(fixture, wanted)                                                            \
  wait_until (sem_library_get_state ((fixture)->library) == (wanted))

static void
close_library (Fixture *fixture)
{
  gpointer library = fixture->library;

  g_signal_handlers_disconnect_by_data (sem_library_get_photos (fixture->library), fixture);
  g_signal_handlers_disconnect_by_data (sem_library_get_folders (fixture->library), fixture);
  g_signal_handlers_disconnect_by_data (fixture->library, fixture);
  g_object_add_weak_pointer (library, &library);
  g_clear_object (&fixture->library);
  wait_until (library == NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  library_test_set_up (&fixture->base, NULL);
  fixture->thread = g_thread_self ();
  fixture->states = g_string_new (NULL);
  fixture->changes = g_string_new (NULL);
  fixture->messages = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->library)
    close_library (fixture);
  g_string_free (fixture->states, TRUE);
  g_string_free (fixture->changes, TRUE);
  g_string_free (fixture->messages, TRUE);
  library_test_tear_down (&fixture->base, NULL);
}

/* The ids of the photos, "1 2 5". */
static char *
list_ids (SemLibrary *library)
{
  GListModel *photos = sem_library_get_photos (library);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (photos); i++)
    {
      g_autoptr (SemPhoto) photo = g_list_model_get_item (photos, i);
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i ? " " : "", sem_photo_get_id (photo));
    }
  return g_string_free (text, FALSE);
}

static void
assert_ids (Fixture *fixture, const char *expected)
{
  g_autofree char *ids = list_ids (fixture->library);

  g_assert_cmpstr (ids, ==, expected);
}

static void
add_folder (Fixture *fixture, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  sem_library_add_folder (fixture->library, file);
}

static void
index_and_wait (Fixture *fixture)
{
  guint n_jobs = fixture->n_jobs;

  sem_library_index (fixture->library);
  wait_until (fixture->n_jobs > n_jobs);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
}

static void
add_and_wait (Fixture *fixture)
{
  guint n_jobs;

  open_library (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  n_jobs = fixture->n_jobs;
  add_folder (fixture, fixture->base.photos);
  wait_until (fixture->n_jobs == n_jobs + 2);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
}

/* Tests ------------------------------------------------------------------------------------ */

static gboolean
is_searchable (SemLibrary *library)
{
  gboolean searchable;

  g_object_get (library, "searchable", &searchable, NULL);
  return searchable;
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  open_library (fixture);
  g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_OPENING);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpstr (fixture->states->str, ==, "idle ");
  g_assert_cmpstr (sem_library_get_status (fixture->library), ==, "");
  g_assert_false (is_searchable (fixture->library));
  assert_ids (fixture, "");
  g_assert_cmpstr (fixture->messages->str, ==, "");
}

static void
test_index (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemFolder) folder = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (fixture->base.photos);

  library_test_photos (&fixture->base, 3, 2);
  add_and_wait (fixture);
  assert_ids (fixture, "1 2 3 4 5 6");
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 6);
  g_assert_true (is_searchable (fixture->library));
  g_assert_true (g_str_has_suffix (fixture->states->str, "idle "));
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_folders (fixture->library)), ==, 1);
  folder = g_list_model_get_item (sem_library_get_folders (fixture->library), 0);
  g_assert_true (g_file_equal (sem_folder_get_file (folder), file));
  g_assert_cmpuint (sem_folder_get_n_photos (folder), ==, 6);
  g_assert_cmpint (sem_folder_get_presence (folder), ==, SEM_FOLDER_PRESENT);
  g_assert_false (sem_folder_get_forgettable (folder));

  /* One goes from the middle, two come: the rest stays where it is. */
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
  index_and_wait (fixture);
  assert_ids (fixture, "1 2 4 5 6 7 8");
  g_assert_cmpuint (sem_library_get_n_problems (fixture->library), ==, 1);
  {
    g_autoptr (SemProblem) problem =
      g_list_model_get_item (sem_library_get_problems (fixture->library), 0);
    g_assert_nonnull (strstr (sem_problem_get_reason (problem), "bad.jpg"));
  }
  /* Either the new ones were shown while indexing went on, or all came at the end. */
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
test_grows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GListModel *photos;

  library_test_photos (&fixture->base, 30, 5);
  open_library (fixture);
  photos = sem_library_get_photos (fixture->library);
  g_signal_connect (photos, "items-changed", G_CALLBACK (mirror_cb), ids);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  add_folder (fixture, fixture->base.photos);
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
test_folders (Fixture *fixture, gconstpointer data)
{
  g_autofree char *inner = library_test_path (&fixture->base, "001");
  g_autofree char *missing = library_test_path (&fixture->base, "missing");
  g_autoptr (GFile) outer = g_file_new_for_path (fixture->base.photos);
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://nowhere.example/photos");

  library_test_photos (&fixture->base, 3, 2);
  open_library (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  add_folder (fixture, inner);
  wait_until (sem_library_get_n_photos (fixture->library) == 2);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  add_folder (fixture, fixture->base.photos);
  wait_until (sem_library_get_n_photos (fixture->library) == 6);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_folders (fixture->library)), ==, 1);
  g_assert_cmpstr (fixture->messages->str, ==, "");

  add_folder (fixture, missing);
  wait_until (strstr (fixture->messages->str, "missing"));
  g_string_truncate (fixture->messages, 0);
  sem_library_add_folder (fixture->library, remote);
  g_assert_cmpuint (fixture->messages->len, >, 10);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);

  sem_library_remove_folder (fixture->library, outer);
  wait_until (sem_library_get_n_photos (fixture->library) == 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_folders (fixture->library)), ==, 0);
}

static void
test_pause (Fixture *fixture, gconstpointer data)
{
  library_test_photos (&fixture->base, 30, 4);
  open_library (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  add_folder (fixture, fixture->base.photos);
  sem_library_pause (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_PAUSED);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 0);
  sem_library_resume (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 120);
}

static void
test_train (Fixture *fixture, gconstpointer data)
{
  library_test_photos (&fixture->base, 5, 3);
  add_and_wait (fixture);
  sem_library_train (fixture->library, NULL, 0, 0);
  wait_until (fixture->messages->len > 10);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
}

/* What a person had learned waits for a word; either way can be gone back. */
static void
test_offer (Fixture *fixture, gconstpointer data)
{
  SemLibrary *library = fixture->library;
  SemCodes *offer;
  gint64 old, new;

  library_test_photos (&fixture->base, 8, 4);
  add_and_wait (fixture);
  library = fixture->library;
  old = sem_codes_get_id (sem_library_get_codes (library));
  g_assert_null (sem_library_get_offer (library));
  sem_library_train (library, "ddh", 32, 5);
  g_assert_cmpint (sem_library_get_state (library), ==, SEM_LIBRARY_TRAINING);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);

  offer = sem_library_get_offer (library);
  g_assert_nonnull (offer);
  new = sem_codes_get_id (offer);
  g_assert_cmpstr (sem_codes_get_method (offer), ==, "ddh");
  g_assert_cmpuint (sem_codes_get_n_bits (offer), ==, 32);
  g_assert_cmpuint (sem_codes_get_seed (offer), ==, 5);
  g_assert_nonnull (sem_codes_get_comparison (offer));
  g_assert_cmpuint (g_list_model_get_n_items (sem_codes_get_epochs (offer)), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_epochs (library)), ==,
                    g_list_model_get_n_items (sem_codes_get_epochs (offer)));
  g_assert_cmpint (sem_codes_get_id (sem_library_get_codes (library)), ==, old);

  sem_library_decline_codes (library, new);
  wait_until (sem_library_get_offer (library) == NULL);
  sem_library_offer_codes (library, new);
  wait_until (sem_library_get_offer (library) != NULL);
  sem_library_use_codes (library, new);
  wait_until (sem_codes_get_id (sem_library_get_codes (library)) == new);
  g_assert_null (sem_library_get_offer (library));
  sem_library_use_codes (library, old);
  wait_until (sem_codes_get_id (sem_library_get_codes (library)) == old);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
}

/* One scene of the first @n photos; each shares points with the next. */
static void
put_scene (const char *path, guint n)
{
  SemStoreSceneGroup group = { .key = (char *) "place", .outcome = SEM_SCENES_FOUND };
  g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePhoto));
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePair));
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, &error);
  g_autoptr (GArray) ids = store ? sem_store_list_photos (store, 0, &error) : NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      SemStoreScenePhoto photo = { id, 100 };
      SemStoreScenePair pair = { id, i + 1 < n ? g_array_index (ids, gint64, i + 1) : 0, 60, 1.1f };

      g_array_append_val (photos, photo);
      if (i + 1 < n)
        g_array_append_val (pairs, pair);
    }
  g_assert_true (sem_store_begin (store, NULL));
  sem_store_put_scene_group (store, &group, (gint64 *) ids->data, n, &error);
  g_assert_no_error (error);
  sem_store_put_scene (store, group.id, photos, pairs, &error);
  g_assert_no_error (error);
  g_assert_true (sem_store_commit (store, NULL));
}

/* BCDH is there to choose where there are places to learn from. */
static void
test_scenes (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) after = NULL;
  guint jobs;

  library_test_photos (&fixture->base, 8, 4);
  add_and_wait (fixture);
  before = sem_library_list_methods (fixture->library);
  g_assert_false (g_strv_contains ((const char *const *) before, "bcdh"));

  put_scene (fixture->base.library, 12);
  jobs = fixture->n_jobs;
  sem_library_index (fixture->library);
  wait_until (fixture->n_jobs > jobs);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  after = sem_library_list_methods (fixture->library);
  g_assert_true (g_strv_contains ((const char *const *) after, "bcdh"));
  sem_library_train (fixture->library, "bcdh", 32, 1);
  wait_until (sem_library_get_offer (fixture->library) != NULL);
  g_assert_cmpstr (sem_codes_get_method (sem_library_get_offer (fixture->library)), ==, "bcdh");
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
}

/* A training can be paused, and stopped while it is. */
static void
test_pause_training (Fixture *fixture, gconstpointer data)
{
  gint64 old;
  double progress;

  library_test_photos (&fixture->base, 8, 4);
  add_and_wait (fixture);
  old = sem_codes_get_id (sem_library_get_codes (fixture->library));
  sem_library_train (fixture->library, "ddh", 64, 6);
  wait_until (sem_library_get_progress (fixture->library) > 0);
  sem_library_pause (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_PAUSED);
  progress = sem_library_get_progress (fixture->library);
  g_assert_cmpfloat (progress, <, 1);
  sem_library_resume (fixture->library);
  wait_until (sem_library_get_progress (fixture->library) > progress);
  sem_library_pause (fixture->library);
  sem_library_cancel (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpint (sem_codes_get_id (sem_library_get_codes (fixture->library)), ==, old);
}

/* Search ----------------------------------------------------------------------------------- */

typedef struct
{
  gboolean done;
  SemResults *results;
  GError *error;
} Found;

static void
found_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Found *found = data;

  found->results = sem_library_search_finish (SEM_LIBRARY (object), result, &found->error);
  found->done = TRUE;
}

static void
found_clear (Found *found)
{
  g_clear_object (&found->results);
  g_clear_error (&found->error);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->base.folder, "query.png", NULL);
  g_autoptr (SemPhoto) photo = NULL;
  g_autofree char *bytes = NULL;
  SemQuery *queries[3];
  gsize size;

  library_test_photos (&fixture->base, 4, 3);
  test_photo_save (path, 2, 9);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  add_and_wait (fixture);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 4);
  queries[0] = sem_query_new_for_photo (photo);
  {
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GBytes) content = g_bytes_new_take (g_steal_pointer (&bytes), size);

    queries[1] = sem_query_new_for_file (file);
    queries[2] = sem_query_new_for_bytes (content, "Pasted");
  }
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (SemMatch) match = NULL;
      Found found = { 0 };
      const SemPixels *pixels;

      sem_library_search_async (fixture->library, queries[i], 5, NULL, found_cb, &found);
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
      found_clear (&found);
    }
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    g_object_unref (queries[i]);
}

static void
test_search_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("nonsense", 8);
  g_autoptr (SemQuery) query = sem_query_new_for_bytes (nonsense, "Pasted");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Found first = { 0 }, second = { 0 }, third = { 0 };

  /* No library, no codes, no image, cancelled. */
  open_library (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  sem_library_search_async (fixture->library, query, 5, NULL, found_cb, &first);
  wait_until (first.done);
  g_assert_error (first.error, SEM_ERROR, SEM_ERROR_NO_MODEL);
  library_test_photos (&fixture->base, 1, 2);
  add_folder (fixture, fixture->base.photos);
  wait_until (is_searchable (fixture->library));
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  sem_library_search_async (fixture->library, query, 5, NULL, found_cb, &second);
  sem_library_search_async (fixture->library, query, 5, cancellable, found_cb, &third);
  g_cancellable_cancel (cancellable);
  wait_until (second.done && third.done);
  g_assert_error (second.error, SEM_ERROR, SEM_ERROR_NOT_AN_IMAGE);
  g_assert_nonnull (strstr (second.error->message, "Pasted"));
  g_assert_error (third.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  found_clear (&first);
  found_clear (&second);
  found_clear (&third);
}

/* Thumbnails ------------------------------------------------------------------------------- */

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
test_thumbnails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SemPhoto) photo = NULL, same = NULL;
  Loaded loaded = { 0 }, cancelled = { 0 };

  library_test_photos (&fixture->base, 1, 2);
  add_and_wait (fixture);
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

  /* A load outlives the library. */
  loaded = (Loaded){ 0 };
  sem_photo_load_thumbnail_async (photo, NULL, loaded_cb, &loaded);
  close_library (fixture);
  wait_until (loaded.done);
  g_clear_pointer (&loaded.pixels, sem_pixels_free);
  g_clear_error (&loaded.error);
}

/* Ends ------------------------------------------------------------------------------------- */

static void
test_close_while_indexing (Fixture *fixture, gconstpointer data)
{
  library_test_photos (&fixture->base, 30, 4);
  for (guint round = 0; round < 3; round++)
    {
      open_library (fixture);
      wait_for_state (fixture, SEM_LIBRARY_IDLE);
      if (round == 0)
        add_folder (fixture, fixture->base.photos);
      else
        sem_library_index (fixture->library);
      /* At once, while it indexes, and with some more photos in the list. */
      if (round > 0)
        wait_until (sem_library_get_n_photos (fixture->library) > 20 * round);
      close_library (fixture);
    }
  open_library (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  index_and_wait (fixture);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 120);
  g_assert_cmpstr (fixture->messages->str, ==, "");
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->base.photos);
  g_autoptr (SemQuery) query = sem_query_new_for_file (file);
  Found found = { 0 };

  open_library (fixture);
  sem_library_close (fixture->library);
  sem_library_close (fixture->library);
  sem_library_add_folder (fixture->library, file);
  sem_library_index (fixture->library);
  sem_library_train (fixture->library, NULL, 0, 0);
  sem_library_pause (fixture->library);
  sem_library_cancel (fixture->library);
  sem_library_search_async (fixture->library, query, 5, NULL, found_cb, &found);
  wait_until (found.done);
  g_assert_error (found.error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  found_clear (&found);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  library_test_photos (&fixture->base, 1, 3);
  add_and_wait (fixture);
  close_library (fixture);
  {
    g_autofree char *nonsense = g_strnfill (20000, '#');
    g_assert_true (g_file_set_contents (fixture->base.library, nonsense, -1, NULL));
  }
  open_library (fixture);
  wait_until (fixture->messages->len > 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_nonnull (strstr (fixture->messages->str, ".damaged-"));
  assert_ids (fixture, "");
  add_folder (fixture, fixture->base.photos);
  wait_until (sem_library_get_n_photos (fixture->library) == 3);
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->base.library);

  g_assert_true (g_file_set_contents (folder, "a file in its place", -1, NULL));
  open_library (fixture);
  wait_for_state (fixture, SEM_LIBRARY_BROKEN);
  g_assert_nonnull (strstr (sem_library_get_status (fixture->library), folder));
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 0);
}

static SemFolderPresence
get_presence (Fixture *fixture, gboolean *forgettable)
{
  g_autoptr (SemFolder) folder =
    g_list_model_get_item (sem_library_get_folders (fixture->library), 0);

  *forgettable = sem_folder_get_forgettable (folder);
  return sem_folder_get_presence (folder);
}

/* A folder without its disk keeps its photos until somebody says that they are gone. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  g_autofree char *away = g_strconcat (fixture->base.photos, "-away", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (fixture->base.photos);
  gboolean forgettable;
  guint n_jobs;

  library_test_photos (&fixture->base, 3, 2);
  add_and_wait (fixture);
  g_assert_cmpint (get_presence (fixture, &forgettable), ==, SEM_FOLDER_PRESENT);
  g_assert_false (forgettable);

  g_assert_cmpint (g_rename (fixture->base.photos, away), ==, 0);
  index_and_wait (fixture);
  g_assert_cmpint (get_presence (fixture, &forgettable), ==, SEM_FOLDER_OFFLINE);
  g_assert_true (forgettable);
  g_assert_cmpint (g_mkdir (fixture->base.photos, 0700), ==, 0);
  index_and_wait (fixture);
  g_assert_cmpint (get_presence (fixture, &forgettable), ==, SEM_FOLDER_EMPTIED);
  g_assert_true (forgettable);
  assert_ids (fixture, "1 2 3 4 5 6");
  g_assert_true (is_searchable (fixture->library));

  n_jobs = fixture->n_jobs;
  sem_library_forget_missing (fixture->library, file);
  wait_until (fixture->n_jobs == n_jobs + 2);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpint (get_presence (fixture, &forgettable), ==, SEM_FOLDER_PRESENT);
  g_assert_false (forgettable);
  assert_ids (fixture, "");
}

/* What was asked for when the program ended is done at the next start. */
static void
test_forget_at_the_end (Fixture *fixture, gconstpointer data)
{
  g_autofree char *away = g_strconcat (fixture->base.photos, "-away", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (fixture->base.photos);

  library_test_photos (&fixture->base, 3, 2);
  add_and_wait (fixture);
  g_assert_cmpint (g_rename (fixture->base.photos, away), ==, 0);
  index_and_wait (fixture);
  sem_library_forget_missing (fixture->library, file);
  close_library (fixture);
  open_library (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  index_and_wait (fixture);
  assert_ids (fixture, "");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "empty", test_empty },
    { "index", test_index },
    { "offline", test_offline },
    { "forget-at-the-end", test_forget_at_the_end },
    { "grows", test_grows },
    { "folders", test_folders },
    { "pause", test_pause },
    { "train", test_train },
    { "offer", test_offer },
    { "scenes", test_scenes },
    { "pause-training", test_pause_training },
    { "search", test_search },
    { "search-fails", test_search_fails },
    { "thumbnails", test_thumbnails },
    { "close-while-indexing", test_close_while_indexing },
    { "closed", test_closed },
    { "damaged", test_damaged },
    { "broken", test_broken },
  };

  g_test_init (&argc, &argv, NULL);
  if (!library_test_get_backbone ())
    return g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/model/library/", tests[i].name, NULL);
      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
