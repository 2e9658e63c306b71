/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/scenes/scene-private.h"
#include "engine/evaluate/scenes/scene-plots.h"
#include "engine/measure/scene-metrics.h"

#include "tests/engine/hash/fixture.h"
#include "tests/support/folder.h"

#define SCENES 4
#define PER_SCENE 12
#define OTHERS 60
#define N (SCENES * PER_SCENE + OTHERS)
#define D 24

/* Each scene is a walk along a wall of 3D points: photo i sees points 10 i … 10 i + 39. */
static SemScenes *
make_scenes (void)
{
  SemScenes *scenes = sem_scenes_new (N);

  scenes->n_scenes = SCENES;
  for (guint32 i = 0; i < SCENES * PER_SCENE; i++)
    {
      scenes->scene[i] = (gint32) (i / PER_SCENE);
      scenes->points[i] = 40;
      for (guint32 j = i + 1; j < i + 4 && j / PER_SCENE == i / PER_SCENE; j++)
        {
          SemScenePair pair = { i, j, 40 - 10 * (j - i), 1.0f };

          g_array_append_val (scenes->pairs, pair);
        }
    }
  sem_scenes_sort (scenes);
  return scenes;
}

/* Along the walk features move on slowly; whoever is in no scene is anywhere. */
static float *
make_features (double noise)
{
  float *features = fixture_clusters (N, D, N, 0.0, 5);
  SemRandom random;

  sem_random_init (&random, 7, SEM_RANDOM_SPLIT);
  for (gsize i = 0; i < SCENES * PER_SCENE; i++)
    {
      gsize scene = i / PER_SCENE;
      double angle = (double) (i % PER_SCENE) / PER_SCENE * 1.5;

      for (gsize j = 0; j < D; j++)
        features[i * D + j] =
          (float) (noise * sem_random_normal (&random) + (j == 2 * scene ? 3.0 : 0.0)
                   + (j == 8 + 2 * scene ? 2.0 * cos (angle) : 0.0)
                   + (j == 9 + 2 * scene ? 2.0 * sin (angle) : 0.0));
    }
  return features;
}

static void
test_rank_correlation (void)
{
  const double a[] = { 1.0, 2.0, 3.0, 4.0, 5.0 };
  const double fall[] = { 9.0, 7.0, 2.0, 1.0, 0.0 };
  const double same[] = { 3.0, 3.0, 3.0, 3.0, 3.0 };
  /* Ranks 1, 2.5, 2.5, 4, 5 against 2, 1, 3, 5, 4: 7 / sqrt (9.5 * 10). */
  const double tied[] = { 0.0, 1.0, 1.0, 4.0, 7.0 };
  const double other[] = { 2.0, 1.0, 3.0, 5.0, 4.0 };

  g_assert_cmpfloat_with_epsilon (sem_scene_rank_correlation (a, a, 5), 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (sem_scene_rank_correlation (a, fall, 5), -1.0, 1e-12);
  g_assert_cmpfloat (sem_scene_rank_correlation (a, same, 5), ==, 0.0);
  g_assert_cmpfloat_with_epsilon (sem_scene_rank_correlation (tied, other, 5), 7.0 / sqrt (95.0),
                                  1e-12);
}

static void
test_measure (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  float distances[N];
  guint32 ties[N];
  SemSceneFigures figures;

  for (guint32 i = 0; i < N; i++)
    {
      distances[i] = (float) i;
      ties[i] = i;
    }
  /* Photos 1 to 3 share 3/4, 1/2 and 1/4 with photo 0: found in this order. */
  sem_scene_measure (scenes, 0, distances, ties, &figures);
  g_assert_cmpfloat_with_epsilon (figures.map, 1.0, 1e-12);
  g_assert_cmpfloat (figures.correlation, >, 0.7);
  /* A stranger comes between the second and the third. */
  distances[N - 1] = 2.5f;
  sem_scene_measure (scenes, 0, distances, ties, &figures);
  g_assert_cmpfloat_with_epsilon (figures.map, (1.0 + 1.0 + 0.75) / 3.0, 1e-12);
  /* Whoever shares nothing with anybody has nothing to find. */
  g_array_set_size (scenes->pairs, 0);
  sem_scene_measure (scenes, 0, distances, ties, &figures);
  g_assert_cmpfloat (figures.map, <, 0.0);
  g_assert_cmpfloat (figures.correlation, <, -1.0);
}

static void
check_folds (SemSceneSplit split, guint wanted)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  g_autoptr (GPtrArray) folds = sem_scene_folds_new (scenes, split, 5, 3);
  guint asked[N] = { 0 };

  g_assert_cmpuint (folds->len, ==, wanted);
  for (guint f = 0; f < folds->len; f++)
    {
      const SemSceneFold *fold = g_ptr_array_index (folds, f);
      guint in_scene[SCENES] = { 0 };

      g_assert_cmpuint (fold->n_queries + fold->n_training, ==, N);
      g_assert_cmpuint (fold->scenes->n, ==, fold->n_training);
      for (gsize q = 0; q < fold->n_queries; q++)
        {
          asked[fold->queries[q]]++;
          in_scene[scenes->scene[fold->queries[q]]]++;
        }
      for (guint s = 0; s < SCENES; s++)
        if (split == SEM_SCENE_SPLIT_PHOTOS)
          g_assert_true (in_scene[s] == 2 || in_scene[s] == 3);
        else
          g_assert_true (in_scene[s] == 0 || in_scene[s] == PER_SCENE);
    }
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (asked[i], ==, i < SCENES * PER_SCENE);
}

static void
test_folds (void)
{
  check_folds (SEM_SCENE_SPLIT_PHOTOS, 5);
  check_folds (SEM_SCENE_SPLIT_SCENES, 2);
}

