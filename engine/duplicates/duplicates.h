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
 * @prove: whether candidates are proven; without, those that nobody has proven yet stay "maybe"
 * @early: (nullable) (scope call): called with what is known by now, (transfer none), once in the
 *   beginning and then every few seconds where it has changed
 * @get_first: (nullable) (scope call): the photo whose group is proven before all others, such as
 *   one that is looked at; 0 for none
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
 * Compares what is new in the library, see sem_duplicates_find(), and proves what is not proven
 * yet, group after group. All that is found is stored: what is cancelled goes on the next time, and
 * what is known needs no work. Changes no photo. Other programs and threads may use the library
 * meanwhile.
 *
 * Returns: (transfer full): all groups; %NULL with an error of the store, or %G_IO_ERROR_CANCELLED
 */
SemDuplicates *sem_duplicates_search (const char *path,
                                      const SemDuplicatesPlan *plan,
                                      const SemProgress *progress,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
