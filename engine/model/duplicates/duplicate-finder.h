/* duplicate-finder.h - the duplicates of a library, found in the background
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/duplicates/duplicate-list.h"

G_BEGIN_DECLS

#define SEM_TYPE_DUPLICATE_FINDER (sem_duplicate_finder_get_type ())

/**
 * SemDuplicateFinder:
 *
 * Finds and proves duplicates on another thread, and lists what is known meanwhile. Properties:
 *
 * - "running" (boolean): whether it looks for them
 * - "progress" (double): completed share, 0 to 1
 * - "problem" (string, nullable): a sentence that says why it has failed
 *
 * Signal "message" (string): a sentence that says why a decision could not be kept. For the main
 * thread.
 */
G_DECLARE_FINAL_TYPE (SemDuplicateFinder, sem_duplicate_finder, SEM, DUPLICATE_FINDER, GObject)

SemDuplicateFinder *sem_duplicate_finder_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/* Compares what is new since the last time, and proves what is not proven. While it runs, it does
 * so once more afterwards. */
void sem_duplicate_finder_start (SemDuplicateFinder *self);
void sem_duplicate_finder_stop (SemDuplicateFinder *self);
gboolean sem_duplicate_finder_get_running (SemDuplicateFinder *self);
const char *sem_duplicate_finder_get_problem (SemDuplicateFinder *self);
/* Whether it came to the end since it was last started. */
gboolean sem_duplicate_finder_get_done (SemDuplicateFinder *self);

/* Returns: (transfer none): what is known */
SemDuplicateList *sem_duplicate_finder_get_list (SemDuplicateFinder *self);
/* What is looked at now, and is proven first. @set: (nullable) */
void sem_duplicate_finder_look_at (SemDuplicateFinder *self, SemDuplicateSet *set);
/**
 * sem_duplicate_finder_set_different:
 * @different: whether a person says that the photos of @set are not the same; of identical files,
 *   that all are to stay
 *
 * Remembered for good. The group is gone from the list at once, or is back when it was looked for
 * again.
 */
void sem_duplicate_finder_set_different (SemDuplicateFinder *self,
                                         SemDuplicateSet *set,
                                         gboolean different);

G_END_DECLS
