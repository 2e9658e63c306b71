/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only the last, linear layer is learned here, on cached features: u = 8 l2 (f - mean) W + b.
 */

#include "engine/hash/ddh.h"

#include "engine/hash/head.h"
#include "engine/hash/linear.h"
#include "engine/hash/random.h"

#include <cblas.h>
#include <math.h>

#define BATCH 50
#define EPOCHS 30
/* A small library needs more passes for the head to get anywhere. */
#define FEWEST_STEPS 700
#define FEATURE_SCALE 8.0f
#define FIRST_RATE 1e-3
/* Decades that the rate falls by over all epochs. */
#define RATE_DECADES 1.5
/* Photos for which lambda and the larger neighbourhoods are stated. */
#define REFERENCE_PHOTOS 10000.0

typedef struct
{
  const SemHashInput *input;
  SemDdhMemory *memory;
  SemHashHead *head;
  float *outputs;
  float *slopes;
} Course;

SemDdhMemory *
sem_ddh_memory_new (const SemGraph *positives, gsize k, double lambda)
{
  SemDdhMemory *self = g_new0 (SemDdhMemory, 1);

  self->positives = positives;
  self->n = positives->n;
  self->k = k;
  self->lambda = lambda;
  self->u = g_new0 (float, self->n * k);
  self->gram = g_new0 (float, k * k);
  self->sum = g_new0 (double, k);
  return self;
}

void
sem_ddh_memory_free (SemDdhMemory *self)
{
  if (self == NULL)
    return;
  g_free (self->u);
  g_free (self->gram);
  g_free (self->sum);
  g_free (self);
}

gboolean
sem_ddh_memory_refresh (SemDdhMemory *self, SemWork *job)
{
  gsize k = self->k;
  g_autofree double *gram = g_new (double, k * k);

  if (!sem_linear_gram (job, self->u, self->n, k, gram))
    return FALSE;
  for (gsize i = 0; i < k * k; i++)
    self->gram[i] = (float) gram[i];
  for (gsize j = 0; j < k; j++)
    self->sum[j] = 0.0;
  for (gsize i = 0; i < self->n; i++)
    for (gsize j = 0; j < k; j++)
      self->sum[j] += (double) self->u[i * k + j];
  return TRUE;
}

static void
add_to_totals (SemDdhMemory *self, const float *rows, gsize n_rows, float sign)
{
  gsize k = self->k;

  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, k, k, n_rows, sign, rows, k, rows, k, 1.0f,
               self->gram, k);
  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < k; j++)
      self->sum[j] += (double) (sign * rows[i * k + j]);
}

void
sem_ddh_memory_write (SemDdhMemory *self,
                      const guint32 *rows,
                      gsize n_rows,
                      const float *outputs)
{
  gsize k = self->k;
  g_autofree float *old = g_new (float, n_rows * k);

  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < k; j++)
      {
        old[i * k + j] = self->u[rows[i] * k + j];
        self->u[rows[i] * k + j] = outputs[i * k + j];
      }
  add_to_totals (self, old, n_rows, -1.0f);
  add_to_totals (self, outputs, n_rows, 1.0f);
}

/* sum_j s_ij u_j = 2 sum over the positives - sum over all. */
static void
add_pairs (const SemDdhMemory *self, gsize photo, float *sums, float *slope)
{
  const SemGraph *positives = self->positives;
  gsize k = self->k;

  for (gsize j = 0; j < k; j++)
    sums[j] = 0.0f;
  for (gsize e = positives->start[photo]; e < positives->start[photo + 1]; e++)
    {
      const float *u = self->u + positives->neighbors[e] * k;

      for (gsize j = 0; j < k; j++)
        sums[j] += u[j];
    }
  for (gsize j = 0; j < k; j++)
    slope[j] -= (float) ((2.0 * (double) sums[j] - self->sum[j]) / (double) k);
}

void
sem_ddh_memory_gradient (SemDdhMemory *self,
                         const guint32 *rows,
                         gsize n_rows,
                         float *gradient)
{
  gsize k = self->k;
  float lambda = (float) self->lambda;
  g_autofree float *outputs = g_new (float, n_rows * k);
  g_autofree float *sums = g_new (float, k);

  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < k; j++)
      outputs[i * k + j] = self->u[rows[i] * k + j];
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n_rows, k, k,
               1.0f / ((float) k * (float) k), outputs, k, self->gram, k, 0.0f, gradient, k);
  for (gsize i = 0; i < n_rows; i++)
    {
      float *slope = gradient + i * k;

      add_pairs (self, rows[i], sums, slope);
      for (gsize j = 0; j < k; j++)
        {
          float u = outputs[i * k + j];

          slope[j] += lambda * (u - (u > 0.0f ? 1.0f : -1.0f));
        }
    }
}

double
sem_ddh_memory_loss (SemDdhMemory *self, gsize photo, const float *output)
{
  const SemGraph *positives = self->positives;
  gsize next = positives->start[photo];
  double loss = 0.0;

  for (gsize i = 0; i < self->n; i++)
    {
      double dot = 0.0;
      double s = -1.0;

      for (gsize j = 0; j < self->k; j++)
        dot += (double) output[j] * (double) self->u[i * self->k + j];
      if (next < positives->start[photo + 1] && positives->neighbors[next] == i)
        {
          s = 1.0;
          next++;
        }
      loss += (dot / (double) self->k - s) * (dot / (double) self->k - s);
    }
  for (gsize j = 0; j < self->k; j++)
    {
      double off = (double) output[j] - (self->u[photo * self->k + j] > 0.0f ? 1.0 : -1.0);

      loss += self->lambda * off * off;
    }
  return loss;
}

