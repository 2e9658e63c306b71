/* Photos that are indexed from reduced pictures, and decoded in full afterwards.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <glib/gstdio.h>

#include "engine/index/sketch.h"
#include "engine/indexing/index-status.h"
#include "engine/indexing/indexer-private.h"
#include "engine/store/companions.h"
#include "engine/store/details/inner.h"
#include "engine/store/quick/quick.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"
#include "tests/engine/indexing/refine-fixture.h"
#include "tests/support/heif-files.h"

#define N_PHOTOS 4

/* FALSE after g_test_skip(). */
static gboolean
write_photos (LibraryTest *test, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.heic", i);
      /* The last one lies. */
      g_autoptr (GBytes) bytes = refine_fixture_make (i, i == n - 1 ? i + 1 : i);

      if (!bytes)
        return FALSE;
      refine_fixture_write (test, name, bytes);
    }
  return TRUE;
}

/* Whether models are trained, which takes most of the time. */
static gboolean is_training;

static SemIndexer *
new_indexer (LibraryTest *test)
{
  SemIndexer *indexer = library_test_new_indexer (test);

  sem_indexer_set_trains (indexer, is_training);
  return indexer;
}

static void
index_quickly (LibraryTest *test, const char *expected)
{
  g_autoptr (SemIndexer) indexer = new_indexer (test);

  sem_indexer_set_refines (indexer, FALSE);
  library_test_run (test, indexer, expected);
}

static void
index_fully (LibraryTest *test, const char *expected)
{
  g_autoptr (SemIndexer) indexer = new_indexer (test);

  sem_indexer_set_quick (indexer, FALSE);
  library_test_run (test, indexer, expected);
}

static void
index_both (LibraryTest *test, const char *expected)
{
  g_autoptr (SemIndexer) indexer = new_indexer (test);

  library_test_run (test, indexer, expected);
}

static void
refine (LibraryTest *test)
{
  g_autoptr (SemIndexer) indexer = new_indexer (test);
  g_autoptr (GError) error = NULL;
  SemIndexSummary summary;

  g_assert_true (sem_indexer_refine (indexer, NULL, &summary, &error));
  g_assert_no_error (error);
}

/* A run that is stopped at once leaves all to the next one. */
static void
stop_refining (LibraryTest *test)
{
  g_autoptr (SemIndexer) indexer = library_test_new_indexer (test);
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  SemIndexSummary summary;

  g_cancellable_cancel (stop);
  g_assert_false (sem_indexer_refine (indexer, stop, &summary, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Another library of the same photos. */
static void
open_other (LibraryTest *test, LibraryTest *other)
{
  library_test_set_up (other, NULL);
  g_free (other->photos);
  other->photos = g_strdup (test->photos);
  library_test_add_folder (other, NULL);
}

/* All that the library has of one photo. */
typedef struct
{
  guint width;
  guint height;
  guint16 feature[SEM_BACKBONE_DIM];
  guint8 sketch[SEM_SKETCH_SIZE];
  GBytes *thumbnail;
} Contents;

static void
read_contents (LibraryTest *test, const char *name, Contents *contents)
{
  g_autoptr (SemStore) store = library_test_open (test);
  const gint64 id = library_test_find (test, name);
  SemStorePhoto photo = { 0 };
  gboolean found;

  memset (contents, 0, sizeof *contents);
  g_assert_cmpint (id, >, 0);
  g_assert_true (sem_store_get_photo (store, id, &photo, NULL));
  contents->width = photo.width;
  contents->height = photo.height;
  g_assert_true (sem_store_get_feature (store, id,
                                        sem_backbone_get_id (library_test_get_backbone ()),
                                        contents->feature, SEM_BACKBONE_DIM, &found, NULL));
  g_assert_true (found);
  g_assert_true (
    sem_store_get_sketch (store, &photo, contents->sketch, SEM_SKETCH_SIZE, &found, NULL));
  g_assert_true (found);
  g_assert_true (sem_store_get_thumbnail (store, id, &contents->thumbnail, NULL));
  sem_store_photo_clear (&photo);
}

static gboolean
has_same_contents (LibraryTest *test, LibraryTest *other, const char *name)
{
  Contents a, b;
  gboolean same;

  read_contents (test, name, &a);
  read_contents (other, name, &b);
  g_assert_cmpuint (a.width, ==, b.width);
  g_assert_cmpuint (a.height, ==, b.height);
  same = memcmp (a.feature, b.feature, sizeof a.feature) == 0
         && memcmp (a.sketch, b.sketch, sizeof a.sketch) == 0
         && g_bytes_equal (a.thumbnail, b.thumbnail);
  g_bytes_unref (a.thumbnail);
  g_bytes_unref (b.thumbnail);
  return same;
}

static void
read_hashes (LibraryTest *test, GArray *hashes)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_assert_true (sem_store_list_dct (store, 0, ids, hashes, NULL));
}

/* The same to the byte: what was made of each photo, model and codes. */
static void
assert_same_library (LibraryTest *test, LibraryTest *other, guint n)
{
  g_autofree char *a = library_test_digest (test), *b = library_test_digest (other);
  g_autoptr (GArray) hashes_a = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) hashes_b = g_array_new (FALSE, FALSE, sizeof (guint64));
  SemStoreModel model_a, model_b;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.heic", i);

      g_assert_true (has_same_contents (test, other, name));
    }
  g_assert_cmpstr (a, ==, b);
  read_hashes (test, hashes_a);
  read_hashes (other, hashes_b);
  g_assert_cmpmem (hashes_a->data, hashes_a->len * sizeof (guint64), hashes_b->data,
                   hashes_b->len * sizeof (guint64));
  library_test_get_model (test, &model_a);
  library_test_get_model (other, &model_b);
  g_assert_true (g_bytes_equal (model_a.data, model_b.data));
  g_assert_cmpint (model_a.provisional, ==, model_b.provisional);
  g_assert_cmpuint (model_a.photos, ==, model_b.photos);
  sem_store_model_clear (&model_a);
  sem_store_model_clear (&model_b);
}

