/* test-inspect.c - an inspection of a whole library: its figures, going on, and what lies behind
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/inspect/show/behind.h"
#include "engine/inspect/figures.h"
#include "engine/inspect/inspect.h"
#include "engine/inspect/metrics.h"
#include "engine/inspect/show/report.h"
#include "engine/inspect/verdict.h"
#include "engine/measure/quality.h"
#include "engine/photos/codes.h"
#include "tests/engine/inspect/inspect-test.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define N 700
#define Q 500

static void
collect (const char *name, const double *values, gsize n, gpointer user_data)
{
  g_string_append_printf (user_data, "%s:", name);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (user_data, " %.17g", values[i]);
  g_string_append_c (user_data, '\n');
}

static char *
dup_text (const SemInspection *inspection)
{
  GString *text = g_string_new (NULL);

  sem_inspection_foreach (inspection, collect, text);
  return g_string_free (text, FALSE);
}

/* (transfer full): shape (n_photos, SEM_BACKBONE_DIM): centred on the model's mean and normalised
 */
static float *
load_centred (InspectTest *test)
{
  g_autoptr (SemStore) store = inspect_test_open (test);
  float *x = g_new (float, (gsize) test->n_photos *SEM_BACKBONE_DIM);
  const float *mean = sem_hash_model_get_mean (test->trained);

  for (guint i = 0; i < test->n_photos; i++)
    {
      float *row = x + (gsize) i * SEM_BACKBONE_DIM;
      double squares = 0;
      gboolean found;

      g_assert_true (
        sem_codes_load_feature (store, i + 1, INSPECT_TEST_BACKBONE, row, &found, NULL));
      for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
        {
          row[j] -= mean[j];
          squares += (double) row[j] * row[j];
        }
      for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
        row[j] = (float) (row[j] / sqrt (squares));
    }
  return x;
}

static double
dot (const float *x, gsize a, gsize b)
{
  double sum = 0;

  for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
    sum += (double) x[a * SEM_BACKBONE_DIM + j] * x[b * SEM_BACKBONE_DIM + j];
  return sum;
}

/* nn10@R by the definition, with the mean over the orders of ties. */
static double
get_reach (const guint *distances, gsize own, const gsize *wanted, guint depth)
{
  double found = 0;

  for (guint k = 0; k < 10; k++)
    {
      double nearer = 0, equal = 0;

      for (gsize i = 0; i < N; i++)
        if (i != own)
          {
            nearer += distances[i] < distances[wanted[k]];
            equal += distances[i] == distances[wanted[k]];
          }
      found += CLAMP ((depth - nearer) / equal, 0, 1) / 10;
    }
  return found;
}

static void
find_nearest (const float *x, gsize own, gsize *wanted)
{
  g_autofree double *cosines = g_new (double, N);

  for (gsize i = 0; i < N; i++)
    cosines[i] = i == own ? -2 : dot (x, own, i);
  for (guint k = 0; k < 10; k++)
    {
      wanted[k] = 0;
      for (gsize i = 0; i < N; i++)
        if (cosines[i] > cosines[wanted[k]])
          wanted[k] = i;
      cosines[wanted[k]] = -2;
    }
}

