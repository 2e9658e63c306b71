/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/end-to-end-private.h"
#include "engine/photos/backbones.h"
#include "engine/photos/codes.h"
#include "engine/photos/describe.h"
#include "engine/scenes/scenes.h"
#include "engine/learn/training-views.h"
#include "engine/store/photos.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* How the time is shared among the parts, roughly. */
#define SHARE_FEATURES 0.05
#define SHARE_VIEWS 0.15
#define SHARE_LEARNED 0.75
#define SHARE_DESCRIBED 0.97

void
sem_end_to_end_progress (double fraction, gpointer user_data)
{
  const SemEndToEndCourse *course = user_data;

  if (course->request->progress)
    course->request->progress (course->from + fraction * (course->to - course->from),
                               course->request->progress_data);
}

void
sem_end_to_end_enter (SemEndToEndCourse *course, double to)
{
  course->from = course->to;
  course->to = to;
}

void
sem_end_to_end_summary_clear (SemEndToEndSummary *summary)
{
  g_clear_pointer (&summary->backbone, g_free);
  g_clear_pointer (&summary->remark, g_free);
  g_clear_pointer (&summary->log, sem_training_log_free);
}

/* Photos in scenes come before others: @ids becomes the @most that are learned from. */
static gboolean
choose_by_scenes (SemEndToEndCourse *course, GArray *ids, guint most, GError **error)
{
  guint n = MIN (ids->len, most);
  g_autofree guint32 *rows = NULL;
  g_autoptr (SemScenes) all =
    sem_scenes_load (course->store, (const gint64 *) (void *) ids->data, ids->len, error);

  if (!all)
    return FALSE;
  rows = sem_scenes_choose (all, n);
  course->scenes = sem_scenes_restrict (all, rows, n);
  /* Rising rows never lie before their own place. */
  for (guint i = 0; i < n; i++)
    g_array_index (ids, gint64, i) = g_array_index (ids, gint64, rows[i]);
  return TRUE;
}

/* The photos to learn from, by content hash: the head is a random sample. */
static GArray *
list_photos (SemEndToEndCourse *course, GError **error)
{
  guint most =
    course->request->depth == SEM_FINETUNE_ALL ? SEM_END_TO_END_MAX_ALL : SEM_HASH_MAX_TRAINING;
  GArray *ids = sem_store_list_training (course->store, sem_backbone_get_id (course->own), error);

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

/* Of the photos that could be read. What was learned from other pairs is no start for these. */
static void
keep_scenes (SemEndToEndCourse *course, const SemTrainingViews *views, GChecksum *sum)
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

/* The features of the photos that could be read, and what says which they are. */
static float *
load_features (SemEndToEndCourse *course,
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
      g_autoptr (GError) local = NULL;
      gboolean ok = sem_store_get_photo (course->store, id, &photo, &local)
                    && sem_codes_load_feature (course->store, id, sem_backbone_get_id (course->own),
                                               features + i * SEM_BACKBONE_DIM, &local);

      g_checksum_update (sum, photo.hash, sizeof photo.hash);
      sem_store_photo_clear (&photo);
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      else if (!ok)
        g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED,
                             _("Photos left the library while it was learning. Train again."));
      if (!ok)
        return NULL;
    }
  keep_scenes (course, views, sum);
  *photos = g_strdup (g_checksum_get_string (sum));
  return g_steal_pointer (&features);
}

gboolean
sem_end_to_end_note_backbone (SemEndToEndCourse *course, SemBackboneKind kind, GError **error)
{
  return sem_store_put_backbone (course->store, sem_backbone_get_id (course->tuned), kind, error);
}

/* Weights get their name by what they are. The library knows it first, or whoever indexes would
 * take the file for one that is left over. */
static gboolean
save_backbone (SemEndToEndCourse *course, SemBackboneTrainer *trainer, GError **error)
{
  g_autofree char *fresh = g_build_filename (course->folder, SEM_BACKBONES_NEW, NULL);
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;

  if (!sem_backbone_trainer_save (trainer, fresh, error))
    return FALSE;
  course->tuned = sem_backbone_new (fresh, error);
  if (!course->tuned || !sem_end_to_end_note_backbone (course, SEM_BACKBONE_COMING, error))
    return FALSE;
  course->summary->backbone = g_strdup (sem_backbone_get_id (course->tuned));
  path = sem_backbones_get_path (course->request->path, course->summary->backbone);
  if (g_rename (fresh, path) == 0)
    return TRUE;
  name = g_filename_display_name (path);
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("The trained weights cannot be saved to “%s”: %s. Choose a place that you may "
                 "write to."),
               name, g_strerror (errno));
  return FALSE;
}

