/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/mathematics/linear.h"

#include "engine/hash/mathematics/graph.h"
#include "engine/hash/mathematics/rotation.h"
#include "tests/engine/hash/fixture.h"

#include <cblas.h>

static double *
random_symmetric (gsize d, guint64 seed, double diagonal)
{
  double *matrix = g_new (double, d *d);
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j <= i; j++)
      matrix[i * d + j] = matrix[j * d + i] =
        sem_random_normal (&random) + (i == j ? diagonal : 0.0);
  return matrix;
}

static double
times (const double *matrix, gsize d, gsize row, const SemEigen *eigen, gsize pair)
{
  double sum = 0.0;

  for (gsize j = 0; j < d; j++)
    sum += matrix[row * d + j] * eigen->vectors[j * eigen->k + pair];
  return sum;
}

static void
check_eigen (gsize d, gsize k, gboolean with_metric)
{
  g_autofree double *m = random_symmetric (d, 1, 0.0);
  g_autofree double *c = random_symmetric (d, 2, 4.0 * sqrt ((double) d));
  SemEigen *eigen =
    sem_eigen_new (g_memdup2 (m, d * d * sizeof (double)),
                   with_metric ? g_memdup2 (c, d * d * sizeof (double)) : NULL, d, k);

  sem_eigen_solve (eigen, NULL);
  g_assert_cmpint (eigen->info, ==, 0);
  for (gsize p = 0; p < k; p++)
    {
      double length = 0.0;

      g_assert_true (p == 0 || eigen->values[p] <= eigen->values[p - 1]);
      for (gsize i = 0; i < d; i++)
        {
          double right = with_metric ? times (c, d, i, eigen, p) : eigen->vectors[i * eigen->k + p];

          g_assert_cmpfloat_with_epsilon (times (m, d, i, eigen, p), eigen->values[p] * right,
                                          1e-9);
          length += eigen->vectors[i * eigen->k + p] * right;
        }
      g_assert_cmpfloat_with_epsilon (length, 1.0, 1e-9);
    }
  sem_eigen_free (eigen);
}

static void
test_eigen (void)
{
  check_eigen (50, 50, FALSE);
  check_eigen (50, 7, FALSE);
  check_eigen (50, 50, TRUE);
  check_eigen (50, 7, TRUE);
  check_eigen (1, 1, TRUE);
}

static void
test_eigen_metric_not_positive (void)
{
  double *metric = g_new0 (double, 4);
  SemEigen *eigen = sem_eigen_new (random_symmetric (2, 1, 0.0), metric, 2, 2);

  sem_eigen_solve (eigen, NULL);
  g_assert_cmpint (eigen->info, !=, 0);
  sem_eigen_free (eigen);
}

static void
test_rank (void)
{
  double *matrix = g_new0 (double, 9);
  SemEigen *eigen;

  matrix[0] = 2.0;
  matrix[4] = 1e-9;
  matrix[8] = 1.0;
  eigen = sem_eigen_new (matrix, NULL, 3, 3);
  sem_eigen_solve (eigen, NULL);
  g_assert_cmpuint (sem_eigen_rank (eigen, 1e-6), ==, 2);
  g_assert_cmpuint (sem_eigen_rank (eigen, 1e-12), ==, 3);
  eigen->values[0] = 0.0;
  g_assert_cmpuint (sem_eigen_rank (eigen, 1e-12), ==, 0);
  sem_eigen_free (eigen);
}

static void
test_gram (void)
{
  gsize n = 4500;
  gsize d = 300;
  g_autofree float *x = fixture_clusters (n, d, 5, 1.0, 3);
  g_autofree double *one = g_new (double, d *d);
  g_autofree double *two = g_new (double, d *d);
  SemWork job;

  sem_work_init (&job, 1, NULL);
  g_assert_true (sem_linear_gram (&job, x, n, d, one));
  sem_work_init (&job, 2, NULL);
  g_assert_true (sem_linear_gram (&job, x, n, d, two));
  g_assert_cmpmem (one, d * d * sizeof (double), two, d * d * sizeof (double));
  for (gsize i = 0; i < d; i += 37)
    for (gsize j = 0; j < d; j += 11)
      {
        double sum = 0.0;

        for (gsize r = 0; r < n; r++)
          sum += (double) x[r * d + i] * (double) x[r * d + j];
        g_assert_cmpfloat_with_epsilon (one[i * d + j] / sum, 1.0, 1e-5);
        g_assert_cmpfloat (one[i * d + j], ==, one[j * d + i]);
      }
}

