/* Inner pictures are found with the photos, and later in those of an earlier version's library.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sqlite3.h>
#include <string.h>

#include "engine/search/copies/inner-pictures.h"
#include "engine/store/details/inner.h"
#include "tests/support/library-test.h"
#include "tests/support/photos.h"

#define TILE 200

/* Two photos side by side on white, with a gutter. */
static void
make_collage (LibraryTest *test)
{
  g_autoptr (GdkPixbuf) canvas = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 2 * TILE + 20, TILE);
  g_autofree char *path = library_test_path (test, "collage.png");
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (canvas, 0xffffffff);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GdkPixbuf) photo = test_photo_new ((guint) (10 + i), 0);
      g_autoptr (GdkPixbuf) tile = gdk_pixbuf_scale_simple (photo, TILE, TILE, GDK_INTERP_BILINEAR);

      gdk_pixbuf_copy_area (tile, 0, 0, TILE, TILE, canvas, i * (TILE + 20), 0);
    }
  g_assert_true (gdk_pixbuf_save (canvas, path, "png", &error, NULL));
}

static void
note (gint64 photo, const guint8 *inner, gsize size, gpointer user_data)
{
  SemInnerPicture pictures[SEM_MAX_INNER_PICTURES];
  const guint n = sem_inner_pictures_unpack (inner, size, pictures);
  GHashTable *halves = user_data;

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      const gboolean left = pictures[i].x <= 3 && ABS (pictures[i].width - 107) <= 4;
      const gboolean right =
        pictures[i].x >= 114 && pictures[i].x <= 121 && ABS (pictures[i].width - 107) <= 4;

      if (pictures[i].height >= 220 && (left || right))
        g_hash_table_add (halves, GUINT_TO_POINTER (photo * 2 + right));
    }
}

/* Whether all photos were looked at, and both halves of the collage found. */
static void
assert_found (LibraryTest *test, gboolean found)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autoptr (GHashTable) halves = g_hash_table_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) without = sem_store_list_without_inner (store, &error);
  const guint collage = (guint) library_test_find (test, "collage.png");
  gint64 last = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (without->len, ==, found ? 0 : 4);
  sem_store_read_inner (store, &last, note, halves, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    g_assert_true (g_hash_table_contains (halves, GUINT_TO_POINTER (collage * 2 + i)) == found);
}

static void
forget (LibraryTest *test)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (test->library, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DELETE FROM inner_pictures", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
test_new_and_old (LibraryTest *test, gconstpointer data)
{
  library_test_photos (test, 3, 1);
  make_collage (test);
  library_test_add_folder (test, NULL);
  library_test_index (test, "4 0 0 0 0 0");
  assert_found (test, TRUE);
  /* Nothing is left to be looked at. */
  library_test_lock_decoder ();
  library_test_index (test, "0 0 4 0 0 0");
  library_test_unlock_decoder ();

  forget (test);
  assert_found (test, FALSE);
  /* The run does without a decoder, and the next one catches up. */
  library_test_lock_decoder ();
  library_test_index (test, "0 0 4 0 0 0");
  library_test_unlock_decoder ();
  assert_found (test, FALSE);
  library_test_index (test, "0 0 4 0 0 0");
  assert_found (test, TRUE);
}

/* What the library holds may be anything. */
static void
test_bytes (void)
{
  SemInnerPicture pictures[SEM_MAX_INNER_PICTURES] = {
    { 0x0123456789abcdef, 1, 2, 3, 4 },
    { G_MAXUINT64, 0, 0, SEM_DECODE_SIDE, SEM_DECODE_SIDE },
  };
  SemInnerPicture again[SEM_MAX_INNER_PICTURES];
  guint8 bytes[(SEM_MAX_INNER_PICTURES + 2) * SEM_INNER_PICTURE_SIZE];

  sem_inner_pictures_pack (pictures, 2, bytes);
  g_assert_cmpuint (sem_inner_pictures_unpack (bytes, 2 * SEM_INNER_PICTURE_SIZE, again), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (again[i].dct, ==, pictures[i].dct);
      g_assert_cmpuint (again[i].x, ==, pictures[i].x);
      g_assert_cmpuint (again[i].y, ==, pictures[i].y);
      g_assert_cmpuint (again[i].width, ==, pictures[i].width);
      g_assert_cmpuint (again[i].height, ==, pictures[i].height);
    }
  for (gsize size = 0; size <= sizeof bytes; size++)
    {
      guint n;

      memset (bytes, (int) size, sizeof bytes);
      n = sem_inner_pictures_unpack (bytes, size, again);
      g_assert_cmpuint (n, <=, MIN (SEM_MAX_INNER_PICTURES, size / SEM_INNER_PICTURE_SIZE));
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpuint (again[i].x + again[i].width, <=, SEM_DECODE_SIDE);
          g_assert_cmpuint (again[i].y + again[i].height, <=, SEM_DECODE_SIDE);
          g_assert_cmpuint (again[i].width * again[i].height, >, 0);
        }
    }
}

int
main (int argc, char **argv)
{
  static const LibraryTestCase cases[] = { { "new-and-old", test_new_and_old } };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inner/bytes", test_bytes);
  library_test_register ("/inner", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
