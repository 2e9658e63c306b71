/* test-faults.c - planted faults are named, and healthy models are not accused
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/hash-model-private.h"
#include "engine/inspect/metrics.h"
#include "engine/inspect/show/plots.h"
#include "engine/inspect/verdict.h"
#include "engine/kernels/panels.h"
#include "tests/engine/inspect/inspect-test.h"

#include "engine/nn/backbone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N 600

/* Asserts exactly these faults, and that the verdict has a word of it. */
static void
assert_faults (InspectTest *test, guint faults, const char *word)
{
  g_autoptr (SemInspection) inspection = inspect_test_inspect (test);
  g_autofree char *verdict = sem_inspect_dup_verdict (inspection);

  g_test_message ("%s", verdict);
  g_assert_cmpuint (sem_inspect_find_faults (inspection), ==, faults);
  g_assert_nonnull (strstr (verdict, word));
}

static void
test_healthy (void)
{
  const SemHashMethod methods[] = { SEM_HASH_ITQ, SEM_HASH_GS_ITQ, SEM_HASH_LSH };
  const guint lengths[] = { 64, 256 };

  for (guint i = 0; i < G_N_ELEMENTS (methods) * G_N_ELEMENTS (lengths); i++)
    {
      InspectTest test;

#ifdef __SANITIZE_ADDRESS__
      /* Where it takes long, each method with one of the lengths. */
      if ((i / 2 + i % 2) % 2 && !g_getenv ("SEMBLANCE_TEST_LONG"))
        continue;
#endif
      g_test_message ("method %u, %u bits", methods[i / 2], lengths[i % 2]);
      inspect_test_set_up (&test, methods[i / 2], lengths[i % 2], N);
      assert_faults (&test, 0, "true nearest neighbors; no fault");
      inspect_test_tear_down (&test);
    }
}

/* What an earlier version did not measure is not spoken of. */
static void
test_unmeasured (void)
{
  static const struct
  {
    double ranked, reach;
    const char *verdict;
  } cases[] = {
    { 0.97, 0.91,
      "The first 100 results have 97 % of each photo’s ten true nearest neighbors; no "
      "fault was found." },
    { NAN, 0.91,
      "The first 100 results by codes have 91 % of each photo’s ten true nearest "
      "neighbors; no fault was found." },
    { NAN, NAN, "No fault was found." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SemInspection) inspection = sem_inspection_new ();
      const double library[] = { 5000, 0, 0, 64 };
      g_autofree char *verdict = NULL;

      sem_inspection_set (inspection, "library", library, G_N_ELEMENTS (library));
      if (!isnan (cases[i].ranked))
        sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_RANKED),
                                cases[i].ranked);
      if (!isnan (cases[i].reach))
        sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_REACH),
                                cases[i].reach);
      verdict = sem_inspect_dup_verdict (inspection);
      g_assert_cmpstr (verdict, ==, cases[i].verdict);
    }
}

/* The place of an entry of a model's map, see panels.h. */
static gsize
get_place (gsize row, guint column)
{
  return (column / SEM_K_PANEL_COLUMNS * SEM_BACKBONE_DIM + row) * SEM_K_PANEL_COLUMNS
         + column % SEM_K_PANEL_COLUMNS;
}

/* (transfer full): shape (d, K): the map of a model, row-major */
static float *
get_map (SemHashModel *model)
{
  guint k = sem_hash_model_get_n_bits (model);
  float *map = g_new (float, (gsize) SEM_BACKBONE_DIM *k);

  for (gsize i = 0; i < SEM_BACKBONE_DIM; i++)
    for (guint b = 0; b < k; b++)
      map[i * k + b] = model->v[get_place (i, b)];
  return map;
}

/* (transfer full): a copy of the test's model, to be changed */
static SemHashModel *
copy (InspectTest *test)
{
  g_autoptr (GBytes) bytes = sem_hash_model_to_bytes (test->trained);
  SemHashModel *model = sem_hash_model_new_from_bytes (bytes, NULL);

  g_assert_nonnull (model);
  return model;
}

