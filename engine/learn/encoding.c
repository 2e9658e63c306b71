/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/encoding.h"
#include "engine/photos/codes.h"

/* Photos encoded in one transaction: another writer waits no longer than that takes. */
#define BATCH_ROWS 2048

static gboolean
encode_batch (SemStore *store, const SemEncoding *encoding, guint *n, GError **error)
{
  if (sem_store_begin (store, error)
      && sem_codes_fill (store, encoding->id, encoding->model, encoding->backbone, BATCH_ROWS, n,
                         error)
      && (*n == BATCH_ROWS || !encoding->end || encoding->end (store, encoding->end_data, error))
      && sem_store_commit (store, error))
    return TRUE;
  sem_store_rollback (store);
  return FALSE;
}

gboolean
sem_encode_photos (SemStore *store,
                   const SemEncoding *encoding,
                   GCancellable *cancellable,
                   GError **error)
{
  guint done = 0, n = BATCH_ROWS;

  while (n == BATCH_ROWS)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !encode_batch (store, encoding, &n, error))
        return FALSE;
      done += n;
      if (encoding->progress)
        encoding->progress (MIN (1.0, (double) done / MAX (encoding->n_photos, 1)),
                            encoding->progress_data);
    }
  return TRUE;
}
