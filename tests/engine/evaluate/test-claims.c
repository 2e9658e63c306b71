/* Claims of copies on look-alikes, and altered copies, in libraries where the answer is known.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/copies/altered-report.h"
#include "engine/evaluate/copies/altered-reverse.h"
#include "engine/evaluate/copies/altered-write.h"
#include "engine/evaluate/copies/claims.h"
#include "engine/evaluate/copies/rate.h"
#include "tests/support/library-test.h"

/* Pictures of "other", each unlike the others, and of "again", each there twice. */
#define N_OTHER 14
#define N_AGAIN 3

/* By the exact sums: 1 - .05^(1/n) without events, and tables of Clopper and Pearson. */
static void
test_rate (void)
{
  g_assert_cmpfloat (sem_rate_upper (0, 0), ==, 1);
  g_assert_cmpfloat (sem_rate_upper (7, 7), ==, 1);
  g_assert_cmpfloat_with_epsilon (sem_rate_upper (0, 10), .258866, 1e-6);
  g_assert_cmpfloat_with_epsilon (sem_rate_upper (0, 3000), .000998, 1e-6);
  g_assert_cmpfloat_with_epsilon (sem_rate_upper (1, 20), .216106, 1e-6);
  g_assert_cmpfloat_with_epsilon (sem_rate_upper (5, 10), .777559, 1e-6);
  g_assert_cmpfloat_with_epsilon (sem_rate_upper (999, 1000), .999949, 1e-6);
}

static void
run_indexer (LibraryTest *test)
{
  SemIndexer *indexer = library_test_new_indexer (test);

  library_test_run (test, indexer, NULL);
  sem_indexer_free (indexer);
}

static void
fill (LibraryTest *test)
{
  for (guint i = 0; i < N_OTHER; i++)
    {
      g_autofree char *name = g_strdup_printf ("other/%u.jpg", i);

      library_test_photo (test, name, i, 0);
    }
  for (guint i = 0; i < N_AGAIN; i++)
    {
      g_autofree char *name = g_strdup_printf ("again/%u.jpg", i);
      g_autofree char *lossless = g_strdup_printf ("again/%u.png", i);

      library_test_photo (test, name, N_OTHER + i, 0);
      library_test_photo (test, lossless, N_OTHER + i, 0);
    }
  library_test_add_folder (test, NULL);
  run_indexer (test);
}

static SemClaims *
evaluate (LibraryTest *test, const char *kind, guint n_queries, guint64 seed)
{
  const SemClaimsOptions options = { test->photos, kind, n_queries, seed };
  g_autoptr (GError) error = NULL;
  SemClaims *claims =
    sem_claims_evaluate (test->library, library_test_get_backbone (), &options, NULL, &error);

  g_assert_no_error (error);
  return claims;
}

static const SemClaimRow *
get_row (const SemClaims *claims, guint i)
{
  return &g_array_index (claims->rows, SemClaimRow, i);
}

/* The pictures of "again" are copies of each other, in a folder that promises there are none: each
 * has one wrong claim. */
