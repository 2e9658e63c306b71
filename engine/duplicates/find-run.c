/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/find-private.h"

void
sem_duplicates_run_add (SemDuplicatesRun *run,
                        guint a,
                        guint b,
                        SemDuplicateRelation relation,
                        SemDuplicateState state,
                        double likeness)
{
  const SemStoreDuplicate duplicate = {
    .a = run->moments->rows[MIN (a, b)].photo,
    .b = run->moments->rows[MAX (a, b)].photo,
    .relation = relation,
    .state = state,
    .likeness = likeness,
  };

  g_array_append_val (run->found, duplicate);
}

/* What was set back by others since it was stored stays so until the next run, which reads what has
 * changed. */
static gint64
choose_compared (gint64 now, gint64 *stored, gint64 compared)
{
  if (now < *stored)
    return now;
  return *stored = compared;
}

static gboolean
store_compared (SemDuplicatesRun *run, GError **error)
{
  SemStoreCompared now;

  if (!sem_store_get_compared (run->store, &now, error))
    return FALSE;
  now.hashes = choose_compared (now.hashes, &run->stored.hashes, run->compared.hashes);
  now.codes = choose_compared (now.codes, &run->stored.codes, run->compared.codes);
  return sem_store_put_compared (run->store, &now, error);
}

gboolean
sem_duplicates_run_store (SemDuplicatesRun *run, GError **error)
{
  const gboolean any = run->found->len > 0;

  if (!sem_store_begin (run->store, error))
    return FALSE;
  for (guint i = 0; i < run->found->len; i++)
    if (!sem_store_put_duplicate (run->store, &g_array_index (run->found, SemStoreDuplicate, i),
                                  error))
      {
        sem_store_rollback (run->store);
        return FALSE;
      }
  if (!store_compared (run, error) || !sem_store_commit (run->store, error))
    {
      sem_store_rollback (run->store);
      return FALSE;
    }
  g_array_set_size (run->found, 0);
  return !any || !run->early || run->early (run->user_data, error);
}

gboolean
sem_duplicates_run_tick (SemDuplicatesRun *run, double fraction, GError **error)
{
  if (sem_work_tick (&run->work, fraction))
    return TRUE;
  g_cancellable_set_error_if_cancelled (run->work.progress.cancellable, error);
  return FALSE;
}
