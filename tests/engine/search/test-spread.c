/* How alike all photos are: exact for the head, and estimated for the rest.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "engine/search/likeness/likeness.h"
#include "engine/search/search.h"
#include "engine/search/search-spread.h"
#include "tests/engine/search/made-library.h"

static MadeLibrary *library;

static SemSearchRequest *
make_request (guint number, guint k)
{
  SemSearchRequest *request = sem_search_request_new (SEM_SEARCH_SIMILAR, k);

  sem_search_request_add_photo (request, library->photos[number].id);
  request->spread = TRUE;
  return request;
}

static SemSearchAnswer *
answer (const SemSearchRequest *request)
{
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *found = sem_search (library->searcher, request, &error);

  g_assert_no_error (error);
  return found;
}

static double
sum_from (const SemSearchSpread *spread, guint bin)
{
  double sum = 0;

  for (guint i = bin; i < SEM_SEARCH_N_BINS; i++)
    {
      g_assert_cmpfloat (spread->counts[i], >=, 0);
      sum += (double) spread->counts[i];
    }
  return sum;
}

static guint
find_bin (double likeness)
{
  return (guint) MIN (floor (likeness * SEM_SEARCH_N_BINS + 1e-4), SEM_SEARCH_N_BINS - 1);
}

/* As many as there are, and those of the head in the bins of their likenesses. */
static void
check_exact (const SemSearchAnswer *found)
{
  const SemSearchSpread *spread = &found->spread;
  guint counts[SEM_SEARCH_N_BINS] = { 0 }, least = find_bin ((double) spread->exact_from);

  g_assert_cmpfloat_with_epsilon (sum_from (spread, 0), spread->n_photos, .01);
  for (guint i = 0; i < found->n_hits; i++)
    counts[find_bin ((double) found->hits[i].likeness)]++;
  for (guint bin = least + 1; bin < SEM_SEARCH_N_BINS; bin++)
    g_assert_cmpfloat_with_epsilon (spread->counts[bin], counts[bin], 1e-3);
  g_assert_cmpfloat (spread->counts[least] + .01f, >=, counts[least]);
}

/* Photos are counted once, and not the one that is asked with. */
static void
test_totals (void)
{
  g_autoptr (SemSearchRequest) all = make_request (3, 2000), some = make_request (3, 100);
  g_autoptr (SemSearchAnswer) exact = answer (all), estimated = answer (some);

  check_exact (exact);
  check_exact (estimated);
  g_assert_cmpfloat (exact->spread.exact_from, ==, 0);
  g_assert_cmpuint (exact->spread.n_photos, ==, exact->n_hits);
  g_assert_cmpuint (estimated->n_hits, ==, 100);
  g_assert_cmpfloat (estimated->spread.exact_from, ==, estimated->hits[99].likeness);
  g_assert_cmpuint (estimated->spread.n_photos, ==, exact->spread.n_photos);
  g_assert_cmpfloat (exact->spread.line, >, 0);
}

/* What is estimated is near what is. */
static void
test_estimate (void)
{
  const guint numbers[] = { 3, 90, 800, 1204 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (SemSearchRequest) request = make_request (numbers[i], 100);
      g_autoptr (SemSearchAnswer) found = answer (request);
      double worst = 0;

      check_exact (found);
      for (guint bin = 1; bin < find_bin ((double) found->spread.exact_from); bin++)
        {
          guint n = 0;

          for (guint j = 0; j < MADE_N; j++)
            if (j != numbers[i] && (library->photos[j].n_files > 1 || j % 13 != 0)
                && find_bin (
                     (double) made_library_measure (library, numbers[i], library->photos[j].id))
                     >= bin)
              n++;
          worst = MAX (worst, fabs (sum_from (&found->spread, bin) - n));
        }
      g_test_message ("photo %u: wrong by at most %.0f of %u", numbers[i], worst,
                      found->spread.n_photos);
      /* Codes of 16 bits tell little. */
      g_assert_cmpfloat (worst, <, .2 * found->spread.n_photos);
    }
}

