/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/hash/methods/method.h"

#include "engine/hash/mathematics/linear.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define CENTRE_ROWS 1024
/* n0, and the number of photos from which on a library speaks for itself. */
#define LEAN_PHOTOS 10.0
#define LEAN_END 1000.0
/* Photos that are spread by less than this share of what varied ones are count as fewer. Classes of
 * one kind have .5 to .9, shots of one place .15 to .3, noisy frames of one shot .03. */
#define LEAN_SPREAD 0.3

gboolean
sem_hash_set_numeric_error (GError **error)
{
  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED,
                       _("Training failed in the linear algebra library. Try another method, or "
                         "report this as a bug."));
  return FALSE;
}

static void
centre_task (gsize task, gpointer data)
{
  SemHashInput *input = data;
  gsize end = MIN ((task + 1) * CENTRE_ROWS, input->n);

  for (gsize i = task * CENTRE_ROWS; i < end; i++)
    sem_hash_centre (input->features + i * input->d, input->mean, input->d,
                     input->x + i * input->d);
}

static void
mean_of_rows (const float *rows, gsize n, gsize d, float *mean)
{
  g_autofree double *sum = g_new0 (double, d);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      sum[j] += (double) rows[i * d + j];
  for (gsize j = 0; j < d; j++)
    mean[j] = (float) (sum[j] / (double) n);
}

static gboolean
has_different_rows (const float *rows, gsize n, gsize d)
{
  for (gsize i = 1; i < n; i++)
    if (memcmp (rows, rows + i * d, d * sizeof *rows) != 0)
      return TRUE;
  return FALSE;
}

/* With s = 1 - lean and y the mean of x: X'X / n about s y. */
static void
finish_covariance (SemHashInput *input)
{
  gsize d = input->d;
  double s = 1 - input->lean;

  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < d; j++)
      input->covariance[i * d + j] =
        input->covariance[i * d + j] / (double) input->n
        - (2 - s) * s * ((double) input->x_mean[i] * (double) input->x_mean[j]);
  for (gsize i = 0; i < d; i++)
    {
      input->trace += input->covariance[i * d + i];
      input->x_mean[i] = (float) (s * (double) input->x_mean[i]);
    }
}

/* How much the mean leans on the reference: n0 / (n + n0), fading to nothing. n counts photos that
 * differ as photos in general do: a thousand frames of one scene tell no more than a few. */
static double
choose_lean (const SemHashInput *input)
{
  const SemHashOptions *options = input->options;
  double spread = 0, ratio, n;

  for (gsize i = 0; i < input->n; i++)
    for (gsize j = 0; j < input->d; j++)
      {
        double off = (double) input->features[i * input->d + j] - (double) input->mean[j];

        spread += off * off / (double) input->n;
      }
  ratio = MIN (1, spread / options->reference_spread / LEAN_SPREAD);
  n = (double) input->n * ratio * ratio;
  return n < LEAN_END ? LEAN_PHOTOS / (n + LEAN_PHOTOS) * (1 - n / LEAN_END) : 0;
}

static void
find_mean (SemHashInput *input)
{
  const float *reference = input->options->reference_mean;

  mean_of_rows (input->features, input->n, input->d, input->mean);
  if (!reference)
    return;
  input->lean = choose_lean (input);
  for (gsize j = 0; input->lean > 0 && j < input->d; j++)
    input->mean[j] =
      (float) ((1 - input->lean) * (double) input->mean[j] + input->lean * (double) reference[j]);
}

gboolean
sem_hash_input_init (SemHashInput *input,
                     SemWork *job,
                     const SemHashOptions *options,
                     const float *features,
                     gsize n,
                     gsize d,
                     const SemHashInput *like)
{
  double from = job->from;
  double to = job->to;

  *input = (SemHashInput){
    .options = options,
    .features = features,
    .n = n,
    .d = d,
    .mean = g_new (float, d),
    .x = g_new (float, n *d),
    .x_mean = g_new (float, d),
    .covariance = g_new (double, d *d),
  };
  if (like)
    {
      input->lean = like->lean;
      memcpy (input->mean, like->mean, d * sizeof (float));
    }
  else
    find_mean (input);
  sem_work_stage (job, from, from + 0.2 * (to - from));
  if (!sem_work_parallel (job, (n + CENTRE_ROWS - 1) / CENTRE_ROWS, centre_task, input))
    return FALSE;
  mean_of_rows (input->x, n, d, input->x_mean);
  sem_work_stage (job, from + 0.2 * (to - from), to);
  if (!sem_linear_gram (job, input->x, n, d, input->covariance))
    return FALSE;
  finish_covariance (input);
  input->varies = input->trace > 1e-9 && has_different_rows (features, n, d);
  return TRUE;
}

void
sem_hash_input_clear (SemHashInput *input)
{
  g_free (input->mean);
  g_free (input->x);
  g_free (input->x_mean);
  g_free (input->covariance);
}

void
sem_hash_map_init (SemHashMap *map, gsize d, guint n_bits)
{
  *map = (SemHashMap){
    .v = g_new0 (float, d *n_bits),
    .offset = g_new0 (float, n_bits),
    .frequency = g_new0 (float, n_bits),
  };
}

void
sem_hash_map_clear (SemHashMap *map)
{
  g_clear_pointer (&map->v, g_free);
  g_clear_pointer (&map->offset, g_free);
  g_clear_pointer (&map->frequency, g_free);
}
