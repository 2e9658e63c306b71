/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/hash/finetune/finetune-private.h"

#include "engine/hash/finetune/image-view.h"
#include "engine/hash/mathematics/blas.h"
#include "engine/hash/methods/hash-trainer-private.h"
#include "engine/hash/methods/method-table.h"
#include "engine/kernels/f16.h"

#include <math.h>
#include <string.h>

/* Shares of the progress at which the training of the head and the epochs end; the rest is for the
 * features after training. */
#define SHARE_HEAD 0.1
#define SHARE_PASSES 0.9

/* NULL if the method does not support fine-tuning. */
static const SemOutputLoss *
find_loss (SemHashMethod method)
{
  switch (method)
    {
    case SEM_HASH_DDH:
      return &sem_ddh_output_loss;
    case SEM_HASH_BCDH:
      return &sem_bcdh_output_loss;
    default:
      return NULL;
    }
}

gboolean
sem_finetune_can (SemHashMethod method)
{
  return find_loss (method) != NULL;
}

/* Writes the entry of one photo of the batch. */
static void
gather_task (gsize task, gpointer data)
{
  SemFinetuneCourse *course = data;
  const SemFinetuneRequest *request = course->request;
  gsize size = sem_finetune_get_row_size (request->depth);
  guint n_views = sem_finetune_get_n_views (request->depth, request->augment);
  gboolean alters = request->augment && course->alters;
  gsize photo = course->rows[task];
  gsize place = course->held ? course->held->order[photo] : photo;
  gsize n_entry = sem_backbone_trainer_get_entry_size (course->trainer);
  float *entry = course->entries + task * n_entry;
  g_autofree guint8 *altered = NULL;
  const guint8 *row;
  gsize view;
  SemRandom random;

  sem_finetune_seed_drawn (&random, request->options->seed, course->epoch, course->input.n, photo);
  view = alters && n_views > 1 ? sem_random_below (&random, n_views) : 0;
  row = request->views + (place * n_views + view) * size;
  if (request->depth == SEM_FINETUNE_LAST_STAGE)
    {
      sem_k_f16_to_f32 ((const guint16 *) (gconstpointer) row, n_entry, entry);
      return;
    }
  if (alters)
    {
      altered = g_new (guint8, SEM_BACKBONE_INPUT_SIZE);
      sem_image_view (row, SEM_BACKBONE_SIDE, &random, altered);
      row = altered;
    }
  for (gsize i = 0; i < SEM_BACKBONE_INPUT_SIZE; i++)
    entry[i] = (row[i] - 127) / 128.0f;
}

/* Computes the features and outputs of the batch. Returns: %FALSE when cancelled */
static gboolean
forward (SemFinetuneCourse *course, SemWork *job)
{
  gsize d = SEM_BACKBONE_DIM;
  const float *mean = course->plan.centred ? course->input.mean : NULL;

  if (!sem_work_parallel (job, course->n_rows, gather_task, course)
      || !sem_backbone_trainer_forward_tail (course->trainer, job, course->entries, course->n_rows,
                                             course->features))
    return FALSE;
  for (gsize i = 0; i < course->n_rows; i++)
    {
      double squares = 0.0;

      for (gsize j = 0; j < d; j++)
        {
          double off = (double) course->features[i * d + j] - (mean ? (double) mean[j] : 0.0);

          squares += off * off;
        }
      course->lengths[i] = (float) sqrt (squares);
      sem_hash_centre (course->features + i * d, mean, d, course->x + i * d);
    }
  sem_hash_head_forward (course->head, course->x, NULL, course->n_rows, course->batch_outputs);
  return TRUE;
}

/* Propagates the gradient through x = l2 (f - mean), in place:
 * df = (dx - x (x . dx)) / |f - mean|; the mean is 0 where nothing is centred. */
static void
backward_normalise (SemFinetuneCourse *course)
{
  gsize d = SEM_BACKBONE_DIM;

  for (gsize i = 0; i < course->n_rows; i++)
    {
      const float *x = course->x + i * d;
      float *slope = course->x_slopes + i * d;
      double along = 0.0;
      double scale = course->lengths[i] > 0.0f ? 1.0 / (double) course->lengths[i] : 0.0;

      for (gsize j = 0; j < d; j++)
        along += (double) x[j] * (double) slope[j];
      for (gsize j = 0; j < d; j++)
        slope[j] = (float) (((double) slope[j] - (double) x[j] * along) * scale);
    }
}

