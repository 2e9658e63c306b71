/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/publish/owner.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define IDENTITY_SIZE 32

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

/* Tells this library from others that may publish under the same name, without telling where it
 * lies: by its place on this computer. */
static void
identify (const char *library, guint8 *identity)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *machine = NULL, *path = g_canonicalize_filename (library, NULL);
  gsize size = IDENTITY_SIZE;

  if (!g_file_get_contents ("/etc/machine-id", &machine, NULL, NULL))
    machine = g_strdup (g_get_host_name ());
  g_checksum_update (checksum, (const guint8 *) "semblance library", -1);
  g_checksum_update (checksum, (const guint8 *) machine, (gssize) strlen (machine) + 1);
  g_checksum_update (checksum, (const guint8 *) path, -1);
  g_checksum_get_digest (checksum, identity, &size);
}

static gboolean
check_library (SemLink *link, const char *name, const char *library, SemRows *rows, GError **error)
{
  const SemCell cell = sem_rows_get (rows, 0, 1);
  guint8 mine[IDENTITY_SIZE], theirs[IDENTITY_SIZE];

  if (!sem_cell_get_bytes (&cell, IDENTITY_SIZE, theirs))
    return sem_link_set_damaged (link, error);
  identify (library, mine);
  if (memcmp (mine, theirs, IDENTITY_SIZE) == 0)
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
sem_owner_find (SemLink *link, const char *name, const char *library, gint64 *id, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  SemCell cell;

  *id = 0;
  sem_values_add_text (values, name);
  rows = sem_link_run (link,
                       "SELECT id, library FROM semblance.owners"
                       " WHERE role = current_user AND name = $1",
                       values, NULL, error);
  if (!rows)
    return FALSE;
  if (sem_rows_get_n (rows) == 0)
    return TRUE;
  cell = sem_rows_get (rows, 0, 0);
  if (!sem_cell_get_int (&cell, 1, G_MAXINT32, id))
    return sem_link_set_damaged (link, error);
  return !library || check_library (link, name, library, rows, error);
}

gboolean
sem_owner_add (SemLink *link, const char *name, const char *library, gint64 *id, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  guint8 identity[IDENTITY_SIZE];

  identify (library, identity);
  sem_values_add_text (values, name);
  sem_values_add_bytes (values, identity, IDENTITY_SIZE);
  rows = sem_link_run (link,
                       "INSERT INTO semblance.owners (name, library) VALUES ($1, $2)"
                       " ON CONFLICT DO NOTHING",
                       values, NULL, error);
  if (!rows || !sem_owner_find (link, name, library, id, error))
    return FALSE;
  return *id != 0 || sem_link_set_damaged (link, error);
}
