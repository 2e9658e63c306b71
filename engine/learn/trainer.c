/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/trainer.h"
#include "engine/photos/codes.h"
#include "engine/hash/methods/hash-trainer.h"
#include "engine/learn/encoding.h"
#include "engine/scenes/scenes.h"
#include "engine/nn/backbone.h"
#include "engine/store/backbones.h"
#include "engine/store/sweep.h"

#include <glib/gi18n-lib.h>

/* How the time is shared: until the rows are loaded, the model is learned, the photos are encoded;
 * the rest is for comparing. */
#define LOADED 0.08
#define LEARNED 0.72
#define ENCODED 0.94

/* One call of sem_train_library(). */
typedef struct
{
  const SemTrainRequest *request;
  SemTrainSummary *summary;
  GCancellable *cancellable;
  SemStore *store;
  GArray *ids;          /* gint64: visible photos with a feature, by content hash */
  SemScenes *scenes;    /* of the rows that are trained on; NULL where the method needs none */
  SemStoreModel active; /* id 0: none */
  SemHashModel *before; /* of the active row; NULL where the new one cannot be compared with it */
  SemHashModel *model;
  double from, to; /* of progress */
  double reported;
} Run;

static void
run_progress (double fraction, gpointer user_data)
{
  Run *run = user_data;

  run->reported = MAX (run->reported, run->from + fraction * (run->to - run->from));
  if (run->request->progress)
    run->request->progress (run->reported, run->request->progress_data);
}

static void
run_stage (Run *run, double from, double to)
{
  run->from = from;
  run->to = to;
}

void
sem_train_summary_clear (SemTrainSummary *summary)
{
  g_clear_pointer (&summary->remark, g_free);
  g_clear_pointer (&summary->log, sem_training_log_free);
}

