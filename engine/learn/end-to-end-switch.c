/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/end-to-end-private.h"
#include "engine/photos/backbones.h"
#include "engine/learn/encoding.h"
#include "engine/store/models.h"
#include "engine/store/sweep.h"

#include <glib/gstdio.h>

#define WAIT (G_USEC_PER_SEC / 2)

static gboolean
put_model (SemEndToEndCourse *course, GError **error)
{
  const SemEndToEndRequest *request = course->request;
  SemStoreModel row = {
    .method = (char *) sem_hash_method_get_name (request->options.method),
    .bits = request->options.n_bits,
    .seed = request->options.seed,
    .backbone = course->summary->backbone,
    .photos = course->summary->photos,
    .trained_on = course->summary->trained_on,
    .created = g_get_real_time () / G_USEC_PER_SEC,
    .data = sem_hash_model_to_bytes (course->model),
  };
  gboolean ok = sem_store_begin (course->store, error)
                && sem_store_put_model (course->store, &row, error)
                && sem_store_commit (course->store, error);

  if (!ok)
    sem_store_rollback (course->store);
  g_bytes_unref (row.data);
  course->summary->model = row.id;
  return ok;
}

/* Whether the new codes shall answer. Those before may be of the program's own network, or of one
 * that was trained earlier. */
static gboolean
decide (SemEndToEndCourse *course, GError **error)
{
  const SemEndToEndRequest *request = course->request;
  SemEndToEndSummary *summary = course->summary;
  SemStoreModel active = { 0 };
  g_autoptr (SemHashModel) before = NULL;
  SemCodeComparison comparison;
  gboolean ok = sem_store_get_active_row (course->store, &active, error);

  /* One that cannot be read is no rival. */
  if (ok && active.id)
    before = sem_hash_model_new_from_bytes (active.data, NULL);
  summary->active = request->end != SEM_TRAIN_OFFER || !before;
  if (ok && before && request->end != SEM_TRAIN_REPLACE && request->judge)
    {
      const SemJudgedCodes old = { before, active.backbone };
      const SemJudgedCodes new = { course->model, summary->backbone };
      g_autoptr (GArray) ids = sem_store_list_training (course->store, summary->backbone, error);

      ok = ids
           && sem_judge_codes (course->store, request->judge, &old, &new, ids,
                               request->options.seed, sem_end_to_end_progress, course,
                               course->cancellable, &comparison, error);
      if (ok)
        sem_training_log_set_comparison (summary->log, &comparison);
      if (ok && request->end == SEM_TRAIN_USE_UNLESS_WORSE)
        summary->active = !sem_code_comparison_is_worse (&comparison);
    }
  sem_store_model_clear (&active);
  return ok;
}

/* In the transaction of the last batch: the model and its network become what answers, or what is
 * offered. */
static gboolean
finish (SemStore *store, gpointer data, GError **error)
{
  SemEndToEndCourse *course = data;
  SemEndToEndSummary *summary = course->summary;
  g_autoptr (GBytes) log = sem_training_log_to_bytes (summary->log);

  return sem_end_to_end_note_backbone (course, SEM_BACKBONE_TUNED, error)
         && sem_store_set_model_stage (store, summary->model,
                                       summary->active ? SEM_MODEL_READY : SEM_MODEL_OFFERED, log,
                                       error)
         && (!summary->active || sem_store_use_model (store, summary->model, error));
}

static gboolean
encode_and_switch (SemEndToEndCourse *course, GError **error)
{
  const SemEncoding encoding = {
    .id = course->summary->model,
    .model = course->model,
    .backbone = course->summary->backbone,
    .n_photos = course->summary->photos,
    .end = finish,
    .end_data = course,
  };

  return sem_encode_photos (course->store, &encoding, course->cancellable, error);
}

/* Waits for whoever indexes or trains. */
static int
wait_for_lock (SemEndToEndCourse *course, GError **error)
{
  for (;;)
    {
      g_autoptr (GError) local = NULL;
      int lock = sem_store_lock (course->request->path, &local);

      if (lock >= 0)
        return lock;
      if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_BUSY))
        g_propagate_error (error, g_steal_pointer (&local));
      else if (!g_cancellable_set_error_if_cancelled (course->cancellable, error))
        {
          g_usleep (WAIT);
          continue;
        }
      return -1;
    }
}

/* Photos that came since are described with the lock held: nobody adds any after that. */
gboolean
sem_end_to_end_switch (SemEndToEndCourse *course, GError **error)
{
  int lock = wait_for_lock (course, error);
  g_autoptr (GError) local = NULL;
  gboolean ok;

  if (lock < 0)
    return FALSE;
  ok = sem_end_to_end_describe (course, course->tuned, error);
  sem_end_to_end_enter (course, 1);
  ok =
    ok && decide (course, error) && put_model (course, error) && encode_and_switch (course, error);
  if (ok)
    {
      g_unlink (course->checkpoint);
      if (!sem_store_sweep (course->store, &local))
        g_debug ("sweeping: %s", local->message);
      sem_backbones_sweep (course->store);
    }
  sem_store_unlock (lock);
  return ok;
}
