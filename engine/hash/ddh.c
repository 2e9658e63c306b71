/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only the last, linear layer is learned here, on cached features: u = 8 l2 (f - mean) W + b.
 */

#include "engine/hash/ddh.h"

#include "engine/hash/linear.h"
#include "engine/hash/method.h"
#include "engine/hash/random.h"

#include <cblas.h>
#include <math.h>

#define BATCH 50
#define EPOCHS 30
/* A small library needs more passes for the head to get anywhere. */
#define FEWEST_STEPS 700
#define FEATURE_SCALE 8.0f
#define START_DEVIATION 0.01
#define FIRST_RATE 1e-3
/* Decades that the rate falls by over all epochs. */
#define RATE_DECADES 1.5
#define DECAY_1 0.9
#define DECAY_2 0.999
#define ADAM_EPSILON 1e-8
/* Photos for which lambda and the larger neighbourhoods are stated. */
#define REFERENCE_PHOTOS 10000.0

/* The weights and the bias are one array, (d + 1, k): the bias is the last row. */
typedef struct
{
  gsize size;
  float *value;
  float *gradient;
  float *first;
  float *second;
  guint64 steps;
} Adam;

typedef struct
{
  const SemHashInput *input;
  SemDdhMemory *memory;
  Adam adam;
  gsize k;
  float *batch;
  float *outputs;
  float *slopes;
} Head;

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

static void
adam_init (Adam *adam, gsize size, guint64 seed)
{
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_PROJECTION);
  adam->size = size;
  adam->value = g_new (float, size);
  adam->gradient = g_new0 (float, size);
  adam->first = g_new0 (float, size);
  adam->second = g_new0 (float, size);
  for (gsize i = 0; i < size; i++)
    adam->value[i] = (float) (START_DEVIATION * sem_random_normal (&random));
}

static void
adam_clear (Adam *adam)
{
  g_free (adam->value);
  g_free (adam->gradient);
  g_free (adam->first);
  g_free (adam->second);
}

/* Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1. */
static void
adam_step (Adam *adam, double rate)
{
  double bias_1, bias_2;
  float step, epsilon;

  adam->steps++;
  bias_1 = 1.0 - pow (DECAY_1, (double) adam->steps);
  bias_2 = sqrt (1.0 - pow (DECAY_2, (double) adam->steps));
  step = (float) (rate * bias_2 / bias_1);
  epsilon = (float) (ADAM_EPSILON * bias_2);
  for (gsize i = 0; i < adam->size; i++)
    {
      float g = adam->gradient[i];
      float m = (float) DECAY_1 * adam->first[i] + (float) (1.0 - DECAY_1) * g;
      float v = (float) DECAY_2 * adam->second[i] + (float) (1.0 - DECAY_2) * g * g;

      adam->first[i] = m;
      adam->second[i] = v;
      adam->value[i] -= step * m / (sqrtf (v) + epsilon);
    }
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
forward (Head *head, const guint32 *rows, gsize n_rows)
{
  const SemHashInput *input = head->input;
  gsize d = input->d;
  gsize k = head->k;

  for (gsize i = 0; i < n_rows; i++)
    {
      for (gsize j = 0; j < d; j++)
        head->batch[i * (d + 1) + j] = FEATURE_SCALE * input->x[rows[i] * d + j];
      head->batch[i * (d + 1) + d] = 1.0f;
    }
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n_rows, k, d + 1, 1.0f, head->batch,
               d + 1, head->adam.value, k, 0.0f, head->outputs, k);
}

static void
learn_batch (Head *head, const guint32 *rows, gsize n_rows, double rate)
{
  gsize d = head->input->d;
  gsize k = head->k;
  float scale = 1.0f / ((float) head->input->n * (float) n_rows);

  forward (head, rows, n_rows);
  sem_ddh_memory_write (head->memory, rows, n_rows, head->outputs);
  sem_ddh_memory_gradient (head->memory, rows, n_rows, head->slopes);
  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, d + 1, k, n_rows, scale, head->batch, d + 1,
               head->slopes, k, 0.0f, head->adam.gradient, k);
  adam_step (&head->adam, rate);
}

/* One pass that learns; @rate 0 only fills the memory. Returns: %FALSE when cancelled */
static gboolean
run_epoch (Head *head, SemWork *job, const guint32 *order, double rate)
{
  gsize n = head->input->n;

  for (gsize first = 0; first < n; first += BATCH)
    {
      gsize n_rows = MIN (BATCH, n - first);

      if (rate > 0.0)
        learn_batch (head, order + first, n_rows, rate);
      else
        {
          forward (head, order + first, n_rows);
          sem_ddh_memory_write (head->memory, order + first, n_rows, head->outputs);
        }
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
learn_head (Head *head, SemWork *job)
{
  const SemHashOptions *options = head->input->options;
  guint epochs = count_epochs (head->input);
  g_autofree guint32 *order = g_new (guint32, head->input->n);
  double from = job->from;
  double step = (job->to - job->from) / (epochs + 1);
  SemRandom random;

  sem_random_init (&random, options->seed, SEM_RANDOM_BATCHES);
  for (guint epoch = 0; epoch <= epochs; epoch++)
    {
      double done = epochs > 1 ? ((double) epoch - 1.0) / (epochs - 1.0) : 0.0;

      sem_work_stage (job, from + epoch * step, from + (epoch + 1) * step);
      sem_random_permutation (&random, order, head->input->n);
      if (!run_epoch (head, job, order,
                      epoch == 0 ? 0.0 : FIRST_RATE * pow (10.0, -RATE_DECADES * done)))
        return FALSE;
      /* Rounding would pile up in the totals otherwise. */
      sem_work_stage (job, job->to, job->to);
      if (!sem_ddh_memory_refresh (head->memory, job))
        return FALSE;
    }
  return TRUE;
}

/* u = 8 x W + b is V = 8 W and an offset of -b. */
static void
export_head (const Head *head, SemHashMap *map)
{
  gsize size = head->input->d * head->k;

  for (gsize i = 0; i < size; i++)
    map->v[i] = FEATURE_SCALE * head->adam.value[i];
  for (gsize j = 0; j < head->k; j++)
    map->offset[j] = -head->adam.value[size + j];
}

gboolean
sem_hash_train_ddh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  gsize d = input->d;
  gsize k = input->options->n_bits;
  g_autoptr (SemGraph) positives = NULL;
  g_autoptr (SemDdhMemory) memory = NULL;
  g_autofree float *batch = g_new (float, BATCH * (d + 1));
  g_autofree float *outputs = g_new (float, BATCH * k);
  g_autofree float *slopes = g_new (float, BATCH * k);
  double from = job->from;
  double to = job->to;
  gboolean learned;
  Head head;

  sem_work_stage (job, from, from + 0.2 * (to - from));
  positives = find_positives (job, input);
  if (positives == NULL)
    return FALSE;
  memory = sem_ddh_memory_new (positives, k,
                               input->options->lambda * (double) input->n / REFERENCE_PHOTOS);
  head = (Head){ input, memory, { 0 }, k, batch, outputs, slopes };
  adam_init (&head.adam, (d + 1) * k, input->options->seed);
  sem_work_stage (job, from + 0.2 * (to - from), to);
  learned = learn_head (&head, job);
  if (learned)
    export_head (&head, map);
  adam_clear (&head.adam);
  return learned;
}
