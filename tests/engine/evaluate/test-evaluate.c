/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/evaluate-private.h"
#include "tests/engine/hash/fixture.h"
#include "tests/support/folder.h"
#include "tests/engine/evaluate/small-set.h"

#include <string.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

static const SemEvaluationRow *
get_row (const SemEvaluation *result, guint position)
{
  g_assert_cmpuint (position, <, result->rows->len);
  return &g_array_index (result->rows, SemEvaluationRow, position);
}

static void
test_rows (void)
{
  g_autoptr (SemEvaluation) result = evaluate_clusters (1.0);

  g_assert_cmpuint (result->n_queries, ==, 20);
  g_assert_cmpuint (result->n_database, ==, 140);
  g_assert_cmpuint (result->rows->len, ==, 2 + 2 * 4 * 2);
  for (guint r = 0; r < result->rows->len; r++)
    {
      const SemEvaluationRow *row = get_row (result, r);

      for (guint f = 0; f <= SEM_EVALUATION_MAP; f++)
        {
          g_assert_cmpfloat (row->mean.figures[f], >, 0.2);
          g_assert_cmpfloat (row->mean.figures[f], <=, 1.0);
          g_assert_cmpfloat (row->sd.figures[f], >=, 0.0);
        }
      /* All of the 140 are within the first 1,000. */
      g_assert_cmpfloat (row->mean.figures[SEM_EVALUATION_MAP_ALL], ==,
                         row->mean.figures[SEM_EVALUATION_MAP_1000]);
    }
  g_assert_cmpfloat (get_row (result, 1)->mean.figures[SEM_EVALUATION_NN10_100], ==, 1.0);
}

/* Clusters far apart are told apart by everything; noise by nothing. */
static void
test_extremes (void)
{
  g_autoptr (SemEvaluation) easy = evaluate_clusters (0.4);
  g_autoptr (SemEvaluation) hopeless = evaluate_clusters (200.0);

  for (guint r = 0; r < easy->rows->len; r++)
    {
      const SemEvaluationRow *good = get_row (easy, r);
      const SemEvaluationRow *bad = get_row (hopeless, r);

      g_assert_cmpfloat (good->mean.figures[SEM_EVALUATION_P_10], >, 0.95);
      g_assert_cmpfloat (bad->mean.figures[SEM_EVALUATION_P_10], <, 0.5);
      g_assert_cmpfloat (bad->mean.figures[SEM_EVALUATION_MAP_ALL], <, 0.5);
    }
}

/* All photos alike: every order is by chance, and never that of the database, which is sorted by
 * class here and would give the first class a precision of 1. */
static void
test_ties_are_random (void)
{
  g_autofree float *features = g_new (float, N *D);
  g_autofree guint32 *labels = g_new (guint32, N);
  g_autoptr (SemEvaluation) result = NULL;
  SemEvaluateOptions options;

  for (gsize i = 0; i < N; i++)
    labels[i] = i / (N / 2);
  for (gsize i = 0; i < N * D; i++)
    features[i] = 1.0f;
  set_small_options (&options);
  options.queries_per_class = 20;
  result = sem_evaluate (&options, features, labels, N, D, NULL, NULL);
  for (guint r = 0; r < result->rows->len; r++)
    {
      const SemEvaluationRow *row = get_row (result, r);

      g_assert_cmpfloat (row->mean.figures[SEM_EVALUATION_P_10], >, 0.4);
      g_assert_cmpfloat (row->mean.figures[SEM_EVALUATION_P_10], <, 0.6);
      g_assert_cmpfloat (row->sd.figures[SEM_EVALUATION_P_10], >, 0.0);
    }
}

static void
test_repeats (void)
{
  g_autoptr (SemEvaluation) one = evaluate_clusters (1.5);
  g_autoptr (SemEvaluation) two = evaluate_clusters (1.5);
  g_autofree char *first = sem_evaluation_to_json (one);
  g_autofree char *second = sem_evaluation_to_json (two);

  g_assert_cmpstr (first, ==, second);
}

