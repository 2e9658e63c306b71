/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes points, pairs of them and the whitening learned from these, for check-whitening.py: n, d,
 * pairs, dimensions and rank (32-bit unsigned), then the points (n, d), as 32-bit floats, the pairs
 * (32-bit unsigned) and the projection (d, dimensions), 32-bit floats.
 */

#include "engine/hash/mathematics/linear.h"
#include "engine/base/random.h"
#include "engine/hash/mathematics/whitening.h"

#include <stdio.h>

#define N 300
#define D 40
#define PAIRS 200
#define DIMENSIONS 16
#define EPSILON 0.1

/* Correlated coordinates; neighbours in the list are near each other in most of them. */
static float *
make_points (void)
{
  float *x = g_new (float, N *D);
  SemRandom random;

  sem_random_init (&random, 3, SEM_RANDOM_SPLIT);
  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < D; j++)
      {
        float fresh = (float) sem_random_normal (&random);
        float kept = i % 2 == 1 && j % 4 != 0 ? x[(i - 1) * D + j] + 0.2f * fresh : fresh;

        x[i * D + j] = kept + (j > 0 ? 0.4f * x[i * D + j - 1] : 0.0f);
      }
  for (gsize j = 0; j < D; j++)
    {
      double mean = 0.0;

      for (gsize i = 0; i < N; i++)
        mean += (double) x[i * D + j] / N;
      for (gsize i = 0; i < N; i++)
        x[i * D + j] -= (float) mean;
    }
  return x;
}

int
main (int argc, char **argv)
{
  g_autofree float *x = make_points ();
  g_autofree double *covariance = g_new (double, D *D);
  g_autofree float *w = g_new (float, D *DIMENSIONS);
  SemWhiteningPair pairs[PAIRS];
  gboolean failed;
  gsize rank;
  SemWork job;
  FILE *file;

  if (argc != 2 || (file = fopen (argv[1], "wb")) == NULL)
    return 1;
  for (guint32 i = 0; i < PAIRS; i++)
    pairs[i] = (SemWhiteningPair){ i, i + 1 - 2 * (i % 2) };
  sem_work_init (&job, 2, NULL, NULL, NULL);
  if (!sem_linear_gram (&job, x, N, D, covariance))
    return 1;
  for (gsize i = 0; i < D * D; i++)
    covariance[i] /= N;
  if (!sem_whitening_learn (&job, x, N, D, covariance, pairs, PAIRS, EPSILON, DIMENSIONS, w, &rank,
                            &failed))
    return 1;
  fwrite ((guint32[]){ N, D, PAIRS, DIMENSIONS, (guint32) rank }, sizeof (guint32), 5, file);
  fwrite (x, sizeof *x, N * D, file);
  fwrite (pairs, sizeof *pairs, PAIRS, file);
  fwrite (w, sizeof *w, D * DIMENSIONS, file);
  return fclose (file) == 0 ? 0 : 1;
}
