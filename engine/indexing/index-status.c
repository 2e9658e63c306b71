/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/index-status.h"
#include "engine/base/told.h"

#define TICK (G_TIME_SPAN_SECOND / 10)

/* Wanted photos that are remembered: about a screen of them. */
#define MOST_WANTED 64

/* A longer silence was a pause. */
#define LONGEST_STEP (60 * G_TIME_SPAN_SECOND)

struct _SemIndexStatus
{
  SemIndexNoteFunc note;
  gpointer user_data;
  GMutex note_mutex;

  GMutex mutex; /* of what follows */
  GCond changed;
  SemIndexProgress progress;
  SemIndexSummary summary;
  gint64 wanted[MOST_WANTED]; /* the last one at n_wanted - 1, modulo their number */
  guint n_wanted;
  guint first_wanted;
  gint64 refined_at;  /* monotonic: of the last call of sem_index_status_set_refined() */
  gint64 refined_for; /* microseconds that were not spent in a pause */
};

SemIndexStatus *
sem_index_status_new (SemIndexNoteFunc note, gpointer user_data)
{
  SemIndexStatus *self = g_new0 (SemIndexStatus, 1);

  self->note = note;
  self->user_data = user_data;
  g_mutex_init (&self->note_mutex);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  return self;
}

void
sem_index_status_free (SemIndexStatus *self)
{
  g_mutex_clear (&self->note_mutex);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

void
sem_index_status_begin (SemIndexStatus *self)
{
  g_mutex_lock (&self->mutex);
  self->progress = (SemIndexProgress){ .paused = self->progress.paused };
  self->summary = (SemIndexSummary){ 0 };
  g_mutex_unlock (&self->mutex);
}

void
sem_index_status_set_stage (SemIndexStatus *self, SemIndexStage stage, double share)
{
  g_mutex_lock (&self->mutex);
  self->progress.stage = stage;
  self->progress.share = share;
  g_mutex_unlock (&self->mutex);
}

void
sem_index_status_add_found (SemIndexStatus *self)
{
  g_mutex_lock (&self->mutex);
  self->progress.total++;
  g_mutex_unlock (&self->mutex);
}

void
sem_index_status_set_counted (SemIndexStatus *self)
{
  g_mutex_lock (&self->mutex);
  self->progress.counted = TRUE;
  g_mutex_unlock (&self->mutex);
}

void
sem_index_status_add (SemIndexStatus *self, const SemIndexSummary *counts)
{
  guint with_photo = counts->added + counts->updated + counts->unchanged;

  g_mutex_lock (&self->mutex);
  self->summary.added += counts->added;
  self->summary.updated += counts->updated;
  self->summary.unchanged += counts->unchanged;
  self->summary.failed += counts->failed;
  self->summary.skipped += counts->skipped;
  self->summary.removed += counts->removed;
  self->progress.done += with_photo + counts->failed + counts->skipped;
  self->progress.photos += with_photo;
  g_mutex_unlock (&self->mutex);
}

void
sem_index_status_get_summary (SemIndexStatus *self, SemIndexSummary *summary)
{
  double seconds = summary->seconds;

  g_mutex_lock (&self->mutex);
  *summary = self->summary;
  g_mutex_unlock (&self->mutex);
  summary->seconds = seconds;
}

void
sem_index_status_get_progress (SemIndexStatus *self, SemIndexProgress *progress)
{
  g_mutex_lock (&self->mutex);
  *progress = self->progress;
  g_mutex_unlock (&self->mutex);
}

void
sem_index_status_set_refined (SemIndexStatus *self, guint done, guint total)
{
  const gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&self->mutex);
  if (done == 0)
    self->refined_for = 0;
  else
    self->refined_for += MIN (now - self->refined_at, LONGEST_STEP);
  self->refined_at = now;
  self->progress.stage = SEM_INDEX_REFINING;
  self->progress.refined = done;
  self->progress.to_refine = total;
  self->progress.share = total ? (double) done / total : 1;
  self->progress.seconds_left =
    done ? (double) self->refined_for / G_USEC_PER_SEC * (total - done) / done : -1;
  g_mutex_unlock (&self->mutex);
}

void
sem_index_status_add_failed (SemIndexStatus *self)
{
  g_mutex_lock (&self->mutex);
  self->summary.failed++;
  g_mutex_unlock (&self->mutex);
}

void
sem_index_status_want (SemIndexStatus *self, gint64 photo)
{
  g_mutex_lock (&self->mutex);
  self->wanted[self->n_wanted++ % MOST_WANTED] = photo;
  self->first_wanted = MAX (self->first_wanted, self->n_wanted - MIN (self->n_wanted, MOST_WANTED));
  g_mutex_unlock (&self->mutex);
}

gint64
sem_index_status_take_wanted (SemIndexStatus *self)
{
  gint64 photo = 0;

  g_mutex_lock (&self->mutex);
  if (self->n_wanted > self->first_wanted)
    photo = self->wanted[--self->n_wanted % MOST_WANTED];
  g_mutex_unlock (&self->mutex);
  return photo;
}

void
sem_index_status_tell (SemIndexStatus *self, const char *path, const char *record)
{
  g_autofree char *sentence = NULL;

  if (!self->note)
    return;
  sentence = sem_told_dup_sentence (record);
  g_mutex_lock (&self->note_mutex);
  self->note (path, sentence, self->user_data);
  g_mutex_unlock (&self->note_mutex);
}

void
sem_index_status_set_paused (SemIndexStatus *self, gboolean paused)
{
  g_mutex_lock (&self->mutex);
  self->progress.paused = paused;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
sem_index_status_wait_while_paused (SemIndexStatus *self, GCancellable *stop)
{
  g_mutex_lock (&self->mutex);
  while (self->progress.paused && !g_cancellable_is_cancelled (stop))
    g_cond_wait_until (&self->changed, &self->mutex, g_get_monotonic_time () + TICK);
  g_mutex_unlock (&self->mutex);
}
