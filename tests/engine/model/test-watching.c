/* What begins by itself in a library whose folders are watched, and what does not.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "tests/engine/model/model-test.h"
#include "engine/model/browse/facts.h"
#include "engine/model/library-private.h"
#include "engine/model/photo-list.h"
#include "engine/model/viewer/details.h"
#include "engine/store/quick/quick.h"
#include "engine/store/store.h"
#include "tests/support/heif-files.h"
#include "tests/support/photos.h"

/* A library of four photos, with codes. */
static void
begin (ModelTest *fixture)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03u.jpg", i);

      library_test_photo (&fixture->base, name, 0, i);
    }
  model_test_add_and_index (fixture);
  g_string_truncate (fixture->messages, 0);
}

static void
run_loop (guint milliseconds)
{
  gboolean over = FALSE;
  guint source = g_timeout_add (milliseconds, model_test_timeout_cb, &over);

  while (!over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

/* @n files of one picture, which differ in a box that is passed over. FALSE after g_test_skip(). */
static gboolean
write_heic (ModelTest *fixture, guint n)
{
  g_autoptr (GdkPixbuf) photo = test_photo_new (70, 0);
  g_autoptr (GdkPixbuf) large = gdk_pixbuf_scale_simple (photo, 1600, 1200, GDK_INTERP_BILINEAR);
  g_autoptr (GBytes) file = test_heif_write_reduced (large, 320, 240);

  for (guint i = 0; file && i < n; i++)
    {
      const guint8 box[] = { 0, 0, 0, 9, 'f', 'r', 'e', 'e', (guint8) i };
      g_autofree char *name = g_strdup_printf ("%03u.heic", i);
      g_autofree char *path = library_test_path (&fixture->base, name);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      g_byte_array_append (bytes, g_bytes_get_data (file, NULL), (guint) g_bytes_get_size (file));
      g_byte_array_append (bytes, box, sizeof box);
      g_assert_true (
        g_file_set_contents (path, (const char *) bytes->data, (gssize) bytes->len, NULL));
    }
  return file != NULL;
}

static gint64
count_quick (ModelTest *fixture)
{
  g_autoptr (SemStore) store = library_test_open (&fixture->base);

  return sem_store_count_quick (store, NULL);
}

static void
count_scans_cb (SemLibrary *library, GParamSpec *pspec, guint *n)
{
  *n += sem_library_get_state (library) == SEM_LIBRARY_INDEXING;
}

/* Where folders begin to be watched they are looked through once, not also for what began. */
static void
test_start (ModelTest *fixture, gconstpointer data)
{
  guint n = 0;

  begin (fixture);
  library_test_photo (&fixture->base, "new.jpg", 71, 0);
  g_signal_connect (fixture->library, "notify::state", G_CALLBACK (count_scans_cb), &n);
  sem_library_watch (fixture->library);
  wait_until (sem_library_get_n_photos (fixture->library) == 5);
  /* Longer than a change waits for quiet. */
  run_loop (3000);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (n, ==, 1);
  g_signal_handlers_disconnect_by_data (fixture->library, &n);
}

static gboolean
is_watched (ModelTest *fixture)
{
  SemWatchLimits limits;

  sem_watcher_get_limits (fixture->library->watcher, &limits);
  return limits.ready;
}

/* A photo that comes into a folder by one change, however long it takes to be written. */
static void
bring_photo (ModelTest *fixture, const char *name, guint family)
{
  g_autofree char *made = g_build_filename (fixture->base.folder, "made.jpg", NULL);
  g_autofree char *path = library_test_path (&fixture->base, name);

  test_photo_save (made, family, 0);
  g_assert_cmpint (g_rename (made, path), ==, 0);
}

/* A folder that is added is looked through once, and watched from then on; also where it is added
 * before the library is open, as by the command line at the first start. Adding waits here until
 * the folder is watched: otherwise indexing may begin before that, and has to be done again. */
static void
test_added (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->base.folder, "other", NULL);
  g_autoptr (SemStore) store = library_test_open (&fixture->base);

  g_assert_cmpint (g_mkdir (other, 0700), ==, 0);
  library_test_photo (&fixture->base, "a.jpg", 0, 0);
  library_test_photo (&fixture->base, "../other/b.jpg", 1, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GFile) folder = g_file_new_for_path (i ? other : fixture->base.photos);
      guint before, n = i * 2;

      g_assert_true (sem_store_begin (store, NULL));
      if (i == 0)
        {
          model_test_open (fixture);
          sem_library_watch (fixture->library);
        }
      before = fixture->library->n_views;
      sem_library_add_folder (fixture->library, folder);
      wait_until (is_watched (fixture));
      g_assert_true (sem_store_commit (store, NULL));
      wait_until (sem_library_get_n_photos (fixture->library) == n + 1);
      /* Longer than a change waits for quiet. */
      run_loop (3000);
      wait_for_state (fixture, SEM_LIBRARY_IDLE);
      g_assert_false (fixture->library->changed_meanwhile);
      /* Opening at first, adding, indexing. */
      g_assert_cmpuint (fixture->library->n_views - before, ==, i ? 2 : 3);
      bring_photo (fixture, i ? "../other/new.jpg" : "new.jpg", 70 + i);
      wait_until (sem_library_get_n_photos (fixture->library) == n + 2);
      wait_for_state (fixture, SEM_LIBRARY_IDLE);
    }
}