/* Bit @to becomes @factor times bit @from. */
static void
set_bit (SemHashModel *model, guint to, guint from, float factor)
{
  g_autofree float *map = get_map (model);
  guint k = sem_hash_model_get_n_bits (model);

  for (gsize i = 0; i < SEM_BACKBONE_DIM; i++)
    model->v[get_place (i, to)] = factor * map[i * k + from];
  model->offset[to] = factor * model->offset[from];
}

static void
test_dead (void)
{
  InspectTest test;
  SemHashModel *model;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 64, N);
  model = copy (&test);
  set_bit (model, 5, 5, 0);
  set_bit (model, 17, 17, 0);
  inspect_test_use (&test, model);
  assert_faults (&test, 1u << SEM_INSPECT_FAULT_DEAD, "2 of 64 bits are the same in all codes");
  inspect_test_tear_down (&test);
}

static void
test_doubled (void)
{
  InspectTest test;
  SemHashModel *model;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 64, N);
  model = copy (&test);
  for (guint b = 0; b < 5; b++)
    set_bit (model, 20 + b, b, b % 2 == 0 ? 1 : -1);
  inspect_test_use (&test, model);
  assert_faults (&test, 1u << SEM_INSPECT_FAULT_DOUBLED, "5 of 64 bits only repeat");
  inspect_test_tear_down (&test);
}

/* All codes are one but for a bit or two, and codes of two kinds only. */
static void
test_collapsed (void)
{
  for (guint kind = 0; kind < 2; kind++)
    {
      InspectTest test;
      SemHashModel *model;

      inspect_test_set_up (&test, SEM_HASH_ITQ, 64, N);
      model = copy (&test);
      for (guint b = 1; b < 64; b++)
        if (kind == 0)
          model->offset[b] = 100;
        else
          set_bit (model, b, 0, 1);
      inspect_test_use (&test, model);
      assert_faults (&test, 1u << SEM_INSPECT_FAULT_COLLAPSED, "collapsed");
      inspect_test_tear_down (&test);
    }
}

/* Each photo has the feature of the next one. */
static const char shuffle[] =
  "CREATE TEMP TABLE moved AS SELECT rowid AS at, feature FROM features;"
  "UPDATE features SET feature = (SELECT feature FROM moved WHERE at = (features.rowid * 7 % 601)"
  " AND at <= 600) WHERE (rowid * 7 % 601) BETWEEN 1 AND 600";

static void
test_shuffled (void)
{
  InspectTest test;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 64, N);
  inspect_test_meddle_features (&test, shuffle);
  assert_faults (&test, 1u << SEM_INSPECT_FAULT_SHUFFLED, "shuffled");
  inspect_test_tear_down (&test);
}

/* Shuffled before they were encoded: codes and features agree with each other, not with the
 * photos. That is seen by decoding, which a library without files cannot: the figure stands for
 * it. */
static void
test_shuffled_early (void)
{
  InspectTest test;
  g_autoptr (SemInspection) inspection = NULL;
  g_autofree char *verdict = NULL;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 64, N);
  inspection = inspect_test_inspect (&test);
  sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_FEATURES), 0.4);
  g_assert_cmpuint (sem_inspect_find_faults (inspection), ==, 1u << SEM_INSPECT_FAULT_SHUFFLED);
  verdict = sem_inspect_dup_verdict (inspection);
  g_assert_nonnull (strstr (verdict, "shuffled"));
  inspect_test_tear_down (&test);
}

static void
test_other_model (void)
{
  InspectTest test, other;
  g_autofree char *sql = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GString *text = g_string_new ("UPDATE models SET data = x'");
  gsize size;
  const guint8 *data;

  inspect_test_set_up (&test, SEM_HASH_ITQ, 64, N);
  inspect_test_set_up (&other, SEM_HASH_LSH, 64, N);
  bytes = sem_hash_model_to_bytes (other.trained);
  data = g_bytes_get_data (bytes, &size);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", data[i]);
  g_string_append_c (text, '\'');
  sql = g_string_free (text, FALSE);
  inspect_test_meddle (&test, sql);
  assert_faults (&test, 1u << SEM_INSPECT_FAULT_CODES, "of another model");
  inspect_test_tear_down (&other);
  inspect_test_tear_down (&test);
}