static void
test_json (void)
{
  g_autoptr (SemEvaluation) result = evaluate_clusters (1.0);
  g_autofree char *text = sem_evaluation_to_json (result);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonObject *object, *row;
  JsonArray *rows;

  g_assert_nonnull (root);
  object = json_node_get_object (root);
  rows = json_object_get_array_member (object, "rows");
  g_assert_true (json_object_get_null_member (object, "set"));
  g_assert_cmpint (json_object_get_int_member (object, "queries"), ==, 20);
  g_assert_cmpint (json_object_get_int_member (object, "database"), ==, 140);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "seeds")), ==, 2);
  g_assert_cmpuint (json_array_get_length (rows), ==, result->rows->len);

  row = json_array_get_object_element (rows, 0);
  g_assert_cmpstr (json_object_get_string_member (row, "method"), ==, "float");
  g_assert_cmpint (json_object_get_int_member (row, "bits"), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (row, "order"), ==, "score");
  row = json_array_get_object_element (rows, 2);
  g_assert_cmpstr (json_object_get_string_member (row, "method"), ==, "lsh");
  g_assert_cmpint (json_object_get_int_member (row, "bits"), ==, 16);
  g_assert_cmpstr (json_object_get_string_member (row, "order"), ==, "hamming");
  g_assert_cmpfloat_with_epsilon (
    json_object_get_double_member (json_object_get_object_member (row, "map_all"), "mean"),
    get_row (result, 2)->mean.figures[SEM_EVALUATION_MAP_ALL], 1e-9);
  g_assert_cmpstr (json_object_get_string_member (object, "protocol"), ==, "folders");
  g_assert_cmpint (json_object_get_int_member (object, "training"), ==, 140);
}

static guint
curve_length (JsonObject *row, const char *curve, const char *part)
{
  JsonObject *curves = json_object_get_object_member (row, "curves");

  return json_array_get_length (
    json_object_get_array_member (json_object_get_object_member (curves, curve), part));
}

static void
test_json_curves (void)
{
  const char *const keys[] = { "map_all", "map_1000", "p_1", "p_10", "p_100", "nn10_100" };
  g_autoptr (SemEvaluation) result = evaluate_clusters (1.0);
  g_autofree char *text = sem_evaluation_to_json (result);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonArray *rows = json_object_get_array_member (json_node_get_object (root), "rows");

  for (guint r = 0; r < json_array_get_length (rows); r++)
    {
      JsonObject *row = json_array_get_object_element (rows, r);
      JsonObject *curves = json_object_get_object_member (row, "curves");
      gboolean hamming = g_str_equal (json_object_get_string_member (row, "order"), "hamming");

      for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
        g_assert_true (json_object_has_member (json_object_get_object_member (row, keys[k]), "sd"));
      g_assert_cmpuint (curve_length (row, "nn10", "r"), ==, SEM_RECORD_N_DEPTHS);
      g_assert_cmpuint (curve_length (row, "nn10", "mean"), ==, SEM_RECORD_N_DEPTHS);
      g_assert_cmpuint (curve_length (row, "precision_recall", "sd"), ==, SEM_RECORD_N_RECALLS);
      g_assert_true (json_object_has_member (curves, "radius") == hamming);
      if (hamming)
        g_assert_cmpuint (curve_length (row, "radius", "radius"), ==,
                          json_object_get_int_member (row, "bits") / 4 + 1);
    }
}

