/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/scenes/scene-work.h"
#include "engine/scenes/scenes.h"
#include "engine/store/scenes.h"
#include "engine/store/store.h"

#include <glib/gi18n-lib.h>

/* Number of photos that each photo is matched with: nearly all of them in a small group. */
#define NEAREST 16
#define NEAREST_OF_LARGE 10
#define LARGE_GROUP 32
/* Share of a group's progress at which its photos are matched. */
#define SHARE_MATCHED 0.7

typedef struct
{
  SemStore *store;
  const char *backbone;
  const char *program;
  const SemSceneOptions *options;
  const SemSceneWatch *watch;
  GCancellable *cancellable; /* of @watch */
  guint number;
  guint n_groups;
  double from, to;
} Run;

void
sem_scene_options_init (SemSceneOptions *options)
{
  *options = (SemSceneOptions){ .minutes = SEM_SCENE_MINUTES, .max_bytes = SEM_SCENE_MAX_BYTES };
}

static void
run_progress (double fraction, gpointer data)
{
  const Run *run = data;

  if (run->watch && run->watch->step)
    run->watch->step (run->number, run->n_groups, run->from + fraction * (run->to - run->from),
                      run->watch->user_data);
}

/* Stores the reconstructions as scenes, in one transaction with the outcome of the group. */
static gboolean
put_scenes (Run *run,
            const SemSceneGroup *group,
            const GPtrArray *models,
            SemStoreSceneGroup *row,
            SemSceneReport *report,
            GError **error)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  /* Without a result, known scenes and their photos stay as they are. */
  const GArray *tried =
    group->joins && row->outcome != SEM_SCENES_FOUND ? group->joining : group->photos;

  if (!sem_store_put_scene_group (run->store, row, (const gint64 *) (void *) tried->data,
                                  tried->len, error)
      || (tried == group->photos && group->joins
          && !sem_store_drop_scenes (run->store, group->joins, error)))
    return FALSE;
  for (guint i = 0; models && i < models->len; i++)
    {
      const SemReconstruction *model = models->pdata[i];
      g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePhoto));
      g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePair));
      g_autoptr (GBytes) shape = NULL;

      if (!sem_scene_work_take (model, group, taken, photos, pairs, run->cancellable, error))
        return FALSE;
      if (pairs->len == 0)
        continue;
      shape = sem_scene_work_draw (model, group, photos);
      if (!sem_store_put_scene (run->store, row->id, photos, pairs, error)
          || !sem_store_put_scene_shape (run->store,
                                         g_array_index (photos, SemStoreScenePhoto, 0).photo, shape,
                                         error))
        return FALSE;
      report->scenes++;
      report->registered += photos->len;
      report->points += model->points->len;
    }
  return TRUE;
}

/* Whether as many photos belong to a scene as did before. */
static gboolean
is_no_smaller (const SemSceneGroup *group, const GPtrArray *models)
{
  guint n = 0;

  for (guint i = 0; i < models->len; i++)
    n += ((const SemReconstruction *) models->pdata[i])->images->len;
  return n > 0 && (!group->joins || n + group->joining->len >= group->photos->len);
}

static gboolean
commit (Run *run,
        const SemSceneGroup *group,
        const GPtrArray *models,
        const GError *failure,
        SemSceneReport *report,
        GError **error)
{
  SemStoreSceneGroup row = { .key = group->key, .seconds = report->seconds };
  gboolean ok;

  if (models && !is_no_smaller (group, models))
    models = NULL;
  row.outcome = models ? SEM_SCENES_FOUND : SEM_SCENES_NONE;
  if (failure)
    {
      row.reason = failure->message;
      row.outcome = SEM_SCENES_FAILED;
      if (g_error_matches (failure, SEM_ERROR, SEM_ERROR_OUT_OF_TIME))
        row.outcome = SEM_SCENES_OUT_OF_TIME;
      if (g_error_matches (failure, SEM_ERROR, SEM_ERROR_FULL))
        row.outcome = SEM_SCENES_FULL;
    }
  report->outcome = row.outcome;
  report->reason = row.reason;
  ok = sem_store_begin (run->store, error) && put_scenes (run, group, models, &row, report, error)
       && sem_store_commit (run->store, error);
  if (!ok)
    sem_store_rollback (run->store);
  return ok;
}

static GPtrArray *
reconstruct (Run *run, const SemSceneGroup *group, const char *folder, GError **error)
{
  const gboolean large = group->photos->len > LARGE_GROUP;
  SemColmap colmap = {
    .program = run->program,
    .folder = folder,
    .deadline = g_get_monotonic_time () + (gint64) run->options->minutes * 60 * G_USEC_PER_SEC,
    .max_bytes = run->options->max_bytes,
    .n_threads = run->options->n_threads ? run->options->n_threads : g_get_num_processors (),
    .func = run_progress,
    .user_data = run,
    .cancellable = run->cancellable,
  };
  g_autoptr (GPtrArray) pairs =
    sem_scene_group_pairs (run->store, group, run->backbone, large ? NEAREST_OF_LARGE : NEAREST,
                           run->cancellable, error);

  run->from = 0;
  run->to = SHARE_MATCHED;
  if (!pairs || !sem_scene_work_prepare (&colmap, run->store, group, pairs, error))
    return NULL;
  run->from = SHARE_MATCHED;
  run->to = 1;
  return sem_scene_work_map (&colmap, group, NULL, "models", error);
}