/* Search works after the quick pass; after the full one, nothing is left of it. */
static void
test_same (LibraryTest *test, gconstpointer data)
{
  LibraryTest other = { 0 };
  SemStoreModel model;

  is_training = TRUE;
  if (!write_photos (test, N_PHOTOS))
    return;
  library_test_photos (test, 2, 2);
  library_test_add_folder (test, NULL);
  open_other (test, &other);
  index_fully (&other, "8 0 0 0 0 0");
  g_assert_cmpint (refine_fixture_count (&other), ==, 0);

  index_quickly (test, "8 0 0 0 0 0");
  g_assert_cmpint (refine_fixture_count (test), ==, N_PHOTOS);
  g_assert_false (has_same_contents (test, &other, "0.heic"));
  library_test_get_model (test, &model);
  g_assert_true (model.id > 0 && model.provisional);
  sem_store_model_clear (&model);
  /* Nothing has to be read again, or learned. */
  library_test_lock_decoder ();
  index_quickly (test, "0 0 8 0 0 0");
  library_test_unlock_decoder ();

  stop_refining (test);
  g_assert_cmpint (refine_fixture_count (test), ==, N_PHOTOS);
  refine (test);
  g_assert_cmpint (refine_fixture_count (test), ==, 0);
  assert_same_library (test, &other, N_PHOTOS);
  library_test_tear_down (&other, NULL);
}

/* A model that stays is given the codes of what was decoded in full, as are those that are kept. */
static void
test_added (LibraryTest *test, gconstpointer data)
{
  LibraryTest other = { 0 };
  SemStoreModel before, after;

  is_training = TRUE;
  library_test_photos (test, 3, 3);
  library_test_add_folder (test, NULL);
  open_other (test, &other);
  index_both (test, "9 0 0 0 0 0");
  index_both (&other, "9 0 0 0 0 0");
  library_test_get_model (test, &before);
  if (write_photos (test, N_PHOTOS))
    {
      index_both (test, "4 0 9 0 0 0");
      index_fully (&other, "4 0 9 0 0 0");
      g_assert_cmpint (refine_fixture_count (test), ==, 0);
      library_test_get_model (test, &after);
      g_assert_cmpint (after.id, ==, before.id);
      sem_store_model_clear (&after);
      assert_same_library (test, &other, N_PHOTOS);
    }
  sem_store_model_clear (&before);
  library_test_tear_down (&other, NULL);
}

