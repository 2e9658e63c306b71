/* duplicates.h - the duplicates of a library: find, prove, and list them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/duplicates/groups.h"

G_BEGIN_DECLS

/**
 * SemDuplicatesPlan:
 * @min_likeness: as for sem_duplicates_list()
 * @prove: whether candidates are proven; otherwise those that were not proven yet stay "maybe"
 * @early: (nullable) (scope call): called with the groups found so far, (transfer none), once at
 *   the start and then every few seconds where they have changed
 * @get_first: (nullable) (scope call): returns the photo whose group is proven before all others,
 *   such as the one that the user views; 0 for none
 * @user_data: for both, which are called in the thread of the call
 */
typedef struct
{
  double min_likeness;
  gboolean prove;
  void (*early) (SemDuplicates *duplicates, gpointer user_data);
  gint64 (*get_first) (gpointer user_data);
  gpointer user_data;
} SemDuplicatesPlan;

/**
 * sem_duplicates_search:
 * @path: (type filename): the library
 *
 * Compares the new photos of the library, see sem_duplicates_find(), and proves the candidates that
 * are not proven yet, group by group. All results are stored: a call that was cancelled is resumed
 * by the next one, and nothing is computed twice. Changes no photo. Other programs and threads may
 * use the library meanwhile. Blocks.
 *
 * Returns: (transfer full): all groups; %NULL with an error of the store, or %G_IO_ERROR_CANCELLED
 */
SemDuplicates *sem_duplicates_search (const char *path,
                                      const SemDuplicatesPlan *plan,
                                      const SemProgress *progress,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