/* Whether an error ends the run; others are stored as the outcome of their group. */
static gboolean
is_fatal (const GError *error)
{
  static const SemError fatal[] = { SEM_ERROR_NO_COLMAP, SEM_ERROR_NO_DECODER, SEM_ERROR_NO_MODEL,
                                    SEM_ERROR_BUSY };

  if (error->domain != SEM_ERROR)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (fatal); i++)
    if (error->code == (int) fatal[i])
      return TRUE;
  return FALSE;
}

/* Removes the work folder of the group that this one has replaced. */
static void
clean_old (const SemSceneGroup *group)
{
  g_autofree char *folder = sem_scene_work_path (group->joins);

  sem_scene_work_clean (folder, TRUE);
}

static gboolean
do_group (Run *run, const SemSceneGroup *group, GError **error)
{
  g_autofree char *folder = sem_scene_work_path (group->key);
  SemSceneReport report = { .name = group->name,
                            .number = run->number,
                            .n_groups = run->n_groups,
                            .photos = group->photos->len };
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) failure = NULL;
  int lock = sem_scene_work_open (folder, error);
  gboolean ok;

  if (lock < 0)
    return FALSE;
  models = reconstruct (run, group, folder, &failure);
  report.seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  if (failure && is_fatal (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      sem_store_unlock (lock);
      return FALSE;
    }
  ok = commit (run, group, models, failure, &report, error);
  /* A group that ran out of time resumes from its database when it is retried. */
  if (ok)
    sem_scene_work_clean (folder, !(run->options->keep && report.outcome == SEM_SCENES_FOUND)
                                    && report.outcome != SEM_SCENES_OUT_OF_TIME);
  if (ok && group->joins && report.outcome == SEM_SCENES_FOUND)
    clean_old (group);
  sem_store_unlock (lock);
  if (ok && run->watch && run->watch->report)
    run->watch->report (&report, run->watch->user_data);
  return ok;
}

static GPtrArray *
make_groups (Run *run, const char *path, SemBackbone *backbone, GError **error)
{
  g_autoptr (SemSearcher) searcher = NULL;

  if (run->options->by_folder)
    return sem_scene_groups_by_folder (run->store, run->options->under, run->cancellable, error);
  searcher = sem_searcher_new (path, backbone);
  return sem_scene_groups_by_codes (run->store, searcher, run->options->under,
                                    &(SemProgress){ run_progress, run, run->cancellable }, error);
}

/* Removes groups that were tried with the same photos, which folders may have been. With @again
 * those stay whose scenes have no shape, since an earlier version found them. */
static gboolean
drop_tried (SemStore *store, GPtrArray *groups, gboolean again, GError **error)
{
  for (guint i = groups->len; i-- > 0;)
    {
      const SemSceneGroup *group = groups->pdata[i];
      SemStoreSceneGroup row = { 0 };
      gint64 n_shapeless = 0;

      if (!sem_store_find_scene_group (store, group->key, &row, error))
        return FALSE;
      if (row.id && again)
        n_shapeless = sem_store_count_shapeless (store, row.id, error);
      if (row.id && n_shapeless == 0)
        g_ptr_array_remove_index (groups, i);
      sem_store_scene_group_clear (&row);
      if (n_shapeless < 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
find (Run *run, const char *path, SemBackbone *backbone, GError **error)
{
  g_autoptr (GPtrArray) groups = NULL;

  if (run->options->again && !sem_store_forget_scene_failures (run->store, error))
    return FALSE;
  run->to = 1;
  groups = make_groups (run, path, backbone, error);
  if (!groups || !drop_tried (run->store, groups, run->options->again, error))
    return FALSE;
  run->n_groups = groups->len;
  for (guint i = 0; i < groups->len; i++)
    {
      run->number = i + 1;
      if (!do_group (run, groups->pdata[i], error))
        return FALSE;
    }
  return TRUE;
}

/* A lock of its own, so that indexing and training need not wait for COLMAP. */
static int
lock_scenes (const char *path, GError **error)
{
  g_autofree char *name = g_strconcat (path, ".scenes", NULL);
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) local = NULL;
  const int lock = sem_store_lock (name, &local);

  if (lock < 0 && g_error_matches (local, SEM_ERROR, SEM_ERROR_BUSY))
    g_set_error (error, SEM_ERROR, SEM_ERROR_BUSY,
                 _("Another Semblance is looking for scenes in the library “%s”. Wait for it to "
                   "end, or stop it."),
                 shown);
  else if (lock < 0)
    g_propagate_error (error, g_steal_pointer (&local));
  return lock;
}

gboolean
sem_scenes_discover (const char *path,
                     SemBackbone *backbone,
                     const SemSceneOptions *options,
                     const SemSceneWatch *watch,
                     GError **error)
{
  g_autofree char *program = sem_colmap_find (error);
  g_autoptr (SemStore) store = program ? sem_store_open (path, SEM_STORE_WRITE, error) : NULL;
  Run run = { .store = store,
              .backbone = sem_backbone_get_id (backbone),
              .program = program,
              .options = options,
              .watch = watch,
              .cancellable = watch ? watch->cancellable : NULL };
  gboolean ok;
  int lock;

  if (!store)
    return FALSE;
  lock = lock_scenes (path, error);
  if (lock < 0)
    return FALSE;
  ok = find (&run, path, backbone, error);
  sem_store_unlock (lock);
  return ok;
}
