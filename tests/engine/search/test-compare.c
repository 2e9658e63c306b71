/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two photos compared, and the heat of what they have in common.
 */

#include "config.h"

#include "engine/search/compare/comparer.h"
#include "engine/search/search.h"
#include "tests/support/library-test.h"
#include "tests/support/pasted.h"
#include "tests/support/photos.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#define TRIALS 12

/* Heat ------------------------------------------------------------------------------------------*/

/* What was pasted into two pictures is what lights up. bench-heat has many more trials. */
static void
test_pasted (LibraryTest *test, gconstpointer data)
{
  Pasted *pasted = pasted_new (library_test_get_backbone ());
  g_autoptr (SemHashModel) model = pasted_train (pasted, 48);

  for (guint same = 0; same < 2; same++)
    {
      const PastedScore score = pasted_try (pasted, model, same != 0, 0, TRIALS);

      g_test_message ("%s: %.2f of the heat, above the rest in %.2f",
                      same ? "one photo" : "one kind", score.mass, score.above);
      g_assert_cmpuint (score.n, ==, 2 * TRIALS);
      /* By chance it is a quarter. Generated photos share shapes with the backgrounds. */
      g_assert_cmpfloat (score.mass, >=, pasted_is_real (pasted) ? .6 : .5);
      g_assert_cmpfloat (score.above, >=, pasted_is_real (pasted) ? .9 : .8);
    }
  pasted_free (pasted);
}

static SemLikeness *
new_plain_likeness (void)
{
  g_autofree float *none = g_new0 (float, SEM_BACKBONE_DIM);
  const SemReference plain = { .mean = none };

  return sem_likeness_new (&plain, none);
}

/* Heat without a network: cells that agree, that have nothing in common, and that disagree. */
static void
test_cells (void)
{
  g_autoptr (SemLikeness) likeness = new_plain_likeness ();
  g_autofree float *parts = g_new0 (float, (gsize) SEM_HEAT_CELLS *SEM_BACKBONE_DIM);
  float other[SEM_BACKBONE_DIM] = { 1, 2 };
  SemHeat heat;

  for (guint c = 0; c < SEM_HEAT_CELLS; c++)
    parts[c * SEM_BACKBONE_DIM] = -1;
  sem_heat_measure (likeness, NULL, parts, other, &heat);
  for (guint c = 0; c < SEM_HEAT_CELLS; c++)
    g_assert_cmpfloat (heat.cells[c], ==, 0);
  parts[9 * SEM_BACKBONE_DIM] = 3;
  parts[12 * SEM_BACKBONE_DIM] = 1.5f;
  sem_heat_measure (likeness, NULL, parts, other, &heat);
  for (guint c = 0; c < SEM_HEAT_CELLS; c++)
    g_assert_cmpfloat_with_epsilon (heat.cells[c], c == 9 ? 1 : c == 12 ? .5f : 0, 1e-5f);
  g_assert_cmpfloat_with_epsilon (sem_heat_at (&heat, 2.5 / 7, 1.5 / 7), 1, 1e-5f);
  g_assert_cmpfloat (sem_heat_at (&heat, 0, 0), ==, 0);
  g_assert_cmpfloat (sem_heat_at (&heat, 1, 1), ==, 0);
  for (guint i = 0; i < 100; i++)
    g_assert_true (sem_heat_at (&heat, i / 99., .2) >= 0 && sem_heat_at (&heat, i / 99., .2) <= 1);
}

/* What is hot keeps its colours and what is cold loses them. */
static void
test_paint (void)
{
  SemHeat heat = { { 0 } };
  guint8 rgb[70 * 70 * 3];

  heat.cells[0] = 1;
  memset (rgb, 0, sizeof rgb);
  for (guint i = 0; i < 70 * 70; i++)
    rgb[i * 3 + 2] = 200;
  sem_heat_paint (&heat, rgb, 70, 70);
  g_assert_cmpuint (rgb[2], >, 100);
  g_assert_cmpuint (rgb[69 * 70 * 3 + 2], <, 20);
  g_assert_cmpuint (rgb[69 * 70 * 3 + 2], ==, rgb[69 * 70 * 3]);
}

/* Comparing -------------------------------------------------------------------------------------*/

