/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trains only the last, linear layer, on cached features: u = s l2 (f - mean) W + b, or, as in the
 * authors' code, u = s l2 (f) W + b.
 */

#include "engine/hash/objectives/ddh.h"

#include "engine/hash/objectives/ddh-settings.h"
#include "engine/hash/methods/ddh-broad.h"
#include "engine/hash/methods/ddh-map.h"
#include "engine/hash/methods/head.h"
#include "engine/base/random.h"
#include "engine/hash/methods/stopping.h"

#include <math.h>
#include <string.h>

/* How often it is judged whether training goes on, over all epochs. */
#define MEASUREMENTS 10

/* The photos of the memory are the rows kept[0], kept[1] … of the input, or all rows if there is no
 * list. */
typedef struct
{
  const SemHashInput *input;
  SemHashInput uncentred;
  const SemHashInput *seen; /* what the head learns from: one of both */
  SemDdhSettings settings;
  SemStopping *stopping; /* (nullable) */
  const guint32 *kept;
  gsize n;
  SemGraph *positives;
  SemDdhMemory *memory;
  SemHashHead *head;
  guint32 *batch;
  float *outputs;
  float *slopes;
  float *best; /* (nullable): only where training may end early */
} Course;

static void
course_clear (Course *self)
{
  g_clear_pointer (&self->stopping, sem_stopping_free);
  g_clear_pointer (&self->memory, sem_ddh_memory_free);
  g_clear_pointer (&self->positives, sem_graph_free);
  g_clear_pointer (&self->head, sem_hash_head_free);
  g_free (self->batch);
  g_free (self->outputs);
  g_free (self->slopes);
  g_free (self->best);
  sem_hash_input_clear (&self->uncentred);
}

/* The scale with which the outputs are closest to their signs, by least squares: |u|_1 / |u|^2. */
static float
scale_to_signs (Course *course)
{
  gsize batch = course->settings.batch;
  gsize k = course->input->options->n_bits;
  double sum = 0.0;
  double squares = 0.0;

  for (gsize first = 0; first < course->input->n; first += batch)
    {
      gsize n = MIN (batch, course->input->n - first);

      sem_hash_head_forward (course->head, course->seen->x + first * course->input->d, NULL, n,
                             course->outputs);
      for (gsize i = 0; i < n * k; i++)
        {
          sum += fabs ((double) course->outputs[i]);
          squares += (double) course->outputs[i] * (double) course->outputs[i];
        }
    }
  return squares > 0.0 ? (float) (sum / squares) : 1.0f;
}

static gboolean
start_from_itq (Course *course, SemWork *job, GError **error)
{
  const SemHashInput *input = course->seen;
  gsize size = (input->d + 1) * input->options->n_bits;
  g_autofree float *v = g_new0 (float, input->d * input->options->n_bits);
  g_autofree float *offset = g_new0 (float, input->options->n_bits);
  SemHashMap map = { .v = v, .offset = offset };
  float *values = sem_hash_head_get_values (course->head);
  float scale;

  if (!sem_hash_train_itq (job, input, &map, error))
    return FALSE;
  sem_hash_head_set (course->head, &map);
  scale = scale_to_signs (course);
  for (gsize i = 0; i < size; i++)
    values[i] *= scale;
  return TRUE;
}

static void
learn_batch (Course *course, const guint32 *photos, gsize n_photos, double rate)
{
  const guint32 *rows = photos;

  if (course->kept)
    {
      for (gsize i = 0; i < n_photos; i++)
        course->batch[i] = course->kept[photos[i]];
      rows = course->batch;
    }
  sem_hash_head_forward (course->head, course->seen->x, rows, n_photos, course->outputs);
  sem_ddh_memory_write (course->memory, photos, n_photos, course->outputs);
  if (rate <= 0.0)
    return;
  sem_ddh_memory_gradient (course->memory, photos, n_photos, course->slopes);
  sem_hash_head_backward (course->head, course->slopes,
                          1.0f / ((float) course->n * (float) course->settings.batch), NULL);
  sem_hash_head_step (course->head, rate);
}

/* One epoch; with @rate 0 it only fills the memory. Returns: %FALSE when cancelled */
static gboolean
run_epoch (Course *course, SemWork *job, const guint32 *order, double rate)
{
  for (gsize first = 0; first < course->n; first += course->settings.batch)
    {
      gsize n_photos = MIN (course->settings.batch, course->n - first);

      learn_batch (course, order + first, n_photos, rate);
      if (!sem_work_tick (job, (double) (first + n_photos) / (double) course->n))
        return FALSE;
    }
  /* Keeps rounding errors from accumulating in the totals. */
  sem_work_stage (job, job->to, job->to);
  return sem_ddh_memory_refresh (course->memory, job);
}

/* Whether training may end after this epoch. */
static gboolean
is_judged (const Course *course, guint epoch)
{
  guint every = MAX (1, course->settings.epochs / MEASUREMENTS);

  return course->best && (epoch % every == 0 || epoch == course->settings.epochs);
}

/* Returns: the quality of the present weights, or -1 if it is not measured after this epoch:
 * without an epoch function it is measured only when it is judged */
static double
measure (Course *course, guint epoch)
{
  const SemHashOptions *options = course->input->options;

  if (!course->stopping || (!is_judged (course, epoch) && !options->epoch_func))
    return -1.0;
  return sem_stopping_measure_head (course->stopping, course->head, course->seen->x,
                                    options->n_bits);
}

