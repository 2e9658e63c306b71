/* What stands in for a link where the program was built without libpq: nothing can be opened, so
 * that nothing else is ever called.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/link/link.h"

#include <glib/gi18n-lib.h>

static void
set_absent (GError **error)
{
  g_set_error (
    error, SEM_ERROR, SEM_ERROR_FAILED,
    _("This Semblance was built without PostgreSQL. Install libpq-dev and build it again "
      "to use archives."));
}

gboolean
sem_link_is_supported (void)
{
  return FALSE;
}

gboolean
sem_link_check_kept (const char *uri, GError **error)
{
  set_absent (error);
  return FALSE;
}

SemLink *
sem_link_open (const char *uri, GCancellable *cancellable, GError **error)
{
  set_absent (error);
  return NULL;
}

gboolean
sem_link_has_password (const char *uri)
{
  return TRUE;
}

void
sem_link_close (SemLink *self)
{
}

char *
sem_link_dup_name (const char *uri, GError **error)
{
  set_absent (error);
  return NULL;
}

const char *
sem_link_get_name (const SemLink *self)
{
  return "";
}

char *
sem_link_dup_part (const SemLink *self, const char *part)
{
  return NULL;
}

gboolean
sem_link_is_lost (const SemLink *self)
{
  return TRUE;
}

gboolean
sem_link_set_patience (SemLink *self, guint seconds, GError **error)
{
  return FALSE;
}

SemRows *
sem_link_run (SemLink *self,
              const char *sql,
              const SemValues *values,
              GCancellable *cancellable,
              GError **error)
{
  return NULL;
}

gboolean
sem_link_do (SemLink *self, const char *sql, GCancellable *cancellable, GError **error)
{
  return FALSE;
}

gboolean
sem_link_copy_in (SemLink *self,
                  const char *sql,
                  const SemCopy *copy,
                  GCancellable *cancellable,
                  GError **error)
{
  return FALSE;
}

gboolean
sem_link_copy_out (SemLink *self,
                   const char *sql,
                   SemCopyRowFunc func,
                   gpointer user_data,
                   GCancellable *cancellable,
                   GError **error)
{
  return FALSE;
}

gboolean
sem_link_wait_told (SemLink *self,
                    guint seconds,
                    gboolean *told,
                    GCancellable *cancellable,
                    GError **error)
{
  return FALSE;
}

void
sem_link_rollback (SemLink *self)
{
}

void
sem_rows_free (SemRows *self)
{
}

guint
sem_rows_get_n (const SemRows *self)
{
  return 0;
}

gint64
sem_rows_get_changed (const SemRows *self)
{
  return 0;
}

SemCell
sem_rows_get (const SemRows *self, guint row, guint column)
{
  return (SemCell){ NULL, 0 };
}

gboolean
sem_link_set_damaged (const SemLink *self, GError **error)
{
  return FALSE;
}