/* A query that is also in the database is left out of its own ranking. */
static void
test_all_are_queries (void)
{
  g_autofree float *features = fixture_clusters (N, D, CLASSES, 0.01, 5);
  g_autofree guint32 *labels = make_labels (N);
  g_autoptr (SemEvaluation) result = NULL;
  SemEvaluateOptions options;

  for (gsize i = 0; i < N; i += 2)
    labels[i] = SEM_NO_CLASS;
  set_small_options (&options);
  options.protocol = sem_protocol_find ("scenes");
  options.queries_per_class = 0;
  options.n_seeds = 1;
  result = sem_evaluate (&options, features, labels, N, D, NULL, NULL);
  g_assert_cmpuint (result->n_queries, ==, N / 2);
  g_assert_cmpuint (result->n_database, ==, N);
  /* Classes are i % 4, so that those of odd rows keep their clusters to themselves. */
  for (guint r = 0; r < 2; r++)
    {
      const SemRecord *mean = &get_row (result, r)->mean;

      g_assert_cmpfloat_with_epsilon (mean->figures[SEM_EVALUATION_MAP_ALL], 1.0, 1e-9);
      g_assert_cmpfloat_with_epsilon (mean->figures[SEM_EVALUATION_P_100], 39.0 / 100.0, 1e-9);
    }
}

static void
test_text (void)
{
  g_autoptr (SemEvaluation) result = evaluate_clusters (1.0);
  g_autofree char *text = sem_evaluation_to_text (result);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  /* Protocol, counts, rule, nothing, title and rows; nothing, title and rows of P@N; and what
   * follows the last line end. */
  g_assert_cmpuint (g_strv_length (lines), ==, 5 + result->rows->len + 2 + result->rows->len + 1);
  g_assert_true (g_str_has_prefix (lines[5], "float "));
  g_assert_true (g_str_has_prefix (lines[7], "lsh"));
}

static void
test_too_few (void)
{
  g_autofree float *features = fixture_clusters (CLASSES, D, CLASSES, 1.0, 5);
  g_autofree guint32 *labels = make_labels (CLASSES);
  g_autoptr (GError) error = NULL;
  SemEvaluateOptions options;

  set_small_options (&options);
  g_assert_null (sem_evaluate (&options, features, labels, CLASSES, D, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW);
}

/* Where all are of one class, every order is right. */
static void
test_one_class (void)
{
  g_autofree float *features = fixture_clusters (N, D, CLASSES, 1.0, 5);
  g_autofree guint32 *labels = g_new0 (guint32, N);
  g_autoptr (SemEvaluation) result = NULL;
  g_autoptr (GError) error = NULL;
  SemEvaluateOptions options;

  set_small_options (&options);
  g_assert_null (sem_evaluate (&options, features, labels, N, D, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW);
  g_clear_error (&error);
  for (gsize i = N / 2; i < N; i++)
    labels[i] = SEM_NO_CLASS;
  result = sem_evaluate (&options, features, labels, N, D, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->n_database, ==, N - 5);
}

/* A protocol's figures are those of its own numbers. */
static void
test_shortage (void)
{
  static const struct
  {
    const char *protocol;
    guint queries;
    gboolean says;
  } cases[] = {
    { "folders", 0, FALSE },
    { "folders", 39, FALSE },
    { "folders", 40, TRUE },
    { "flowers17", 0, FALSE },
    { "cifar10-ddh", 0, TRUE },
    { "cifar10-greedyhash-2", 0, TRUE },
    { "cifar10-greedyhash-2", 5, TRUE },
    { "scenes", 0, FALSE },
  };
  g_autofree float *features = fixture_clusters (N, D, CLASSES, 1.0, 5);
  g_autofree guint32 *labels = make_labels (N);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SemEvaluation) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *sentence = NULL;
      SemEvaluateOptions options;

      set_small_options (&options);
      options.protocol = sem_protocol_find (cases[i].protocol);
      options.queries_per_class = cases[i].queries;
      options.n_methods = 0;
      result = sem_evaluate (&options, features, labels, N, D, NULL, &error);
      g_assert_no_error (error);
      sentence = sem_evaluation_dup_shortage (result);
      g_assert_cmpint (sentence != NULL, ==, cases[i].says);
    }
}

