/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/publish/owner.h"
#include "engine/archive/identity.h"

#include <string.h>

#include <glib/gi18n-lib.h>

char *
sem_owner_get_default_name (void)
{
  g_autofree char *name = g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());
  char *valid = g_utf8_make_valid (name, -1);

  if (!sem_owner_is_name (valid))
    {
      g_free (valid);
      return g_strdup ("semblance");
    }
  return valid;
}

gboolean
sem_owner_is_name (const char *name)
{
  const SemCell cell = { (const guint8 *) name, strlen (name) };
  g_autofree char *text = sem_cell_dup_text (&cell, SEM_ARCHIVE_MAX_NAME);

  return text != NULL;
}

static gboolean
check_library (SemLink *link, const char *name, const char *library, SemRows *rows, GError **error)
{
  const SemCell cell = sem_rows_get (rows, 0, 1);
  guint8 mine[SEM_ARCHIVE_IDENTITY_SIZE], theirs[SEM_ARCHIVE_IDENTITY_SIZE];

  if (!sem_cell_get_bytes (&cell, SEM_ARCHIVE_IDENTITY_SIZE, theirs))
    return sem_link_set_damaged (link, error);
  sem_archive_identify (library, mine);
  if (memcmp (mine, theirs, SEM_ARCHIVE_IDENTITY_SIZE) == 0)
    return TRUE;
  g_set_error (
    error, SEM_ERROR, SEM_ERROR_FAILED,
    _("Another library already publishes into “%s” as “%s”. Choose another name with "
      "--name; if this library was moved, remove its photos from the archive first, with "
      "“semblance-cli archive remove”."),
    sem_link_get_name (link), name);
  return FALSE;
}

gboolean
sem_owner_find (SemLink *link,
                const char *name,
                const char *library,
                SemOwner *owner,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  SemCell cells[4];

  *owner = (SemOwner){ 0 };
  sem_values_add_text (values, name);
  rows = sem_link_run (link,
                       "SELECT id, library, thumbnails, paths, whole FROM semblance.owners"
                       " WHERE role = current_user AND name = $1",
                       values, cancellable, error);
  if (!rows)
    return FALSE;
  if (sem_rows_get_n (rows) == 0)
    return TRUE;
  cells[0] = sem_rows_get (rows, 0, 0);
  for (guint i = 1; i < G_N_ELEMENTS (cells); i++)
    cells[i] = sem_rows_get (rows, 0, i + 1);
  if (!sem_cell_get_int (&cells[0], 1, G_MAXINT32, &owner->id))
    return sem_link_set_damaged (link, error);
  owner->thumbnails = sem_cell_is_true (&cells[1]);
  owner->paths = sem_cell_is_true (&cells[2]);
  owner->whole = sem_cell_is_true (&cells[3]);
  return !library || check_library (link, name, library, rows, error);
}

static gboolean
add_owner (SemLink *link,
           const char *name,
           const char *library,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  guint8 identity[SEM_ARCHIVE_IDENTITY_SIZE];

  sem_archive_identify (library, identity);
  sem_values_add_text (values, name);
  sem_values_add_bytes (values, identity, SEM_ARCHIVE_IDENTITY_SIZE);
  rows = sem_link_run (link,
                       "INSERT INTO semblance.owners (name, library) VALUES ($1, $2)"
                       " ON CONFLICT DO NOTHING",
                       values, cancellable, error);
  return rows != NULL;
}

static gboolean
write_agreement (SemLink *link, const SemOwner *owner, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  sem_values_add_int (values, owner->id);
  sem_values_add_int (values, owner->thumbnails);
  sem_values_add_int (values, owner->paths);
  sem_values_add_int (values, owner->whole);
  rows = sem_link_run (link,
                       "UPDATE semblance.owners SET thumbnails = $2 <> 0, paths = $3 <> 0,"
                       " whole = $4 <> 0 WHERE id = $1::integer",
                       values, cancellable, error);
  return rows != NULL;
}

gboolean
sem_owner_agree (SemLink *link,
                 const char *name,
                 const char *library,
                 SemOwner *owner,
                 GCancellable *cancellable,
                 GError **error)
{
  SemOwner old;

  if (!sem_owner_find (link, name, library, &old, cancellable, error))
    return FALSE;
  if (old.id == 0
      && (!add_owner (link, name, library, cancellable, error)
          || !sem_owner_find (link, name, library, &old, cancellable, error)))
    return FALSE;
  if (old.id == 0)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("Another user already publishes into “%s” as “%s”. Choose another name with "
                     "--name."),
                   sem_link_get_name (link), name);
      return FALSE;
    }
  owner->id = old.id;
  owner->whole |= old.whole;
  return (!owner->thumbnails == !old.thumbnails && !owner->paths == !old.paths
          && !owner->whole == !old.whole)
         || write_agreement (link, owner, cancellable, error);
}

gboolean
sem_owner_remove (SemLink *link, const SemOwner *owner, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  g_autoptr (GError) local = NULL;

  sem_values_add_int (values, owner->id);
  rows = sem_link_run (link,
                       "DELETE FROM semblance.owners o WHERE id = $1::integer AND NOT EXISTS"
                       " (SELECT FROM semblance.places l WHERE l.owner = o.id)",
                       values, cancellable, &local);
  /* Another session publishes as this owner again. */
  if (rows || g_error_matches (local, SEM_ERROR, SEM_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
