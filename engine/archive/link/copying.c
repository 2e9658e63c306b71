/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/link/link-private.h"

/* Bytes of a copy that are handed over at a time. */
#define PIECE 65536

typedef PGresult Result;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Result, PQclear)

/* In --------------------------------------------------------------------------------------------*/

static gboolean
put (SemLink *self, const SemCopy *copy, gint64 end, GCancellable *cancellable, GError **error)
{
  for (gsize at = 0; at < copy->bytes->len;)
    {
      const gsize size = MIN (PIECE, copy->bytes->len - at);
      int taken =
        PQputCopyData (self->connection, (const char *) copy->bytes->data + at, (int) size);

      if (taken < 0)
        {
          sem_link_set_lost (self, error);
          return FALSE;
        }
      if (taken > 0)
        at += size;
      if (!sem_link_flush (self, end, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_link_copy_in (SemLink *self,
                  const char *sql,
                  const SemCopy *copy,
                  GCancellable *cancellable,
                  GError **error)
{
  const gint64 end = sem_link_get_end (self);
  g_autoptr (Result) begun = NULL, done = NULL;

  if (!sem_link_send (self, sql, NULL))
    {
      sem_link_set_lost (self, error);
      return FALSE;
    }
  begun = sem_link_take_result (self, PGRES_COPY_IN, cancellable, error);
  if (!begun)
    return FALSE;
  if (!put (self, copy, end, cancellable, error))
    {
      sem_link_give_up (self);
      return FALSE;
    }
  while (PQputCopyEnd (self->connection, NULL) == 0)
    if (!sem_link_flush (self, end, cancellable, error))
      {
        sem_link_give_up (self);
        return FALSE;
      }
  done = sem_link_take_result (self, PGRES_COMMAND_OK, cancellable, error);
  return done != NULL;
}

/* Out -------------------------------------------------------------------------------------------*/

/* @size: (out): bytes of the next message; 0 at the end */
static gboolean
get_message (SemLink *self, char **message, gsize *size, GCancellable *cancellable, GError **error)
{
  while (TRUE)
    {
      const int n = PQgetCopyData (self->connection, message, TRUE);

      *size = n > 0 ? (gsize) n : 0;
      /* What follows the end says whether it is one, or the server has failed. */
      if (n > 0 || n < 0)
        return TRUE;
      if (!sem_link_wait (self, FALSE, sem_link_get_end (self), cancellable, error))
        return FALSE;
      if (!PQconsumeInput (self->connection))
        {
          sem_link_set_lost (self, error);
          return FALSE;
        }
    }
}

static gboolean
get (SemLink *self, SemCopyReader *reader, GCancellable *cancellable, GError **error)
{
  gsize size = 1;

  while (size > 0)
    {
      char *message = NULL;
      gboolean ok = get_message (self, &message, &size, cancellable, error);
      g_autoptr (GError) local = NULL;

      ok = ok && (size == 0 || sem_copy_reader_push (reader, message, size, &local));
      PQfreemem (message);
      if (ok)
        continue;
      if (local && local->domain == SEM_ERROR && local->code == SEM_ERROR_DAMAGED)
        sem_link_set_damaged (self, error);
      else if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

gboolean
sem_link_copy_out (SemLink *self,
                   const char *sql,
                   SemCopyRowFunc func,
                   gpointer user_data,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (SemCopyReader) reader = sem_copy_reader_new (func, user_data);
  g_autoptr (Result) begun = NULL, done = NULL;

  if (!sem_link_send (self, sql, NULL))
    {
      sem_link_set_lost (self, error);
      return FALSE;
    }
  begun = sem_link_take_result (self, PGRES_COPY_OUT, cancellable, error);
  if (!begun)
    return FALSE;
  if (!get (self, reader, cancellable, error))
    {
      sem_link_give_up (self);
      return FALSE;
    }
  done = sem_link_take_result (self, PGRES_COMMAND_OK, cancellable, error);
  if (!done)
    return FALSE;
  return sem_copy_reader_is_whole (reader) || sem_link_set_damaged (self, error);
}

/* What is told ----------------------------------------------------------------------------------*/

static gboolean
take_told (SemLink *self)
{
  gboolean told = FALSE;
  PGnotify *notice;

  while ((notice = PQnotifies (self->connection)))
    {
      PQfreemem (notice);
      told = TRUE;
    }
  return told;
}

gboolean
sem_link_wait_told (SemLink *self,
                    guint seconds,
                    gboolean *told,
                    GCancellable *cancellable,
                    GError **error)
{
  const gint64 end = g_get_monotonic_time () + seconds * (gint64) G_USEC_PER_SEC;

  while (!(*told = take_told (self)) && g_get_monotonic_time () < end)
    {
      g_autoptr (GError) local = NULL;

      if (!sem_link_wait (self, FALSE, end, cancellable, &local)
          && !g_error_matches (local, SEM_ERROR, SEM_ERROR_OUT_OF_TIME))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!local && !PQconsumeInput (self->connection))
        {
          sem_link_set_lost (self, error);
          return FALSE;
        }
    }
  return TRUE;
}