static void
test_project (void)
{
  const float x[] = { 1.0f, 2.0f, 3.0f, 4.0f };
  const float v[] = { 1.0f, 0.0f, -1.0f, 2.0f, 1.0f, 1.0f };
  const float offset[] = { 1.0f, 2.0f, 3.0f };
  const float expected[] = { 4.0f, 0.0f, -2.0f, 10.0f, 2.0f, -2.0f };
  float out[6];
  SemWork job;

  sem_work_init (&job, 1, NULL);
  g_assert_true (sem_linear_project (&job, x, 2, &(SemLinearMap){ 2, 3, v, offset }, out));
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat (out[i], ==, expected[i]);
}

static void
assert_orthonormal_rows (const double *frame, gsize rows, gsize columns)
{
  for (gsize i = 0; i < rows; i++)
    for (gsize j = 0; j <= i; j++)
      {
        double sum = 0.0;

        for (gsize c = 0; c < columns; c++)
          sum += frame[i * columns + c] * frame[j * columns + c];
        g_assert_cmpfloat_with_epsilon (sum, i == j ? 1.0 : 0.0, 1e-12);
      }
}

static void
test_frames (void)
{
  double frame[5 * 9];
  double again[5 * 9];
  double scaled[5 * 9];
  double polar[5 * 9];

  g_assert_true (sem_linear_random_frame (5, 9, 1, SEM_RANDOM_ROTATION, frame));
  g_assert_true (sem_linear_random_frame (5, 9, 1, SEM_RANDOM_ROTATION, again));
  assert_orthonormal_rows (frame, 5, 9);
  g_assert_cmpmem (frame, sizeof frame, again, sizeof again);

  /* The polar factor of a positive multiple of a frame is that frame. */
  for (guint i = 0; i < 45; i++)
    scaled[i] = 3.5 * frame[i];
  g_assert_true (sem_linear_polar (5, 9, scaled, polar));
  for (guint i = 0; i < 45; i++)
    g_assert_cmpfloat_with_epsilon (polar[i], frame[i], 1e-12);

  memset (scaled, 0, sizeof scaled);
  scaled[3] = 1.0;
  g_assert_true (sem_linear_polar (5, 9, scaled, polar));
  assert_orthonormal_rows (polar, 5, 9);
}

/* Share of the outputs' length along the direction of their signs: 1 for outputs of +1 and -1. */
static double
fit_to_signs (const float *p, const double *rotation, gsize n, gsize r, gsize k)
{
  double magnitudes = 0.0;
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    for (gsize b = 0; b < k; b++)
      {
        double u = 0.0;

        for (gsize j = 0; j < r; j++)
          u += (double) p[i * r + j] * rotation[j * k + b];
        magnitudes += fabs (u);
        squares += u * u;
      }
  return magnitudes / sqrt (squares * (double) (n * k));
}

static void
check_rotation (gsize r, gsize k)
{
  gsize n = 3000;
  g_autofree float *p = fixture_clusters (n, r, 12, 0.3, 8);
  g_autofree double *start = g_new (double, r *k);
  g_autofree double *rotation = g_new (double, r *k);
  gboolean failed = TRUE;
  SemWork job;

  for (gsize i = 0; i < n * r; i++)
    p[i] -= 0.4f;
  sem_work_init (&job, 2, NULL);
  g_assert_true (sem_linear_random_frame (r, k, 4, SEM_RANDOM_ROTATION, start));
  g_assert_true (sem_rotation_learn (&job, &(SemRotationTask){ p, n, r, k, 4 }, rotation, &failed));
  g_assert_false (failed);
  assert_orthonormal_rows (rotation, r, k);
  g_assert_cmpfloat (fit_to_signs (p, rotation, n, r, k), >,
                     fit_to_signs (p, start, n, r, k) + 0.02);
}

static void
test_rotation (void)
{
  check_rotation (16, 16);
  check_rotation (5, 16);
}

