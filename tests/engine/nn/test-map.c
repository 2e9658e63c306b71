/* The network over larger pictures: one pass gives what passes over its parts give.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "engine/nn/pooling/backbone-map.h"
#include "tests/engine/nn/made-weights.h"

#define SIDE SEM_BACKBONE_SIDE
#define CELLS (SIDE / SEM_BACKBONE_CELL)

typedef struct
{
  char *folder;
  char *weights;
  SemBackbone *backbone;
} Fixture;

/* @data: the pooling power */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("semblance-test-XXXXXX", NULL);
  fixture->weights = g_build_filename (fixture->folder, "made.safetensors", NULL);
  write_made_weights (fixture->weights, 1);
  fixture->backbone = sem_backbone_new_pooled (fixture->weights, GPOINTER_TO_UINT (data), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sem_backbone_unref (fixture->backbone);
  g_assert_cmpint (g_unlink (fixture->weights), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->weights);
  g_free (fixture->folder);
}

/* Blots that are the same wherever they lie. */
static guint8 *
paint (guint side, guint seed)
{
  guint8 *rgb = g_malloc ((gsize) side * side * 3);

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      for (guint c = 0; c < 3; c++)
        rgb[((gsize) y * side + x) * 3 + c] =
          (guint8) (128 + 60 * sin ((x * (seed + 1) + c * 9) / 17.0)
                    + 50 * cos ((y * (seed + 2) + x) / 23.0));
  return rgb;
}

/* A picture of the network's own size gives the network's own feature. */
static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBackboneMap) map = sem_backbone_map_new (fixture->backbone, SIDE);
  g_autoptr (SemBackboneWorkspace) workspace = sem_backbone_workspace_new (fixture->backbone);

  for (guint seed = 0; seed < 3; seed++)
    {
      g_autofree guint8 *rgb = paint (SIDE, seed);
      float expected[SEM_BACKBONE_DIM], feature[SEM_BACKBONE_DIM];

      sem_backbone_forward (fixture->backbone, workspace, rgb, expected);
      sem_backbone_map_forward (map, rgb);
      sem_backbone_map_pool (map, 0, 0, CELLS, CELLS, feature);
      for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
        g_assert_cmpfloat_with_epsilon (feature[i], expected[i], 1e-4);
    }
}

static double
measure_distance (const float *a, const float *b)
{
  double sum = 0;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    sum += ((double) a[i] - (double) b[i]) * ((double) a[i] - (double) b[i]);
  return sqrt (sum);
}

/* What is pooled from a part is about that part: a picture that is one on the left and another on
 * the right gives there what either gives at the same place. */
static void
test_parts (Fixture *fixture, gconstpointer data)
{
  const guint side = 3 * SIDE, half = side / 2;
  g_autoptr (SemBackboneMap) map = sem_backbone_map_new (fixture->backbone, side);
  g_autofree guint8 *left = paint (side, 0), *right = paint (side, 7), *both = paint (side, 0);
  const guint8 *pictures[] = { left, right, both };
  float features[3][2][SEM_BACKBONE_DIM];

  for (guint y = 0; y < side; y++)
    memcpy (both + ((gsize) y * side + half) * 3, right + ((gsize) y * side + half) * 3,
            (gsize) (side - half) * 3);
  for (guint i = 0; i < 3; i++)
    {
      sem_backbone_map_forward (map, pictures[i]);
      sem_backbone_map_pool (map, 0, 4, CELLS, CELLS, features[i][0]);
      sem_backbone_map_pool (map, 2 * CELLS, 4, CELLS, CELLS, features[i][1]);
    }
  for (guint i = 0; i < 2; i++)
    {
      const double own = measure_distance (features[2][i], features[i][i]);
      const double other = measure_distance (features[2][i], features[!i][i]);

      g_test_message ("side %u: %.3f from its own, %.3f from the other", i, own, other);
      g_assert_cmpfloat (other, >, 0);
      g_assert_cmpfloat (own, <, other / 2);
    }
}

/* The parts of the cells make up the feature, whatever the pooling. */
static void
test_split (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBackboneMap) map = sem_backbone_map_new (fixture->backbone, SIDE);
  g_autofree float *parts = g_new (float, CELLS *CELLS *SEM_BACKBONE_DIM);
  g_autofree guint8 *rgb = paint (SIDE, 1);
  float feature[SEM_BACKBONE_DIM], pooled[SEM_BACKBONE_DIM];

  sem_backbone_map_forward (map, rgb);
  sem_backbone_map_split (map, feature, parts);
  sem_backbone_map_pool (map, 0, 0, CELLS, CELLS, pooled);
  g_assert_cmpmem (feature, sizeof feature, pooled, sizeof pooled);
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    {
      double sum = 0;

      for (guint c = 0; c < CELLS * CELLS; c++)
        sum += (double) parts[c * SEM_BACKBONE_DIM + i];
      g_assert_cmpfloat_with_epsilon (sum / (CELLS * CELLS), feature[i], 1e-4);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/nn/map/whole", Fixture, GUINT_TO_POINTER (1), set_up, test_whole, tear_down);
  g_test_add ("/nn/map/whole-gem", Fixture, GUINT_TO_POINTER (3), set_up, test_whole, tear_down);
  g_test_add ("/nn/map/parts", Fixture, GUINT_TO_POINTER (1), set_up, test_parts, tear_down);
  g_test_add ("/nn/map/split", Fixture, GUINT_TO_POINTER (1), set_up, test_split, tear_down);
  g_test_add ("/nn/map/split-gem", Fixture, GUINT_TO_POINTER (3), set_up, test_split, tear_down);
  return g_test_run ();
}
