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
 * Finds and proves duplicates on another thread, and lists the groups found so far. Properties:
 *
 * - "running" (boolean): whether it searches for them
 * - "progress" (double): completed share, 0 to 1
 * - "problem" (string, nullable): a sentence that says why it has failed
 *
 * Signal "message" (string): a translated sentence: why a decision could not be stored. For the
 * main thread.
 */
G_DECLARE_FINAL_TYPE (SemDuplicateFinder, sem_duplicate_finder, SEM, DUPLICATE_FINDER, GObject)

SemDuplicateFinder *sem_duplicate_finder_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/* Compares new photos, and proves candidates that are not proven yet. If called while it runs, it
 * runs once more afterwards. */
void sem_duplicate_finder_start (SemDuplicateFinder *self);
void sem_duplicate_finder_stop (SemDuplicateFinder *self);
gboolean sem_duplicate_finder_get_running (SemDuplicateFinder *self);
const char *sem_duplicate_finder_get_problem (SemDuplicateFinder *self);
/* Whether it has run to its end since it was last started. */
gboolean sem_duplicate_finder_get_done (SemDuplicateFinder *self);

/* Returns: (transfer none): the groups found so far */
SemDuplicateList *sem_duplicate_finder_get_list (SemDuplicateFinder *self);
/* Sets the group that the user views, which is proven first. @set: (nullable) */
void sem_duplicate_finder_look_at (SemDuplicateFinder *self, SemDuplicateSet *set);
/**
 * sem_duplicate_finder_set_different:
 * @different: whether the user marks the photos of @set as different, or for identical files, keeps
 *   all of them
 *
 * Stored permanently. The group leaves the list at once, or comes back after the next search.
 */
void sem_duplicate_finder_set_different (SemDuplicateFinder *self,
                                         SemDuplicateSet *set,
                                         gboolean different);

G_END_DECLS
