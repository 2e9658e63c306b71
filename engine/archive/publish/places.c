/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/publish/places.h"

#include <string.h>

#define HASH_SIZE 32
/* Places that are looked at in one statement. */
#define N_AT_ONCE 5000
/* How often a sweep is tried while others publish the photos that it is about to remove. */
#define N_SWEEPS 5
/* How long a sweep may take, which looks at all photos, in seconds. */
#define SWEEP_PATIENCE 3600

/* The prefix is empty for all; $5 is the length of the longest path. */
static const char list[] =
  "SELECT l.id, p.hash, sha256 (l.path) FROM semblance.places l"
  " JOIN semblance.photos p ON p.id = l.photo"
  " WHERE l.owner = $1::integer AND l.id > $2"
  " AND substring (l.path FROM 1 FOR length ($3)) = $3 AND length (l.path) <= $5"
  " ORDER BY l.id LIMIT $4";

static SemRows *
read_places (const SemPlaces *self, gint64 after, const char *folder, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  const gboolean nameless = folder && !*folder;
  g_autofree char *prefix =
    folder && !nameless ? g_strconcat (folder, g_str_has_suffix (folder, "/") ? "" : "/", NULL)
                        : g_strdup ("");

  sem_values_add_int (values, self->owner);
  sem_values_add_int (values, after);
  sem_values_add_bytes (values, prefix, strlen (prefix));
  sem_values_add_int (values, N_AT_ONCE);
  sem_values_add_int (values, nameless ? 0 : SEM_ARCHIVE_MAX_PATH);
  return sem_link_run (self->archive->link, list, values, self->cancellable, error);
}

/* Adds to @ids the places among @rows that go; @last: (out): the last one. */
static gboolean
choose (const SemPlaces *self,
        SemRows *rows,
        SemPlacesKeepFunc keep,
        gpointer user_data,
        GArray *ids,
        gint64 *last,
        GError **error)
{
  for (guint i = 0; i < sem_rows_get_n (rows); i++)
    {
      const SemCell id = sem_rows_get (rows, i, 0);
      const SemCell hash = sem_rows_get (rows, i, 1), path = sem_rows_get (rows, i, 2);
      guint8 photo_hash[HASH_SIZE], path_hash[HASH_SIZE];

      if (!sem_cell_get_int (&id, *last + 1, G_MAXINT64, last)
          || !sem_cell_get_bytes (&hash, HASH_SIZE, photo_hash)
          || !sem_cell_get_bytes (&path, HASH_SIZE, path_hash))
        return sem_link_set_damaged (self->archive->link, error);
      if (!keep || !keep (photo_hash, path_hash, user_data))
        g_array_append_val (ids, *last);
    }
  return TRUE;
}

static gboolean
remove_ids (const SemPlaces *self, const GArray *ids, guint *removed, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  if (ids->len == 0)
    return TRUE;
  sem_values_add_ids (values, (const gint64 *) (const void *) ids->data, ids->len);
  rows = sem_link_run (self->archive->link, "DELETE FROM semblance.places WHERE id = ANY ($1)",
                       values, self->cancellable, error);
  if (rows)
    *removed += (guint) sem_rows_get_changed (rows);
  return rows != NULL;
}

gboolean
sem_places_remove (const SemPlaces *self,
                   const char *folder,
                   SemPlacesKeepFunc keep,
                   gpointer user_data,
                   guint *removed,
                   GError **error)
{
  gint64 last = 0;
  guint n;

  do
    {
      g_autoptr (SemRows) rows = read_places (self, last, folder, error);
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

      if (!rows || !choose (self, rows, keep, user_data, ids, &last, error)
          || !remove_ids (self, ids, removed, error))
        return FALSE;
      n = sem_rows_get_n (rows);
    }
  while (n >= N_AT_ONCE);
  return TRUE;
}

gboolean
sem_places_find_nameless (const SemPlaces *self, gboolean *found, GError **error)
{
  static const char sql[] = "SELECT EXISTS (SELECT FROM semblance.places"
                            " WHERE owner = $1::integer AND length (path) = 0)";
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  SemCell cell;

  sem_values_add_int (values, self->owner);
  rows = sem_link_run (self->archive->link, sql, values, self->cancellable, error);
  if (!rows)
    return FALSE;
  cell = sem_rows_get (rows, 0, 0);
  *found = sem_cell_is_true (&cell);
  return TRUE;
}

/* Tries a statement while others are in the way. */
static gboolean
sweep (const SemPlaces *self, const char *sql, GError **error)
{
  g_autoptr (GError) busy = NULL;

  for (guint i = 0; i < N_SWEEPS; i++)
    {
      g_clear_error (&busy);
      if (sem_link_do (self->archive->link, sql, self->cancellable, &busy))
        return TRUE;
      if (!g_error_matches (busy, SEM_ERROR, SEM_ERROR_BUSY))
        break;
    }
  /* The next one sweeps as well. */
  if (g_error_matches (busy, SEM_ERROR, SEM_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&busy));
  return FALSE;
}

gboolean
sem_places_sweep (const SemPlaces *self, GError **error)
{
  return sem_link_set_patience (self->archive->link, SWEEP_PATIENCE, error)
         && sweep (self, "SELECT semblance.sweep ()", error)
         && sweep (self, "SELECT semblance.sweep_parts ()", error);
}