static gboolean
goes_on (Course *course, guint epoch, double quality)
{
  gsize size = (course->input->d + 1) * course->input->options->n_bits * sizeof (float);
  SemStoppingVerdict verdict;

  if (!is_judged (course, epoch))
    return TRUE;
  verdict = sem_stopping_judge (course->stopping, quality);
  if (verdict == SEM_STOPPING_BETTER)
    memcpy (course->best, sem_hash_head_get_values (course->head), size);
  return verdict != SEM_STOPPING_ENOUGH;
}

/* Returns: whether to continue */
static gboolean
finish_epoch (Course *course, guint number)
{
  const SemHashOptions *options = course->input->options;
  SemHashEpoch epoch = {
    .epoch = number,
    .n_epochs = course->settings.epochs,
    .rate = sem_ddh_settings_get_rate (&course->settings, number),
    .quality = measure (course, number),
  };

  if (options->epoch_func)
    {
      sem_ddh_memory_summarise (course->memory, &epoch);
      options->epoch_func (&epoch, options->epoch_data);
    }
  return goes_on (course, number, epoch.quality);
}

static gboolean
train (Course *course, SemWork *job)
{
  guint epochs = course->settings.epochs;
  g_autofree guint32 *order = g_new (guint32, course->n);
  double from = job->from;
  double step = (job->to - job->from) / (epochs + 1);
  gsize size = (course->input->d + 1) * course->input->options->n_bits * sizeof (float);
  SemRandom random;

  sem_random_init (&random, course->input->options->seed, SEM_RANDOM_BATCHES);
  for (guint epoch = course->settings.fills_memory ? 0 : 1; epoch <= epochs; epoch++)
    {
      double rate = epoch > 0 ? sem_ddh_settings_get_rate (&course->settings, epoch) : 0.0;

      sem_work_stage (job, from + epoch * step, from + (epoch + 1) * step);
      sem_random_permutation (&random, order, course->n);
      if (!run_epoch (course, job, order, rate))
        return FALSE;
      if (epoch > 0 && !finish_epoch (course, epoch))
        break;
    }
  if (course->best)
    memcpy (sem_hash_head_get_values (course->head), course->best, size);
  return TRUE;
}

static gboolean
hold_out (Course *course, SemWork *job)
{
  const SemHashInput *input = course->input;

  course->n = input->n;
  if (!course->settings.holds_out || !sem_stopping_can (input->n, NULL))
    return TRUE;
  course->stopping =
    sem_stopping_new (job, input->x, input->n, input->d, input->options->seed, NULL);
  if (!course->stopping)
    return FALSE;
  course->kept = sem_stopping_get_kept (course->stopping, &course->n);
  if (course->settings.stops_early)
    course->best = g_new0 (float, (input->d + 1) * input->options->n_bits);
  return TRUE;
}

static gboolean
choose_features (Course *course, SemWork *job)
{
  const SemHashInput *input = course->input;
  g_autofree float *zero = g_new0 (float, input->d);
  const SemHashInput like = { .mean = zero };

  course->seen = course->settings.centred ? input : &course->uncentred;
  return course->settings.centred
         || sem_hash_input_init (&course->uncentred, job, input->options, input->features, input->n,
                                 input->d, &like);
}

static gboolean
prepare (Course *course, SemWork *job, GError **error)
{
  const SemHashInput *input = course->input;
  const SemHashOptions *options = input->options;
  double from = job->from;
  double to = job->to;

  sem_ddh_settings_init (&course->settings, options, input->n);
  sem_work_stage (job, from, from + 0.1 * (to - from));
  if (!hold_out (course, job) || !choose_features (course, job))
    return FALSE;
  sem_work_stage (job, from + 0.1 * (to - from), from + 0.7 * (to - from));
  course->positives = sem_ddh_find_positives (job, &course->settings, input->features, course->kept,
                                              course->n, input->d);
  if (!course->positives)
    return FALSE;
  course->memory = sem_ddh_memory_new (course->positives, options->n_bits, course->settings.lambda);
  course->head =
    sem_hash_head_new (input->d, options->n_bits, course->settings.length,
                       course->settings.optimizer, course->settings.decay, options->seed);
  course->batch = g_new (guint32, course->settings.batch);
  course->outputs = g_new (float, course->settings.batch * options->n_bits);
  course->slopes = g_new (float, course->settings.batch * options->n_bits);
  sem_work_stage (job, from + 0.7 * (to - from), from + 0.8 * (to - from));
  if (!sem_ddh_broad_add (job, input, &course->settings, course->kept, course->memory, error))
    return FALSE;
  sem_work_stage (job, from + 0.8 * (to - from), to);
  return course->settings.start != SEM_HASH_START_ITQ || start_from_itq (course, job, error);
}

gboolean
sem_hash_train_ddh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  double from = job->from;
  double to = job->to;
  Course course = { .input = input };
  gboolean learned = FALSE;

  sem_work_stage (job, from, from + 0.2 * (to - from));
  if (prepare (&course, job, error))
    {
      sem_work_stage (job, from + 0.2 * (to - from), to);
      learned = train (&course, job);
    }
  if (learned)
    {
      sem_hash_head_export (course.head, map);
      learned = sem_ddh_map_finish (&course.settings, map, input->d, input->options->n_bits, error);
    }
  course_clear (&course);
  return learned;
}