static double
get_fall (const SemFinetuneCourse *course)
{
  double done =
    course->plan.epochs > 1 ? (double) course->epoch / (double) (course->plan.epochs - 1) : 0.0;

  return pow (10.0, -course->plan.decades * done);
}

/* One training step. Returns: %FALSE when cancelled */
static gboolean
learn_batch (SemFinetuneCourse *course, SemWork *job)
{
  gsize k = course->input.options->n_bits;
  double fall = get_fall (course);
  gsize n;

  if (!forward (course, job))
    return FALSE;
  for (gsize i = 0; i < course->n_rows; i++)
    memcpy (course->outputs + course->rows[i] * k, course->batch_outputs + i * k,
            k * sizeof (float));
  course->method->get_slopes (course->loss, course->rows, course->n_rows, course->batch_outputs,
                              course->slopes);
  sem_hash_head_backward (course->head, course->slopes, 1.0f, course->x_slopes);
  backward_normalise (course);
  if (!sem_backbone_trainer_backward_tail (course->trainer, job, course->x_slopes, NULL))
    return FALSE;
  sem_hash_head_step (course->head, course->plan.head_rate * fall);
  sem_optimizer_step (course->optimizer, sem_backbone_trainer_get_parameters (course->trainer, &n),
                      sem_backbone_trainer_get_gradient (course->trainer),
                      course->plan.network_rate * fall);
  return TRUE;
}

static gboolean
run_epoch (SemFinetuneCourse *course, SemWork *job, double from, double to)
{
  gsize done = 0;

  sem_work_stage (job, from, from);
  course->alters = TRUE;
  if (!course->method->begin_epoch (course->loss, job, course->epoch + 1, course->outputs))
    return FALSE;
  while ((course->n_rows = course->method->next_batch (course->loss, course->rows)) > 0)
    {
      done += course->n_rows;
      if (!learn_batch (course, job))
        return FALSE;
      sem_work_stage (job, from, to);
      /* A photo may be in several batches of an epoch, or in none. */
      if (!sem_work_tick (job, MIN (1.0, (double) done / (double) course->input.n)))
        return FALSE;
      sem_work_stage (job, job->reported, job->reported);
    }
  return TRUE;
}

/* After an epoch photos are not altered. @quality: (out): -1 where there is no epoch function, or
 * nothing is held out. Returns: %FALSE when cancelled */
static gboolean
measure (SemFinetuneCourse *course, SemWork *job, double *quality)
{
  const SemHeldOut *held = course->held;
  gsize k = course->input.options->n_bits;
  g_autofree float *outputs = NULL;

  *quality = -1.0;
  if (!held || !course->request->options->epoch_func)
    return TRUE;
  outputs = g_new (float, held->n_held *k);
  course->alters = FALSE;
  for (gsize first = 0; first < held->n_held; first += course->plan.batch)
    {
      course->n_rows = MIN (course->plan.batch, held->n_held - first);
      for (gsize i = 0; i < course->n_rows; i++)
        course->rows[i] = (guint32) (held->n_kept + first + i);
      if (!forward (course, job))
        return FALSE;
      memcpy (outputs + first * k, course->batch_outputs, course->n_rows * k * sizeof (float));
    }
  *quality = sem_held_out_measure (held, outputs, course->outputs);
  return TRUE;
}

/* Returns: %FALSE when cancelled */
static gboolean
report_step (SemFinetuneCourse *course, SemWork *job)
{
  const SemHashOptions *options = course->request->options;
  SemHashEpoch epoch = {
    .epoch = course->epoch + 1,
    .n_epochs = course->plan.epochs,
    .rate = course->plan.network_rate * get_fall (course),
  };

  if (!measure (course, job, &epoch.quality))
    return FALSE;

  course->method->end_epoch (course->loss, course->outputs, &epoch);
  sem_training_log_add (course->told, &epoch);
  if (options->epoch_func)
    options->epoch_func (&epoch, options->epoch_data);
  return TRUE;
}

/* The epochs before training was interrupted, so that their course is not lost. */
static void
tell_resumed (SemFinetuneCourse *course)
{
  const SemHashOptions *options = course->request->options;

  for (guint i = 0; options->epoch_func && i < sem_training_log_get_n_epochs (course->told); i++)
    options->epoch_func (sem_training_log_get_epoch (course->told, i), options->epoch_data);
}

