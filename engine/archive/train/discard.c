/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/train/discard.h"
#include "engine/archive/archive.h"
#include "engine/archive/schema.h"
#include "engine/archive/shards.h"

/* While no one publishes or encodes: other sessions have read the list of models before. */
static gboolean
drop (const SemArchive *archive, GError **error)
{
  const gint next = (gint) archive->next;
  g_autofree char *sql = g_strdup_printf (
    "DROP TABLE IF EXISTS semblance.codes_%d, semblance.vectors_%d;"
    "DELETE FROM semblance.work WHERE model = %d;"
    "DELETE FROM semblance.models WHERE id = %d AND id > (SELECT model FROM semblance.archive)",
    next, next, next, next);
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) locked =
    sem_link_run (archive->link, "SELECT pg_advisory_xact_lock (" SEM_ARCHIVE_LOCK ")", NULL, NULL,
                  error);
  g_autoptr (SemRows) rows = NULL;

  if (!locked)
    return FALSE;
  sem_values_add_int (values, next);
  rows = sem_link_run (archive->link, "SELECT 1 FROM semblance.archive WHERE model < $1", values,
                       NULL, error);
  if (!rows)
    return FALSE;
  /* Another program has encoded the rest meanwhile, and the model is active. */
  if (sem_rows_get_n (rows) == 0)
    return sem_archive_set_changing (archive->link, error);
  return sem_link_do (archive->link, sql, NULL, error);
}

/* What other servers have of it is under a number that does not come again. */
static void
drop_parts (const SemArchive *archive)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) shards = NULL;
  g_autofree char *sql = g_strdup_printf (
    "DO $$ DECLARE part text; BEGIN FOR part IN SELECT relname FROM pg_class c JOIN pg_namespace n"
    "  ON n.oid = c.relnamespace WHERE n.nspname = 'semblance_shard' AND c.relkind = 'r'"
    "  AND relname ~ '^(codes|vectors)_%d_[0-9]+$' LOOP"
    " EXECUTE format ('DROP TABLE semblance_shard.%%I', part); END LOOP; END $$; COMMIT",
    (gint) archive->next);

  if (sem_link_do (archive->link, "RESET ROLE", NULL, &error))
    shards = sem_shards_reopen (archive->link, archive->n_shards, &error);
  for (guint i = 0; shards && i < shards->len; i++)
    if (!sem_link_do (g_ptr_array_index (shards, i), sql, NULL, &error))
      {
        g_debug ("A shard was not cleaned up: %s", error->message);
        g_clear_error (&error);
      }
}

gboolean
sem_archive_discard (const char *uri,
                     char **name,
                     gboolean *discarded,
                     const SemProgress *progress,
                     GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (progress);
  g_autoptr (SemArchive) archive = sem_archive_open (uri, cancellable, error);

  *name = NULL;
  *discarded = FALSE;
  if (!archive)
    return FALSE;
  *name = g_strdup (sem_link_get_name (archive->link));
  if (!archive->next)
    return TRUE;
  if (!sem_link_do (archive->link, "BEGIN", cancellable, error)
      || !sem_link_do (archive->link, sem_schema_become_owner, cancellable, error)
      || !drop (archive, error) || !sem_link_do (archive->link, "COMMIT", cancellable, error))
    return FALSE;
  *discarded = TRUE;
  if (archive->n_shards > 0)
    drop_parts (archive);
  return TRUE;
}