static void
test_reach (void)
{
  InspectTest test;
  g_autofree float *x = NULL;
  g_autofree guint64 *codes = g_new (guint64, N);
  g_autofree float *features = g_new (float, (gsize) N *SEM_BACKBONE_DIM);
  g_autoptr (SemInspection) inspection = NULL;
  const double *queries, *reach, *near;
  double sum = 0;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 64, N);
  inspection = inspect_test_inspect (&test);
  x = load_centred (&test);
  {
    g_autoptr (SemStore) store = inspect_test_open (&test);
    gboolean found;

    for (guint i = 0; i < N; i++)
      g_assert_true (sem_codes_load_feature (store, i + 1, INSPECT_TEST_BACKBONE,
                                             features + (gsize) i * SEM_BACKBONE_DIM, &found,
                                             NULL));
  }
  sem_hash_model_encode (test.trained, features, N, codes, NULL);
  queries = sem_inspection_get_exactly (inspection, "queries", Q);
  reach = sem_inspection_get_exactly (inspection, "queries.reach", Q * SEM_QUALITY_N_DEPTHS);
  near = sem_inspection_get_exactly (inspection, "near.photos", Q * 10);
  g_assert_true (queries && reach && near);
  for (guint q = 0; q < Q; q++)
    {
      gsize own = (gsize) queries[q] - 1, wanted[10];
      guint distances[N];

      find_nearest (x, own, wanted);
      for (guint k = 0; k < 10; k++)
        g_assert_cmpuint ((guint) near[q * 10 + k], ==, wanted[k] + 1);
      for (gsize i = 0; i < N; i++)
        distances[i] = (guint) __builtin_popcountll (codes[own] ^ codes[i]);
      for (guint d = 0; d < SEM_QUALITY_N_DEPTHS; d++)
        g_assert_cmpfloat_with_epsilon (reach[q * SEM_QUALITY_N_DEPTHS + d],
                                        get_reach (distances, own, wanted, sem_quality_depths[d]),
                                        1e-9);
      /* 50 is the largest depth of at most a tenth of 700. */
      sum += get_reach (distances, own, wanted, 50) / Q;
    }
  g_assert_cmpfloat_with_epsilon (sem_inspect_metric_get (inspection, SEM_INSPECT_REACH), sum,
                                  1e-9);
  inspect_test_tear_down (&test);
}

/* A library of which half was inspected gives the same numbers as a new inspection, and what is
 * stored is what was measured. */
static void
test_refresh (void)
{
  InspectTest test;
  g_autoptr (SemInspection) first = NULL, second = NULL, third = NULL, stored = NULL;
  g_autofree char *refreshed = NULL, *anew = NULL, *loaded = NULL;
  gboolean current;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 128, 400);
  first = inspect_test_inspect (&test);
  inspect_test_add (&test, 300);
  inspect_test_encode (&test);
  {
    g_autoptr (SemStore) store = inspect_test_open (&test);
    g_autoptr (SemInspection) old = NULL;

    g_assert_true (sem_inspect_load (store, test.model, &old, &current, NULL));
    g_assert_nonnull (old);
    g_assert_false (current);
  }
  second = inspect_test_inspect (&test);
  refreshed = dup_text (second);
  {
    g_autoptr (SemStore) store = inspect_test_open (&test);

    g_assert_true (sem_inspect_load (store, test.model, &stored, &current, NULL));
    g_assert_true (current);
  }
  loaded = dup_text (stored);
  g_assert_cmpstr (loaded, ==, refreshed);
  inspect_test_meddle (&test, "DELETE FROM inspected");
  third = inspect_test_inspect (&test);
  anew = dup_text (third);
  g_assert_cmpstr (refreshed, ==, anew);
  inspect_test_tear_down (&test);
}

typedef struct
{
  GCancellable *cancellable;
  double at;
} Stop;

static void
stop_cb (double fraction, gpointer user_data)
{
  Stop *stop = user_data;

  if (fraction >= stop->at)
    g_cancellable_cancel (stop->cancellable);
}

/* Stopped anywhere, it ends as cancelled, shows nothing half done, and goes on to the same end. */
static void
test_stop (void)
{
  InspectTest test;
  g_autoptr (SemInspection) whole = NULL, after = NULL;
  g_autofree char *wanted = NULL, *got = NULL;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 64, N);
  whole = inspect_test_inspect (&test);
  wanted = dup_text (whole);
  inspect_test_meddle (&test, "DELETE FROM inspected");
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Stop stop = { cancellable, i * 0.1 };
      const SemProgress progress = { stop_cb, &stop, cancellable };
      g_autoptr (GError) error = NULL;
      g_autoptr (SemStore) store = NULL;
      g_autoptr (SemInspection) half = NULL;

      g_assert_null (sem_inspect_library (test.library, 0, &progress, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      store = inspect_test_open (&test);
      g_assert_true (sem_inspect_load (store, test.model, &half, NULL, NULL));
      g_assert_null (half);
    }
  after = inspect_test_inspect (&test);
  got = dup_text (after);
  g_assert_cmpstr (got, ==, wanted);
  inspect_test_tear_down (&test);
}