static void
test_counted (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemClaims) claims = NULL;
  g_autofree char *text = NULL;
  const SemClaimRow *row;

  fill (test);
  claims = evaluate (test, NULL, 0, 1);
  text = sem_claims_to_text (claims, 1);
  g_test_message ("%s", text);
  g_assert_cmpuint (claims->rows->len, ==, 2);
  row = get_row (claims, 0);
  g_assert_cmpstr (row->kind, ==, "again");
  g_assert_cmpuint (row->n_queries, ==, 2 * N_AGAIN);
  g_assert_cmpuint (row->n_queries_wrong, ==, 2 * N_AGAIN);
  g_assert_cmpuint (row->n_wrong, ==, 2 * N_AGAIN);
  g_assert_cmpuint (row->n_hits, ==, 2 * N_AGAIN * SEM_CLAIMS_HITS);
  row = get_row (claims, 1);
  g_assert_cmpstr (row->kind, ==, "other");
  g_assert_cmpuint (row->n_queries, ==, N_OTHER);
  g_assert_cmpuint (row->n_wrong, ==, 0);
  g_assert_cmpuint (claims->wrong->len, ==, 2 * N_AGAIN);
  for (guint i = 0; i < claims->wrong->len; i++)
    {
      const SemClaim *claim = &g_array_index (claims->wrong, SemClaim, i);

      g_assert_true (g_str_has_prefix (claim->query, "again/"));
      g_assert_true (g_str_has_prefix (claim->hit, "again/"));
      g_assert_cmpmem (claim->query, 7, claim->hit, 7);
      g_assert_cmpstr (claim->query, !=, claim->hit);
      g_assert_cmpint (claim->kind, ==, SEM_COPY_SAME);
    }
  g_assert_nonnull (strstr (text, "again/0.jpg → again/0.png: same"));
}