/* What follows the quick pass is a job of its own, which stops for new photos, also while it is
 * paused, and then goes on. */
static void
test_refining (ModelTest *fixture, gconstpointer data)
{
  begin (fixture);
  if (!write_heic (fixture, 24))
    return;
  sem_library_watch (fixture->library);
  sem_library_update (fixture->library);
  wait_until (strstr (sem_library_get_status (fixture->library), "28 photos searchable; "));
  sem_library_pause (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_PAUSED);
  g_assert_cmpint (count_quick (fixture), >, 0);
  library_test_photo (&fixture->base, "new.jpg", 71, 0);
  wait_until (sem_library_get_n_photos (fixture->library) == 29);
  wait_for_state (fixture, SEM_LIBRARY_PAUSED);
  g_assert_cmpint (count_quick (fixture), >, 0);
  sem_library_resume (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpint (count_quick (fixture), ==, 0);
}

/* Refining that somebody has stopped does not follow the next indexing, until it is asked for. */
static void
test_stopped_refining (ModelTest *fixture, gconstpointer data)
{
  gint64 left;

  begin (fixture);
  if (!write_heic (fixture, 24))
    return;
  sem_library_watch (fixture->library);
  sem_library_update (fixture->library);
  wait_until (strstr (sem_library_get_status (fixture->library), "28 photos searchable; "));
  sem_library_cancel (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  left = count_quick (fixture);
  g_assert_cmpint (left, >, 0);
  library_test_photo (&fixture->base, "new.jpg", 71, 0);
  wait_until (sem_library_get_n_photos (fixture->library) == 29);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpint (count_quick (fixture), ==, left);
  sem_library_update (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpint (count_quick (fixture), ==, 0);
}

/* Nor does indexing begin again that somebody has stopped, whether the folder has changed before or
 * changes afterwards. */
static void
test_stopped_indexing (ModelTest *fixture, gconstpointer data)
{
  begin (fixture);
  sem_library_watch (fixture->library);
  /* Else indexing may begin after the change, and see it. */
  wait_until (is_watched (fixture));
  run_loop (1000);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  sem_library_index (fixture->library);
  sem_library_pause (fixture->library);
  library_test_photo (&fixture->base, "new.jpg", 71, 0);
  /* The change is noticed. Whether it is noted depends on whether indexing had begun before the
   * pause: else it would see the change. */
  run_loop (3000);
  sem_library_cancel (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  library_test_photo (&fixture->base, "newer.jpg", 72, 0);
  run_loop (5000);
  g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 4);
  sem_library_update (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (sem_library_get_n_photos (fixture->library), ==, 6);
  library_test_photo (&fixture->base, "newest.jpg", 73, 0);
  wait_until (sem_library_get_n_photos (fixture->library) == 7);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
}

/* Where another program indexes, which may watch the same folders, what nobody has asked for says
 * nothing and comes later; what somebody asks for is answered. */
static void
test_busy (ModelTest *fixture, gconstpointer data)
{
  int lock;

  begin (fixture);
  lock = sem_store_lock (fixture->base.library, NULL);
  g_assert_cmpint (lock, >=, 0);
  sem_library_watch (fixture->library);
  sem_library_index (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (fixture->library->retry, >, 0);
  library_test_photo (&fixture->base, "new.jpg", 71, 0);
  /* Longer than the first attempt waits, and the next. */
  run_loop (9000);
  g_assert_cmpuint (fixture->library->retry_seconds, >, 5);
  g_assert_cmpstr (fixture->messages->str, ==, "");
  sem_library_update (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_nonnull (strstr (fixture->messages->str, "Another Semblance"));
  g_string_truncate (fixture->messages, 0);
  sem_store_unlock (lock);
  wait_until (sem_library_get_n_photos (fixture->library) == 5);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (fixture->library->retry, ==, 0);
  g_assert_cmpstr (fixture->messages->str, ==, "");
}

/* What was asked for meanwhile comes later as well. */
static void
test_busy_asked (ModelTest *fixture, gconstpointer data)
{
  int lock;

  begin (fixture);
  sem_library_watch (fixture->library);
  wait_until (is_watched (fixture));
  run_loop (1000);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  lock = sem_store_lock (fixture->base.library, NULL);
  g_assert_cmpint (lock, >=, 0);
  sem_library_update (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_nonnull (strstr (fixture->messages->str, "Another Semblance"));
  g_assert_cmpuint (fixture->library->retry, >, 0);
  g_string_truncate (fixture->messages, 0);
  sem_store_unlock (lock);
  wait_until (fixture->library->retry == 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpstr (fixture->messages->str, ==, "");
}

static void
thumbnail_cb (GObject *photo, GAsyncResult *result, gpointer user_data)
{
  SemPixels *pixels = sem_photo_load_thumbnail_finish (SEM_PHOTO (photo), result, NULL);

  g_clear_pointer (&pixels, sem_pixels_free);
}

static void
details_cb (GObject *photo, GAsyncResult *result, gpointer user_data)
{
  *(SemPhotoDetails **) user_data = sem_photo_load_details_finish (SEM_PHOTO (photo), result, NULL);
}

static void
assert_only_file (SemPhoto *photo, const char *path)
{
  SemPhotoDetails *details = NULL;

  sem_photo_load_details_async (photo, NULL, details_cb, &details);
  wait_until (details != NULL);
  g_assert_cmpuint (details->files->len, ==, 1);
  g_assert_cmpstr (g_file_peek_path (details->files->pdata[0]), ==, path);
  sem_photo_details_free (details);
}

/* A photo that somebody holds, as the page with one photo does, shows the file that it has now. */
static void
test_renamed (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *old = library_test_path (&fixture->base, "old");
  g_autofree char *new = library_test_path (&fixture->base, "new");
  g_autofree char *before = g_build_filename (old, "a.jpg", NULL);
  g_autofree char *after = g_build_filename (new, "a.jpg", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (SemPhoto) by_file = NULL;
  g_autoptr (SemPhoto) photo = NULL;
  g_autoptr (SemPhoto) other = NULL;

  g_assert_cmpint (g_mkdir (old, 0700), ==, 0);
  library_test_photo (&fixture->base, "old/a.jpg", 72, 0);
  begin (fixture);
  photo = sem_photo_list_dup_photo (fixture->library->photos,
                                    library_test_find (&fixture->base, "old/a.jpg"));
  other = sem_photo_list_dup_photo (fixture->library->photos,
                                    library_test_find (&fixture->base, "000.jpg"));
  by_file = sem_photo_list_make_photo (fixture->library->photos, sem_photo_get_id (photo), before);
  sem_photo_load_thumbnail_async (photo, NULL, thumbnail_cb, NULL);
  sem_photo_load_thumbnail_async (other, NULL, thumbnail_cb, NULL);
  wait_until (sem_photo_get_file (photo) && sem_photo_get_file (other));
  g_assert_cmpstr (g_file_peek_path (sem_photo_get_file (photo)), ==, before);
  kept = g_file_get_path (sem_photo_get_file (other));
  g_assert_cmpint (g_rename (old, new), ==, 0);
  sem_library_update (fixture->library);
  wait_until (g_str_equal (g_file_peek_path (sem_photo_get_file (photo)), after));
  wait_until (g_str_equal (g_file_peek_path (sem_photo_get_file (by_file)), after));
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpstr (g_file_peek_path (sem_photo_get_file (other)), ==, kept);
  assert_only_file (photo, after);
}

/* The first file of each photo, which is shown where all are browsed, lies below @folder. */
static void
assert_browsed (ModelTest *fixture, const char *folder)
{
  g_autoptr (SemStore) store = library_test_open (&fixture->base);
  g_autoptr (SemFacts) facts = sem_facts_read (store, NULL, NULL);
  guint n;
  const SemFact *rows = sem_facts_get_rows (facts, &n);

  g_assert_cmpuint (n, ==, 8);
  for (guint i = 0; i < n; i++)
    if (i == 0 || rows[i].photo != rows[i - 1].photo)
      g_assert_cmpstr (sem_facts_get_folder (facts, rows[i].folder), ==, folder);
}

/* As above, where the library's folder itself was renamed, and its new place was added. */
static void
test_moved (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *new = g_strconcat (fixture->base.photos, " new", NULL);
  g_autofree char *after = g_build_filename (new, "000.jpg", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (new);
  g_autoptr (SemPhoto) photo = NULL;

  begin (fixture);
  photo = sem_photo_list_dup_photo (fixture->library->photos,
                                    library_test_find (&fixture->base, "000.jpg"));
  sem_photo_load_thumbnail_async (photo, NULL, thumbnail_cb, NULL);
  wait_until (sem_photo_get_file (photo) != NULL);
  g_assert_cmpint (g_rename (fixture->base.photos, new), ==, 0);
  sem_library_update (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  sem_library_add_folder (fixture->library, folder);
  wait_until (g_str_equal (g_file_peek_path (sem_photo_get_file (photo)), after));
  assert_only_file (photo, after);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  assert_browsed (fixture, new);
  g_assert_cmpint (g_rename (new, fixture->base.photos), ==, 0);
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/watching/start", test_start },
    { "/model/watching/added", test_added },
    { "/model/watching/refining", test_refining },
    { "/model/watching/stopped-refining", test_stopped_refining },
    { "/model/watching/stopped-indexing", test_stopped_indexing },
    { "/model/watching/busy", test_busy },
    { "/model/watching/busy-asked", test_busy_asked },
    { "/model/watching/renamed", test_renamed },
    { "/model/watching/moved", test_moved },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
