/* test-scenes.c - what is shown of scenes: their sizes, overlap, pairs, and where photos were taken
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/inspect/scenes/scene-pairs.h"
#include "engine/inspect/scenes/scene-plots.h"
#include "engine/store/scenes.h"
#include "tests/engine/inspect/inspect-test.h"

#include <string.h>

#define N 60
#define BITS 64

static void
put_scene (SemStore *store, const SemStoreScenePhoto *photos, guint n, GArray *pairs)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePhoto));
  g_autofree char *key = g_strdup_printf ("group of %u", n);
  SemStoreSceneGroup group = { .key = key, .outcome = SEM_SCENES_FOUND };
  gint64 ids[8];

  for (guint i = 0; i < n; i++)
    ids[i] = photos[i].photo;
  g_array_append_vals (list, photos, n);
  g_assert_true (sem_store_put_scene_group (store, &group, ids, n, NULL));
  g_assert_true (sem_store_put_scene (store, group.id, list, pairs, NULL));
}

static double
get_cell (const SemPlot *plot, guint index)
{
  SemPlotPoint point;

  g_assert_true (sem_plot_get_point (plot, 0, index, &point));
  return point.value;
}

static void
assert_listed (GArray *ids, const gint64 *expected, guint n)
{
  g_assert_cmpmem (ids->data, ids->len * sizeof (gint64), expected, n * sizeof (gint64));
  g_array_unref (ids);
}

/* The largest scene comes first, and each cell is what two photos share of the smaller one. */
static void
test_scenes (void)
{
  static const SemStoreScenePhoto small[] = { { 4, 50 }, { 9, 40 } };
  static const SemStoreScenePhoto large[] = { { 5, 100 }, { 7, 80 }, { 6, 20 } };
  static const SemStoreScenePair of_small = { 4, 9, 10, 1 };
  static const SemStoreScenePair of_large[] = { { 5, 6, 5, 1 }, { 5, 7, 40, 1 } };
  const gint64 scene[] = { 5, 7, 6 }, pair[] = { 7, 5 }, around[] = { 5, 7, 6 };
  InspectTest test;
  g_autoptr (SemStore) store = NULL;
  g_autoptr (SemSceneSet) none = NULL, set = NULL;
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePair));
  g_autoptr (GArray) second = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePair));
  g_autoptr (SemPlot) sizes = NULL, overlap = NULL;

  inspect_test_set_up (&test, SEM_HASH_LSH, BITS, N);
  store = inspect_test_open (&test);
  none = sem_scene_set_load (store, NULL);
  g_assert_cmpuint (sem_scene_set_get_n (none), ==, 0);
  g_array_append_val (first, of_small);
  g_array_append_vals (second, of_large, 2);
  g_assert_true (sem_store_begin (store, NULL));
  put_scene (store, small, 2, first);
  put_scene (store, large, 3, second);
  g_assert_true (sem_store_commit (store, NULL));

  set = sem_scene_set_load (store, NULL);
  g_assert_cmpuint (sem_scene_set_get_n (set), ==, 2);
  sizes = sem_scene_set_plot_sizes (set);
  g_assert_cmpfloat (get_cell (sizes, 0), ==, 3);
  g_assert_cmpfloat (get_cell (sizes, 1), ==, 2);
  assert_listed (sem_scene_set_list_scene (set, &(SemPlotPoint){ .index = 0 }), scene, 3);
  overlap = sem_scene_set_plot_overlap (set, 0);
  g_assert_cmpuint (sem_plot_get_n_cells (overlap), ==, 3);
  g_assert_cmpfloat (get_cell (overlap, 0), ==, 1);
  g_assert_cmpfloat (get_cell (overlap, 1), ==, 0.5);
  g_assert_cmpfloat (get_cell (overlap, 2), ==, 0.25);
  g_assert_cmpfloat (get_cell (overlap, 5), ==, 0);
  g_assert_cmpfloat (get_cell (overlap, 6), ==, 0.25);
  assert_listed (sem_scene_set_list_pair (set, 0, &(SemPlotPoint){ .x = 0, .y = 1 }), pair, 2);
  assert_listed (sem_scene_set_list_pair (set, 0, &(SemPlotPoint){ .x = 0, .y = 0 }), around, 3);
  inspect_test_tear_down (&test);
}

