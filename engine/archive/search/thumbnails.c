/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/search/parts.h"
#include "engine/archive/search/thumbnails.h"

/* What is too large is not sent. */
static const SemPartsForm form = {
  .table = "features",
  .before = "SELECT photo, thumbnail FROM",
  .after =
    "WHERE photo = ANY ($1) AND length (thumbnail) <= " G_STRINGIFY (SEM_ARCHIVE_MAX_THUMBNAIL),
};

static void
take_row (SemRows *rows, guint row, const gint64 *photos, guint n, GBytes **thumbnails)
{
  const SemCell cell = sem_rows_get (rows, row, 0), value = sem_rows_get (rows, row, 1);
  gint64 photo;

  if (!sem_cell_get_int (&cell, 1, G_MAXINT64, &photo))
    return;
  for (guint i = 0; i < n; i++)
    if (photos[i] == photo && !thumbnails[i])
      thumbnails[i] = sem_cell_dup_bytes (&value, SEM_ARCHIVE_MAX_THUMBNAIL);
}

gboolean
sem_archive_read_thumbnails (const char *uri,
                             const gint64 *photos,
                             guint n,
                             GBytes **thumbnails,
                             GCancellable *cancellable,
                             GError **error)
{
  g_auto (SemParts) parts = { NULL };
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  for (guint i = 0; i < n; i++)
    thumbnails[i] = NULL;
  sem_values_add_ids (values, photos, n);
  if (!sem_parts_open (&parts, uri, cancellable, error))
    return FALSE;
  rows = sem_parts_run (&parts, &form, values, cancellable, error);
  for (guint i = 0; rows && i < sem_rows_get_n (rows); i++)
    take_row (rows, i, photos, n, thumbnails);
  return rows != NULL;
}