static gboolean
run_passes (SemFinetuneCourse *course, SemWork *job, double from, double to, GError **error)
{
  double step = (to - from) / course->plan.epochs;

  while (course->epoch < course->plan.epochs)
    {
      double start = from + course->epoch * step;

      if (!run_epoch (course, job, start, start + step) || !report_step (course, job))
        return FALSE;
      course->epoch++;
      if (!sem_finetune_keep (course, error))
        return FALSE;
    }
  return TRUE;
}

/* Trains the head alone, by the method, on the features before training. */
static gboolean
warm_up (SemFinetuneCourse *course, SemWork *job, GError **error)
{
  SemHashOptions options = *course->request->options;
  SemHashInput input = course->input;
  SemHashMap map;
  gboolean learned;

  options.epochs = 0;
  options.epoch_func = NULL;
  input.options = &options;
  sem_hash_map_init (&map, input.d, options.n_bits);
  learned = sem_hash_method_funcs[options.method](job, &input, &map, error);
  if (learned)
    sem_hash_head_set (course->head, &map);
  sem_hash_map_clear (&map);
  return learned;
}

static void
fill_outputs (SemFinetuneCourse *course)
{
  gsize k = course->input.options->n_bits;

  for (gsize first = 0; first < course->input.n; first += course->plan.batch)
    sem_hash_head_forward (course->head, course->input.x + first * course->input.d, NULL,
                           MIN (course->plan.batch, course->input.n - first),
                           course->outputs + first * k);
}

static void
make_plan (SemFinetuneCourse *course)
{
  const SemFinetuneRequest *request = course->request;

  course->method->plan (&course->input, &course->plan);
  if (request->options->epochs > 0)
    course->plan.epochs = request->options->epochs;
  if (request->network_rate > 0.0)
    course->plan.network_rate = request->network_rate;
}

/* (transfer full): zeros, shape (n, size). */
static float *
new_rows (gsize n, gsize size)
{
  gsize n_floats;

  if (!g_size_checked_mul (&n_floats, n, size))
    g_error ("%" G_GSIZE_FORMAT " rows of %" G_GSIZE_FORMAT " numbers are no array", n, size);
  return g_new0 (float, n_floats);
}

static void
reserve_batch (SemFinetuneCourse *course)
{
  gsize n = course->plan.batch;
  gsize k = course->input.options->n_bits;

  course->outputs = new_rows (course->input.n, k);
  course->rows = g_new (guint32, n);
  course->entries = new_rows (n, sem_backbone_trainer_get_entry_size (course->trainer));
  course->features = new_rows (n, SEM_BACKBONE_DIM);
  course->x = new_rows (n, SEM_BACKBONE_DIM);
  course->x_slopes = new_rows (n, SEM_BACKBONE_DIM);
  course->lengths = g_new (float, n);
  course->batch_outputs = new_rows (n, k);
  course->slopes = new_rows (n, k);
}

/* The input is of the photos to train on, about the mean of all. Returns: %FALSE when cancelled */
static gboolean
hold_out (SemFinetuneCourse *course, SemWork *job)
{
  SemHashInput all = { 0 };
  const SemFinetuneRequest *request = course->request;
  gboolean going;

  if (!sem_hash_input_init (&course->input, job, request->options, request->features, request->n,
                            SEM_BACKBONE_DIM, NULL)
      || !sem_held_out_new (request, job, &course->input, &course->held))
    return FALSE;
  if (!course->held)
    return TRUE;
  all = course->input;
  course->input = (SemHashInput){ 0 };
  course->request = request = &course->held->request;
  going = sem_hash_input_init (&course->input, job, request->options, request->features, request->n,
                               SEM_BACKBONE_DIM, &all);
  sem_hash_input_clear (&all);
  return going;
}

static gboolean
prepare (SemFinetuneCourse *course, SemWork *job, guint *resumed, GError **error)
{
  const SemFinetuneRequest *request;
  guint power = sem_backbone_get_pooling_power (course->request->backbone);
  gsize n;

  sem_work_stage (job, 0.0, 0.2 * SHARE_HEAD);
  if (!hold_out (course, job))
    return FALSE;
  request = course->request;
  make_plan (course);
  course->trainer =
    sem_backbone_trainer_new (request->backbone,
                              request->depth == SEM_FINETUNE_ALL ? SEM_TRAIN_ALL
                                                                 : SEM_TRAIN_LAST_STAGE,
                              power);
  sem_backbone_trainer_get_parameters (course->trainer, &n);
  course->optimizer = sem_optimizer_new (course->plan.optimizer, n, course->plan.decay);
  course->head =
    sem_hash_head_new (SEM_BACKBONE_DIM, request->options->n_bits, course->plan.length,
                       course->plan.optimizer, course->plan.decay, request->options->seed);
  reserve_batch (course);
  sem_work_stage (job, 0.2 * SHARE_HEAD, 0.5 * SHARE_HEAD);
  course->loss = course->method->begin (job, &course->input, error);
  if (!course->loss)
    return FALSE;
  if (!sem_finetune_resume (course))
    {
      sem_work_stage (job, 0.5 * SHARE_HEAD, SHARE_HEAD);
      if (course->plan.warm && !warm_up (course, job, error))
        return FALSE;
      if (course->plan.warm)
        fill_outputs (course);
    }
  *resumed = course->epoch;
  tell_resumed (course);
  return TRUE;
}

