/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/photos/reference.h"

#include <math.h>
#include <string.h>

extern const guint8 sem_reference_data[];
extern const gsize sem_reference_size;

static void
test_own (void)
{
  const SemReference *own = sem_reference_get ();
  double squares = 0;

  g_assert_cmpuint (own->n_photos, ==, 1000);
  g_assert_cmpuint (own->n_styles, >=, 4);
  g_assert_true (g_str_has_prefix (own->backbone, "efficientnet-lite0-imagenet-"));
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    squares += (double) own->mean[i] * (double) own->mean[i];
  /* A mean of features that are not negative. */
  g_assert_cmpfloat (sqrt (squares), >, 1);
  g_assert_cmpfloat (own->spread, >, 1);
}

/* The numbers are of the weights that the program uses. */
static void
test_backbone (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, &error);

  if (!backbone)
    {
      g_test_skip (error->message);
      return;
    }
  g_assert_cmpstr (sem_backbone_get_id (backbone), ==, sem_reference_get ()->backbone);
}

static void
assert_damaged (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemReference) reference = sem_reference_new_from_bytes (data, size, &error);

  g_assert_null (reference);
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
}

/* Every bit that is wrong, and every missing end, is noticed. */
static void
test_damaged (void)
{
  g_autofree guint8 *data = g_memdup2 (sem_reference_data, sem_reference_size);

  for (gsize at = 0; at < sem_reference_size; at += at < 500 ? 1 : 997)
    {
      data[at] ^= 1 << at % 8;
      assert_damaged (data, sem_reference_size);
      data[at] ^= 1 << at % 8;
    }
  for (gsize size = 0; size < sem_reference_size; size += size < 500 ? 1 : 4999)
    assert_damaged (data, size);
}

static float *
make_rows (guint n, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  float *rows = g_new (float, (gsize) n *SEM_BACKBONE_DIM);

  for (gsize i = 0; i < (gsize) n * SEM_BACKBONE_DIM; i++)
    rows[i] = (float) g_rand_double_range (random, 0, 2);
  return rows;
}

static double
find_difference (const float *a, const float *b, gsize n)
{
  double most = 0;

  for (gsize i = 0; i < n; i++)
    most = MAX (most, fabs ((double) a[i] - (double) b[i]));
  return most;
}

/* Fine-tuning that changes nothing leaves the reference as it is; one that moves every feature by
 * the same moves the mean by that, and no style. */
static void
test_map_shift (gconstpointer data)
{
  const float shift = *(const float *) data;
  const SemReference *own = sem_reference_get ();
  g_autofree float *before = make_rows (20, 1);
  g_autofree float *after = g_memdup2 (before, sizeof (float) * 20 * SEM_BACKBONE_DIM);
  g_autofree float *wanted = g_memdup2 (own->mean, sizeof (float) * SEM_BACKBONE_DIM);
  g_autoptr (SemReference) mapped = NULL;

  for (gsize i = 0; i < 20 * SEM_BACKBONE_DIM; i++)
    after[i] += shift;
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    wanted[i] += shift;
  mapped = sem_reference_map (own, "tuned", before, after, 20);
  g_assert_cmpstr (mapped->backbone, ==, "tuned");
  g_assert_cmpfloat (find_difference (mapped->mean, wanted, SEM_BACKBONE_DIM), <, 1e-4);
  g_assert_cmpfloat (find_difference (mapped->styles, own->styles,
                                      (gsize) own->n_styles * SEM_BACKBONE_DIM),
                     <, 1e-4);
}

/* Fine-tuning that stretches the features along one direction moves the mean along it, by what the
 * ridge leaves of it. */
static void
test_map_stretch (void)
{
  enum
  {
    N = 100
  };
  const SemReference *own = sem_reference_get ();
  g_autofree float *before = make_rows (N, 2);
  g_autofree float *after = g_memdup2 (before, sizeof (float) * N * SEM_BACKBONE_DIM);
  g_autoptr (SemReference) mapped = NULL;
  double centre = 0, moved, wanted;

  for (guint i = 0; i < N; i++)
    {
      before[(gsize) i * SEM_BACKBONE_DIM] = 6.f * i / N;
      after[(gsize) i * SEM_BACKBONE_DIM] = 12.f * i / N;
      for (guint j = 1; j < SEM_BACKBONE_DIM; j++)
        after[(gsize) i * SEM_BACKBONE_DIM + j] = before[(gsize) i * SEM_BACKBONE_DIM + j] *= .01f;
      centre += 6. * i / N / N;
    }
  mapped = sem_reference_map (own, "tuned", before, after, N);
  moved = (double) mapped->mean[0] - (double) own->mean[0];
  wanted = (double) own->mean[0];
  g_test_message ("moved by %.3f of %.3f; photos' centre %.3f", moved, wanted, centre);
  g_assert_cmpfloat (fabs (moved - wanted), <, .1 * fabs (centre - wanted) + .01);
}

int
main (int argc, char **argv)
{
  static const float nothing = 0, shift = .5f;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reference/own", test_own);
  g_test_add_func ("/reference/backbone", test_backbone);
  g_test_add_func ("/reference/damaged", test_damaged);
  g_test_add_data_func ("/reference/map-nothing", &nothing, test_map_shift);
  g_test_add_data_func ("/reference/map-shift", &shift, test_map_shift);
  g_test_add_func ("/reference/map-stretch", test_map_stretch);
  return g_test_run ();
}