/* A file whose reduced picture is sound, and whose picture is not, fails in the end. */
static void
test_damaged (LibraryTest *test, gconstpointer data)
{
  static const guint32 too_long[] = { G_MAXUINT32 };
  g_autoptr (GBytes) good = refine_fixture_make (0, 0), bad = NULL;
  g_autoptr (SemStore) store = NULL;
  g_autofree char *path = NULL;
  SemStoreFile row = { 0 };
  SemStoreCounts counts;

  is_training = FALSE;
  if (!good)
    return;
  /* The picture comes first, with its length before it. */
  bad = test_heif_patch (good, "mdat", 0, 0, too_long, 1);
  refine_fixture_write (test, "0.heic", good);
  refine_fixture_write (test, "1.heic", bad);
  library_test_add_folder (test, NULL);
  index_quickly (test, "2 0 0 0 0 0");
  g_assert_cmpint (refine_fixture_count (test), ==, 2);
  refine (test);
  g_assert_cmpint (refine_fixture_count (test), ==, 0);
  store = library_test_open (test);
  path = library_test_path (test, "1.heic");
  g_assert_true (sem_store_find_file (store, path, &row, NULL));
  g_assert_cmpint (row.state, ==, SEM_FILE_FAILED);
  g_assert_nonnull (row.reason);
  g_assert_nonnull (row.decoder);
  sem_store_file_clear (&row);
  g_assert_true (sem_store_count (store, &counts, NULL));
  g_assert_cmpuint (counts.photos, ==, 1);
  g_assert_cmpuint (counts.failed, ==, 1);
  g_assert_nonnull (strstr (test->notes->str, "1.heic"));
  index_both (test, "0 0 1 1 0 0");
}

/* What is gone, or has another content now, is left to the next scan. */
static void
test_changed (LibraryTest *test, gconstpointer data)
{
  g_autoptr (GBytes) changed = refine_fixture_make (N_PHOTOS, N_PHOTOS);
  g_autofree char *gone = library_test_path (test, "0.heic");

  is_training = FALSE;
  if (!changed || !write_photos (test, 3))
    return;
  library_test_add_folder (test, NULL);
  index_quickly (test, "3 0 0 0 0 0");
  g_assert_cmpint (g_unlink (gone), ==, 0);
  refine_fixture_write (test, "1.heic", changed);
  refine (test);
  g_assert_cmpint (refine_fixture_count (test), ==, 2);
  index_both (test, "0 1 1 0 0 1");
  g_assert_cmpint (refine_fixture_count (test), ==, 0);
}

/* Unlinks the file that the library reads the photo of @name from, or gives it another content. */
static void
take_first_file (LibraryTest *test, const char *name, GBytes *other)
{
  g_autoptr (SemStore) store = library_test_open (test);
  SemStorePhoto photo = { 0 };
  gsize size;

  g_assert_true (sem_store_get_photo (store, library_test_find (test, name), &photo, NULL));
  if (other)
    {
      const char *bytes = g_bytes_get_data (other, &size);

      g_assert_true (g_file_set_contents (photo.path, bytes, (gssize) size, NULL));
    }
  else
    g_assert_cmpint (g_unlink (photo.path), ==, 0);
  sem_store_photo_clear (&photo);
}

/* A photo is refined as long as any of its files holds it. */
static void
test_other_files (LibraryTest *test, gconstpointer data)
{
  g_autoptr (GBytes) first = refine_fixture_make (0, 0), second = refine_fixture_make (1, 1),
                     other = refine_fixture_make (2, 2);

  is_training = FALSE;
  if (!first)
    return;
  refine_fixture_write (test, "0.heic", first);
  refine_fixture_write (test, "0 copy.heic", first);
  refine_fixture_write (test, "1.heic", second);
  refine_fixture_write (test, "1 copy.heic", second);
  library_test_add_folder (test, NULL);
  index_quickly (test, "4 0 0 0 0 0");
  g_assert_cmpint (refine_fixture_count (test), ==, 2);
  take_first_file (test, "0.heic", NULL);
  take_first_file (test, "1.heic", other);
  refine (test);
  g_assert_cmpint (refine_fixture_count (test), ==, 0);
}

/* What was looked at last comes first, and only about as much as is on a screen is remembered. */
static void
test_wanted (LibraryTest *test, gconstpointer data)
{
  SemIndexStatus *status = sem_index_status_new (NULL, NULL);

  g_assert_cmpint (sem_index_status_take_wanted (status), ==, 0);
  for (gint64 i = 1; i <= 200; i++)
    sem_index_status_want (status, i);
  for (gint64 i = 200; i > 136; i--)
    g_assert_cmpint (sem_index_status_take_wanted (status), ==, i);
  g_assert_cmpint (sem_index_status_take_wanted (status), ==, 0);
  sem_index_status_want (status, 7);
  g_assert_cmpint (sem_index_status_take_wanted (status), ==, 7);
  g_assert_cmpint (sem_index_status_take_wanted (status), ==, 0);
  sem_index_status_free (status);
}

int
main (int argc, char **argv)
{
  static const LibraryTestCase cases[] = {
    { "same", test_same },       { "added", test_added },   { "damaged", test_damaged },
    { "changed", test_changed }, { "wanted", test_wanted }, { "other-files", test_other_files },
  };

  g_test_init (&argc, &argv, NULL);
  library_test_register ("/indexing/refine", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