static void
make_copy (LibraryTest *test, const char *from, const char *name, gboolean mirrored)
{
  g_autofree char *source = library_test_path (test, from), *path = library_test_path (test, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) photo = gdk_pixbuf_new_from_file (source, &error);
  g_autoptr (GdkPixbuf) flipped = NULL;

  g_assert_no_error (error);
  flipped = mirrored ? gdk_pixbuf_flip (photo, TRUE) : g_object_ref (photo);
  gdk_pixbuf_save (flipped, path, "jpeg", &error, "quality", "92", NULL);
  g_assert_no_error (error);
}

typedef struct
{
  char *paths[3];
} Paths;

static void
paths_clear (Paths *self)
{
  g_free (self->paths[0]);
  g_free (self->paths[1]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Paths, paths_clear)

static Paths
get_paths (LibraryTest *test, const char *a, const char *b)
{
  return (Paths){ { library_test_path (test, a), library_test_path (test, b), NULL } };
}

static SemComparison
compare (SemComparer *comparer, LibraryTest *test, const char *a, const char *b)
{
  g_auto (Paths) paths = get_paths (test, a, b);
  const char *const *names = (const char *const *) paths.paths;
  g_autoptr (GError) error = NULL;
  SemComparison comparison;

  sem_comparer_measure (comparer, names, &comparison, NULL, &error);
  g_assert_no_error (error);
  sem_comparer_prove (comparer, names, &comparison, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (comparison.proven);
  return comparison;
}

/* (transfer full): a difference; NULL where there is none. */
static GBytes *
draw (SemComparer *comparer,
      LibraryTest *test,
      const char *a,
      const char *b,
      SemCompareView view,
      const SemComparison *comparison)
{
  g_auto (Paths) paths = get_paths (test, a, b);
  g_autoptr (GError) error = NULL;
  SemComparePicture picture;

  sem_comparer_draw (comparer, view, (const char *const *) paths.paths, comparison, &picture,
                     &error);
  g_assert_no_error (error);
  if (picture.rgb)
    g_assert_cmpuint (g_bytes_get_size (picture.rgb), ==,
                      (gsize) picture.width * picture.height * 3);
  return picture.rgb;
}

static double
get_mean (GBytes *rgb)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (rgb, &size);
  double sum = 0;

  for (gsize i = 0; i < size; i++)
    sum += data[i] / (double) size;
  return sum;
}

/* The same numbers as a search has for the same photos. */
static void
test_as_search (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemComparer) comparer = sem_comparer_new (test->library);
  g_autoptr (SemSearcher) searcher = NULL;
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, 1);
  g_autoptr (SemSearchAnswer) answer = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  SemComparison comparison;
  const char *found;

  library_test_photos (test, 6, 2);
  library_test_add_folder (test, NULL);
  library_test_index (test, NULL);
  path = library_test_path (test, "003/000.jpg");
  searcher = sem_searcher_new (test->library, library_test_get_backbone ());
  sem_search_request_add_photo (request, library_test_find (test, "003/000.jpg"));
  answer = sem_search (searcher, request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->n_hits, ==, 1);
  found = strstr (answer->hits[0].path, "photos/") + strlen ("photos/");
  comparison = compare (comparer, test, "003/000.jpg", found);
  g_assert_cmpuint (comparison.n_bits, ==, answer->n_bits);
  g_assert_cmpuint (comparison.distance, ==, answer->hits[0].distance);
  /* Those of a search were made monotone. */
  g_assert_cmpfloat_with_epsilon (comparison.likeness, answer->hits[0].likeness, .05);
}

/* Nothing depends on which of the two is first, or on what was compared before. */
static void
test_swapped (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemComparer) comparer = sem_comparer_new (test->library);
  g_autoptr (SemComparer) again = sem_comparer_new (test->library);
  SemComparison one, other, third;

  library_test_photos (test, 3, 2);
  library_test_add_folder (test, NULL);
  library_test_index (test, NULL);
  one = compare (comparer, test, "000/000.jpg", "001/000.jpg");
  compare (comparer, test, "002/000.jpg", "002/001.jpg");
  compare (comparer, test, "001/001.jpg", "002/001.jpg");
  other = compare (comparer, test, "001/000.jpg", "000/000.jpg");
  third = compare (again, test, "000/000.jpg", "001/000.jpg");
  g_assert_cmpfloat (one.likeness, ==, other.likeness);
  g_assert_cmpuint (one.distance, ==, other.distance);
  g_assert_cmpmem (&one.heat[0], sizeof one.heat[0], &other.heat[1], sizeof other.heat[1]);
  g_assert_cmpmem (&one, sizeof one, &third, sizeof third);
}

