/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/trainer.h"
#include "engine/hash/methods/hash-trainer.h"
#include "engine/learn/adoption.h"
#include "engine/nn/backbone.h"
#include "engine/photos/codes.h"
#include "engine/photos/library-reference.h"
#include "engine/learn/places.h"
#include "engine/scenes/scenes.h"
#include "engine/store/backbones.h"

#include <glib/gi18n-lib.h>

/* Progress when the features are loaded and when the model is trained; the rest is for encoding and
 * the comparison. */
#define LOADED 0.08
#define TRAINED 0.72

/* One call of sem_train_library(). */
typedef struct
{
  const SemTrainRequest *request;
  SemTrainSummary *summary;
  SemStore *store;
  GArray *ids;       /* gint64: visible photos with a feature, by content hash */
  SemScenes *scenes; /* of the photos that are trained on; NULL where the method needs none */
} Run;

void
sem_train_summary_clear (SemTrainSummary *summary)
{
  g_clear_pointer (&summary->remark, g_free);
  g_clear_pointer (&summary->dropped, g_free);
  g_clear_pointer (&summary->log, sem_training_log_free);
}

char *
sem_train_summary_describe_sample (const SemTrainSummary *summary)
{
  if (!summary->sampled)
    return NULL;
  return g_strdup_printf (_("Trained on a random sample of %u of the %u photos, which keeps "
                            "memory and time in bounds; every photo has its code."),
                          summary->trained_on, summary->photos);
}

void
sem_train_choose_options (const SemStoreModel *active, SemHashOptions *options)
{
  g_autoptr (SemTrainingLog) log = NULL;

  sem_hash_options_init (options);
  if (!active->id || !sem_hash_method_from_name (active->method, &options->method))
    return;
  /* A damaged library may say anything. */
  if (sem_hash_bits_valid (active->bits))
    options->n_bits = active->bits;
  options->seed = active->seed;
  log = active->log ? sem_training_log_new_from_bytes (active->log, NULL) : NULL;
  if (log)
    sem_training_log_get_options (log, options);
}

/* Loading -------------------------------------------------------------------------------------- */

/* Loads the features of the photos at @positions of the list, or of its first @n for NULL. A photo
 * that has lost its feature is left out, and its position removed from @positions. */
static float *
load_rows (Run *run, guint32 *positions, guint n, const SemProgress *progress, GError **error)
{
  guint *n_rows = &run->summary->trained_on;
  g_autofree float *rows = g_try_new (float, (gsize) MAX (n, 1) * SEM_BACKBONE_DIM);

  *n_rows = 0;
  if (!rows)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("There is not enough memory to train on %u photos."), n);
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      gint64 id = g_array_index (run->ids, gint64, positions ? positions[i] : i);
      gboolean found;

      if (g_cancellable_set_error_if_cancelled (progress->cancellable, error)
          || !sem_codes_load_feature (run->store, id, run->request->backbone,
                                      rows + (gsize) *n_rows * SEM_BACKBONE_DIM, &found, error))
        return NULL;
      if (found && positions)
        positions[*n_rows] = positions[i];
      *n_rows += found;
      if (i % 256 == 0)
        sem_progress_report (progress, (double) i / n);
    }
  return g_steal_pointer (&rows);
}

static float *
load_with_scenes (Run *run, guint n, const SemProgress *progress, GError **error)
{
  g_autofree guint32 *positions = NULL;
  g_autoptr (SemScenes) all =
    sem_scenes_load (run->store, (const gint64 *) run->ids->data, run->ids->len, error);
  float *rows;
  gsize n_chosen;

  if (!all)
    return NULL;
  positions = sem_places_choose (all, n, &n_chosen);
  rows = load_rows (run, positions, (guint) n_chosen, progress, error);
  if (rows)
    run->scenes = sem_scenes_restrict (all, positions, run->summary->trained_on);
  return rows;
}

/* The list is sorted by content hash, so its head is a random sample that depends on the photos
 * alone. */