/* (transfer full): features of the training photos by the trained network, rounded to fp16 as they
 * will be stored. NULL when cancelled. */
static float *
compute_features (SemFinetuneCourse *course, SemWork *job)
{
  gsize d = SEM_BACKBONE_DIM;
  g_autofree float *features = g_new (float, course->input.n *d);
  guint16 half[SEM_BACKBONE_DIM];

  course->alters = FALSE;
  for (gsize first = 0; first < course->input.n; first += course->plan.batch)
    {
      course->n_rows = MIN (course->plan.batch, course->input.n - first);
      for (gsize i = 0; i < course->n_rows; i++)
        course->rows[i] = (guint32) (first + i);
      if (!forward (course, job))
        return NULL;
      for (gsize i = 0; i < course->n_rows; i++)
        {
          sem_k_f32_to_f16 (course->features + i * d, d, half);
          sem_k_f16_to_f32 (half, d, features + (first + i) * d);
        }
    }
  return g_steal_pointer (&features);
}

static SemHashModel *
finish (SemFinetuneCourse *course, SemWork *job, GError **error)
{
  SemHashModel *model = NULL;
  g_autofree float *features = NULL;
  SemHashInput input = { 0 };
  SemHashMap map;

  sem_work_stage (job, SHARE_PASSES, SHARE_PASSES);
  features = compute_features (course, job);
  if (!features)
    return NULL;
  sem_hash_map_init (&map, course->input.d, course->input.options->n_bits);
  sem_hash_head_export (course->head, &map);
  sem_work_stage (job, SHARE_PASSES, 1.0);
  if ((!course->method->finish || course->method->finish (course->loss, &map, error))
      && sem_hash_input_init (&input, job, course->input.options, features, course->input.n,
                              course->input.d, &course->input))
    model = sem_hash_finish (job, &input, &map, error);
  sem_hash_input_clear (&input);
  sem_hash_map_clear (&map);
  return model;
}

static void
course_clear (SemFinetuneCourse *course)
{
  if (course->loss)
    course->method->free (course->loss);
  sem_training_log_free (course->told);
  sem_hash_input_clear (&course->input);
  g_clear_pointer (&course->held, sem_held_out_free);
  g_clear_pointer (&course->trainer, sem_backbone_trainer_free);
  g_clear_pointer (&course->optimizer, sem_optimizer_free);
  g_clear_pointer (&course->head, sem_hash_head_free);
  g_free (course->outputs);
  g_free (course->rows);
  g_free (course->entries);
  g_free (course->features);
  g_free (course->x);
  g_free (course->x_slopes);
  g_free (course->lengths);
  g_free (course->batch_outputs);
  g_free (course->slopes);
}

SemHashModel *
sem_finetune (const SemFinetuneRequest *request,
              SemWork *job,
              SemBackboneTrainer **trainer,
              guint *resumed,
              GError **error)
{
  SemFinetuneCourse course = { .request = request, .told = sem_training_log_new () };
  g_autoptr (GError) local = NULL;
  SemHashModel *model = NULL;

  g_return_val_if_fail (request->n >= 2 && request->n <= SEM_HASH_MAX_TRAINING, NULL);
  g_return_val_if_fail (request->depth != SEM_FINETUNE_NONE, NULL);
  g_return_val_if_fail (sem_finetune_can (request->options->method), NULL);

  sem_blas_use_one_thread ();
  course.method = find_loss (request->options->method);
  if (prepare (&course, job, resumed, &local)
      && run_passes (&course, job, SHARE_HEAD, SHARE_PASSES, &local))
    model = finish (&course, job, &local);
  if (model)
    *trainer = g_steal_pointer (&course.trainer);
  else if (!local)
    g_cancellable_set_error_if_cancelled (job->progress.cancellable, &local);
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  course_clear (&course);
  return model;
}
