/* index-status.h - the progress and the pause of an indexer
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/indexer.h"

G_BEGIN_DECLS

/**
 * SemIndexStatus:
 *
 * Progress, counts, pausing and messages of an indexer. Every function may be called from any
 * thread. The pause outlives a run; progress and counts start at zero in each run.
 */
typedef struct _SemIndexStatus SemIndexStatus;

/* @note: (nullable): for files and folders that are left out; called by one thread at a time */
SemIndexStatus *sem_index_status_new (SemIndexNoteFunc note,
                                      gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void sem_index_status_free (SemIndexStatus *self);

/* A run begins. */
void sem_index_status_begin (SemIndexStatus *self);
/* @share: how much of it is done, 0 to 1 */
void sem_index_status_set_stage (SemIndexStatus *self, SemIndexStage stage, double share);
/* One more file was found. */
void sem_index_status_add_found (SemIndexStatus *self);
/* All files have been found. */
void sem_index_status_set_counted (SemIndexStatus *self);
/* Adds to the counts of the run. All but the removed files count as done. */
void sem_index_status_add (SemIndexStatus *self, const SemIndexSummary *counts);
/* @summary: (inout): receives the counts of the run; its duration is not changed. */
void sem_index_status_get_summary (SemIndexStatus *self, SemIndexSummary *summary);
/* @progress: (out): all fields. */
void sem_index_status_get_progress (SemIndexStatus *self, SemIndexProgress *progress);

/* @done: number of the @total quick photos of this run that were decoded in full, or could not be.
 * Sets the stage %SEM_INDEX_REFINING. */
void sem_index_status_set_refined (SemIndexStatus *self, guint done, guint total);
/* Counts one more quick photo whose file could not be decoded in full. */
void sem_index_status_add_failed (SemIndexStatus *self);
/* Requests that a photo, which the user views, is refined before others. Only the last few requests
 * are kept. */
void sem_index_status_want (SemIndexStatus *self, gint64 photo);
/* Returns: the most recently requested photo, and removes the request; 0 where there is none */
gint64 sem_index_status_take_wanted (SemIndexStatus *self);

/* Calls the note function. @path: (type filename): a file or folder; @record: why it is left
 * out, see told.h; a translated sentence will do */
void sem_index_status_tell (SemIndexStatus *self, const char *path, const char *record);

/* Sets whether sem_index_status_wait_while_paused() waits, and wakes the threads that wait in
 * it. */
void sem_index_status_set_paused (SemIndexStatus *self, gboolean paused);
/* Returns when the indexer is not paused, or a tenth of a second after @stop was cancelled. */
void sem_index_status_wait_while_paused (SemIndexStatus *self, GCancellable *stop);

G_END_DECLS