static int
compare_floats (const void *a, const void *b)
{
  const float *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

/* A fifth of the photos has each bit: then the photo that has none is near to all. */
static void
make_rare (InspectTest *test, SemHashModel *model)
{
  g_autofree float *outputs = g_new (float, (gsize) N * 64);
  g_autofree float *feature = g_new (float, SEM_BACKBONE_DIM);
  float column[N];

  for (guint i = 0; i < N; i++)
    {
      inspect_test_make_feature (test, i, feature);
      sem_hash_model_encode (test->trained, feature, 1, NULL, outputs + (gsize) i * 64);
    }
  for (guint b = 0; b < 64; b++)
    {
      for (guint i = 0; i < N; i++)
        column[i] = outputs[i * 64 + b];
      qsort (column, N, sizeof column[0], compare_floats);
      model->offset[b] += column[N * 4 / 5];
    }
}

static void
test_hub (void)
{
  InspectTest test;
  SemHashModel *model;
  g_autoptr (SemInspection) inspection = NULL;

  inspect_test_set_up_noisy (&test, SEM_HASH_ITQ, 64, N, 3);
  model = copy (&test);
  make_rare (&test, model);
  inspect_test_add_feature (&test, sem_hash_model_get_mean (model));
  inspect_test_use (&test, model);
  assert_faults (&test, 1u << SEM_INSPECT_FAULT_HUB, "is a hub");
  inspection = inspect_test_inspect (&test);
  g_assert_cmpfloat (sem_inspection_get_one (inspection, "hubs.photos", 0), ==, N + 1);
  g_assert_cmpfloat (sem_inspect_metric_get (inspection, SEM_INSPECT_HUBNESS), >, 30);
  inspect_test_tear_down (&test);
}

/* What is said of a figure that is just not healthy is not inside the range that is shown. */
static void
test_rounding (void)
{
  const double library[] = { 1000, 1000, 1, 256 }, few[] = { 300, 300, 1, 256 };
  const struct
  {
    const double *library;
    double reach;
    const char *said;
    const char *shown;
  } cases[] = {
    { library, 0.847, "only 84.7 % of", "84.7 % (healthy: 85 % to 100 %)" },
    { library, 0.84996, "only 84.996 % of", "84.996 % (healthy: 85 % to 100 %)" },
    { library, 0.812, "only 81 % of", "81 % (healthy: 85 % to 100 %)" },
    { library, 0.85, "no fault", "85 % (healthy: 85 % to 100 %)" },
    { few, 0.7222, "only 72 % of", "72 % (healthy: 72.25 % to 100 %)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SemInspection) inspection = sem_inspection_new ();
      g_autofree char *verdict = NULL, *shown = NULL;

      sem_inspection_set (inspection, "library", cases[i].library, 4);
      sem_inspection_set_one (inspection, sem_inspect_metric_get_key (SEM_INSPECT_REACH),
                              cases[i].reach);
      verdict = sem_inspect_dup_verdict (inspection);
      shown = sem_inspect_plot_dup_healthy (inspection, SEM_INSPECT_PLOT_RECALL);
      g_test_message ("%s\n%s", verdict, shown);
      g_assert_nonnull (strstr (verdict, cases[i].said));
      g_assert_nonnull (strstr (shown, cases[i].shown));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspect/faults/healthy", test_healthy);
  g_test_add_func ("/inspect/faults/unmeasured", test_unmeasured);
  g_test_add_func ("/inspect/faults/dead", test_dead);
  g_test_add_func ("/inspect/faults/doubled", test_doubled);
  g_test_add_func ("/inspect/faults/collapsed", test_collapsed);
  g_test_add_func ("/inspect/faults/shuffled", test_shuffled);
  g_test_add_func ("/inspect/faults/shuffled-early", test_shuffled_early);
  g_test_add_func ("/inspect/faults/other-model", test_other_model);
  g_test_add_func ("/inspect/faults/hub", test_hub);
  g_test_add_func ("/inspect/faults/rounding", test_rounding);
  return g_test_run ();
}
