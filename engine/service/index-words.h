/* index-words.h - what an indexing found, in words
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
 * @summary: what was done
 * @identical: of the files that were added, those that are identical to others, so that they add
 *   no photo
 * @offline: folders of the library that were not there
 * @progress: how far it came
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
 * @job: what the person stopped while it was queued
 *
 * Returns: (transfer full) (nullable): a translated sentence; %NULL for jobs that cannot be stopped
 */
char *sem_index_describe_unbegun (SemEngineJob job) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_index_describe_refining:
 * @n_photos: in the library
 * @progress: of refining
 *
 * Returns: (transfer full): how far it is, and how long the rest takes, for a line of status
 */
char *sem_index_describe_refining (guint n_photos,
                                   const SemIndexProgress *progress) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full) (nullable): that refining was stopped; %NULL where nothing remains */
char *sem_index_describe_unrefined (const SemIndexProgress *progress) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
