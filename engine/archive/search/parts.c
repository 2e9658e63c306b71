/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/search/parts.h"

#include <glib/gi18n-lib.h>

static gboolean
connect_again (SemParts *self, GCancellable *cancellable, GError **error)
{
  const gint64 model = self->archive ? self->archive->model : 0;
  const guint n_shards = self->archive ? self->archive->n_shards : 0;
  SemArchive *archive = sem_archive_open (self->uri, cancellable, error);

  if (!archive || !sem_link_set_patience (archive->link, SEM_PARTS_PATIENCE, error))
    {
      sem_archive_close (archive);
      return FALSE;
    }
  if (model != 0 && (archive->model != model || archive->n_shards != n_shards))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_BUSY,
                   _("The archive “%s” is being changed. Try again later."),
                   sem_link_get_name (archive->link));
      sem_archive_close (archive);
      return FALSE;
    }
  sem_archive_close (self->archive);
  self->archive = archive;
  return TRUE;
}

gboolean
sem_parts_open (SemParts *self, const char *uri, GCancellable *cancellable, GError **error)
{
  *self = (SemParts){ .uri = g_strdup (uri) };
  return connect_again (self, cancellable, error);
}

gboolean
sem_parts_renew (SemParts *self, GCancellable *cancellable, GError **error)
{
  return sem_link_is_lost (self->archive->link)
           ? connect_again (self, cancellable, error)
           : sem_link_set_patience (self->archive->link, SEM_PARTS_PATIENCE, error);
}

void
sem_parts_clear (SemParts *self)
{
  g_clear_pointer (&self->archive, sem_archive_close);
  g_clear_pointer (&self->uri, g_free);
}

static gboolean
is_missing (const SemParts *self, guint part)
{
  return self->archive->n_shards > 0 && self->missing[part % self->archive->n_shards];
}

char *
sem_parts_make_sql (const SemParts *self, const SemPartsForm *form)
{
  GString *sql = g_string_new (form->head);
  gboolean first = TRUE;

  for (guint i = 0; i < self->archive->n_parts; i++)
    {
      if (is_missing (self, i))
        continue;
      g_string_append_printf (sql, "%s%s semblance.%s_", first ? "" : " UNION ALL ", form->before,
                              form->table);
      if (form->of_model)
        g_string_append_printf (sql, "%d_", (gint) self->archive->model);
      g_string_append_printf (sql, "%u %s", i, form->after);
      first = FALSE;
    }
  g_string_append (sql, form->tail ? form->tail : "");
  return g_string_free (sql, FALSE);
}

/* Whether a shard answers. A connection that waits for one that does not is of no more use. */
static gboolean
ask_shard (SemParts *self,
           guint shard,
           GCancellable *cancellable,
           gboolean *answers,
           GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT photo FROM semblance.codes_%d_%u LIMIT 1",
                                          (gint) self->archive->model, shard);
  g_autoptr (SemRows) rows = NULL;
  g_autoptr (GError) local = NULL;

  if (!sem_link_set_patience (self->archive->link, SEM_PARTS_SHARD_PATIENCE, error))
    return FALSE;
  rows = sem_link_run (self->archive->link, sql, NULL, cancellable, &local);
  *answers = rows != NULL;
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return rows ? sem_link_set_patience (self->archive->link, SEM_PARTS_PATIENCE, error)
              : connect_again (self, cancellable, error);
}

/* @found: (out): whether a shard is missing that was there */
static gboolean
find_missing (SemParts *self, GCancellable *cancellable, gboolean *found, GError **error)
{
  *found = FALSE;
  if (!connect_again (self, cancellable, error))
    return FALSE;
  for (guint i = 0; i < self->archive->n_shards; i++)
    {
      gboolean answers;

      if (self->missing[i])
        continue;
      if (!ask_shard (self, i, cancellable, &answers, error))
        return FALSE;
      self->missing[i] = !answers;
      self->n_missing += !answers;
      *found |= !answers;
    }
  return TRUE;
}

/* Whether the statement is to be tried again after it has failed with @local, which is taken. */
static gboolean
go_on (SemParts *self, GError *local, GCancellable *cancellable, GError **error)
{
  gboolean found = FALSE;

  if (self->archive->n_shards == 0 || local->domain != SEM_ERROR
      || !find_missing (self, cancellable, &found, NULL) || !found)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (self->n_missing < self->archive->n_shards)
    {
      g_error_free (local);
      return TRUE;
    }
  g_error_free (local);
  g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
               _("No part of the archive “%s” answers. Check its other servers."),
               sem_link_get_name (self->archive->link));
  return FALSE;
}

SemRows *
sem_parts_run (SemParts *self,
               const SemPartsForm *form,
               const SemValues *values,
               GCancellable *cancellable,
               GError **error)
{
  while (TRUE)
    {
      g_autofree char *sql = sem_parts_make_sql (self, form);
      GError *local = NULL;
      SemRows *rows = sem_link_run (self->archive->link, sql, values, cancellable, &local);

      if (rows)
        return rows;
      if (!go_on (self, local, cancellable, error))
        return NULL;
    }
}
