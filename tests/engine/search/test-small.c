/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Likeness in libraries that are too small, or too uniform, to say what is usual.
 */

#include "config.h"

#include "engine/search/search.h"
#include "engine/store/backbones.h"
#include "engine/store/companions.h"
#include "engine/store/store.h"
#include "tests/support/library-test.h"
#include "tests/support/photos.h"

#include <string.h>

/* Writes a photo at a share of the size of a plain one, with grains of noise. */
static void
write_photo (LibraryTest *test, const char *name, guint family, double size, int noise)
{
  g_autoptr (GdkPixbuf) plain = test_photo_new (family, 0);
  g_autoptr (GdkPixbuf) scaled =
    gdk_pixbuf_scale_simple (plain, (int) (gdk_pixbuf_get_width (plain) * size),
                             (int) (gdk_pixbuf_get_height (plain) * size), GDK_INTERP_BILINEAR);
  g_autofree char *path = library_test_path (test, name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GRand) random = g_rand_new_with_seed (g_str_hash (name));
  guchar *pixels = gdk_pixbuf_get_pixels (scaled);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; noise > 0 && i < gdk_pixbuf_get_byte_length (scaled); i++)
    pixels[i] = (guchar) CLAMP (pixels[i] + g_rand_int_range (random, -noise, noise + 1), 0, 255);
  g_mkdir_with_parents (folder, 0777);
  gdk_pixbuf_save (scaled, path, "png", &error, NULL);
  g_assert_no_error (error);
}

static SemSearchAnswer *
ask_some (LibraryTest *test, const char *name, SemSearchView view, guint k)
{
  g_autoptr (SemSearcher) searcher = sem_searcher_new (test->library, library_test_get_backbone ());
  g_autoptr (SemSearchRequest) request = sem_search_request_new (view, k);
  g_autofree char *path = library_test_path (test, name);
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *answer;

  sem_search_request_add_file (request, path);
  answer = sem_search (searcher, request, &error);
  g_assert_no_error (error);
  for (guint i = 1; i < answer->n_hits; i++)
    {
      g_assert_cmpfloat (answer->hits[i].likeness, <=, answer->hits[i - 1].likeness);
      g_assert_true (answer->hits[i - 1].above_chance || !answer->hits[i].above_chance);
    }
  for (guint i = 0; i < answer->n_hits; i++)
    g_assert_cmpint (answer->hits[i].above_chance, ==, i < answer->n_above);
  return answer;
}

static SemSearchAnswer *
ask (LibraryTest *test, const char *name, SemSearchView view)
{
  return ask_some (test, name, view, 50);
}

static void
assert_hit (const SemSearchAnswer *answer, guint i, const char *name)
{
  g_assert_cmpuint (answer->n_hits, >, i);
  g_assert_true (g_str_has_suffix (answer->hits[i].path, name));
}

static void
index_all (LibraryTest *test)
{
  library_test_add_folder (test, NULL);
  library_test_index (test, NULL);
}

/* Of two photos that are one picture, neither is the opposite of the other. */
static void
test_two (LibraryTest *test, gconstpointer data)
{
  const SemSearchView views[] = { SEM_SEARCH_SIMILAR, SEM_SEARCH_COPIES };

  write_photo (test, "whole.png", 1, 4, 0);
  write_photo (test, "half.png", 1, 2, 0);
  index_all (test);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autoptr (SemSearchAnswer) answer = ask (test, "whole.png", views[i]);

      assert_hit (answer, 0, "half.png");
      g_assert_cmpfloat (answer->hits[0].likeness, >=, .9);
      g_assert_cmpuint (answer->n_above, ==, 1);
    }
}

/* The same among a few others, for each of them. */
static void
test_halves (LibraryTest *test, gconstpointer data)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *whole = g_strdup_printf ("%u-whole.png", i);
      g_autofree char *half = g_strdup_printf ("%u-half.png", i);

      write_photo (test, whole, i, 4, 0);
      write_photo (test, half, i, 2, 0);
    }
  index_all (test);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *whole = g_strdup_printf ("%u-whole.png", i);
      g_autofree char *half = g_strdup_printf ("%u-half.png", i);
      g_autoptr (SemSearchAnswer) answer = ask (test, whole, SEM_SEARCH_SIMILAR);

      assert_hit (answer, 0, half);
      g_assert_cmpfloat (answer->hits[0].likeness, >=, .9);
      g_assert_cmpfloat (answer->hits[1].likeness, <, answer->hits[0].likeness);
    }
}

/* In a library of one shot with other noise in each frame, the frames are alike, and a picture of
 * something else is the last. */
