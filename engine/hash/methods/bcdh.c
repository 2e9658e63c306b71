/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trains only the last, linear layer, on cached features: u = 8 l2 (f - mean) W + b. Of many photos
 * some of those that are in no scene are held out, so that the quality can be measured after each
 * epoch.
 */

#include "engine/hash/methods/method.h"

#include "engine/hash/objectives/bcdh-pairs.h"
#include "engine/hash/methods/head.h"
#include "engine/hash/methods/stopping.h"
#include "engine/hash/mathematics/linear.h"

#include <math.h>
#include <string.h>

#define QUERIES_A_BATCH 16
#define EPOCHS 60
#define RATE 3e-3
/* The weight of the binary constraint grows geometrically over the epochs. */
#define FIRST_ALPHA 0.01
#define LAST_ALPHA 0.5

typedef struct
{
  const SemHashInput *input;
  SemBcdhSettings settings;
  SemStopping *stopping; /* (nullable) */
  const guint32 *kept;   /* (nullable): shape (n): the rows to train on; %NULL for all */
  gsize n;
  const SemScenes *scenes; /* of the kept rows */
  SemScenes *own_scenes;   /* (nullable): these */
  float *kept_outputs;     /* (nullable): shape (n, K): of the kept rows; else of @outputs */
  SemHashHead *head;
  SemRandom random;
  float *v;       /* shape (d, K): the head's map, for the outputs of all photos */
  float *offset;  /* shape (K) */
  float *outputs; /* shape (n, K): of all photos, at the start of an epoch */
  double pair_loss;
  double code_loss;
} Course;

static void
course_clear (Course *self)
{
  g_clear_pointer (&self->head, sem_hash_head_free);
  g_clear_pointer (&self->stopping, sem_stopping_free);
  g_clear_pointer (&self->own_scenes, sem_scenes_free);
  g_free (self->kept_outputs);
  g_free (self->v);
  g_free (self->offset);
  g_free (self->outputs);
}

/* Returns: %FALSE when cancelled */
static gboolean
find_outputs (Course *course, SemWork *job)
{
  const SemHashInput *input = course->input;
  gsize k = input->options->n_bits;
  SemHashMap map = { .v = course->v, .offset = course->offset };

  sem_hash_head_export (course->head, &map);
  if (!sem_linear_project (job, input->x, input->n,
                           &(SemLinearMap){ input->d, k, map.v, map.offset }, course->outputs))
    return FALSE;
  for (gsize i = 0; course->kept && i < course->n; i++)
    memcpy (course->kept_outputs + i * k, course->outputs + (gsize) course->kept[i] * k,
            k * sizeof (float));
  return TRUE;
}

static const float *
get_kept_outputs (const Course *course)
{
  return course->kept ? course->kept_outputs : course->outputs;
}

/* Returns: %FALSE when cancelled */
static gboolean
hold_out (Course *course, SemWork *job)
{
  const SemHashInput *input = course->input;
  const SemScenes *scenes = input->options->scenes;
  g_autofree guint8 *bound = g_new0 (guint8, input->n);

  course->n = input->n;
  course->scenes = scenes;
  for (gsize i = 0; i < input->n; i++)
    bound[i] = scenes->scene[i] >= 0;
  if (!sem_stopping_can (input->n, bound))
    return TRUE;
  course->stopping =
    sem_stopping_new (job, input->x, input->n, input->d, input->options->seed, bound);
  if (!course->stopping)
    return FALSE;
  course->kept = sem_stopping_get_kept (course->stopping, &course->n);
  course->own_scenes = sem_scenes_restrict (scenes, course->kept, course->n);
  course->scenes = course->own_scenes;
  course->kept_outputs = g_new (float, course->n * input->options->n_bits);
  return TRUE;
}

/* Starts from ITQ, scaled so that the mean magnitude of the outputs is that of codes. */
static gboolean
start_from_itq (Course *course, SemWork *job, GError **error)
{
  const SemHashInput *input = course->input;
  gsize k = input->options->n_bits;
  SemHashMap map = { .v = course->v, .offset = course->offset };
  double from = job->from;
  double to = job->to;
  double sum = 0.0;
  float scale;

  sem_work_stage (job, from, from + 0.9 * (to - from));
  if (!sem_hash_train_itq (job, input, &map, error))
    return FALSE;
  sem_work_stage (job, from + 0.9 * (to - from), to);
  if (!sem_linear_project (job, input->x, input->n,
                           &(SemLinearMap){ input->d, k, map.v, map.offset }, course->outputs))
    return FALSE;
  for (gsize i = 0; i < input->n * k; i++)
    sum += fabs ((double) course->outputs[i]);
  scale = sum > 0.0 ? (float) ((double) (input->n * k) / sum) : 1.0f;
  for (gsize i = 0; i < input->d * k; i++)
    map.v[i] *= scale;
  for (gsize j = 0; j < k; j++)
    map.offset[j] *= scale;
  sem_hash_head_set (course->head, &map);
  return TRUE;
}