/* Every point of every plot has photos behind it, or says that there are none. */
static void
test_behind (void)
{
  InspectTest test;
  g_autoptr (SemInspection) inspection = NULL;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 64, N);
  inspection = inspect_test_inspect (&test);
  for (guint p = 0; p < SEM_INSPECT_N_PLOTS; p++)
    {
      g_autoptr (SemPlot) plot = sem_inspect_plot_new (inspection, p);
      g_autofree char *healthy = sem_inspect_plot_dup_healthy (inspection, p);
      SemPlotPoint point;
      guint n_filled = 0;

      /* Photos are only altered where there are files. */
      if (p == SEM_INSPECT_PLOT_COPIES)
        {
          g_assert_null (plot);
          continue;
        }
      g_assert_nonnull (plot);
      g_assert_cmpstr (healthy, !=, "");
      for (guint s = 0; s < MAX (sem_plot_get_n_series (plot), 1); s++)
        for (guint i = 0; sem_plot_get_point (plot, s, i, &point); i++)
          {
            g_autoptr (GArray) photos = sem_inspect_list_behind (inspection, p, &point);
            g_autofree char *words = sem_inspect_dup_behind (inspection, p, &point);

            g_assert_cmpstr (words, !=, "");
            g_assert_null (strchr (words, '%'));
            /* No more results are offered than there are other photos. */
            if (p == SEM_INSPECT_PLOT_RECALL)
              g_assert_cmpfloat (point.x, <, N);
            n_filled += photos->len > 0;
            g_assert_cmpuint (photos->len, <=, SEM_INSPECT_MOST_BEHIND);
            for (guint k = 0; k < photos->len; k++)
              g_assert_true (g_array_index (photos, gint64, k) >= 1
                             && g_array_index (photos, gint64, k) <= N);
            /* A bar of the histogram stands on pairs. */
            if (p == SEM_INSPECT_PLOT_DISTANCES)
              g_assert_true ((photos->len > 0) == (point.y > 0));
          }
      g_assert_cmpuint (n_filled, >, 0);
    }
  inspect_test_tear_down (&test);
}

/* One page, complete, that refers to nothing outside. */
static void
test_page (void)
{
  InspectTest test;
  g_autoptr (SemInspection) inspection = NULL;
  g_autofree char *page = NULL, *verdict = NULL, *escaped = NULL;
  g_autoptr (GError) error = NULL;
  guint n_pictures = 0;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 64, N);
  inspection = inspect_test_inspect (&test);
  page = sem_inspect_make_page (test.library, 0, inspection, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_utf8_validate (page, -1, NULL));
  verdict = sem_inspect_dup_verdict (inspection);
  escaped = g_markup_escape_text (verdict, -1);
  g_assert_nonnull (strstr (page, escaped));
  for (const char *at = page; (at = strstr (at, "<svg")); at++)
    n_pictures++;
  g_assert_cmpuint (n_pictures, ==, SEM_INSPECT_N_PLOTS - 1);
  g_assert_null (strstr (page, "http"));
  g_assert_null (strstr (page, "<script"));
  g_assert_null (strstr (page, "<link"));
  g_assert_null (strstr (page, "url(/"));
  inspect_test_tear_down (&test);
}

