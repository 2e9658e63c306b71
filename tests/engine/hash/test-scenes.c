/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/scenes.h"

static SemScenes *
make_scenes (void)
{
  SemScenes *scenes = sem_scenes_new (5);
  const SemScenePair pairs[] = { { 2, 3, 30, 1.2f }, { 0, 4, 10, 1.0f }, { 0, 1, 25, 1.6f } };

  for (guint i = 0; i < 5; i++)
    scenes->points[i] = 50 * (i + 1);
  g_array_append_vals (scenes->pairs, pairs, G_N_ELEMENTS (pairs));
  sem_scenes_sort (scenes);
  return scenes;
}

static void
test_new (void)
{
  g_autoptr (SemScenes) scenes = sem_scenes_new (3);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (scenes->scene[i], ==, -1);
      g_assert_cmpfloat (sem_scenes_get_overlap (scenes, i, 2), ==, 0.0);
    }
}

static void
test_find (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();

  g_assert_cmpuint (sem_scenes_find (scenes, 3, 2)->shared, ==, 30);
  g_assert_cmpuint (sem_scenes_find (scenes, 2, 3)->shared, ==, 30);
  g_assert_cmpuint (sem_scenes_find (scenes, 4, 0)->shared, ==, 10);
  g_assert_null (sem_scenes_find (scenes, 1, 2));
  g_assert_null (sem_scenes_find (scenes, 0, 0));
}

/* The overlap is a share of the query's points, so that the two directions differ. */
static void
test_overlap (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();

  g_assert_cmpfloat_with_epsilon (sem_scenes_get_overlap (scenes, 0, 1), 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (sem_scenes_get_overlap (scenes, 1, 0), 0.25, 1e-9);
  g_assert_cmpfloat (sem_scenes_get_overlap (scenes, 1, 2), ==, 0.0);
}

static void
test_restrict (void)
{
  g_autoptr (SemScenes) scenes = make_scenes ();
  const guint32 rows[] = { 0, 2, 3 };
  g_autoptr (SemScenes) kept = NULL;

  scenes->scene[3] = 1;
  scenes->n_scenes = 2;
  kept = sem_scenes_restrict (scenes, rows, G_N_ELEMENTS (rows));
  g_assert_cmpuint (kept->n, ==, 3);
  g_assert_cmpuint (kept->n_scenes, ==, 2);
  g_assert_cmpint (kept->scene[0], ==, -1);
  g_assert_cmpint (kept->scene[2], ==, 1);
  g_assert_cmpuint (kept->points[1], ==, 150);
  g_assert_cmpuint (kept->pairs->len, ==, 1);
  g_assert_cmpuint (sem_scenes_find (kept, 1, 2)->shared, ==, 30);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/scenes/new", test_new);
  g_test_add_func ("/hash/scenes/find", test_find);
  g_test_add_func ("/hash/scenes/overlap", test_overlap);
  g_test_add_func ("/hash/scenes/restrict", test_restrict);
  return g_test_run ();
}