/* B-step and W-step on the pairs of a few queries. */
static void
learn_batch (Course *course, const SemBcdhPairs *pairs, gsize first, double alpha)
{
  gsize k = course->input->options->n_bits;
  g_autofree float *outputs = NULL;
  g_autofree float *slopes = NULL;
  SemBcdhBatch batch;

  sem_bcdh_batch_init (&batch, pairs, first, QUERIES_A_BATCH);
  outputs = g_new (float, batch.n_rows *k);
  slopes = g_new0 (float, batch.n_rows *k);
  for (gsize i = 0; course->kept && i < batch.n_rows; i++)
    batch.rows[i] = course->kept[batch.rows[i]];
  sem_hash_head_forward (course->head, course->input->x, batch.rows, batch.n_rows, outputs);
  course->pair_loss +=
    sem_bcdh_pair_loss (batch.pairs, batch.n_pairs, course->settings.distance, outputs, k, slopes);
  course->code_loss += sem_bcdh_code_loss (outputs, batch.counts, batch.n_rows, k, alpha, slopes);
  sem_hash_head_backward (course->head, slopes, 1.0f / (float) MAX (batch.n_pairs, 1), NULL);
  sem_hash_head_step (course->head, RATE);
  sem_bcdh_batch_clear (&batch);
}

/* Returns: %FALSE when cancelled */
static gboolean
run_epoch (Course *course, SemWork *job, SemHashEpoch *epoch)
{
  const SemHashOptions *options = course->input->options;
  double done = epoch->n_epochs > 1 ? (epoch->epoch - 1.0) / (epoch->n_epochs - 1.0) : 1.0;
  double alpha = FIRST_ALPHA * pow (LAST_ALPHA / FIRST_ALPHA, done);
  double from = job->from;
  double to = job->to;
  g_autoptr (SemBcdhPairs) pairs = NULL;

  sem_work_stage (job, from, from + 0.3 * (to - from));
  pairs = sem_bcdh_pairs_new (job, course->scenes, &course->settings, get_kept_outputs (course),
                              options->n_bits, &course->random);
  if (!pairs)
    return FALSE;
  sem_work_stage (job, from + 0.3 * (to - from), from + 0.9 * (to - from));
  course->pair_loss = course->code_loss = 0.0;
  for (gsize first = 0; first < pairs->n_queries; first += QUERIES_A_BATCH)
    {
      learn_batch (course, pairs, first, alpha);
      if (!sem_work_tick (job, (double) first / (double) pairs->n_queries))
        return FALSE;
    }
  sem_work_stage (job, from + 0.9 * (to - from), to);
  if (!find_outputs (course, job))
    return FALSE;
  epoch->pair_loss = course->pair_loss / (double) MAX (pairs->pairs->len, 1);
  epoch->code_loss = course->code_loss / (double) MAX (pairs->pairs->len, 1);
  epoch->near_one =
    sem_bcdh_near_one_in_scenes (course->scenes, get_kept_outputs (course), options->n_bits);
  if (course->stopping && options->epoch_func)
    epoch->quality = sem_stopping_measure_all (course->stopping, course->outputs, options->n_bits);
  return TRUE;
}

static gboolean
train (Course *course, SemWork *job)
{
  const SemHashOptions *options = course->input->options;
  guint n_epochs = options->epochs > 0 ? options->epochs : EPOCHS;
  double from = job->from;
  double step = (job->to - job->from) / (n_epochs + 1);

  sem_random_init (&course->random, options->seed, SEM_RANDOM_BATCHES);
  sem_work_stage (job, from, from + step);
  if (!find_outputs (course, job))
    return FALSE;
  for (guint number = 1; number <= n_epochs; number++)
    {
      SemHashEpoch epoch = { .epoch = number, .n_epochs = n_epochs, .rate = RATE, .quality = -1.0 };

      sem_work_stage (job, from + number * step, from + (number + 1) * step);
      if (!run_epoch (course, job, &epoch))
        return FALSE;
      if (options->epoch_func)
        options->epoch_func (&epoch, options->epoch_data);
    }
  return TRUE;
}

gboolean
sem_hash_train_bcdh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  gsize k = input->options->n_bits;
  double from = job->from;
  double to = job->to;
  Course course = { .input = input };
  gboolean learned;

  if (!sem_bcdh_has_enough (input->options->scenes, input->n, error))
    return FALSE;
  sem_bcdh_settings_init (&course.settings, input->options);
  course.head =
    sem_hash_head_new (input->d, k, SEM_BCDH_LENGTH, SEM_OPTIMIZER_ADAM, 0.0, input->options->seed);
  course.v = g_new0 (float, input->d *k);
  course.offset = g_new0 (float, k);
  course.outputs = g_new (float, input->n *k);
  sem_work_stage (job, from, from + 0.05 * (to - from));
  learned = hold_out (&course, job);
  sem_work_stage (job, from + 0.05 * (to - from), from + 0.4 * (to - from));
  learned = learned && start_from_itq (&course, job, error);
  sem_work_stage (job, from + 0.4 * (to - from), to);
  learned = learned && train (&course, job);
  if (learned)
    sem_hash_head_export (course.head, map);
  course_clear (&course);
  return learned;
}