static void
test_random (void)
{
  SemRandom random, same, other;
  double sum = 0.0;
  double squares = 0.0;
  guint counts[7] = { 0 };
  guint32 order[100];
  gboolean seen[100] = { FALSE };

  sem_random_init (&random, 5, SEM_RANDOM_SPLIT);
  sem_random_init (&same, 5, SEM_RANDOM_SPLIT);
  sem_random_init (&other, 5, SEM_RANDOM_TIES);
  g_assert_cmpuint (sem_random_next (&random), ==, sem_random_next (&same));
  g_assert_cmpuint (sem_random_next (&random), !=, sem_random_next (&other));
  for (guint i = 0; i < 70000; i++)
    {
      double z = sem_random_normal (&random);
      double u = sem_random_uniform (&random);

      g_assert_true (u >= 0.0 && u < 1.0);
      sum += z;
      squares += z * z;
      counts[sem_random_below (&random, 7)]++;
    }
  /* Five standard errors. */
  g_assert_cmpfloat (fabs (sum / 70000.0), <, 0.019);
  g_assert_cmpfloat (fabs (squares / 70000.0 - 1.0), <, 0.027);
  for (guint i = 0; i < 7; i++)
    g_assert_cmpfloat (fabs (counts[i] - 10000.0), <, 470.0);

  sem_random_permutation (&random, order, 100);
  for (guint i = 0; i < 100; i++)
    {
      g_assert_false (seen[order[i]]);
      seen[order[i]] = TRUE;
    }
}

/* The first numbers of all streams of a seed, and of all their parts, differ. */
static void
test_random_parts (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  SemRandom random, whole;

  for (guint stream = 0; stream <= SEM_RANDOM_KEPT_VIEWS; stream++)
    for (guint64 part = 0; part < 1000; part++)
      {
        guint64 first;

        sem_random_init_part (&random, 7, stream, part);
        first = sem_random_next (&random);
        g_assert_true (g_hash_table_add (seen, g_memdup2 (&first, sizeof first)));
      }
  sem_random_init_part (&random, 7, SEM_RANDOM_SPLIT, 0);
  sem_random_init (&whole, 7, SEM_RANDOM_SPLIT);
  g_assert_cmpmem (random.state, sizeof random.state, whole.state, sizeof whole.state);
}

#define ONE_N 40
#define ONE_D 8

static void
run_gram (SemWork *job, const float *x)
{
  double gram[ONE_D * ONE_D];

  g_assert_true (sem_linear_gram (job, x, ONE_N, ONE_D, gram));
}

static void
run_project (SemWork *job, const float *x)
{
  float out[ONE_N * 2];

  g_assert_true (sem_linear_project (job, x, ONE_N, &(SemLinearMap){ ONE_D, 2, x, NULL }, out));
}

static void
run_rotation (SemWork *job, const float *x)
{
  double rotation[ONE_D * ONE_D];
  gboolean failed;

  g_assert_true (
    sem_rotation_learn (job, &(SemRotationTask){ x, ONE_N, ONE_D, ONE_D, 1 }, rotation, &failed));
}

static void
run_graph (SemWork *job, const float *x)
{
  sem_graph_free (sem_graph_new_nearest (job, x, ONE_N, ONE_D, 3, 2.0));
}

static void
run_euclidean_graph (SemWork *job, const float *x)
{
  sem_graph_free (sem_graph_new_euclidean (job, x, ONE_N, ONE_D, 3));
}

static void
run_training (SemWork *job, const float *x)
{
  sem_hash_model_free (fixture_train (SEM_HASH_DDH, 16, x, ONE_N, ONE_D, 2));
}

/* Everything that calls OpenBLAS restricts it to one thread first. */
static void
test_one_thread (void)
{
  static void (*const runs[]) (SemWork *, const float *) = {
    run_gram, run_project, run_rotation, run_graph, run_euclidean_graph, run_training,
  };
  g_autofree float *x = fixture_clusters (ONE_N, ONE_D, 4, 0.5, 3);
  SemWork job;

  if (openblas_get_parallel () == OPENBLAS_SEQUENTIAL)
    {
      g_test_skip ("This OpenBLAS has no threads.");
      return;
    }
  sem_work_init (&job, 2, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      openblas_set_num_threads (2);
      if (openblas_get_num_threads () != 2)
        {
          g_test_skip ("This OpenBLAS takes one thread only.");
          return;
        }
      runs[i](&job, x);
      g_assert_cmpint (openblas_get_num_threads (), ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/linear/eigen", test_eigen);
  g_test_add_func ("/hash/linear/eigen-metric-not-positive", test_eigen_metric_not_positive);
  g_test_add_func ("/hash/linear/rank", test_rank);
  g_test_add_func ("/hash/linear/gram", test_gram);
  g_test_add_func ("/hash/linear/project", test_project);
  g_test_add_func ("/hash/linear/frames", test_frames);
  g_test_add_func ("/hash/linear/rotation", test_rotation);
  g_test_add_func ("/hash/linear/one-thread", test_one_thread);
  g_test_add_func ("/hash/linear/random", test_random);
  g_test_add_func ("/hash/linear/random-parts", test_random_parts);
  return g_test_run ();
}
