/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/encoding.h"
#include "engine/photos/codes.h"
#include "engine/store/backbones.h"
#include "engine/store/codes.h"

/* Photos encoded in one transaction. Their features are read before it begins, so that other
 * writers wait only while codes are written. */
#define BATCH_ROWS 2048

/* Finds out whether every photo has a code. */
static gboolean
find_rest (SemStore *store, const SemEncoding *encoding, gboolean *complete, GError **error)
{
  gint64 last = sem_store_last_code (store, encoding->id, error);
  g_autoptr (GArray) rest =
    last >= 0 ? sem_store_list_featured (store, encoding->backbone, last, 1, error) : NULL;

  *complete = rest && rest->len == 0;
  return rest != NULL;
}

/* @complete: (inout): on entry, whether the batch holds all photos that had no code; on return,
 * whether it was the last one, and the end function has been called. */
static gboolean
write_batch (SemStore *store,
             const SemEncoding *encoding,
             const SemCodesBatch *batch,
             gboolean *complete,
             GError **error)
{
  gboolean written;

  if (sem_store_begin (store, error)
      && sem_codes_write (store, batch, encoding->backbone, &written, error)
      && (!*complete || find_rest (store, encoding, complete, error))
      && (!*complete || !encoding->end || encoding->end (store, encoding->end_data, error))
      && sem_store_commit (store, error))
    return TRUE;
  sem_store_rollback (store);
  return FALSE;
}

gboolean
sem_encode_photos (SemStore *store,
                   const SemEncoding *encoding,
                   const SemProgress *progress,
                   GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (progress);
  gboolean complete = FALSE;
  guint done = 0;

  while (!complete)
    {
      g_autoptr (SemCodesBatch) batch = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      batch = sem_codes_read (store, encoding->id, encoding->model, encoding->backbone, BATCH_ROWS,
                              cancellable, error);
      if (!batch)
        return FALSE;
      if (batch->n_read == 0 && !encoding->end)
        return TRUE;
      complete = batch->n_read < BATCH_ROWS;
      if (!write_batch (store, encoding, batch, &complete, error))
        return FALSE;
      done += batch->n_read;
      sem_progress_report (progress, MIN (1.0, (double) done / MAX (encoding->n_photos, 1)));
    }
  return TRUE;
}
