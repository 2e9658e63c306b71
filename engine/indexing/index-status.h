/* index-status.h - what an indexer reports, and whether it is paused
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
/* The counts of the run. Leaves the duration alone. */
void sem_index_status_get_summary (SemIndexStatus *self, SemIndexSummary *summary);
/* @progress: (out): all fields. */
void sem_index_status_get_progress (SemIndexStatus *self, SemIndexProgress *progress);

/* @done: of @total quick photos of this run, those that were decoded in full, or left as they are.
 * The stage is %SEM_INDEX_REFINING from then on. */
void sem_index_status_set_refined (SemIndexStatus *self, guint done, guint total);
/* One more file turned out not to be readable in full. */
void sem_index_status_add_failed (SemIndexStatus *self);
/* Somebody looks at a photo: it is refined before others. Only the last ones are remembered. */
void sem_index_status_want (SemIndexStatus *self, gint64 photo);
/* Returns: the last photo that is wanted, which is forgotten; 0 where there is none */
gint64 sem_index_status_take_wanted (SemIndexStatus *self);

/* @path: (type filename); @sentence: translated, why it is left out */
void sem_index_status_tell (SemIndexStatus *self, const char *path, const char *sentence);

/* Whether sem_index_status_wait_while_paused() waits; wakes the threads that wait in it. */
void sem_index_status_set_paused (SemIndexStatus *self, gboolean paused);
/* Returns when the indexer is not paused, or a tenth of a second after @stop was cancelled. */
void sem_index_status_wait_while_paused (SemIndexStatus *self, GCancellable *stop);

G_END_DECLS