/* Pairs are by what they have in common. */
static void
check_sharing (SemSceneSet *set)
{
  g_autoptr (GArray) sharing = sem_scene_set_list_sharing (set, 0);
  g_autofree char *title = NULL, *alike = NULL, *apart = NULL;

  g_assert_cmpuint (sharing->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const gint64 first[] = { 5, 5, 7 }, second[] = { 7, 6, 6 };
      const float overlap[] = { 0.5f, 0.25f, 0 };
      const SemSceneSharing *pair = &g_array_index (sharing, SemSceneSharing, i);

      g_assert_cmpint (pair->photos[0], ==, first[i]);
      g_assert_cmpint (pair->photos[1], ==, second[i]);
      g_assert_cmpfloat (pair->overlap, ==, overlap[i]);
    }
  title = sem_scene_sharing_dup_title (&g_array_index (sharing, SemSceneSharing, 0));
  g_assert_cmpstr (title, ==, "Photos 0 and 1: 50 % in common");
  alike = sem_scene_sharing_dup_words (&g_array_index (sharing, SemSceneSharing, 0));
  g_assert_nonnull (strstr (alike, "40 3D points of 100 and 80"));
  g_assert_nonnull (strstr (alike, "71 % of the distance"));
  g_assert_nonnull (strstr (alike, "they are the same"));
  /* As large a part, but twice as large. */
  apart = sem_scene_sharing_dup_words (&g_array_index (sharing, SemSceneSharing, 1));
  g_assert_nonnull (strstr (apart, "leaves them out"));
}

/* Where photos of a scene were taken from: those of others and of none are left out, and the order
 * is that of the scene. */
static void
test_scene_space (void)
{
  static const SemStoreScenePhoto photos[] = { { 5, 100 }, { 7, 80 }, { 6, 20 } };
  static const SemStoreScenePair of_photos[] = { { 5, 6, 5, 2 }, { 5, 7, 40, 1 } };
  const gint64 cameras[] = { 6, 99, 5, 6 };
  const guint expected[] = { 0, 2 };
  InspectTest test;
  g_autoptr (SemStore) store = NULL;
  g_autoptr (SemSceneSet) set = NULL;
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePair));
  g_autoptr (GArray) places = NULL, none = NULL;
  g_autoptr (SemPlot) space = NULL;
  SemSceneShape shape = { g_array_new (FALSE, TRUE, sizeof (SemShapePoint)),
                          g_array_new (FALSE, TRUE, sizeof (SemShapeCamera)) };

  inspect_test_set_up (&test, SEM_HASH_LSH, BITS, N);
  store = inspect_test_open (&test);
  g_array_append_vals (pairs, of_photos, 2);
  g_assert_true (sem_store_begin (store, NULL));
  put_scene (store, photos, 3, pairs);
  g_assert_true (sem_store_commit (store, NULL));
  set = sem_scene_set_load (store, NULL);

  g_array_set_size (shape.points, 3);
  g_assert_null (sem_scene_set_plot_space (set, 0, &shape, &none));
  for (guint i = 0; i < G_N_ELEMENTS (cameras); i++)
    {
      const SemShapeCamera camera = { .photo = cameras[i], .place = { (float) i, 0, 0 } };

      g_array_append_val (shape.cameras, camera);
    }
  space = sem_scene_set_plot_space (set, 0, &shape, &places);
  g_assert_cmpuint (sem_plot_get_n_eyes (space), ==, 2);
  g_assert_cmpmem (places->data, places->len * sizeof (guint), expected, sizeof expected);
  g_assert_cmpfloat (get_cell (space, 0), ==, 100);
  g_assert_cmpfloat (get_cell (space, 1), ==, 20);

  check_sharing (set);
  g_array_unref (shape.points);
  g_array_unref (shape.cameras);
  inspect_test_tear_down (&test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenes/overlap", test_scenes);
  g_test_add_func ("/scenes/space", test_scene_space);
  return g_test_run ();
}
