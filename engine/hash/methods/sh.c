/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spectral hashing (Weiss, Torralba and Fergus, NIPS 2008). Photos are assumed to be uniformly
 * distributed in a box along the principal directions. The graph Laplacian's eigenfunctions on [a,
 * b] are then Phi_k (x) = sin (pi / 2 + k pi (x - a) / (b - a)), a cosine, with eigenvalues that
 * increase with k / (b - a). The bits are the signs of the K with the smallest eigenvalues, except
 * the constant k = 0.
 */

#include "engine/hash/methods/method.h"

#include "engine/hash/mathematics/linear.h"

#include <math.h>

/* Ranges a, b of the projections, shape (r) each. */
static void
find_ranges (const float *p, gsize n, gsize r, float *low, float *high)
{
  for (gsize j = 0; j < r; j++)
    low[j] = high[j] = p[j];
  for (gsize i = 1; i < n; i++)
    for (gsize j = 0; j < r; j++)
      {
        low[j] = MIN (low[j], p[i * r + j]);
        high[j] = MAX (high[j], p[i * r + j]);
      }
}

/* The direction whose next mode has the smallest eigenvalue, ties by index; a direction without
 * variance has no modes. */
static gsize
choose_direction (const guint *modes, const float *low, const float *high, gsize r)
{
  gsize best = r;
  double smallest = INFINITY;

  for (gsize j = 0; j < r; j++)
    {
      double range = (double) high[j] - (double) low[j];
      double rate = range > 0.0 ? (modes[j] + 1.0) / range : INFINITY;

      if (rate < smallest)
        {
          best = j;
          smallest = rate;
        }
    }
  return best;
}

static gboolean
choose_modes (const SemHashInput *input,
              const float *w,
              const float *shift,
              const float *p,
              gsize r,
              SemHashMap *map)
{
  gsize k = input->options->n_bits;
  g_autofree guint *modes = g_new0 (guint, r);
  g_autofree float *low = g_new (float, r);
  g_autofree float *high = g_new (float, r);

  find_ranges (p, input->n, r, low, high);
  for (gsize b = 0; b < k; b++)
    {
      gsize j = choose_direction (modes, low, high, r);

      if (j == r)
        return FALSE;
      for (gsize i = 0; i < input->d; i++)
        map->v[i * k + b] = w[i * r + j];
      map->offset[b] = shift[j] + low[j];
      map->frequency[b] = (float) (++modes[j] * G_PI / ((double) high[j] - (double) low[j]));
    }
  return TRUE;
}

gboolean
sem_hash_train_sh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  double from = job->from;
  double to = job->to;
  g_autofree float *w = NULL;
  g_autofree float *shift = NULL;
  g_autofree float *p = NULL;
  gsize r;

  sem_work_stage (job, from, from + 0.8 * (to - from));
  w = sem_hash_principal (job, input, input->options->n_bits, &r, error);
  if (!w)
    return FALSE;
  shift = sem_hash_shift (input, w, r);
  p = g_new (float, input->n *r);
  sem_work_stage (job, from + 0.8 * (to - from), to);
  if (!sem_linear_project (job, input->x, input->n, &(SemLinearMap){ input->d, r, w, shift }, p))
    return FALSE;
  return choose_modes (input, w, shift, p, r, map) || sem_hash_set_numeric_error (error);
}