static float *
load_training (Run *run, const SemProgress *progress, GError **error)
{
  float *rows;
  guint n;

  run->ids = sem_store_list_training (run->store, run->request->backbone, error);
  if (!run->ids)
    return NULL;
  run->summary->photos = run->ids->len;
  n = MIN (run->ids->len, run->request->most > 0 ? MIN (run->request->most, SEM_HASH_MAX_TRAINING)
                                                 : SEM_HASH_MAX_TRAINING);
  run->summary->sampled = n < run->ids->len;
  if (run->request->options.method == SEM_HASH_BCDH)
    rows = load_with_scenes (run, n, progress, error);
  else
    rows = load_rows (run, NULL, n, progress, error);
  if (!rows || run->summary->trained_on)
    return rows;
  g_free (rows);
  g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
               _("There are no photos to train on yet. Index a folder with photos first."));
  return NULL;
}

/* Training ------------------------------------------------------------------------------------- */

static void
epoch_cb (const SemHashEpoch *epoch, gpointer user_data)
{
  Run *run = user_data;
  const SemHashOptions *options = &run->request->options;

  sem_training_log_add (run->summary->log, epoch);
  if (options->epoch_func)
    options->epoch_func (epoch, options->epoch_data);
}

/* The places that a program does not fill say nothing. */
static gboolean
check_bits (const SemTrainRequest *request, GError **error)
{
  const guint d = sem_program_get_dim_of_id (request->backbone);

  if (d == 0 || request->options.n_bits <= d)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("The backbone gives %u numbers a photo, too few for %u bits. Train with fewer "
                 "bits."),
               d, request->options.n_bits);
  return FALSE;
}

static SemHashModel *
learn (Run *run, const SemProgress *progress, GError **error)
{
  SemHashOptions options = run->request->options;
  g_autofree float *rows = NULL;
  g_autoptr (SemReference) reference = NULL;
  SemHashModel *model;
  SemProgressPart part;

  if (!check_bits (run->request, error))
    return NULL;
  rows = load_training (run, sem_progress_part_init (&part, progress, 0, LOADED), error);
  if (!rows || !sem_library_load_reference (run->store, run->request->backbone, &reference, error))
    return NULL;
  sem_reference_lend (reference, &options);
  options.scenes = run->scenes;
  options.epoch_func = epoch_cb;
  options.epoch_data = run;
  sem_progress_part_init (&part, progress, LOADED, TRAINED);
  model = sem_hash_train (&options, rows, run->summary->trained_on, SEM_BACKBONE_DIM,
                          &part.progress, error);
  if (model)
    run->summary->remark = g_strdup (sem_hash_model_get_remark (model));
  return model;
}

static gboolean
train (Run *run, const SemProgress *progress, GError **error)
{
  const SemTrainRequest *request = run->request;
  SemTrainSummary *summary = run->summary;
  g_autoptr (SemHashModel) model = learn (run, progress, error);
  SemAdoption adoption = {
    .store = run->store,
    .model = model,
    .backbone = request->backbone,
    .provisional = request->provisional,
    .end = request->end,
    .photos = summary->photos,
    .trained_on = summary->trained_on,
    .log = summary->log,
  };
  SemProgressPart part;
  gboolean ok;

  if (!model)
    return FALSE;
  ok = sem_adoption_run (&adoption, sem_progress_part_init (&part, progress, TRAINED, 1), error);
  summary->model = adoption.id;
  summary->active = adoption.active;
  summary->unchanged = adoption.unchanged;
  summary->known = adoption.known;
  summary->resumed = adoption.resumed;
  summary->dropped = adoption.dropped;
  return ok;
}

gboolean
sem_train_library (const SemTrainRequest *request,
                   GCancellable *cancellable,
                   SemTrainSummary *summary,
                   GError **error)
{
  const SemProgress progress = { request->progress, request->progress_data, cancellable };
  gint64 start = g_get_monotonic_time ();
  Run run = { .request = request, .summary = summary };
  gboolean ok;

  summary->log = sem_training_log_new ();
  sem_training_log_set_options (summary->log, &request->options);
  run.store = sem_store_open (request->path, SEM_STORE_WRITE, error);
  ok = run.store && train (&run, &progress, error);
  summary->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  g_clear_pointer (&run.ids, g_array_unref);
  g_clear_pointer (&run.scenes, sem_scenes_free);
  g_clear_pointer (&run.store, sem_store_close);
  return ok;
}
