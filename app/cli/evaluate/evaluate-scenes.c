/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/evaluate/evaluate-scenes.h"
#include "engine/scenes/scenes.h"
#include "engine/store/store.h"

#include <string.h>

#include <glib/gi18n.h>

/* @n_known: number of rows of @set that are in @store; the rows after them are distractors */
typedef struct
{
  EvaluateJob *job;
  SemStore *store;
  const SemLabelledSet *set;
  gsize n_known;
  SemSceneOptions options;
  SemSceneWatch watch;
  GCancellable *cancellable;
} Run;

static void
scene_step_cb (guint number, guint n_groups, double fraction, gpointer data)
{
  EvaluateJob *job = data;

  g_mutex_lock (&job->mutex);
  g_free (job->sentence);
  job->sentence = n_groups > 0
                    ? g_strdup_printf (_("Reconstructing group %u of %u"), number, n_groups)
                    : g_strdup (_("Looking for photos of the same scene"));
  job->fraction = fraction;
  g_mutex_unlock (&job->mutex);
}

static void
evaluate_cb (double fraction, gpointer data)
{
  EvaluateJob *job = data;

  g_mutex_lock (&job->mutex);
  g_clear_pointer (&job->sentence, g_free);
  job->fraction = fraction;
  g_mutex_unlock (&job->mutex);
}

/* The same scenes, with rows for the distractors, which are in no scene. */
static SemScenes *
widen (const SemScenes *scenes, gsize n)
{
  SemScenes *wide = sem_scenes_new (n);

  memcpy (wide->scene, scenes->scene, scenes->n * sizeof *scenes->scene);
  memcpy (wide->points, scenes->points, scenes->n * sizeof *scenes->points);
  wide->n_scenes = scenes->n_scenes;
  g_array_append_vals (wide->pairs, scenes->pairs->data, scenes->pairs->len);
  return wide;
}

/* Reconstructs the training set of a fold, without its queries. */
static gboolean
fold_cb (const SemSceneFold *fold, SemScenes **scenes, gpointer user_data, GError **error)
{
  Run *run = user_data;
  g_autofree guint8 *left_out = g_new0 (guint8, run->n_known);
  g_autoptr (SemScenes) own = NULL;
  g_autoptr (SemScenes) wide = NULL;

  for (gsize q = 0; q < fold->n_queries; q++)
    left_out[fold->queries[q]] = 1;
  own = sem_scenes_without (run->store, run->set->ids, run->n_known, left_out, &run->options,
                            &run->watch, error);
  if (!own)
    return FALSE;
  wide = widen (own, run->set->n);
  *scenes = sem_scenes_restrict (wide, fold->training, fold->n_training);
  return TRUE;
}

static void
run_init (Run *run, EvaluateJob *job, GCancellable *cancellable)
{
  *run = (Run){ .job = job, .cancellable = cancellable };
  sem_scene_options_init (&run->options);
  run->options.by_folder = TRUE;
  run->options.keep = TRUE;
  run->watch.step = scene_step_cb;
  run->watch.user_data = job;
  run->watch.cancellable = cancellable;
}

static gboolean
evaluate (Run *run, GError **error)
{
  EvaluateJob *job = run->job;
  const SemProgress progress = { evaluate_cb, job, run->cancellable };
  g_autoptr (SemScenes) known = sem_scenes_load (run->store, run->set->ids, run->n_known, error);
  g_autoptr (SemScenes) truth = known ? widen (known, run->set->n) : NULL;

  if (!truth)
    return FALSE;
  if (!job->whole_pairs)
    {
      job->scenes.scene_func = fold_cb;
      job->scenes.scene_data = run;
    }
  evaluate_digest (job, run->set->features, (const guint32 *) truth->scene, run->set->n);
  job->scene_result = sem_scene_evaluate (&job->scenes, run->set->features, SEM_BACKBONE_DIM, truth,
                                          &progress, error);
  return job->scene_result != NULL;
}

/* Without COLMAP, the scenes that are already in the library are used. */
static gboolean
reconstruct (Run *run, const char *library, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (sem_scenes_discover (library, run->job->backbone, &run->options, &run->watch, &local))
    return TRUE;
  if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_NO_COLMAP))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  cli_note (local->message);
  return TRUE;
}

gboolean
evaluate_scenes_run (gpointer data, GCancellable *cancellable, GError **error)
{
  EvaluateJob *job = data;
  const char *folders[] = { job->folder, NULL };
  g_autofree char *library = evaluate_dup_library_path (job, folders);
  g_autofree char *folder = g_path_get_dirname (library);
  g_autoptr (SemLabelledSet) set = evaluate_load_folder (job, job->folder, cancellable, error);
  g_autoptr (SemStore) store = NULL;
  SemFinetuneTrial tuning = { .library = library, .folder = folder, .backbone = job->backbone };
  Run run;

  if (!set)
    return FALSE;
  run_init (&run, job, cancellable);
  run.n_known = set->n;
  tuning.photos = set->ids;
  tuning.n = set->n;
  job->scenes.tuning = &tuning;
  if (!reconstruct (&run, library, error))
    return FALSE;
  if (!evaluate_add_distractors (job, set, cancellable, error))
    return FALSE;
  store = sem_store_open (library, SEM_STORE_READ, error);
  if (!store)
    return FALSE;
  run.store = store;
  run.set = set;
  return evaluate (&run, error);
}