/* A part of each folder asks, another for another seed, and the same for the same. */
static void
test_drawn (LibraryTest *test, gconstpointer data)
{
  g_autoptr (SemClaims) first = NULL, again = NULL, alone = NULL;

  fill (test);
  first = evaluate (test, NULL, 2, 5);
  again = evaluate (test, NULL, 2, 5);
  g_assert_cmpuint (get_row (first, 0)->n_queries, ==, 2);
  g_assert_cmpuint (get_row (first, 1)->n_queries, ==, 2);
  g_assert_cmpuint (first->wrong->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpstr (g_array_index (first->wrong, SemClaim, i).query, ==,
                     g_array_index (again->wrong, SemClaim, i).query);
  /* By itself a kind asks as it does among the others. */
  alone = evaluate (test, "again", 2, 5);
  g_assert_cmpuint (alone->rows->len, ==, 1);
  g_assert_cmpuint (get_row (alone, 0)->n_hits, ==, get_row (first, 0)->n_hits);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpstr (g_array_index (first->wrong, SemClaim, i).query, ==,
                     g_array_index (alone->wrong, SemClaim, i).query);
}

static void
test_nothing (LibraryTest *test, gconstpointer data)
{
  const SemClaimsOptions options[] = { { "/nowhere", NULL, 0, 1 },
                                       { test->photos, "nothing", 0, 1 } };

  fill (test);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (sem_claims_evaluate (test->library, library_test_get_backbone (), &options[i],
                                          NULL, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW);
      g_assert_true (!options[i].kind || strstr (error->message, options[i].kind));
    }
}

static GArray *
find_altered (LibraryTest *test, const char *const *only, guint n)
{
  const SemAlteredOptions options = { .n_queries = n, .seed = 3, .only = only };
  g_autoptr (GError) error = NULL;
  guint n_asked;
  GArray *rows = sem_altered_evaluate (test->library, library_test_get_backbone (), &options,
                                       &n_asked, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (n_asked, ==, n);
  return rows;
}

/* Easy alterations find their photo, one photo of a picture or all of them. */
static void
test_altered (LibraryTest *test, gconstpointer data)
{
  static const char *const only[] = { "half size", "side by side", "mirrored", NULL };
  g_autoptr (GArray) rows = NULL;
  g_autofree char *text = NULL;
  const SemAlteredRow *row;

  fill (test);
  rows = find_altered (test, only, 4);
  text = sem_altered_to_text (rows, 4, 3);
  g_test_message ("%s", text);
  g_assert_cmpuint (rows->len, ==, 3);
  row = &g_array_index (rows, SemAlteredRow, 0);
  g_assert_cmpstr (row->id, ==, "mirrored");
  for (guint i = 0; i < 2; i++, row++)
    {
      g_assert_cmpfloat (row->first[SEM_ALTERED_COPIES], >, .99);
      g_assert_cmpfloat (row->each_first[SEM_ALTERED_COPIES], ==, row->first[SEM_ALTERED_COPIES]);
      g_assert_cmpfloat (row->all_ten[SEM_ALTERED_COPIES], ==, row->first_ten[SEM_ALTERED_COPIES]);
      g_assert_cmpfloat (row->right, <=, row->labelled);
      g_assert_cmpfloat (row->seconds[SEM_ALTERED_COPIES], >, 0);
    }
  g_assert_cmpfloat (row[-1].right, >, .8);
  g_assert_cmpstr (row->id, ==, "side by side");
  for (guint k = 0; k < SEM_ALTERED_N_ORDERS; k++)
    {
      g_assert_cmpfloat (row->all_ten[k], <=, row->first_ten[k] + 1e-9);
      g_assert_cmpfloat (row->each_first[k], <=, row->first[k] + 1e-9);
    }
}

/* What is written is what asks: a folder for each alteration, a file for each photo, of the folder
 * whose photos are altered. */
static void
test_written (LibraryTest *test, gconstpointer data)
{
  static const char *const only[] = { "collage of four", "grey", NULL };
  SemAlteredOptions options = { .n_queries = 2, .seed = 3, .only = only };
  g_autofree char *folder = g_build_filename (test->folder, "pictures", NULL);
  g_autofree char *list = g_build_filename (folder, "pictures.json", NULL);
  g_autofree char *again = g_build_filename (test->photos, "again", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  fill (test);
  options.folder = again;
  g_assert_true (sem_altered_write (test->library,
                                    sem_backbone_get_id (library_test_get_backbone ()), &options,
                                    folder, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; only[i]; i++)
    for (guint k = 0; k < 2; k++)
      {
        g_autofree char *name = g_strdup_printf ("%s/%04u.jpg", only[i], k);
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
      }
  g_assert_true (g_file_get_contents (list, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "{\"id\":\"collage of four\",\"photos\":4}"));
  g_assert_nonnull (strstr (text, again));
  g_assert_null (strstr (text, "/other/"));
}

/* The originals find their altered copies, and pictures of one alteration at a time. */
static void
test_reverse (LibraryTest *test, gconstpointer data)
{
  static const char *const only[] = { "half size", "side by side", NULL };
  const SemAlteredOptions options = { .folder = test->photos, .n_queries = 3, .only = only };
  g_autofree char *folder = g_build_filename (test->folder, "pictures", NULL);
  const char *const gallery[] = { test->photos, NULL };
  const SemAlteredPlaces places = { test->library, gallery, folder };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = NULL;
  const SemAlteredRow *row;
  guint n_asked;

  fill (test);
  g_assert_true (sem_altered_write (test->library,
                                    sem_backbone_get_id (library_test_get_backbone ()), &options,
                                    folder, NULL, &error));
  library_test_add_folder (test, folder);
  run_indexer (test);
  rows = sem_altered_evaluate_reverse (&places, library_test_get_backbone (), &options, &n_asked,
                                       NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_asked, ==, 3);
  g_assert_cmpuint (rows->len, ==, 2);
  row = &g_array_index (rows, SemAlteredRow, 0);
  g_assert_cmpstr (row->id, ==, "half size");
  g_assert_cmpfloat (row->first[SEM_ALTERED_COPIES], >, .99);
  g_assert_cmpfloat (row->right, >, .6);
  /* At most ten hits of three queries, and one of each is found. */
  g_assert_cmpuint (row->n_hits, <=, 27);
  /* Pictures of the library are not looked at in windows, so that some parts are not found. */
  g_assert_cmpfloat (row[1].first_ten[SEM_ALTERED_COPIES], >, .3);
}

int
main (int argc, char **argv)
{
  static const LibraryTestCase cases[] = {
    { "counted", test_counted }, { "drawn", test_drawn },     { "nothing", test_nothing },
    { "altered", test_altered }, { "written", test_written }, { "reverse", test_reverse },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/claims/rate", test_rate);
  library_test_register ("/claims", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