/* Without a library there is all but the codes. */
static void
test_kinds (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemComparer) comparer = sem_comparer_new (test->library);
  g_autoptr (GBytes) none = NULL, same = NULL, both = NULL;
  SemComparison comparison;

  library_test_photos (test, 2, 1);
  make_copy (test, "000/000.jpg", "mirrored.jpg", TRUE);
  make_copy (test, "000/000.jpg", "again.jpg", FALSE);
  comparison = compare (comparer, test, "000/000.jpg", "000/000.jpg");
  g_assert_cmpint (comparison.kind, ==, SEM_COPY_IDENTICAL);
  g_assert_cmpfloat (comparison.likeness, ==, 1);
  comparison = compare (comparer, test, "000/000.jpg", "mirrored.jpg");
  g_assert_cmpint (comparison.kind, ==, SEM_COPY_MIRRORED);
  g_assert_cmpuint (comparison.n_bits, ==, 0);
  same = draw (comparer, test, "000/000.jpg", "mirrored.jpg", SEM_COMPARE_DIFFERENCE, &comparison);
  g_assert_nonnull (same);
  g_assert_cmpfloat (get_mean (same), <, 20);
  comparison.kind = SEM_COPY_SAME;
  g_clear_pointer (&same, g_bytes_unref);
  same = draw (comparer, test, "000/000.jpg", "mirrored.jpg", SEM_COMPARE_DIFFERENCE, &comparison);
  g_assert_cmpfloat (get_mean (same), >, 40);
  comparison = compare (comparer, test, "again.jpg", "000/000.jpg");
  g_assert_cmpint (comparison.kind, ==, SEM_COPY_SAME);
  comparison = compare (comparer, test, "001/000.jpg", "000/000.jpg");
  g_assert_cmpint (comparison.kind, ==, SEM_COPY_ALIKE);
  none = draw (comparer, test, "001/000.jpg", "000/000.jpg", SEM_COMPARE_DIFFERENCE, &comparison);
  g_assert_null (none);
  both = draw (comparer, test, "001/000.jpg", "000/000.jpg", SEM_COMPARE_HEAT, &comparison);
  g_assert_nonnull (both);
}

/* A file that has changed is looked at again; one that is none is named in the sentence. */
static void
test_files (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemComparer) comparer = sem_comparer_new (test->library);
  g_autofree char *path = library_test_path (test, "000/000.jpg");
  g_auto (Paths) paths = get_paths (test, "001/000.jpg", "text.jpg");
  g_autoptr (GError) error = NULL;
  SemComparison comparison;

  library_test_photos (test, 2, 1);
  comparison = compare (comparer, test, "000/000.jpg", "001/000.jpg");
  g_assert_cmpfloat (comparison.likeness, <, 1);
  g_assert_cmpint (g_unlink (path), ==, 0);
  test_photo_save (path, 1, 0);
  comparison = compare (comparer, test, "000/000.jpg", "001/000.jpg");
  g_assert_cmpint (comparison.kind, ==, SEM_COPY_IDENTICAL);

  g_assert_false (
    sem_comparer_measure (comparer, (const char *const *) paths.paths, &comparison, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE);
  g_assert_nonnull (strstr (error->message, "text.jpg"));
  g_clear_error (&error);
  g_file_set_contents (paths.paths[1], "no picture", -1, NULL);
  g_assert_false (
    sem_comparer_measure (comparer, (const char *const *) paths.paths, &comparison, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_AN_IMAGE);
  g_assert_nonnull (strstr (error->message, "text.jpg"));
}

int
main (int argc, char **argv)
{
  const LibraryTestCase cases[] = {
    { "pasted", test_pasted }, { "as-search", test_as_search }, { "swapped", test_swapped },
    { "kinds", test_kinds },   { "files", test_files },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/compare/cells", test_cells);
  g_test_add_func ("/search/compare/paint", test_paint);
  library_test_register ("/search/compare", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
