/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/end-to-end.h"
#include "engine/learn/adoption.h"
#include "engine/learn/training-views.h"
#include "engine/photos/backbones.h"
#include "engine/photos/codes.h"
#include "engine/photos/describe.h"
#include "engine/photos/library-reference.h"
#include "engine/learn/places.h"
#include "engine/scenes/scenes.h"
#include "engine/store/backbones.h"
#include "engine/store/photos.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Progress at the end of each step, as a share of the whole. */
#define SHARE_FEATURES 0.05
#define SHARE_VIEWS 0.15
#define SHARE_TRAINED 0.75
#define SHARE_DESCRIBED SEM_END_TO_END_LOCKED

/* Between two attempts to take the library's lock. */
#define WAIT (G_USEC_PER_SEC / 2)

/* One call of sem_end_to_end_library(). */
typedef struct
{
  const SemEndToEndRequest *request;
  SemEndToEndSummary *summary;
  const SemProgress *progress; /* of the whole */
  SemStore *store;
  char *folder;
  char *checkpoint;
  SemBackbone *own;
  SemBackbone *tuned;
  SemHashModel *model;
  SemScenes *scenes; /* of the training photos; NULL where the method needs none */
} Course;

void
sem_end_to_end_summary_clear (SemEndToEndSummary *summary)
{
  g_clear_pointer (&summary->backbone, g_free);
  g_clear_pointer (&summary->remark, g_free);
  g_clear_pointer (&summary->dropped, g_free);
  g_clear_pointer (&summary->log, sem_training_log_free);
}

/* Prefers photos in scenes: keeps at most @most of @ids. */
static gboolean
choose_by_scenes (Course *course, GArray *ids, guint most, GError **error)
{
  gsize n;
  g_autofree guint32 *rows = NULL;
  g_autoptr (SemScenes) all =
    sem_scenes_load (course->store, (const gint64 *) (void *) ids->data, ids->len, error);

  if (!all)
    return FALSE;
  rows = sem_places_choose (all, most, &n);
  course->scenes = sem_scenes_restrict (all, rows, n);
  /* The rows rise, so that rows[i] is not below i. */
  for (gsize i = 0; i < n; i++)
    g_array_index (ids, gint64, i) = g_array_index (ids, gint64, rows[i]);
  g_array_set_size (ids, (guint) n);
  return TRUE;
}

/* The photos to train on: the list is sorted by content hash, so its head is a random sample. */
static GArray *
list_photos (Course *course, GError **error)
{
  guint most =
    course->request->depth == SEM_FINETUNE_ALL ? SEM_END_TO_END_MAX_ALL : SEM_HASH_MAX_TRAINING;
  GArray *ids = sem_store_list_training (course->store, sem_backbone_get_id (course->own), error);

  if (course->request->most > 0)
    most = MIN (most, course->request->most);
  if (!ids)
    return NULL;
  course->summary->photos = ids->len;
  if (course->request->options.method == SEM_HASH_BCDH
      && !choose_by_scenes (course, ids, most, error))
    {
      g_array_unref (ids);
      return NULL;
    }
  if (ids->len > most)
    g_array_set_size (ids, most);
  return ids;
}

/* Restricts the scenes to the photos that could be decoded, and adds their pairs to @sum, so that a
 * checkpoint that was trained with other pairs is not continued. */
static void
keep_scenes (Course *course, const SemTrainingViews *views, GChecksum *sum)
{
  g_autoptr (SemScenes) all = g_steal_pointer (&course->scenes);

  if (!all)
    return;
  course->scenes = sem_scenes_restrict (all, views->kept, views->n);
  for (guint i = 0; i < course->scenes->pairs->len; i++)
    {
      const SemScenePair *pair = &g_array_index (course->scenes->pairs, SemScenePair, i);
      char scale[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *text =
        g_strdup_printf ("%u %u %u %s ", pair->a, pair->b, pair->shared,
                         g_ascii_formatd (scale, sizeof scale, "%g", (double) pair->scale));

      g_checksum_update (sum, (const guchar *) text, -1);
    }
}

/* The features of the photos that could be decoded.
 * @photos: (out): a checksum that identifies the photos and their pairs */
static float *
load_features (Course *course,
               GArray *ids,
               const SemTrainingViews *views,
               char **photos,
               GError **error)
{
  g_autofree float *features = g_new (float, MAX (views->n, 1) * SEM_BACKBONE_DIM);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (gsize i = 0; i < views->n; i++)
    {
      gint64 id = g_array_index (ids, gint64, views->kept[i]);
      SemStorePhoto photo = { 0 };
      gboolean found = FALSE;
      gboolean ok = sem_store_get_photo (course->store, id, &photo, error)
                    && sem_codes_load_feature (course->store, id, sem_backbone_get_id (course->own),
                                               features + i * SEM_BACKBONE_DIM, &found, error);

      g_checksum_update (sum, photo.hash, sizeof photo.hash);
      sem_store_photo_clear (&photo);
      if (ok && !found)
        g_set_error_literal (
          error, SEM_ERROR, SEM_ERROR_FAILED,
          _("Photos were removed from the library during training. Train again."));
      if (!found)
        return NULL;
    }
  keep_scenes (course, views, sum);
  *photos = g_strdup (g_checksum_get_string (sum));
  return g_steal_pointer (&features);
}

/* The file is named by a hash of the weights. The library stores the name before the file gets it,
 * since sem_backbones_sweep() of another process removes files that the library does not know. */
static gboolean
save_backbone (Course *course, SemBackboneTrainer *trainer, GError **error)
{
  g_autofree char *fresh = g_build_filename (course->folder, SEM_BACKBONES_NEW, NULL);
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;

  if (!sem_backbone_trainer_save (trainer, fresh, error))
    return FALSE;
  course->tuned = sem_backbone_new (fresh, error);
  if (!course->tuned)
    return FALSE;
  course->summary->backbone = g_strdup (sem_backbone_get_id (course->tuned));
  if (!sem_store_put_backbone (course->store, course->summary->backbone, SEM_BACKBONE_COMING,
                               error))
    return FALSE;
  path = sem_backbones_get_path (course->request->path, course->summary->backbone);
  if (g_rename (fresh, path) == 0)
    return TRUE;
  name = g_filename_display_name (path);
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("The trained weights cannot be saved to “%s”: %s. Choose another folder."), name,
               g_strerror (errno));
  return FALSE;
}

