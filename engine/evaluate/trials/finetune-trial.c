/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/evaluate/trials/finetune-trial.h"
#include "engine/kernels/f16.h"
#include "engine/photos/photo-pass.h"
#include "engine/learn/training-views.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Progress at the end of decoding the views, and at the end of fine-tuning. */
#define SHARE_VIEWS 0.05
#define SHARE_LEARNED 0.9

static void
stage_progress (double fraction, gpointer user_data)
{
  sem_work_tick (user_data, fraction);
}

/* Computes the feature of one photo. */
static gboolean
describe (gsize index,
          const guint8 *rgb,
          SemPhotoReader *reader,
          gpointer user_data,
          GError **error)
{
  float *features = user_data;
  guint16 half[SEM_BACKBONE_DIM];

  if (!sem_photo_reader_describe (reader, rgb, half, NULL, error))
    return FALSE;
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, features + index * SEM_BACKBONE_DIM);
  return TRUE;
}

/* (transfer full): the fine-tuned network. */
static SemBackbone *
reload (const SemFinetuneTrial *tuning, SemBackboneTrainer *trainer, GError **error)
{
  g_autofree char *path = g_build_filename (tuning->folder, "trial.safetensors", NULL);
  SemBackbone *backbone = NULL;

  if (sem_backbone_trainer_save (trainer, path, error))
    backbone = sem_backbone_new (path, error);
  g_unlink (path);
  return backbone;
}

static SemHashModel *
learn_from (const SemFinetuneTrial *tuning,
            const SemFinetuneRows *rows,
            const SemHashOptions *options,
            const SemTrainingViews *views,
            SemBackbone **learned,
            GError **error)
{
  g_autofree float *features = g_new (float, views->n *SEM_BACKBONE_DIM);
  g_autoptr (SemBackboneTrainer) trainer = NULL;
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (SemScenes) scenes =
    options->scenes ? sem_scenes_restrict (options->scenes, views->kept, views->n) : NULL;
  SemHashOptions kept = *options;
  SemFinetuneRequest request = {
    .options = &kept,
    .backbone = tuning->backbone,
    .depth = tuning->depth,
    .augment = tuning->augment,
    .network_rate = tuning->network_rate,
    .features = features,
    .n = views->n,
    .views = views->rows,
    .photos = "",
  };
  SemWork work;
  guint resumed;

  kept.scenes = scenes;
  for (gsize i = 0; i < views->n; i++)
    memcpy (features + i * SEM_BACKBONE_DIM,
            rows->features + rows->training[views->kept[i]] * SEM_BACKBONE_DIM,
            SEM_BACKBONE_DIM * sizeof *features);
  /* Fine-tuning sets the stages of its own work. */
  sem_work_stage (rows->job, SHARE_VIEWS, SHARE_LEARNED);
  sem_work_init (&work, 0,
                 &(SemProgress){ stage_progress, rows->job, rows->job->progress.cancellable });
  model = sem_finetune (&request, &work, &trainer, &resumed, error);
  if (model)
    *learned = reload (tuning, trainer, error);
  return model && *learned ? g_steal_pointer (&model) : NULL;
}

static SemHashModel *
learn (const SemFinetuneTrial *tuning,
       const SemFinetuneRows *rows,
       const SemHashOptions *options,
       SemBackbone **learned,
       GError **error)
{
  gsize n = MIN (rows->n_training, SEM_HASH_MAX_TRAINING);
  g_autofree gint64 *photos = g_new (gint64, MAX (n, 1));
  g_autoptr (SemTrainingViews) views = NULL;
  const SemProgress progress = { stage_progress, rows->job, rows->job->progress.cancellable };
  const SemTrainingViewsRequest request = {
    .library = tuning->library,
    .folder = tuning->folder,
    .backbone = tuning->backbone,
    .depth = tuning->depth,
    .augment = tuning->augment,
    .seed = options->seed,
  };

  for (gsize i = 0; i < n; i++)
    photos[i] = tuning->photos[rows->training[i]];
  sem_work_stage (rows->job, 0.0, SHARE_VIEWS);
  views = sem_training_views_new (&request, photos, n, &progress, error);
  if (!views)
    return NULL;
  if (views->n >= 2)
    return learn_from (tuning, rows, options, views, learned, error);
  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                       _("There are too few readable photos to train on. Index a folder with "
                         "photos first."));
  return NULL;
}

/* By the network that was learned. */
static float *
describe_all (const SemFinetuneTrial *tuning,
              const SemFinetuneRows *rows,
              SemBackbone *learned,
              GError **error)
{
  const SemProgress progress = { stage_progress, rows->job, rows->job->progress.cancellable };
  g_autoptr (SemPhotoPass) pass = sem_photo_pass_new (tuning->library, learned);
  g_autofree float *features =
    g_memdup2 (rows->features, tuning->n * SEM_BACKBONE_DIM * sizeof *features);

  sem_work_stage (rows->job, SHARE_LEARNED, 1.0);
  return sem_photo_pass_run (pass, tuning->photos, tuning->n, describe, features, &progress, error)
           ? g_steal_pointer (&features)
           : NULL;
}

SemHashModel *
sem_finetune_trial_learn (const SemFinetuneTrial *tuning,
                          const SemFinetuneRows *rows,
                          const SemHashOptions *options,
                          float **features,
                          GError **error)
{
  g_autoptr (SemBackbone) learned = NULL;
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (GError) local = NULL;

  model = learn (tuning, rows, options, &learned, &local);
  *features = model ? describe_all (tuning, rows, learned, &local) : NULL;
  if (*features)
    return g_steal_pointer (&model);
  if (!local)
    g_cancellable_set_error_if_cancelled (rows->job->progress.cancellable, &local);
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

gboolean
sem_finetune_trial_rank (SemTrial *trial,
                         const SemFinetuneTrial *tuning,
                         const SemHashOptions *options,
                         SemRecord *hamming,
                         SemRecord *score,
                         GError **error)
{
  const SemFinetuneRows rows = { trial->features, trial->split->training, trial->split->n_training,
                                 &trial->job };
  SemHashOptions seeded = *options;
  g_autoptr (SemHashModel) model = NULL;
  g_autofree float *features = NULL;

  seeded.seed = trial->seed;
  model = sem_finetune_trial_learn (tuning, &rows, &seeded, &features, error);
  if (!model)
    return FALSE;
  if (sem_trial_rank_by_model (trial, model, features, hamming, score))
    return TRUE;
  g_cancellable_set_error_if_cancelled (trial->job.progress.cancellable, error);
  return FALSE;
}
