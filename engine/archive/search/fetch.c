/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/search/fetch.h"

gboolean
sem_fetch (SemParts *parts,
           const SemPartsForm *form,
           SemFetchFunc read,
           GHashTable *table,
           const gint64 *photos,
           guint n,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  for (guint i = 0; i < n; i++)
    if (!g_hash_table_contains (table, &photos[i]))
      g_array_append_val (ids, photos[i]);
  if (ids->len == 0)
    return TRUE;
  sem_values_add_ids (values, (const gint64 *) (const void *) ids->data, ids->len);
  rows = sem_parts_run (parts, form, values, cancellable, error);
  if (!rows)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_insert (table, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)), NULL);
  for (guint i = 0; i < sem_rows_get_n (rows); i++)
    {
      const SemCell cell = sem_rows_get (rows, i, 0), value = sem_rows_get (rows, i, 1);
      gint64 photo;

      /* Other photos were not requested. */
      if (sem_cell_get_int (&cell, 1, G_MAXINT64, &photo) && g_hash_table_contains (table, &photo)
          && !g_hash_table_lookup (table, &photo))
        g_hash_table_replace (table, g_memdup2 (&photo, sizeof photo), read (&value));
    }
  return TRUE;
}
