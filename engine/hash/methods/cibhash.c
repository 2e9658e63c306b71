/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Our version of CIBHash for cached features: it trains one linear layer, and since there are no
 * pixels to alter, a photo's second view is one of its nearest others, drawn again in each epoch.
 * Near-duplicates are excluded as in GS-ITQ's graph, since they carry no information. Of many
 * photos some are held out, so that it can be told after each pass what it is worth.
 */

#include "engine/hash/methods/cibhash.h"

#include "engine/hash/mathematics/graph.h"
#include "engine/hash/methods/head.h"
#include "engine/hash/methods/stopping.h"
#include "engine/base/random.h"

#include <cblas.h>
#include <math.h>

/* From the authors' code. */
#define TEMPERATURE 0.3
#define DIVERGENCE_WEIGHT 0.001
#define BATCH 64

#define NEIGHBOURS 10
#define NEAR_DUPLICATE 0.98
#define FEWEST_EPOCHS 10
#define FEWEST_STEPS 1000
#define FEATURE_SCALE 8.0f
#define FIRST_RATE 1e-3
/* Powers of ten by which the rate decreases over all epochs. */
#define RATE_DECADES 1.5
/* From this |u| on, |2 p - 1| is at least 0.9. */
#define NEAR_ONE 2.9444389792

typedef struct
{
  const SemHashInput *input;
  SemGraph *graph;
  SemStopping *stopping; /* (nullable) */
  const guint32 *kept;   /* (nullable): shape (n): the rows to train on; %NULL for all */
  gsize n;
  SemHashHead *head;
  SemRandom random;
  guint32 *rows;  /* (2 BATCH): photos, then a neighbour of each */
  float *outputs; /* (2 BATCH, K) */
  float *slopes;
  SemHashEpoch epoch;
} Course;

/* Softmax of a row's similarities to all other rows, less 1 at its other view.
 * Returns: minus the logarithm of the other view's probability */
static double
contrast_row (float *row, gsize n, gsize self, gsize wanted)
{
  double peak = -INFINITY;
  double sum = 0.0;
  double similarity = (double) row[wanted];

  for (gsize j = 0; j < n; j++)
    if (j != self)
      peak = MAX (peak, (double) row[j]);
  row[self] = -INFINITY;
  for (gsize j = 0; j < n; j++)
    {
      double share = exp ((double) row[j] - peak);

      row[j] = (float) share;
      sum += share;
    }
  for (gsize j = 0; j < n; j++)
    row[j] = (float) ((double) row[j] / sum);
  row[wanted] -= 1.0f;
  return log (sum) - (similarity - peak);
}

/* The gradient of the first term with respect to the codes. All codes have the same length, so only
 * the part orthogonal to a code changes a cosine. */
static double
contrast (const float *codes, gsize n, gsize k, double temperature, float *slopes)
{
  gsize n_views = 2 * n;
  g_autofree float *similar = g_new (float, n_views *n_views);
  float scale = (float) (1.0 / (temperature * (double) k));
  double loss = 0.0;

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, n_views, n_views, k, scale, codes, k, codes,
               k, 0.0f, similar, n_views);
  for (gsize v = 0; v < n_views; v++)
    loss += contrast_row (similar + v * n_views, n_views, v, (v + n) % n_views);
  scale /= (float) n_views;
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n_views, k, n_views, scale, similar,
               n_views, codes, k, 0.0f, slopes, k);
  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, n_views, k, n_views, scale, similar,
               n_views, codes, k, 1.0f, slopes, k);
  for (gsize v = 0; v < n_views; v++)
    {
      float along = cblas_sdot (k, slopes + v * k, 1, codes + v * k, 1) / (float) k;

      cblas_saxpy (k, -along, codes + v * k, 1, slopes + v * k, 1);
    }
  return loss / (double) n_views;
}

/* With p = sigmoid (u), log (p / (1 - p)) is u: KL (p || q) + KL (q || p) of two views is
 * (p - q) (u - u'), and the slope of the first with q constant is p (1 - p) (u - u'). */