static void
epoch_cb (const SemHashEpoch *epoch, gpointer user_data)
{
  const Course *course = user_data;
  const SemHashOptions *options = &course->request->options;

  sem_training_log_add (course->summary->log, epoch);
  if (options->epoch_func)
    options->epoch_func (epoch, options->epoch_data);
}

static gboolean
learn_from (Course *course, GArray *ids, const SemTrainingViews *views, GError **error)
{
  const SemEndToEndRequest *request = course->request;
  g_autoptr (SemBackboneTrainer) trainer = NULL;
  g_autofree char *photos = NULL;
  g_autofree float *features = load_features (course, ids, views, &photos, error);
  g_autoptr (SemReference) reference = NULL;
  SemHashOptions options = request->options;
  SemFinetuneRequest finetune = {
    .options = &options,
    .backbone = course->own,
    .depth = request->depth,
    .augment = request->augment,
    .features = features,
    .n = views->n,
    .views = views->rows,
    .photos = photos,
    .checkpoint = course->checkpoint,
  };
  SemProgressPart part;
  SemWork job;

  if (!features
      || !sem_library_load_reference (course->store, sem_backbone_get_id (course->own), &reference,
                                      error))
    return FALSE;
  sem_reference_lend (reference, &options);
  options.epoch_func = epoch_cb;
  options.epoch_data = course;
  options.scenes = course->scenes;
  sem_progress_part_init (&part, course->progress, SHARE_VIEWS, SHARE_TRAINED);
  sem_work_init (&job, 0, &part.progress);
  course->model = sem_finetune (&finetune, &job, &trainer, &course->summary->resumed, error);
  return course->model && save_backbone (course, trainer, error);
}

static gboolean
learn (Course *course, GError **error)
{
  const SemEndToEndRequest *request = course->request;
  const SemTrainingViewsRequest wanted = {
    .library = request->path,
    .folder = course->folder,
    .backbone = course->own,
    .depth = request->depth,
    .augment = request->augment,
    .seed = request->options.seed,
  };
  g_autoptr (SemTrainingViews) views = NULL;
  g_autoptr (GArray) ids = list_photos (course, error);
  SemProgressPart part;

  if (!ids)
    return FALSE;
  if (ids->len > 0)
    {
      sem_progress_part_init (&part, course->progress, SHARE_FEATURES, SHARE_VIEWS);
      views = sem_training_views_new (&wanted, (const gint64 *) (void *) ids->data, ids->len,
                                      &part.progress, error);
      if (!views)
        return FALSE;
    }
  if (!views || views->n < 2)
    {
      g_set_error_literal (
        error, SEM_ERROR, SEM_ERROR_TOO_FEW,
        _("Too few readable photos to train on. Index a folder with photos first."));
      return FALSE;
    }
  course->summary->trained_on = (guint) views->n;
  course->summary->unreadable = ids->len - (guint) views->n;
  return learn_from (course, ids, views, error);
}

/* Computes the missing features of @backbone, which takes the progress from @from to @to. */
static gboolean
describe (Course *course, SemBackbone *backbone, double from, double to, GError **error)
{
  g_auto (SemLeftOut) left_out = { 0 };
  SemProgressPart part;
  const gboolean ok =
    sem_describe_photos (course->store, backbone, &left_out,
                         sem_progress_part_init (&part, course->progress, from, to), error);

  course->summary->undescribed = left_out.n;
  return ok;
}

