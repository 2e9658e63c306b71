/* index-words.h - messages about the result of an indexing
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/indexer.h"
#include "engine/service/engine.h"

G_BEGIN_DECLS

/**
 * sem_index_describe:
 * @summary: counts of the run
 * @identical: number of added files that are identical to others, so that they add no photo
 * @offline: number of folders of the library that are offline
 * @progress: progress at its end
 * @stopped: whether it was stopped before its end
 *
 * Returns: (transfer full) (nullable): a translated sentence: what has changed in the library, or
 *   that nothing has, or how many files remain; %NULL where it was stopped and none remains
 */
char *sem_index_describe (const SemIndexSummary *summary,
                          guint identical,
                          guint offline,
                          const SemIndexProgress *progress,
                          gboolean stopped) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_index_describe_unbegun:
 * @job: the job that the user stopped while it was queued
 *
 * Returns: (transfer full) (nullable): a translated sentence; %NULL for jobs that cannot be stopped
 */
char *sem_index_describe_unbegun (SemEngineJob job) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_index_describe_refining:
 * @n_photos: number of photos in the library
 * @progress: of refining
 *
 * Returns: (transfer full): the progress and the remaining time, for a status line
 */
char *sem_index_describe_refining (guint n_photos,
                                   const SemIndexProgress *progress) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full) (nullable): a translated sentence that refining was stopped; %NULL where
 * no photo remains */
char *sem_index_describe_unrefined (const SemIndexProgress *progress) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