static void
init_options (SemSceneTestOptions *options)
{
  sem_scene_test_options_init (options);
  options->set = "walks";
  options->methods[0] = SEM_HASH_LSH;
  options->methods[1] = SEM_HASH_BCDH;
  options->n_methods = 2;
  options->bits[0] = 32;
  options->n_bits = 1;
}

static const SemSceneRow *
get_row (const SemSceneResult *result, guint position)
{
  g_assert_cmpuint (position, <, result->rows->len);
  return &g_array_index (result->rows, SemSceneRow, position);
}

static void
test_evaluate (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  g_autofree float *features = make_features (0.3);
  g_autoptr (SemSceneResult) result = NULL;
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;
  SemSceneTestOptions options;
  GError *error = NULL;

  init_options (&options);
  result = sem_scene_evaluate (&options, features, D, scenes, NULL, &error);
  g_assert_no_error (error);
  text = sem_scene_result_to_text (result);
  json = sem_scene_result_to_json (result);
  g_test_message ("%s", text);
  g_assert_cmpuint (result->rows->len, ==, 6);
  g_assert_cmpstr (get_row (result, 4)->method, ==, "bcdh");
  g_assert_cmpint (get_row (result, 4)->order, ==, SEM_EVALUATION_HAMMING);
  g_assert_cmpint (get_row (result, 5)->order, ==, SEM_EVALUATION_SCORE);
  /* What was learned is not undone by the order of a search. */
  g_assert_cmpfloat (get_row (result, 5)->map.mean, >, get_row (result, 4)->map.mean - 0.02);
  g_assert_cmpfloat (get_row (result, 1)->map.mean, >, 0.5);
  g_assert_cmpfloat (get_row (result, 4)->map.mean, >, get_row (result, 2)->map.mean);
  g_assert_cmpfloat (get_row (result, 4)->correlation.mean, >,
                     get_row (result, 2)->correlation.mean);
  g_assert_nonnull (strstr (json, "\"split\":\"photos\""));
  g_assert_nonnull (strstr (json, "\"map_overlap\":{\"mean\":"));
}

static gboolean
refuse_cb (const SemSceneFold *fold, SemScenes **scenes, gpointer user_data, GError **error)
{
  guint *calls = user_data;

  if (++*calls < 3)
    {
      *scenes = sem_scenes_restrict (fold->scenes, (guint32[]){ 0 }, 1);
      return TRUE;
    }
  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED, "no more");
  return FALSE;
}

/* A caller's own scenes are asked for once a fold; here only LSH runs, which needs none. */
static void
test_own_scenes (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  g_autofree float *features = make_features (0.3);
  SemSceneTestOptions options;
  g_autoptr (GError) error = NULL;
  guint calls = 0;

  init_options (&options);
  options.n_methods = 1;
  options.scene_func = refuse_cb;
  options.scene_data = &calls;
  g_assert_null (sem_scene_evaluate (&options, features, D, scenes, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_cmpuint (calls, ==, 3);
}

static char *
read_below (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* The figures are the rows, in every form. */
static void
test_files (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  g_autofree float *features = make_features (0.3);
  g_autoptr (SemSceneResult) result = NULL;
  SemSceneTestOptions options;
  char *folder = test_folder_new ();
  g_autofree char *csv = NULL;
  g_autofree char *table = NULL;
  g_autofree char *latex = NULL;
  g_autofree char *svg = NULL;
  g_autofree char *png = NULL;
  g_autofree char *bars = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  init_options (&options);
  options.n_methods = 1;
  options.bits[0] = 16;
  options.bits[1] = 32;
  options.n_bits = 2;
  result = sem_scene_evaluate (&options, features, D, scenes, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (sem_scene_plots_write (result, folder, &error));
  g_assert_no_error (error);
  csv = sem_scene_result_to_csv (result);
  lines = g_strsplit (csv, "\n", -1);
  /* Two of float, two orders at two lengths, a head and the end. */
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 2 + 4 + 1);
  g_assert_true (g_str_has_prefix (lines[1], "scenes-overlap,photos,float,0,score,"));
  table = read_below (folder, "table.csv");
  g_assert_cmpstr (table, ==, csv);
  latex = read_below (folder, "table.tex");
  g_assert_nonnull (strstr (latex, "float-centred & -- & score & $"));
  svg = read_below (folder, "map-overlap.svg");
  g_assert_nonnull (strstr (svg, "lsh"));
  png = read_below (folder, "rank-correlation.png");
  g_assert_true (g_str_has_prefix (png, "\x89PNG"));
  bars = read_below (folder, "methods-32.csv");
  g_assert_nonnull (strstr (bars, "float,"));
  g_assert_false (sem_scene_plots_write (result, "/dev/null/plots", &error));
  g_assert_nonnull (error);
  test_folder_remove (folder);
}

static void
test_too_few (void)
{
  g_autoptr (SemScenes) scenes = sem_scenes_new (N);
  g_autofree float *features = make_features (0.3);
  SemSceneTestOptions options;
  g_autoptr (GError) error = NULL;

  init_options (&options);
  g_assert_null (sem_scene_evaluate (&options, features, D, scenes, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/scenes/rank-correlation", test_rank_correlation);
  g_test_add_func ("/evaluate/scenes/measure", test_measure);
  g_test_add_func ("/evaluate/scenes/folds", test_folds);
  g_test_add_func ("/evaluate/scenes/evaluate", test_evaluate);
  g_test_add_func ("/evaluate/scenes/own-scenes", test_own_scenes);
  g_test_add_func ("/evaluate/scenes/files", test_files);
  g_test_add_func ("/evaluate/scenes/too-few", test_too_few);
  return g_test_run ();
}
