/* Quick photos that cannot be refined, since their disk is away: what is trained all the same.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "engine/indexing/indexer-private.h"
#include "tests/engine/indexing/refine-fixture.h"

/* @disk: a folder of the library, that is away where it is called @away */
typedef struct
{
  char *disk;
  char *away;
} Stuck;

static void
stuck_clear (Stuck *self)
{
  g_free (self->disk);
  g_free (self->away);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stuck, stuck_clear)

static void
index_photos (LibraryTest *test, gboolean refines)
{
  g_autoptr (SemIndexer) indexer = library_test_new_indexer (test);

  sem_indexer_set_refines (indexer, refines);
  library_test_run (test, indexer, NULL);
}

/* Writes @n quick photos to the disk, indexes them and what else there is, and takes the disk
 * away. FALSE after g_test_skip(). */
static gboolean
take_away (LibraryTest *test, guint n, Stuck *stuck)
{
  stuck->disk = g_build_filename (test->folder, "disk", NULL);
  stuck->away = g_build_filename (test->folder, "away", NULL);
  g_assert_cmpint (g_mkdir (stuck->disk, 0700), ==, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.heic", stuck->disk, i);
      g_autoptr (GBytes) bytes = refine_fixture_make (i, i);

      if (!bytes)
        return FALSE;
      g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                          (gssize) g_bytes_get_size (bytes), NULL));
    }
  library_test_add_folder (test, NULL);
  library_test_add_folder (test, stuck->disk);
  index_photos (test, FALSE);
  g_assert_cmpint (refine_fixture_count (test), >=, n);
  g_assert_cmpint (g_rename (stuck->disk, stuck->away), ==, 0);
  return TRUE;
}

/* @photos: those that the active model was trained for. Returns: its id */
static gint64
assert_model (LibraryTest *test, guint photos, gboolean provisional)
{
  SemStoreModel model = { 0 };
  gint64 id;

  library_test_get_model (test, &model);
  g_assert_cmpuint (model.photos, ==, photos);
  g_assert_cmpint (model.provisional, ==, provisional);
  id = model.id;
  sem_store_model_clear (&model);
  return id;
}

/* It is the doubling that counts, not that there are such photos; and where they are few, what is
 * trained is good for ever. */
static void
test_doubling (LibraryTest *test, gconstpointer data)
{
  g_autoptr (GBytes) another = refine_fixture_make (9, 9);
  g_auto (Stuck) stuck = { 0 };
  gint64 model;

  library_test_photos (test, 4, 3);
  if (!another || !take_away (test, 2, &stuck))
    return;
  model = assert_model (test, 14, TRUE);
  library_test_photo (test, "new.jpg", 10, 0);
  index_photos (test, TRUE);
  g_assert_cmpint (assert_model (test, 14, TRUE), ==, model);
  /* One that is refined meanwhile. */
  refine_fixture_write (test, "new.heic", another);
  index_photos (test, TRUE);
  g_assert_cmpint (refine_fixture_count (test), ==, 2);
  g_assert_cmpint (assert_model (test, 14, TRUE), ==, model);

  library_test_photos (test, 8, 3);
  index_photos (test, TRUE);
  model = assert_model (test, 28, FALSE);
  library_test_photo (test, "newer.jpg", 11, 0);
  index_photos (test, TRUE);
  g_assert_cmpint (assert_model (test, 28, FALSE), ==, model);
  g_assert_cmpint (g_rename (stuck.away, stuck.disk), ==, 0);
  index_photos (test, TRUE);
  g_assert_cmpint (refine_fixture_count (test), ==, 0);
  g_assert_cmpint (assert_model (test, 28, FALSE), ==, model);
}

/* A model that was made of quick photos, most of which were refined, is made again, once. */
static void
test_most_refined (LibraryTest *test, gconstpointer data)
{
  g_auto (Stuck) stuck = { 0 };
  gint64 first, second;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.heic", i);
      g_autoptr (GBytes) bytes = refine_fixture_make (i + 1, i + 1);

      if (!bytes)
        return;
      refine_fixture_write (test, name, bytes);
    }
  if (!take_away (test, 1, &stuck))
    return;
  first = assert_model (test, 5, TRUE);
  index_photos (test, TRUE);
  g_assert_cmpint (refine_fixture_count (test), ==, 1);
  second = assert_model (test, 5, TRUE);
  g_assert_cmpint (second, >, first);
  index_photos (test, TRUE);
  g_assert_cmpint (assert_model (test, 5, TRUE), ==, second);
}

/* One that may lack codes is made again, once. */
static void
test_expired (LibraryTest *test, gconstpointer data)
{
  g_auto (Stuck) stuck = { 0 };
  SemStore *store;
  gint64 first, second;

  library_test_photos (test, 4, 3);
  if (!take_away (test, 2, &stuck))
    return;
  first = assert_model (test, 14, TRUE);
  store = library_test_open (test);
  g_assert_true (sem_store_expire_models (store, NULL));
  sem_store_close (store);
  index_photos (test, TRUE);
  second = assert_model (test, 14, TRUE);
  g_assert_cmpint (second, >, first);
  index_photos (test, TRUE);
  g_assert_cmpint (assert_model (test, 14, TRUE), ==, second);
}

int
main (int argc, char **argv)
{
  static const LibraryTestCase cases[] = {
    { "doubling", test_doubling },
    { "most-refined", test_most_refined },
    { "expired", test_expired },
  };

  g_test_init (&argc, &argv, NULL);
  library_test_register ("/indexing/stuck", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