static void
test_frames (LibraryTest *test, gconstpointer data)
{
  enum
  {
    N = 40
  };
  g_autoptr (SemSearchAnswer) answer = NULL, other = NULL;

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03u.png", i);

      write_photo (test, name, 1, 1, 12);
    }
  write_photo (test, "other.png", 2, 1, 0);
  index_all (test);
  answer = ask (test, "007.png", SEM_SEARCH_SIMILAR);
  g_assert_cmpuint (answer->n_hits, ==, N);
  assert_hit (answer, N - 1, "other.png");
  g_assert_cmpfloat (answer->hits[N - 2].likeness, >=, .9);
  g_assert_cmpfloat (answer->hits[N - 1].likeness, <, answer->hits[N - 2].likeness - .1f);
  other = ask (test, "other.png", SEM_SEARCH_SIMILAR);
  g_assert_cmpfloat (other->hits[0].likeness, <, .9);
}

/* A list that ends only because no more hits were asked for says so; copies that were found are all
 * there are. */
static void
assert_cut (LibraryTest *test, guint k, gboolean cut)
{
  g_autoptr (SemSearchAnswer) alike = ask_some (test, "000.jpg", SEM_SEARCH_SIMILAR, k);
  g_autoptr (SemSearchAnswer) copies = ask_some (test, "000.jpg", SEM_SEARCH_COPIES, k);

  g_assert_cmpint (alike->is_cut, ==, cut);
  g_assert_false (copies->is_cut);
}

/* Photos of one kind are alike, however many others of the kind there are. */
static void
test_uniform (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemSearchAnswer) answer = NULL;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03u.jpg", i);

      library_test_photo (test, name, 1, i);
    }
  index_all (test);
  answer = ask (test, "000.jpg", SEM_SEARCH_SIMILAR);
  g_assert_cmpuint (answer->n_hits, ==, 11);
  g_assert_cmpuint (answer->n_above, ==, 11);
  assert_cut (test, 11, TRUE);
  assert_cut (test, 12, FALSE);
}

/* Leaves each photo a feature of one number, which is none. */
static void
spoil_features (LibraryTest *test)
{
  g_autoptr (SemStore) store = sem_store_open (test->library, SEM_STORE_WRITE, NULL);
  const char *backbone = sem_backbone_get_id (library_test_get_backbone ());
  g_autoptr (GArray) ids = sem_store_list_training (store, backbone, NULL);
  const guint16 nothing = 0;

  g_assert_true (sem_store_begin (store, NULL));
  for (guint i = 0; i < ids->len; i++)
    {
      SemStorePhoto photo = { 0 };

      g_assert_true (sem_store_get_photo (store, g_array_index (ids, gint64, i), &photo, NULL));
      g_assert_true (sem_store_put_feature (store, photo.hash, backbone, &nothing, 1, NULL));
      sem_store_photo_clear (&photo);
    }
  g_assert_true (sem_store_commit (store, NULL));
}

/* Where features are missing, vectors and codes are left: what looks alike is still found, and
 * still told from what does not. */
static void
test_no_features (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemSearchAnswer) before = NULL, after = NULL;

  library_test_photos (test, 6, 5);
  index_all (test);
  /* Not in the library: its own feature is computed. */
  write_photo (test, "new.png", 2, 1, 12);
  before = ask (test, "new.png", SEM_SEARCH_SIMILAR);
  spoil_features (test);
  after = ask (test, "new.png", SEM_SEARCH_SIMILAR);
  g_assert_cmpuint (after->n_hits, ==, before->n_hits);
  for (guint i = 0; i < after->n_hits; i++)
    g_assert_cmpint (after->hits[i].photo, ==, before->hits[i].photo);
  g_assert_cmpuint (after->n_above, >, 0);
  g_assert_nonnull (strstr (after->hits[0].path, "002/"));
  g_assert_cmpfloat (after->hits[0].likeness, >, after->hits[after->n_hits - 1].likeness);
}

/* The likeness of a hit does not depend on how many others are shown, and bounds apply to it. */
static void
test_bounds (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemSearcher) searcher = NULL;
  g_autoptr (SemSearchAnswer) all = NULL;
  g_autofree char *path = library_test_path (test, "002/003.jpg");

  library_test_photos (test, 10, 6);
  index_all (test);
  all = ask (test, "002/003.jpg", SEM_SEARCH_SIMILAR);
  searcher = sem_searcher_new (test->library, library_test_get_backbone ());
  for (guint k = 1; k <= all->n_hits; k += 7)
    {
      g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, k);
      g_autoptr (SemSearchAnswer) answer = NULL;

      sem_search_request_add_file (request, path);
      request->min_likeness = all->hits[k - 1].likeness;
      answer = sem_search (searcher, request, NULL);
      g_assert_nonnull (answer);
      g_assert_cmpuint (answer->n_hits, ==, k);
      for (guint i = 0; i < k; i++)
        g_assert_cmpfloat (answer->hits[i].likeness, ==, all->hits[i].likeness);
    }
}

int
main (int argc, char **argv)
{
  const LibraryTestCase cases[] = {
    { "two", test_two },         { "halves", test_halves },           { "frames", test_frames },
    { "uniform", test_uniform }, { "no-features", test_no_features }, { "bounds", test_bounds },
  };

  g_test_init (&argc, &argv, NULL);
  library_test_register ("/small", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