char *
sem_train_summary_describe_sample (const SemTrainSummary *summary)
{
  if (summary->photos <= SEM_HASH_MAX_TRAINING)
    return NULL;
  return g_strdup_printf (_("Learned from a random sample of %u of the %u photos, which keeps "
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

/* The features of the photos at @positions of the list, or of its first @n for NULL; a photo whose
 * feature is gone is left out. @positions are those of the rows afterwards. */
static float *
load_rows (Run *run, guint32 *positions, guint n, guint *n_rows, GError **error)
{
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
      g_autoptr (GError) local = NULL;
      gint64 id = g_array_index (run->ids, gint64, positions ? positions[i] : i);

      if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
        return NULL;
      if (sem_codes_load_feature (run->store, id, run->request->backbone,
                                  rows + (gsize) *n_rows * SEM_BACKBONE_DIM, &local))
        {
          if (positions)
            positions[*n_rows] = positions[i];
          (*n_rows)++;
        }
      else if (local)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (i % 256 == 0)
        run_progress ((double) i / n, run);
    }
  return g_steal_pointer (&rows);
}

static float *
load_with_scenes (Run *run, guint n, GError **error)
{
  guint *n_rows = &run->summary->trained_on;
  g_autofree guint32 *positions = NULL;
  g_autoptr (SemScenes) all =
    sem_scenes_load (run->store, (const gint64 *) run->ids->data, run->ids->len, error);
  float *rows;

  if (!all)
    return NULL;
  positions = sem_scenes_choose (all, n);
  rows = load_rows (run, positions, n, n_rows, error);
  if (rows)
    run->scenes = sem_scenes_restrict (all, positions, *n_rows);
  return rows;
}

/* The list is by content hash, which is uniform: its head is a random sample that depends on the
 * photos alone. */
static float *
load_training (Run *run, GError **error)
{
  float *rows;
  guint n;

  run->ids = sem_store_list_training (run->store, run->request->backbone, error);
  if (!run->ids)
    return NULL;
  run->summary->photos = run->ids->len;
  n = MIN (run->ids->len, SEM_HASH_MAX_TRAINING);
  if (run->request->options.method == SEM_HASH_BCDH)
    rows = load_with_scenes (run, n, error);
  else
    rows = load_rows (run, NULL, n, &run->summary->trained_on, error);
  if (!rows || run->summary->trained_on)
    return rows;
  g_free (rows);
  g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
               _("There are no photos to learn from yet. Index a folder with photos first."));
  return NULL;
}

static gboolean
load_active (Run *run, GError **error)
{
  if (!sem_store_get_active_row (run->store, &run->active, error))
    return FALSE;
  if (!run->active.id || g_strcmp0 (run->active.backbone, run->request->backbone) != 0)
    return TRUE;
  /* One that cannot be read is no rival. */
  run->before = sem_hash_model_new_from_bytes (run->active.data, NULL);
  if (run->before && sem_hash_model_get_n_features (run->before) != SEM_BACKBONE_DIM)
    g_clear_pointer (&run->before, sem_hash_model_free);
  return TRUE;
}

/* Learning ------------------------------------------------------------------------------------- */

static void
epoch_cb (const SemHashEpoch *epoch, gpointer user_data)
{
  Run *run = user_data;
  const SemHashOptions *options = &run->request->options;

  sem_training_log_add (run->summary->log, epoch);
  if (options->epoch_func)
    options->epoch_func (epoch, options->epoch_data);
}

static gboolean
learn (Run *run, GError **error)
{
  g_autofree float *rows = NULL;
  SemHashOptions options = run->request->options;

  run_stage (run, 0, LOADED);
  rows = load_training (run, error);
  if (!rows)
    return FALSE;
  options.scenes = run->scenes;
  options.epoch_func = epoch_cb;
  options.epoch_data = run;
  run_stage (run, LOADED, LEARNED);
  run->model = sem_hash_train (&options, rows, run->summary->trained_on, SEM_BACKBONE_DIM,
                               &(SemProgress){ run_progress, run, run->cancellable }, error);
  if (!run->model)
    return FALSE;
  run->summary->remark = g_strdup (sem_hash_model_get_remark (run->model));
  /* Other codes may have been chosen meanwhile: those that answer now are the rival. */
  return load_active (run, error);
}

/* Storing -------------------------------------------------------------------------------------- */

/* The row that the same training left behind when it was stopped, 0 where there is none: the same
 * photos and options give the same model, to the bit. */
static gint64
find_unfinished (Run *run, GBytes *data, GError **error)
{
  g_autoptr (GPtrArray) models = sem_store_list_models (run->store, error);
  gint64 found = 0;

  for (guint i = 0; models && found == 0 && i < models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (models, i);
      SemStoreModel whole = { 0 };

      /* One that was expired meanwhile may lack a photo that was read again. */
      if (row->stage != SEM_MODEL_UNFINISHED || row->id == run->active.id
          || row->provisional != run->request->provisional
          || g_strcmp0 (row->backbone, run->request->backbone) != 0)
        continue;
      if (!sem_store_get_model (run->store, row->id, &whole, error))
        found = -1;
      else if (whole.id && g_bytes_equal (whole.data, data))
        found = row->id;
      sem_store_model_clear (&whole);
    }
  return models ? found : -1;
}

static gboolean
put_model (Run *run, GBytes *data, GError **error)
{
  SemStoreModel row = {
    .method = (char *) sem_hash_method_get_name (sem_hash_model_get_method (run->model)),
    .bits = sem_hash_model_get_n_bits (run->model),
    .seed = sem_hash_model_get_seed (run->model),
    .backbone = (char *) run->request->backbone,
    .photos = run->summary->photos,
    .trained_on = run->summary->trained_on,
    .provisional = run->request->provisional,
    .created = g_get_real_time () / G_USEC_PER_SEC,
    .data = data,
  };
  gint64 id = find_unfinished (run, data, error);
  gboolean ok;

  if (id < 0)
    return FALSE;
  run->summary->resumed = id > 0;
  ok = sem_store_begin (run->store, error)
       && sem_store_remove_inactive (run->store, id, TRUE, error)
       && (id > 0 || sem_store_put_model (run->store, &row, error))
       && sem_store_commit (run->store, error);
  sem_store_rollback (run->store);
  run->summary->model = id > 0 ? id : row.id;
  return ok;
}

/* In the transaction of the last batch. */
static gboolean
finish (SemStore *store, gpointer data, GError **error)
{
  Run *run = data;
  SemTrainSummary *summary = run->summary;
  g_autoptr (GBytes) log = sem_training_log_to_bytes (summary->log);

  if (!sem_store_set_model_stage (store, summary->model,
                                  summary->active ? SEM_MODEL_READY : SEM_MODEL_OFFERED, log, error)
      || !sem_store_remove_inactive (store, summary->model, FALSE, error))
    return FALSE;
  if (!summary->active)
    return TRUE;
  return run->request->end == SEM_TRAIN_REPLACE
           ? sem_store_activate_model (store, summary->model, error)
           : sem_store_use_model (store, summary->model, error);
}

static gboolean
encode (Run *run, SemEncodeEndFunc end, GError **error)
{
  SemEncoding encoding = {
    .id = run->summary->model,
    .model = run->model,
    .backbone = run->request->backbone,
    .n_photos = run->summary->photos,
    .end = end,
    .end_data = run,
    .progress = run_progress,
    .progress_data = run,
  };

  return sem_encode_photos (run->store, &encoding, run->cancellable, error);
}

/* Comparing ------------------------------------------------------------------------------------ */

static gboolean
compare (Run *run, SemCodeComparison *comparison, GError **error)
{
  const SemTrainRequest *request = run->request;
  const SemJudgedCodes before = { run->before, request->backbone };
  const SemJudgedCodes after = { run->model, request->backbone };

  return sem_judge_codes (run->store, request->judge, &before, &after, run->ids,
                          request->options.seed, run_progress, run, run->cancellable, comparison,
                          error);
}

/* Whether the new codes shall answer; what they were compared by is in the log. */
static gboolean
decide (Run *run, gboolean *use, GError **error)
{
  SemTrainEnd end = run->request->end;
  SemCodeComparison comparison;

  *use = end != SEM_TRAIN_OFFER || !run->before;
  if (end == SEM_TRAIN_REPLACE || !run->before || !run->request->judge)
    return TRUE;
  if (!compare (run, &comparison, error))
    return FALSE;
  sem_training_log_set_comparison (run->summary->log, &comparison);
  if (end == SEM_TRAIN_USE_UNLESS_WORSE)
    *use = !sem_code_comparison_is_worse (&comparison);
  return TRUE;
}

/* The call ------------------------------------------------------------------------------------- */

static gboolean
is_unchanged (Run *run, GBytes *data)
{
  return run->request->end != SEM_TRAIN_REPLACE && run->before && !run->active.provisional
         && g_bytes_equal (run->active.data, data);
}

/* The log of codes that were there before logs were kept is filled in. */
static gboolean
keep_unchanged (Run *run, GError **error)
{
  g_autoptr (GBytes) log = sem_training_log_to_bytes (run->summary->log);

  run->summary->model = run->active.id;
  run->summary->active = run->summary->unchanged = TRUE;
  return sem_store_begin (run->store, error)
         && sem_store_set_model_stage (run->store, run->active.id, SEM_MODEL_READY,
                                       run->active.log ? NULL : log, error)
         && sem_store_commit (run->store, error);
}

static gboolean
train (Run *run, GError **error)
{
  g_autoptr (GBytes) data = NULL;
  g_autoptr (GError) local = NULL;

  if (!learn (run, error))
    return FALSE;
  data = sem_hash_model_to_bytes (run->model);
  if (is_unchanged (run, data))
    return keep_unchanged (run, error);
  run_stage (run, LEARNED, ENCODED);
  if (!put_model (run, data, error)
      || (run->request->end != SEM_TRAIN_REPLACE && !encode (run, NULL, error)))
    return FALSE;
  if (run->request->end != SEM_TRAIN_REPLACE)
    run_stage (run, ENCODED, 1);
  if (!decide (run, &run->summary->active, error) || !encode (run, finish, error))
    return FALSE;
  /* The new codes are there: what the old ones leave behind can also go the next time. */
  if (!sem_store_sweep (run->store, &local))
    g_debug ("sweeping: %s", local->message);
  return TRUE;
}

gboolean
sem_train_library (const SemTrainRequest *request,
                   GCancellable *cancellable,
                   SemTrainSummary *summary,
                   GError **error)
{
  gint64 start = g_get_monotonic_time ();
  Run run = { .request = request, .summary = summary, .cancellable = cancellable };
  gboolean ok;

  summary->log = sem_training_log_new ();
  sem_training_log_set_options (summary->log, &request->options);
  run.store = sem_store_open (request->path, SEM_STORE_WRITE, error);
  ok = run.store && train (&run, error);
  summary->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  g_clear_pointer (&run.ids, g_array_unref);
  g_clear_pointer (&run.scenes, sem_scenes_free);
  sem_store_model_clear (&run.active);
  g_clear_pointer (&run.before, sem_hash_model_free);
  g_clear_pointer (&run.model, sem_hash_model_free);
  g_clear_pointer (&run.store, sem_store_close);
  return ok;
}