void
sem_cibhash_loss (const float *outputs,
                  gsize n,
                  gsize k,
                  double temperature,
                  double weight,
                  SemCibhashLoss *loss,
                  float *slopes)
{
  gsize size = 2 * n * k;
  g_autofree float *codes = g_new (float, size);
  g_autofree double *p = g_new (double, size);

  for (gsize i = 0; i < size; i++)
    {
      codes[i] = outputs[i] > 0.0f ? 1.0f : -1.0f;
      p[i] = 1.0 / (1.0 + exp (-(double) outputs[i]));
    }
  loss->contrast = contrast (codes, n, k, temperature, slopes);
  loss->divergence = 0.0;
  for (gsize i = 0; i < size; i++)
    {
      gsize other = (i + n * k) % size;
      double apart = (double) outputs[i] - (double) outputs[other];

      loss->divergence += 0.5 * (p[i] - p[other]) * apart / (double) (2 * n);
      slopes[i] =
        (float) (((double) slopes[i] + weight * apart / (double) (2 * n)) * p[i] * (1.0 - p[i]));
    }
}

/* Photos without neighbours are their own second view. */
static void
draw_views (Course *course, gsize n)
{
  const SemGraph *graph = course->graph;

  for (gsize i = 0; i < n; i++)
    {
      guint32 photo = course->rows[i];
      gsize first = graph->start[photo];
      gsize length = graph->start[photo + 1] - first;

      course->rows[n + i] =
        length > 0 ? graph->neighbors[first + sem_random_below (&course->random, length)] : photo;
    }
}

/* Share of the bits whose expected code 2 p - 1 is within 0.1 of -1 or 1. */
static double
share_near_one (const float *outputs, gsize n)
{
  gsize near = 0;

  for (gsize i = 0; i < n; i++)
    near += fabs ((double) outputs[i]) >= NEAR_ONE;
  return (double) near / (double) n;
}

static void
learn_batch (Course *course, const guint32 *photos, gsize n)
{
  const SemHashInput *input = course->input;
  gsize k = input->options->n_bits;
  double share = (double) n / (double) course->n;
  SemCibhashLoss loss;

  for (gsize i = 0; i < n; i++)
    course->rows[i] = course->kept ? course->kept[photos[i]] : photos[i];
  draw_views (course, n);
  sem_hash_head_forward (course->head, input->x, course->rows, 2 * n, course->outputs);
  sem_cibhash_loss (course->outputs, n, k, TEMPERATURE, DIVERGENCE_WEIGHT, &loss, course->slopes);
  sem_hash_head_backward (course->head, course->slopes, 1.0f, NULL);
  sem_hash_head_step (course->head, course->epoch.rate);
  course->epoch.pair_loss += share * loss.contrast;
  course->epoch.code_loss += share * DIVERGENCE_WEIGHT * loss.divergence;
  course->epoch.near_one += share * share_near_one (course->outputs, n * k);
}

static gboolean
run_epoch (Course *course, SemWork *job, guint32 *order)
{
  gsize n = course->n;

  sem_random_permutation (&course->random, order, n);
  for (gsize first = 0; first < n; first += BATCH)
    {
      gsize n_rows = MIN (BATCH, n - first);

      learn_batch (course, order + first, n_rows);
      if (!sem_work_tick (job, (double) (first + n_rows) / (double) n))
        return FALSE;
    }
  return TRUE;
}

static guint
count_epochs (const Course *course)
{
  guint n_batches = (guint) ((course->n + BATCH - 1) / BATCH);

  if (course->input->options->epochs > 0)
    return course->input->options->epochs;
  return MAX (FEWEST_EPOCHS, (FEWEST_STEPS + n_batches - 1) / n_batches);
}

static void
tell (Course *course)
{
  const SemHashOptions *options = course->input->options;

  if (course->stopping)
    course->epoch.quality =
      sem_stopping_measure_head (course->stopping, course->head, course->input->x, options->n_bits);
  options->epoch_func (&course->epoch, options->epoch_data);
}