/* Only what lies within the scope, whatever the bounds. */
static void
test_scope (void)
{
  g_autoptr (SemSearchRequest) request = make_request (3, 100);
  g_autoptr (SemSearchAnswer) wide = NULL, bounded = NULL;

  request->scope.folders = g_strdupv ((char *[]){ (char *) "/made/ab", NULL });
  wide = answer (request);
  check_exact (wide);
  g_assert_cmpuint (wide->spread.n_photos, >, 100);
  g_assert_cmpuint (wide->spread.n_photos, <, 400);
  request->min_likeness = wide->hits[20].likeness;
  bounded = answer (request);
  g_assert_cmpuint (bounded->n_hits, <, wide->n_hits);
  g_assert_cmpmem (&wide->spread, sizeof wide->spread, &bounded->spread, sizeof bounded->spread);
}

/* The nearest of several, and another file of a source, which is identical. */
static void
test_sources (void)
{
  g_autoptr (SemSearchRequest) request = make_request (1001, 100);
  g_autoptr (SemSearchAnswer) one = answer (request), same = answer (request), two = NULL;

  check_exact (one);
  g_assert_cmpmem (&one->spread, sizeof one->spread, &same->spread, sizeof same->spread);
  sem_search_request_add_photo (request, library->photos[7].id);
  two = answer (request);
  g_assert_cmpint (two->hits[0].kind, ==, SEM_COPY_IDENTICAL);
  check_exact (two);
  g_assert_cmpfloat (two->spread.counts[SEM_SEARCH_N_BINS - 1], >=, 1);
  g_assert_cmpfloat (sum_from (&two->spread, 35), >, 2 * sum_from (&one->spread, 35));
}

/* To count how alike all photos are changes nothing else. */
static void
test_same_hits (void)
{
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (SemSearchRequest) request = make_request (7 * i, i % 2 ? 30 : 300);
      g_autoptr (SemSearchAnswer) plain = NULL, counted = NULL;

      request->min_likeness = i < 3 ? 0 : .7f;
      request->max_likeness = i < 5 ? 1 : .9f;
      request->by_distance = i == 4;
      counted = answer (request);
      request->spread = FALSE;
      plain = answer (request);
      g_assert_cmpuint (plain->spread.n_photos, ==, 0);
      g_assert_true ((counted->spread.n_photos > 0) == (i < 5));
      g_assert_cmpuint (counted->n_hits, ==, plain->n_hits);
      for (guint j = 0; j < plain->n_hits; j++)
        {
          g_assert_cmpint (counted->hits[j].photo, ==, plain->hits[j].photo);
          g_assert_cmpfloat (counted->hits[j].likeness, ==, plain->hits[j].likeness);
          g_assert_cmpint (counted->hits[j].above_chance, ==, plain->hits[j].above_chance);
        }
    }
}

/* A falling line with noise is found again, and counts are kept where nothing was measured. */
static void
test_fit (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  guint distances[300];
  float values[300];
  guint32 counts[65] = { 0 };
  SemSearchSpread spread = { 0 }, none = { 0 };
  double mean = 0;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      distances[i] = (guint) g_rand_int_range (random, 0, 65);
      values[i] =
        (float) CLAMP (.9 - distances[i] / 80. + g_rand_double_range (random, -.05, .05), 0, 1);
    }
  counts[32] = 1000;
  sem_spread_estimate (distances, values, G_N_ELEMENTS (values), counts, 64, 1, &spread);
  g_assert_cmpuint (spread.n_photos, ==, 1000);
  for (guint i = 0; i < SEM_SEARCH_N_BINS; i++)
    mean += (double) spread.counts[i] * (i + .5) / SEM_SEARCH_N_BINS / 1000;
  g_assert_cmpfloat_with_epsilon (mean, .5, .03);
  sem_spread_estimate (NULL, NULL, 0, counts, 64, .3f, &none);
  g_assert_cmpfloat_with_epsilon (sum_from (&none, 0), 1000, .1);
  g_assert_cmpfloat_with_epsilon (sum_from (&none, 16), 0, 1e-3);
}

int
main (int argc, char **argv)
{
  int status;

  g_assert_true (g_setenv ("TZ", "UTC", TRUE));
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/spread/fit", test_fit);
  if (!library_test_get_backbone ())
    return g_test_run ();
  library = made_library_new ();
  g_test_add_func ("/search/spread/totals", test_totals);
  g_test_add_func ("/search/spread/estimate", test_estimate);
  g_test_add_func ("/search/spread/scope", test_scope);
  g_test_add_func ("/search/spread/sources", test_sources);
  g_test_add_func ("/search/spread/same-hits", test_same_hits);
  status = g_test_run ();
  made_library_free (library);
  return status;
}
