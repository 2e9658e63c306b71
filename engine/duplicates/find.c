/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/find-private.h"

/* Shares of the time, measured on half a million photos. */
#define READ_END 0.02
#define HASHES_END 0.4

static gboolean
find_all (SemDuplicatesRun *run, GError **error)
{
  sem_work_stage (&run->work, READ_END, HASHES_END);
  if (!sem_duplicates_find_by_hashes (run, error))
    return FALSE;
  sem_work_stage (&run->work, HASHES_END, 1);
  return sem_duplicates_find_by_codes (run, error);
}

gboolean
sem_duplicates_find (SemStore *store,
                     SemDuplicatesEarlyFunc early,
                     gpointer user_data,
                     const SemProgress *progress,
                     GError **error)
{
  SemDuplicatesRun run = {
    .store = store, .sketches.store = store, .early = early, .user_data = user_data
  };
  gboolean ok;

  sem_work_init (&run.work, 0, progress);
  run.found = g_array_new (FALSE, FALSE, sizeof (SemStoreDuplicate));
  ok = sem_store_get_compared (store, &run.compared, error);
  run.stored = run.compared;
  ok = ok && sem_pair_likeness_init (&run.likeness, store, error)
       && (run.moments = sem_moments_read (store, run.work.progress.cancellable, error))
       && find_all (&run, error);
  sem_sketch_pair_clear (&run.sketches);
  sem_pair_likeness_clear (&run.likeness);
  g_clear_pointer (&run.moments, sem_moments_free);
  g_array_unref (run.found);
  return ok;
}
