/* The parts of a proof: maps, points and their variants, canvases.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/proof/alignment.h"
#include "engine/proof/canvas.h"
#include "engine/proof/grey.h"
#include "tests/engine/proof/made-pictures.h"

#include <math.h>
#include <string.h>

static void
assert_near (const SemAffine *map, const SemAffine *expected, double epsilon)
{
  g_assert_cmpfloat_with_epsilon (map->a, expected->a, epsilon);
  g_assert_cmpfloat_with_epsilon (map->b, expected->b, epsilon);
  g_assert_cmpfloat_with_epsilon (map->c, expected->c, epsilon);
  g_assert_cmpfloat_with_epsilon (map->d, expected->d, epsilon);
  g_assert_cmpfloat_with_epsilon (map->e, expected->e, epsilon);
  g_assert_cmpfloat_with_epsilon (map->f, expected->f, epsilon);
}

static void
test_affine (void)
{
  const SemAffine map = { 0.9, -0.3, 12, 0.4, 1.1, -7 }, identity = { .a = 1, .e = 1 };
  const SemAffine flat = { 1, 2, 0, 2, 4, 0 };
  SemAffinePair pairs[5] = { { 0, 0 }, { 100, 0 }, { 0, 50 }, { 30, 70 }, { 90, 10 } };
  SemAffine inverse, fitted;

  g_assert_true (sem_affine_invert (&map, &inverse));
  inverse = sem_affine_compose (&map, &inverse);
  assert_near (&inverse, &identity, 1e-9);
  g_assert_false (sem_affine_invert (&flat, &inverse));
  for (guint i = 0; i < 5; i++)
    sem_affine_apply (&map, pairs[i].x, pairs[i].y, &pairs[i].to_x, &pairs[i].to_y);
  g_assert_true (sem_affine_fit (pairs, 5, &fitted));
  assert_near (&fitted, &map, 1e-9);
  g_assert_false (sem_affine_fit (pairs, 2, &fitted));
  for (guint i = 0; i < 5; i++)
    pairs[i].y = 2 * pairs[i].x;
  g_assert_false (sem_affine_fit (pairs, 5, &fitted));
  g_assert_cmpfloat_with_epsilon (sem_affine_get_stretch (&(SemAffine){ .b = 3, .d = -2 }), 1.5,
                                  1e-9);
  g_assert_true (isinf (sem_affine_get_stretch (&flat)));
}

/* How much of pixel @i lies in place @to of @n, of @from pixels in all. */
static double
share (guint i, guint from, guint to, guint n)
{
  const double start = MAX (i, (double) to * from / n);
  const double end = MIN (i + 1, (double) (to + 1) * from / n);

  return MAX (end - start, 0) * n / from;
}

/* Means of areas, whatever the sides. */
static void
test_shrink (void)
{
  static const guint sides[][2] = { { 1, 1 }, { 7, 3 }, { 10, 8 }, { 5, 8 }, { 3, 1 } };
  g_autofree SemProofGrey *grey = sem_proof_grey_new (10, 8);

  for (guint i = 0; i < 80; i++)
    grey->pixels[i] = (guint8) (i * 37);
  for (gsize s = 0; s < G_N_ELEMENTS (sides); s++)
    {
      const guint w = sides[s][0], h = sides[s][1];
      g_autofree SemProofGrey *small = sem_proof_grey_shrink (grey, w, h);

      g_assert_cmpuint (small->width, ==, w);
      g_assert_cmpuint (small->height, ==, h);
      for (guint i = 0; i < w * h; i++)
        {
          double mean = 0;

          for (guint k = 0; k < 80; k++)
            mean += grey->pixels[k] * share (k % 10, 10, i % w, w) * share (k / 10, 8, i / w, h);
          g_assert_cmpfloat_with_epsilon (small->pixels[i], mean, 1.5);
        }
    }
}

static SemProofGrey *
make_grey (MadePicture *made)
{
  SemProofGrey *grey = sem_proof_grey_new_from_rgb (made->rgb, made->width, made->height);

  g_free (made);
  return grey;
}

/* The points of a mirrored picture and of a negative are found by permuting those of the plain one:
 * nearly all match, at their places. */
static void
test_variants (void)
{
  g_autofree MadePicture *scene = made_scene (4, 640, 480);
  g_autofree SemProofGrey *plain = make_grey (made_copy (scene));
  g_autoptr (SemProofPoints) points = sem_proof_points_new (plain, 640, 600);

  g_assert_cmpuint (points->n, >, 200);
  for (SemProofVariant variant = 0; variant < SEM_PROOF_N_VARIANTS; variant++)
    {
      g_autofree MadePicture *mirrored =
        variant & SEM_PROOF_VARIANT_MIRRORED ? made_mirror (scene) : made_copy (scene);
      g_autofree SemProofGrey *grey = make_grey (
        variant & SEM_PROOF_VARIANT_INVERTED ? made_negative (mirrored) : made_copy (mirrored));
      g_autoptr (SemProofPoints) others = sem_proof_points_new (grey, 640, 600);
      g_autoptr (SemProofPoints) varied = sem_proof_points_vary (points, variant, 640);
      g_autoptr (SemProofPanels) panels = sem_proof_panels_new (varied);
      g_autoptr (GArray) matches = sem_proof_matches_find (panels, varied, others);
      const SemAffine identity = { .a = 1, .e = 1 };
      SemProofAlignment alignment;

      g_assert_true (sem_proof_alignment_find (varied, others, matches, 2, &alignment));
      g_test_message ("variant %d: %u points, %u matches, %u agree", (int) variant, points->n,
                      matches->len, alignment.n_inliers);
      g_assert_cmpuint (alignment.n_inliers, >, points->n * 6 / 10);
      assert_near (&alignment.map, &identity, 0.3);
    }
}

