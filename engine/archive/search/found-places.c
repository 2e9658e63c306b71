/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/search/found-places.h"
#include "engine/archive/identity.h"

#include <stdlib.h>

static const char list[] =
  "SELECT l.photo, l.path, o.name, o.role = current_user AND o.library = $3 FROM unnest ($1) AS "
  "asked (id)"
  " CROSS JOIN LATERAL (SELECT id, photo, path, owner FROM semblance.places"
  " WHERE photo = asked.id ORDER BY id LIMIT $2) AS l"
  " JOIN semblance.owners o ON o.id = l.owner ORDER BY l.photo, l.id";

static void
free_place (gpointer data)
{
  SemArchivePlace *place = data;

  g_free (place->owner);
  g_free (place->path);
  g_free (place);
}

static SemArchivePlace *
read_place (SemRows *rows, guint i)
{
  const SemCell path = sem_rows_get (rows, i, 1), name = sem_rows_get (rows, i, 2);
  const SemCell mine = sem_rows_get (rows, i, 3);
  SemArchivePlace *place = g_new0 (SemArchivePlace, 1);

  place->path = sem_cell_dup_path (&path);
  place->owner = sem_cell_dup_shown (&name, SEM_ARCHIVE_MAX_NAME);
  place->mine = sem_cell_is_true (&mine);
  return place;
}

GHashTable *
sem_found_places_read (SemLink *link,
                       const guint8 *identity,
                       const gint64 *photos,
                       guint n,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GHashTable) places =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  sem_values_add_ids (values, photos, n);
  sem_values_add_int (values, SEM_ARCHIVE_MAX_PLACES);
  sem_values_add_bytes (values, identity, SEM_ARCHIVE_IDENTITY_SIZE);
  rows = sem_link_run (link, list, values, cancellable, error);
  if (!rows)
    return NULL;
  for (guint i = 0; i < sem_rows_get_n (rows); i++)
    {
      const SemCell cell = sem_rows_get (rows, i, 0);
      GPtrArray *of_photo;
      gint64 photo;

      if (!sem_cell_get_int (&cell, 1, G_MAXINT64, &photo))
        continue;
      of_photo = g_hash_table_lookup (places, &photo);
      if (!of_photo)
        {
          of_photo = g_ptr_array_new_with_free_func (free_place);
          g_hash_table_insert (places, g_memdup2 (&photo, sizeof photo), of_photo);
        }
      g_ptr_array_add (of_photo, read_place (rows, i));
    }
  return g_steal_pointer (&places);
}

gboolean
sem_found_place_is_file (const SemArchivePlace *self, const char *path)
{
  g_autofree char *plain = path ? g_canonicalize_filename (path, NULL) : NULL;
  char *resolved;
  gboolean is;

  if (!plain || !self->mine || !self->path)
    return FALSE;
  resolved = realpath (plain, NULL);
  is = g_strcmp0 (self->path, plain) == 0 || g_strcmp0 (self->path, resolved) == 0;
  free (resolved);
  return is;
}
