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
 * @compared: the photos compared so far
 * @stored: the value of @compared in the library
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
/* Reports that @fraction of the step, 0 to 1, is done. FALSE with %G_IO_ERROR_CANCELLED. */
gboolean sem_duplicates_run_tick (SemDuplicatesRun *run, double fraction, GError **error);

/* Finds pairs by date, name and perceptual hash. FALSE with an error of the store, or
 * %G_IO_ERROR_CANCELLED; likewise the next function. */
gboolean sem_duplicates_find_by_hashes (SemDuplicatesRun *run, GError **error);
/* Finds pairs by codes. */
gboolean sem_duplicates_find_by_codes (SemDuplicatesRun *run, GError **error);

G_END_DECLS