static void
epoch_cb (const SemHashEpoch *epoch, gpointer user_data)
{
  const SemEndToEndCourse *course = user_data;
  const SemHashOptions *options = &course->request->options;

  sem_training_log_add (course->summary->log, epoch);
  if (options->epoch_func)
    options->epoch_func (epoch, options->epoch_data);
}

static gboolean
learn_from (SemEndToEndCourse *course, GArray *ids, const SemTrainingViews *views, GError **error)
{
  const SemEndToEndRequest *request = course->request;
  g_autoptr (SemBackboneTrainer) trainer = NULL;
  g_autofree char *photos = NULL;
  g_autofree float *features = load_features (course, ids, views, &photos, error);
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
  SemWork job;

  if (!features)
    return FALSE;
  options.epoch_func = epoch_cb;
  options.epoch_data = course;
  options.scenes = course->scenes;
  sem_work_init (&job, 0, &(SemProgress){ sem_end_to_end_progress, course, course->cancellable });
  course->model = sem_finetune (&finetune, &job, &trainer, &course->summary->resumed, error);
  return course->model && save_backbone (course, trainer, error);
}

static gboolean
learn (SemEndToEndCourse *course, GError **error)
{
  const SemEndToEndRequest *request = course->request;
  g_autoptr (SemTrainingViews) views = NULL;
  g_autoptr (GArray) ids = list_photos (course, error);

  if (!ids)
    return FALSE;
  if (ids->len > 0)
    {
      views = sem_training_views_new (request->path, course->folder, course->own, request->depth,
                                      request->augment, request->options.seed,
                                      (const gint64 *) (void *) ids->data, ids->len,
                                      sem_end_to_end_progress, course, course->cancellable, error);
      if (!views)
        return FALSE;
    }
  if (!views || views->n < 2)
    {
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                           _("There are too few photos to learn from that can be read. Index a "
                             "folder with photos first."));
      return FALSE;
    }
  course->summary->trained_on = (guint) views->n;
  course->summary->unreadable = ids->len - (guint) views->n;
  sem_end_to_end_enter (course, SHARE_LEARNED);
  return learn_from (course, ids, views, error);
}

gboolean
sem_end_to_end_describe (SemEndToEndCourse *course, SemBackbone *backbone, GError **error)
{
  return sem_describe_photos (course->store, backbone, &course->summary->undescribed,
                              sem_end_to_end_progress, course, course->cancellable, error);
}

static void
make_remark (SemEndToEndCourse *course)
{
  SemEndToEndSummary *summary = course->summary;
  GString *text = g_string_new (NULL);

  if (summary->trained_on + summary->unreadable < summary->photos)
    g_string_append_printf (text, _("Learned from a sample of %u of the %u photos."),
                            summary->trained_on, summary->photos);
  if (summary->unreadable > 0)
    g_string_append_printf (text,
                            ngettext ("%s%u photo could not be read again and was not learned "
                                      "from.",
                                      "%s%u photos could not be read again and were not learned "
                                      "from.",
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

static gboolean
run (SemEndToEndCourse *course, GError **error)
{
  sem_end_to_end_enter (course, SHARE_FEATURES);
  if (!sem_end_to_end_describe (course, course->own, error))
    return FALSE;
  sem_end_to_end_enter (course, SHARE_VIEWS);
  if (!learn (course, error))
    return FALSE;
  sem_end_to_end_enter (course, SHARE_DESCRIBED);
  return sem_end_to_end_describe (course, course->tuned, error)
         && sem_end_to_end_switch (course, error);
}

static gboolean
prepare (SemEndToEndCourse *course, int *lock, GError **error)
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
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("The folder “%s” cannot be made: %s. See that you may write there."), name,
                   g_strerror (errno));
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
  gint64 start = g_get_monotonic_time ();
  SemEndToEndCourse course = { .request = request, .summary = summary, .cancellable = cancellable };
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