static void
test_matches_none (void)
{
  g_autofree SemProofGrey *flat = make_grey (made_plain (300, 200, 9, 9, 9));
  g_autofree SemProofGrey *narrow = make_grey (made_scene (1, 600, 8));
  g_autofree SemProofGrey *scene = make_grey (made_scene (2, 300, 200));
  g_autoptr (SemProofPoints) none = sem_proof_points_new (flat, 640, 100);
  g_autoptr (SemProofPoints) few = sem_proof_points_new (narrow, 640, 100);
  g_autoptr (SemProofPoints) some = sem_proof_points_new (scene, 640, 100);
  g_autoptr (SemProofPanels) empty = sem_proof_panels_new (none);
  g_autoptr (SemProofPanels) panels = sem_proof_panels_new (some);
  g_autoptr (GArray) left = sem_proof_matches_find (empty, none, some);
  g_autoptr (GArray) right = sem_proof_matches_find (panels, some, none);
  SemProofAlignment alignment;

  g_assert_cmpuint (none->n, ==, 0);
  g_assert_cmpuint (few->n, ==, 0);
  g_assert_cmpuint (some->n, >, 0);
  g_assert_cmpuint (left->len, ==, 0);
  g_assert_cmpuint (right->len, ==, 0);
  g_assert_false (sem_proof_alignment_find (some, none, right, 2, &alignment));
}

/* Both halves of a canvas show the same under the map that made them; an even slope is flat. */
static void
test_canvas (void)
{
  g_autofree MadePicture *scene = made_scene (5, 600, 400);
  g_autofree SemProofGrey *query = make_grey (made_crop (scene, 100, 50, 400, 300));
  g_autofree SemProofGrey *stored = make_grey (made_copy (scene));
  g_autofree SemProofGrey *slope = sem_proof_grey_new (200, 100);
  const SemAffine map = { 1, 0, 100, 0, 1, 50 }, identity = { .a = 1, .e = 1 };
  const SemAffine away = { 1, 0, 590, 0, 1, 0 };
  g_autoptr (SemCanvas) canvas = sem_canvas_new (query, stored, &map, 1024);
  g_autoptr (SemCanvas) flat = NULL;
  gsize differing = 0;

  g_assert_cmpuint (canvas->width, ==, 400);
  g_assert_cmpuint (canvas->height, ==, 300);
  for (guint y = 0; y < 300; y++)
    for (guint x = 0; x < 400; x++)
      {
        const int p = canvas->query[y * 400 + x];
        const int q =
          canvas->stored[(y + SEM_CANVAS_REACH) * canvas->stored_stride + x + SEM_CANVAS_REACH];

        g_assert_cmpint (canvas->valid[y * 400 + x], ==, 1);
        differing += ABS (p - q) > 1;
      }
  g_assert_cmpuint (differing, ==, 0);
  g_assert_null (sem_canvas_new (query, stored, &away, 1024));

  for (guint i = 0; i < 200 * 100; i++)
    slope->pixels[i] = (guint8) (i % 200 + i / 200 / 2);
  flat = sem_canvas_new (slope, slope, &identity, 1024);
  for (guint i = 0; i < 200 * 100; i++)
    g_assert_cmpint (ABS (flat->query[i]), <=, 1);
}

/* A curve that only stretches and moves levels bends nothing, whichever way; one that folds them
 * does, and what a fixed level becomes does not matter. */
static void
test_bend (void)
{
  g_autofree SemProofGrey *grey = sem_proof_grey_new (256, 3);
  g_autofree SemProofGrey *stretched = sem_proof_grey_new (256, 3);
  g_autofree SemProofGrey *inverted = sem_proof_grey_new (256, 3);
  g_autofree SemProofGrey *folded = sem_proof_grey_new (256, 3);
  g_autofree SemProofGrey *plain = sem_proof_grey_new (256, 3);

  for (guint i = 0; i < 768; i++)
    {
      const guint level = i % 256;

      grey->pixels[i] = (guint8) level;
      stretched->pixels[i] = (guint8) (40 + level / 2);
      inverted->pixels[i] = (guint8) (255 - level);
      folded->pixels[i] = (guint8) (level < 128 ? 2 * level : 2 * (255 - level));
      plain->pixels[i] = 7;
    }
  g_assert_cmpfloat (sem_proof_grey_measure_bend (grey, grey), <, 1e-6);
  g_assert_cmpfloat (sem_proof_grey_measure_bend (grey, inverted), <, 1e-6);
  g_assert_cmpfloat (sem_proof_grey_measure_bend (grey, stretched), <, 0.3);
  /* Even levels from 0 to 254 up, and odd ones from 254 to 0 down: nothing of it is straight. */
  g_assert_cmpfloat (fabs (sem_proof_grey_measure_bend (grey, folded) - 73.9), <, 0.5);
  g_assert_cmpfloat (sem_proof_grey_measure_bend (grey, plain), <, 1e-6);
  g_assert_cmpfloat (sem_proof_grey_measure_bend (plain, plain), <, 1e-6);
  g_assert_cmpfloat (fabs (sem_proof_grey_measure_bend (plain, grey) - 73.9), <, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/parts/affine", test_affine);
  g_test_add_func ("/proof/parts/shrink", test_shrink);
  g_test_add_func ("/proof/parts/variants", test_variants);
  g_test_add_func ("/proof/parts/matches-none", test_matches_none);
  g_test_add_func ("/proof/parts/canvas", test_canvas);
  g_test_add_func ("/proof/parts/bend", test_bend);
  return g_test_run ();
}