/* Small libraries need small neighbourhoods, or too many pairs are positive. */
static guint
scaled_neighbours (guint wanted, guint usual, gsize n)
{
  double scale;

  if (wanted > 0)
    return wanted;
  if (n < 1000)
    scale = (double) n / 1000.0;
  else if (n <= 5000)
    scale = 1.0;
  else
    scale = MIN (1.0 + ((double) n - 5000.0) / 5000.0, 2.0);
  return MAX (2, (guint) lround (usual * scale));
}

/* On plain features, as they come out of the network: not centred. */
static SemGraph *
find_positives (SemWork *job, const SemHashInput *input)
{
  const SemHashOptions *options = input->options;
  guint k1 = scaled_neighbours (options->k1, 10, input->n);
  guint k2 = scaled_neighbours (options->k2, 15, input->n);
  g_autoptr (SemGraph) nearest = NULL;
  g_autofree float *zero = g_new0 (float, input->d);
  g_autofree float *plain = g_new (float, input->n * input->d);
  double from = job->from;
  double to = job->to;

  for (gsize i = 0; i < input->n; i++)
    sem_hash_centre (input->features + i * input->d, zero, input->d, plain + i * input->d);
  sem_work_stage (job, from, from + 0.8 * (to - from));
  nearest = sem_graph_new_nearest (job, plain, input->n, input->d,
                                   (guint) MIN ((gsize) k1, input->n - 1), 2.0);
  if (nearest == NULL)
    return NULL;
  sem_work_stage (job, from + 0.8 * (to - from), to);
  return sem_graph_new_pairwise (job, nearest, k2);
}

static void
learn_batch (Course *course, const guint32 *rows, gsize n_rows, double rate)
{
  const SemHashInput *input = course->input;

  sem_hash_head_forward (course->head, input->x, rows, n_rows, course->outputs);
  sem_ddh_memory_write (course->memory, rows, n_rows, course->outputs);
  if (rate <= 0.0)
    return;
  sem_ddh_memory_gradient (course->memory, rows, n_rows, course->slopes);
  sem_hash_head_backward (course->head, course->slopes,
                          1.0f / ((float) input->n * (float) n_rows), NULL);
  sem_hash_head_step (course->head, rate);
}

/* One pass that learns; @rate 0 only fills the memory. Returns: %FALSE when cancelled */
static gboolean
run_epoch (Course *course, SemWork *job, const guint32 *order, double rate)
{
  gsize n = course->input->n;

  for (gsize first = 0; first < n; first += BATCH)
    {
      gsize n_rows = MIN (BATCH, n - first);

      learn_batch (course, order + first, n_rows, rate);
      if (!sem_work_tick (job, (double) (first + n_rows) / (double) n))
        return FALSE;
    }
  return TRUE;
}

static guint
count_epochs (const SemHashInput *input)
{
  guint n_batches = (guint) ((input->n + BATCH - 1) / BATCH);

  if (input->options->epochs > 0)
    return input->options->epochs;
  return MAX (EPOCHS, (FEWEST_STEPS + n_batches - 1) / n_batches);
}

static gboolean
learn (Course *course, SemWork *job)
{
  const SemHashOptions *options = course->input->options;
  guint epochs = count_epochs (course->input);
  g_autofree guint32 *order = g_new (guint32, course->input->n);
  double from = job->from;
  double step = (job->to - job->from) / (epochs + 1);
  SemRandom random;

  sem_random_init (&random, options->seed, SEM_RANDOM_BATCHES);
  for (guint epoch = 0; epoch <= epochs; epoch++)
    {
      double done = epochs > 1 ? ((double) epoch - 1.0) / (epochs - 1.0) : 0.0;

      sem_work_stage (job, from + epoch * step, from + (epoch + 1) * step);
      sem_random_permutation (&random, order, course->input->n);
      if (!run_epoch (course, job, order,
                      epoch == 0 ? 0.0 : FIRST_RATE * pow (10.0, -RATE_DECADES * done)))
        return FALSE;
      /* Rounding would pile up in the totals otherwise. */
      sem_work_stage (job, job->to, job->to);
      if (!sem_ddh_memory_refresh (course->memory, job))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_hash_train_ddh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  gsize k = input->options->n_bits;
  g_autoptr (SemGraph) positives = NULL;
  g_autoptr (SemDdhMemory) memory = NULL;
  g_autoptr (SemHashHead) head = NULL;
  g_autofree float *outputs = g_new (float, BATCH * k);
  g_autofree float *slopes = g_new (float, BATCH * k);
  double from = job->from;
  double to = job->to;
  Course course;

  sem_work_stage (job, from, from + 0.2 * (to - from));
  positives = find_positives (job, input);
  if (positives == NULL)
    return FALSE;
  memory = sem_ddh_memory_new (positives, k,
                               input->options->lambda * (double) input->n / REFERENCE_PHOTOS);
  head = sem_hash_head_new (input->d, k, FEATURE_SCALE, SEM_OPTIMIZER_ADAM, 0.0,
                            input->options->seed);
  course = (Course){ input, memory, head, outputs, slopes };
  sem_work_stage (job, from + 0.2 * (to - from), to);
  if (!learn (&course, job))
    return FALSE;
  sem_hash_head_export (head, map);
  return TRUE;
}
