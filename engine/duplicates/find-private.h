/* find-private.h - the two steps of finding pairs; for engine/duplicates only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"
#include "engine/duplicates/candidates.h"
#include "engine/duplicates/find.h"
#include "engine/duplicates/pair-likeness.h"

G_BEGIN_DECLS

/**
 * SemDuplicatesRun:
 * @found: (element-type SemStoreDuplicate): pairs that are not stored yet
 * @compared: how far it has come
 * @stored: what it has stored of that, or found stored
 *
 * One call of sem_duplicates_find().
 */
typedef struct
{
  SemStore *store;
  SemMoments *moments;
  SemPairLikeness likeness;
  SemSketchPair sketches;
  SemStoreCompared compared;
  SemStoreCompared stored;
  GArray *found;
  SemDuplicatesEarlyFunc early;
  gpointer user_data;
  SemWork work;
} SemDuplicatesRun;

/* Adds a pair of two rows to @found, in the order of the photos. */
void sem_duplicates_run_add (SemDuplicatesRun *run,
                             guint a,
                             guint b,
                             SemDuplicateRelation relation,
                             SemDuplicateState state,
                             double likeness);
/* Stores what was found, with @compared. */
gboolean sem_duplicates_run_store (SemDuplicatesRun *run, GError **error);
/* Sets an error where it was cancelled. */
gboolean sem_duplicates_run_tick (SemDuplicatesRun *run, double fraction, GError **error);

/* By date, name and perceptual hash. */
gboolean sem_duplicates_find_by_hashes (SemDuplicatesRun *run, GError **error);
/* By codes. */
gboolean sem_duplicates_find_by_codes (SemDuplicatesRun *run, GError **error);

G_END_DECLS