/* Of a class of ten there are nine others, of a class of eleven there are ten. */
static void
test_small_classes (void)
{
  g_autofree float *features = fixture_clusters (N, D, CLASSES, 1.0, 5);
  g_autofree guint32 *labels = make_labels (N);
  g_autoptr (SemEvaluation) large = NULL, small = NULL;
  g_autofree char *none = NULL, *sentence = NULL, *text = NULL;
  SemEvaluateOptions options;

  set_small_options (&options);
  options.protocol = sem_protocol_find ("folders");
  options.n_methods = 0;
  options.n_seeds = 1;
  for (gsize i = 0; i < 11; i++)
    labels[i] = 100;
  large = sem_evaluate (&options, features, labels, N, D, NULL, NULL);
  none = sem_evaluation_dup_small (large);
  g_assert_null (none);
  labels[0] = 101;
  small = sem_evaluate (&options, features, labels, N, D, NULL, NULL);
  sentence = sem_evaluation_dup_small (small);
  g_assert_nonnull (strstr (sentence, "1 of 6 classes"));
  text = sem_evaluation_to_text (small);
  g_assert_nonnull (strstr (text, sentence));
}

typedef struct
{
  double last;
  guint calls;
  guint cancel_at;
  GCancellable *cancellable;
} Watch;

static void
watch_cb (double fraction, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_cmpfloat (fraction, >=, watch->last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  watch->last = fraction;
  if (++watch->calls == watch->cancel_at)
    g_cancellable_cancel (watch->cancellable);
}

/* Without the photos, or with those of another set, no network is trained. */
static void
test_tuning (void)
{
  g_autofree float *features = fixture_clusters (N, D, CLASSES, 1.0, 5);
  g_autofree guint32 *labels = make_labels (N);
  gint64 photos[N] = { 0 };
  SemFinetuneTrial others = { .photos = photos, .n = N - 1 };
  SemFinetuneTrial short_rows = { .photos = photos, .n = N };
  const SemFinetuneTrial *const tunings[] = { NULL, &others, &short_rows };

  for (guint i = 0; i < G_N_ELEMENTS (tunings); i++)
    {
      SemEvaluateOptions options;

      set_small_options (&options);
      options.n_methods = 1;
      options.methods[0] = SEM_HASH_DDH;
      options.depths[0] = SEM_FINETUNE_LAST_STAGE;
      options.tuning = tunings[i];
      g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*has_photos*");
      g_assert_null (sem_evaluate (&options, features, labels, N, D, NULL, NULL));
      g_test_assert_expected_messages ();
    }
}

static void
test_progress_and_cancel (void)
{
  g_autofree float *features = fixture_clusters (N, D, CLASSES, 1.0, 5);
  g_autofree guint32 *labels = make_labels (N);
  const guint cancel_at[] = { 0, 1, 5, 30, 100 };
  SemEvaluateOptions options;

  set_small_options (&options);
  for (guint i = 0; i < G_N_ELEMENTS (cancel_at); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (SemEvaluation) result = NULL;
      g_autoptr (GError) error = NULL;
      Watch watch = { .cancel_at = cancel_at[i], .cancellable = cancellable };
      const SemProgress progress = { watch_cb, &watch, cancellable };

      result = sem_evaluate (&options, features, labels, N, D, &progress, &error);
      if (cancel_at[i] > 0)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        {
          g_assert_no_error (error);
          g_assert_cmpfloat (watch.last, ==, 1.0);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/rows", test_rows);
  g_test_add_func ("/evaluate/extremes", test_extremes);
  g_test_add_func ("/evaluate/ties-are-random", test_ties_are_random);
  g_test_add_func ("/evaluate/repeats", test_repeats);
  g_test_add_func ("/evaluate/json", test_json);
  g_test_add_func ("/evaluate/json-curves", test_json_curves);
  g_test_add_func ("/evaluate/all-are-queries", test_all_are_queries);
  g_test_add_func ("/evaluate/text", test_text);
  g_test_add_func ("/evaluate/too-few", test_too_few);
  g_test_add_func ("/evaluate/one-class", test_one_class);
  g_test_add_func ("/evaluate/shortage", test_shortage);
  g_test_add_func ("/evaluate/small-classes", test_small_classes);
  g_test_add_func ("/evaluate/tuning", test_tuning);
  g_test_add_func ("/evaluate/progress-and-cancel", test_progress_and_cancel);
  return g_test_run ();
}