static gboolean
train (Course *course, SemWork *job)
{
  const SemHashOptions *options = course->input->options;
  guint epochs = count_epochs (course);
  g_autofree guint32 *order = g_new (guint32, course->n);
  double from = job->from;
  double step = (job->to - job->from) / epochs;

  sem_random_init (&course->random, options->seed, SEM_RANDOM_BATCHES);
  for (guint epoch = 0; epoch < epochs; epoch++)
    {
      double done = epochs > 1 ? (double) epoch / (epochs - 1.0) : 0.0;

      course->epoch = (SemHashEpoch){
        .epoch = epoch + 1,
        .n_epochs = epochs,
        .rate = FIRST_RATE * pow (10.0, -RATE_DECADES * done),
        .quality = -1.0,
      };
      sem_work_stage (job, from + epoch * step, from + (epoch + 1) * step);
      if (!run_epoch (course, job, order))
        return FALSE;
      if (options->epoch_func)
        tell (course);
    }
  return TRUE;
}

/* A photo that is held out is not used as a second view. */
static void
drop_held (SemGraph *graph, const SemStopping *stopping)
{
  g_autofree guint8 *is_held = g_new0 (guint8, graph->n);
  gsize n_held, kept = 0, first = 0;
  const guint32 *held = sem_stopping_get_held (stopping, &n_held);

  for (gsize i = 0; i < n_held; i++)
    is_held[held[i]] = 1;
  for (gsize i = 0; i < graph->n; i++)
    {
      const gsize end = graph->start[i + 1];

      graph->start[i] = kept;
      for (gsize j = first; j < end; j++)
        if (!is_held[graph->neighbors[j]])
          graph->neighbors[kept++] = graph->neighbors[j];
      first = end;
    }
  graph->start[graph->n] = kept;
}

static gboolean
hold_out (Course *course, SemWork *job)
{
  const SemHashInput *input = course->input;

  course->n = input->n;
  if (!sem_stopping_can (input->n, NULL))
    return TRUE;
  course->stopping =
    sem_stopping_new (job, input->x, input->n, input->d, input->options->seed, NULL);
  if (!course->stopping)
    return FALSE;
  course->kept = sem_stopping_get_kept (course->stopping, &course->n);
  drop_held (course->graph, course->stopping);
  return TRUE;
}

gboolean
sem_hash_train_cibhash (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  gsize k = input->options->n_bits;
  g_autoptr (SemGraph) graph = NULL;
  g_autoptr (SemHashHead) head = NULL;
  g_autofree guint32 *rows = g_new (guint32, 2 * BATCH);
  g_autofree float *outputs = g_new (float, 2 * BATCH * k);
  g_autofree float *slopes = g_new (float, 2 * BATCH * k);
  g_autoptr (SemStopping) stopping = NULL;
  double from = job->from;
  double to = job->to;
  Course course;
  gboolean held;

  sem_work_stage (job, from, from + 0.2 * (to - from));
  graph = sem_graph_new_nearest (job, input->x, input->n, input->d,
                                 (guint) MIN (NEIGHBOURS, input->n - 1), NEAR_DUPLICATE);
  if (!graph)
    return FALSE;
  head =
    sem_hash_head_new (input->d, k, FEATURE_SCALE, SEM_OPTIMIZER_ADAM, 0.0, input->options->seed);
  course = (Course){
    .input = input,
    .graph = graph,
    .head = head,
    .rows = rows,
    .outputs = outputs,
    .slopes = slopes,
  };
  sem_work_stage (job, from + 0.2 * (to - from), from + 0.25 * (to - from));
  held = hold_out (&course, job);
  stopping = course.stopping;
  sem_work_stage (job, from + 0.25 * (to - from), to);
  if (!held || !train (&course, job))
    return FALSE;
  sem_hash_head_export (head, map);
  return TRUE;
}