static void
test_json (void)
{
  InspectTest test;
  g_autoptr (SemInspection) inspection = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object, *metrics;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 64, N);
  inspection = inspect_test_inspect (&test);
  json_builder_begin_object (builder);
  sem_inspect_add_json (builder, inspection);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  object = json_node_get_object (root);
  metrics = json_object_get_object_member (object, "metrics");
  g_assert_cmpint (json_object_get_int_member (object, "photos"), ==, N);
  g_assert_cmpint (json_object_get_int_member (object, "bits"), ==, 64);
  for (guint m = 0; m < SEM_INSPECT_N_METRICS; m++)
    {
      const char *key = sem_inspect_metric_get_key (m);
      double value = sem_inspect_metric_get (inspection, m), low, high;
      JsonObject *metric;
      JsonArray *healthy;

      g_assert_true (json_object_has_member (metrics, key) == !isnan (value));
      if (isnan (value))
        continue;
      metric = json_object_get_object_member (metrics, key);
      healthy = json_object_get_array_member (metric, "healthy");
      sem_inspect_metric_get_healthy (inspection, m, &low, &high);
      g_assert_cmpfloat (json_object_get_double_member (metric, "value"), ==, value);
      g_assert_cmpfloat (json_array_get_double_element (healthy, 0), ==, low);
      g_assert_cmpfloat (json_array_get_double_element (healthy, 1), ==, high);
    }
  inspect_test_tear_down (&test);
}

/* Whether codes of @n_bits that find this share of the true neighbours are accused. */
static gboolean
is_accused (double n_photos, double n_bits, double reach, double recompressed)
{
  const double library[] = { n_photos, n_photos, 1, n_bits };
  g_autoptr (SemInspection) inspection = sem_inspection_new ();

  sem_inspection_set (inspection, "library", library, G_N_ELEMENTS (library));
  sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_REACH), reach);
  sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_FIRST + 4),
                          recompressed);
  g_assert_cmpint (sem_inspect_find_faults (inspection) != 0, ==,
                   !sem_inspect_metric_is_healthy (inspection, SEM_INSPECT_REACH));
  return !sem_inspect_metric_is_healthy (inspection, SEM_INSPECT_REACH)
         || !sem_inspect_metric_is_healthy (inspection, SEM_INSPECT_FIRST + 4);
}

/* What GS-ITQ and DDH reach on 60,000 photos is no fault, and would be one on few. */
static void
test_many (void)
{
  g_assert_false (is_accused (60000, 256, .827, .715));
  g_assert_false (is_accused (60000, 64, .424, .625));
  g_assert_false (is_accused (500000, 64, .35, .55));
  g_assert_true (is_accused (2000, 256, .827, 1));
  g_assert_true (is_accused (2000, 64, .424, 1));
  g_assert_true (is_accused (2000, 64, 1, .625));
  g_assert_true (is_accused (60000, 256, .5, 1));
  g_assert_true (is_accused (60000, 64, .2, 1));
  g_assert_true (is_accused (1e9, 16, .001, 1));
}

static void
test_absent (void)
{
  char *folder = test_folder_new ();
  g_autofree char *library = g_build_filename (folder, "none.db", NULL);
  g_autoptr (GError) error = NULL;
  InspectTest test;

  g_assert_null (sem_inspect_library (library, 0, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (library, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  test_folder_remove (folder);
  inspect_test_set_up (&test, SEM_HASH_LSH, 64, 15);
  g_assert_null (sem_inspect_library (test.library, 0, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW);
  g_clear_error (&error);
  g_assert_null (sem_inspect_library (test.library, 77, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  inspect_test_tear_down (&test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspect/reach", test_reach);
  g_test_add_func ("/inspect/refresh", test_refresh);
  g_test_add_func ("/inspect/stop", test_stop);
  g_test_add_func ("/inspect/behind", test_behind);
  g_test_add_func ("/inspect/page", test_page);
  g_test_add_func ("/inspect/json", test_json);
  g_test_add_func ("/inspect/many", test_many);
  g_test_add_func ("/inspect/absent", test_absent);
  return g_test_run ();
}