static void
make_remark (Course *course)
{
  SemEndToEndSummary *summary = course->summary;
  const char *of_model = course->model ? sem_hash_model_get_remark (course->model) : NULL;
  GString *text = g_string_new (of_model);

  if (summary->trained_on + summary->unreadable < summary->photos)
    {
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append_printf (text, _("Trained on a random sample of %u of the %u photos."),
                              summary->trained_on, summary->photos);
    }
  if (summary->unreadable > 0)
    g_string_append_printf (
      text,
      ngettext ("%s%u photo could not be read again and was not used for training.",
                "%s%u photos could not be read again and were not used for training.",
                summary->unreadable),
      text->len > 0 ? " " : "", summary->unreadable);
  if (summary->undescribed > 0)
    g_string_append_printf (
      text,
      ngettext ("%s%u photo cannot be found by search until its file can be read: index its folder "
                "then.",
                "%s%u photos cannot be found by search until their files can be read: index their "
                "folders then.",
                summary->undescribed),
      text->len > 0 ? " " : "", summary->undescribed);
  summary->remark = g_string_free (text, text->len == 0);
}

/* Waits until no other process or thread indexes or trains. */
static int
wait_for_lock (Course *course, GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (course->progress);

  for (;;)
    {
      g_autoptr (GError) local = NULL;
      int lock = sem_store_lock (course->request->path, &local);

      if (lock >= 0)
        return lock;
      if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_BUSY))
        g_propagate_error (error, g_steal_pointer (&local));
      else if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          g_usleep (WAIT);
          continue;
        }
      return -1;
    }
}

/* With the lock held no photo is added: those that were added before it was taken get their
 * features first. */
static gboolean
adopt_locked (Course *course, GError **error)
{
  const SemEndToEndRequest *request = course->request;
  SemEndToEndSummary *summary = course->summary;
  SemAdoption adoption = {
    .store = course->store,
    .model = course->model,
    .backbone = summary->backbone,
    .fine_tuned = TRUE,
    .end = request->end,
    .photos = summary->photos,
    .trained_on = summary->trained_on,
    .log = summary->log,
  };
  SemProgressPart part;

  if (!describe (course, course->tuned, SHARE_DESCRIBED, SHARE_DESCRIBED, error)
      || !sem_adoption_run (&adoption,
                            sem_progress_part_init (&part, course->progress, SHARE_DESCRIBED, 1),
                            error))
    return FALSE;
  summary->model = adoption.id;
  summary->active = adoption.active;
  summary->dropped = adoption.dropped;
  g_unlink (course->checkpoint);
  sem_backbones_sweep (course->store);
  return TRUE;
}

static gboolean
adopt (Course *course, GError **error)
{
  int lock = wait_for_lock (course, error);
  gboolean ok = lock >= 0 && adopt_locked (course, error);

  if (lock >= 0)
    sem_store_unlock (lock);
  return ok;
}

static gboolean
run (Course *course, GError **error)
{
  return describe (course, course->own, 0, SHARE_FEATURES, error) && learn (course, error)
         && describe (course, course->tuned, SHARE_TRAINED, SHARE_DESCRIBED, error)
         && adopt (course, error);
}

static gboolean
prepare (Course *course, int *lock, GError **error)
{
  const SemEndToEndRequest *request = course->request;
  g_autofree char *name = NULL;

  course->store = sem_store_open (request->path, SEM_STORE_WRITE, error);
  if (!course->store)
    return FALSE;
  course->folder = sem_backbones_get_folder (request->path);
  course->checkpoint = g_build_filename (course->folder, "training", NULL);
  if (g_mkdir_with_parents (course->folder, 0700) != 0)
    {
      name = g_filename_display_name (course->folder);
      g_set_error (
        error, SEM_ERROR, SEM_ERROR_FAILED,
        _("The folder “%s” cannot be created: %s. Check that you have permission to write there."),
        name, g_strerror (errno));
      return FALSE;
    }
  *lock = sem_store_lock (course->checkpoint, error);
  if (*lock < 0)
    return FALSE;
  course->own = sem_backbone_new_pooled (NULL, request->pooling_power, error);
  return course->own != NULL;
}

gboolean
sem_end_to_end_library (const SemEndToEndRequest *request,
                        GCancellable *cancellable,
                        SemEndToEndSummary *summary,
                        GError **error)
{
  const SemProgress progress = { request->progress, request->progress_data, cancellable };
  gint64 start = g_get_monotonic_time ();
  Course course = { .request = request, .summary = summary, .progress = &progress };
  g_autoptr (GError) local = NULL;
  int lock = -1;
  gboolean ok;

  g_return_val_if_fail (request->depth != SEM_FINETUNE_NONE, FALSE);

  *summary = (SemEndToEndSummary){ .log = sem_training_log_new () };
  sem_training_log_set_options (summary->log, &request->options);
  ok = prepare (&course, &lock, &local) && run (&course, &local);
  if (!ok && !local)
    g_cancellable_set_error_if_cancelled (cancellable, &local);
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  if (ok)
    make_remark (&course);
  if (lock >= 0)
    sem_store_unlock (lock);
  g_clear_pointer (&course.model, sem_hash_model_free);
  g_clear_pointer (&course.scenes, sem_scenes_free);
  g_clear_pointer (&course.tuned, sem_backbone_unref);
  g_clear_pointer (&course.own, sem_backbone_unref);
  g_clear_pointer (&course.store, sem_store_close);
  g_free (course.folder);
  g_free (course.checkpoint);
  summary->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  return ok;
}
