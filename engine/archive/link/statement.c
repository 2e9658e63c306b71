/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/link/link-private.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define BINARY 1

struct _SemRows
{
  PGresult *result;
};

typedef PGresult Result;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Result, PQclear)

/* Failures --------------------------------------------------------------------------------------*/

static const struct
{
  const char *state; /* its first letters */
  SemError code;
} states[] = {
  { "40", SEM_ERROR_BUSY },           /* deadlocks and the like */
  { "55P03", SEM_ERROR_BUSY },        /* a lock that was waited for too long */
  { "23503", SEM_ERROR_BUSY },        /* a photo that another session removed meanwhile */
  { "57014", SEM_ERROR_OUT_OF_TIME }, /* cancelled */
  { "53100", SEM_ERROR_FULL },        { "42P01", SEM_ERROR_NOT_FOUND },
  { "3F000", SEM_ERROR_NOT_FOUND },   { "42501", SEM_ERROR_FAILED },
};

static SemError
get_code (const char *state)
{
  for (gsize i = 0; state && i < G_N_ELEMENTS (states); i++)
    if (g_str_has_prefix (state, states[i].state))
      return states[i].code;
  return SEM_ERROR_FAILED;
}

void
sem_link_set_lost (const SemLink *self, GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
               _("The connection to the archive “%s” was lost. Try again; what was done is kept."),
               self->name);
}

void
sem_link_set_failed (SemLink *self, const PGresult *result, GError **error)
{
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  g_autofree char *message =
    sem_link_clean (self, PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY));

  if (sem_link_is_lost (self) || !state || g_str_has_prefix (state, "57P"))
    sem_link_set_lost (self, error);
  else if (g_str_equal (state, "42501"))
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                 _("The archive “%s” does not allow you this: %s. Ask its owner for the role."),
                 self->name, message);
  else if (get_code (state) == SEM_ERROR_OUT_OF_TIME)
    g_set_error (error, SEM_ERROR, SEM_ERROR_OUT_OF_TIME,
                 _("The archive “%s” did not answer in time. Try again later."), self->name);
  else
    g_set_error (error, SEM_ERROR, get_code (state), _("The archive “%s” reports: %s."),
                 self->name, message);
}

gboolean
sem_link_set_damaged (const SemLink *self, GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
               _("The archive “%s” has rows that Semblance cannot have written. Ask its "
                 "owner to check it."),
               self->name);
  return FALSE;
}

/* Asking ----------------------------------------------------------------------------------------*/

gint64
sem_link_get_end (const SemLink *self)
{
  return g_get_monotonic_time () + self->seconds * (gint64) G_USEC_PER_SEC;
}

/* To cancel a statement, libpq would wait for the server, without end where it hangs; the server
 * stops by itself when the connection is closed. */
void
sem_link_give_up (SemLink *self)
{
  PQfinish (self->connection);
  self->connection = NULL;
}

gboolean
sem_link_flush (SemLink *self, gint64 end, GCancellable *cancellable, GError **error)
{
  int left;

  while ((left = PQflush (self->connection)) > 0)
    {
      if (!sem_link_wait (self, TRUE, end, cancellable, error))
        return FALSE;
      if (!PQconsumeInput (self->connection))
        break;
    }
  if (left == 0)
    return TRUE;
  sem_link_set_lost (self, error);
  return FALSE;
}

/* Until the next result, if there is one, can be had without waiting. */
static gboolean
wait_for_result (SemLink *self, gint64 end, GCancellable *cancellable, GError **error)
{
  if (!sem_link_flush (self, end, cancellable, error))
    return FALSE;
  while (PQisBusy (self->connection))
    {
      if (!sem_link_wait (self, FALSE, end, cancellable, error))
        return FALSE;
      if (!PQconsumeInput (self->connection))
        {
          sem_link_set_lost (self, error);
          return FALSE;
        }
    }
  return TRUE;
}

/* (transfer full) (nullable): the next result; NULL with an error. */
static PGresult *
receive (SemLink *self, gint64 end, GCancellable *cancellable, GError **error)
{
  PGresult *result;

  if (!wait_for_result (self, end, cancellable, error))
    return NULL;
  result = PQgetResult (self->connection);
  if (!result)
    sem_link_set_lost (self, error);
  return result;
}

void
sem_link_drain (SemLink *self, gint64 end)
{
  while (TRUE)
    {
      g_autoptr (Result) more = NULL;

      while (PQisBusy (self->connection))
        if (!sem_link_wait (self, FALSE, end, NULL, NULL) || !PQconsumeInput (self->connection))
          return;
      more = PQgetResult (self->connection);
      if (!more)
        return;
    }
}

gboolean
sem_link_send (SemLink *self, const char *sql, const SemValues *values)
{
  const guint n = values ? sem_values_get_n (values) : 0;
  g_autofree Oid *types = g_new (Oid, n + 1);
  g_autofree const char **data = g_new (const char *, n + 1);
  g_autofree int *sizes = g_new (int, n + 1);
  g_autofree int *formats = g_new (int, n + 1);

  for (guint i = 0; i < n; i++)
    {
      SemWireKind kind;
      gsize size;

      data[i] = sem_values_get (values, i, &kind, &size);
      types[i] = (Oid) kind;
      sizes[i] = (int) size;
      formats[i] = BINARY;
    }
  return PQsendQueryParams (self->connection, sql, (int) n, types, data, sizes, formats, BINARY);
}

PGresult *
sem_link_take_result (SemLink *self,
                      ExecStatusType wanted,
                      GCancellable *cancellable,
                      GError **error)
{
  const gint64 end = sem_link_get_end (self);
  g_autoptr (Result) result = receive (self, end, cancellable, error);
  ExecStatusType status;

  if (!result)
    {
      sem_link_give_up (self);
      return NULL;
    }
  status = PQresultStatus (result);
  if (status == wanted && (status == PGRES_COPY_IN || status == PGRES_COPY_OUT))
    return g_steal_pointer (&result);
  sem_link_drain (self, end);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
    return g_steal_pointer (&result);
  sem_link_set_failed (self, result, error);
  return NULL;
}

SemRows *
sem_link_run (SemLink *self,
              const char *sql,
              const SemValues *values,
              GCancellable *cancellable,
              GError **error)
{
  PGresult *result = NULL;
  SemRows *rows;

  g_return_val_if_fail (self != NULL && sql != NULL, NULL);

  if (!sem_link_send (self, sql, values))
    sem_link_set_lost (self, error);
  else
    result = sem_link_take_result (self, PGRES_TUPLES_OK, cancellable, error);
  if (!result)
    return NULL;
  rows = g_new (SemRows, 1);
  rows->result = result;
  return rows;
}

gboolean
sem_link_do (SemLink *self, const char *sql, GCancellable *cancellable, GError **error)
{
  const gint64 end = sem_link_get_end (self);
  gboolean ok = TRUE;

  if (!PQsendQuery (self->connection, sql))
    {
      sem_link_set_lost (self, error);
      return FALSE;
    }
  while (ok)
    {
      g_autoptr (Result) result = NULL;

      if (!wait_for_result (self, end, cancellable, error))
        {
          sem_link_give_up (self);
          return FALSE;
        }
      result = PQgetResult (self->connection);
      if (!result)
        break;
      ok =
        PQresultStatus (result) == PGRES_COMMAND_OK || PQresultStatus (result) == PGRES_TUPLES_OK;
      if (!ok)
        sem_link_set_failed (self, result, error);
    }
  if (!ok)
    sem_link_drain (self, end);
  return ok;
}

void
sem_link_rollback (SemLink *self)
{
  if (!sem_link_is_lost (self) && PQtransactionStatus (self->connection) != PQTRANS_IDLE)
    {
      g_autoptr (GError) error = NULL;

      if (!sem_link_do (self, "ROLLBACK", NULL, &error))
        g_debug ("A transaction was not taken back: %s", error->message);
    }
}

/* Rows ------------------------------------------------------------------------------------------*/

void
sem_rows_free (SemRows *self)
{
  PQclear (self->result);
  g_free (self);
}

guint
sem_rows_get_n (const SemRows *self)
{
  return (guint) PQntuples (self->result);
}

gint64
sem_rows_get_changed (const SemRows *self)
{
  return g_ascii_strtoll (PQcmdTuples (self->result), NULL, 10);
}

SemCell
sem_rows_get (const SemRows *self, guint row, guint column)
{
  SemCell cell = { NULL, 0 };

  if (row < sem_rows_get_n (self) && column < (guint) PQnfields (self->result)
      && !PQgetisnull (self->result, (int) row, (int) column))
    {
      cell.data = (const guint8 *) PQgetvalue (self->result, (int) row, (int) column);
      cell.size = (gsize) PQgetlength (self->result, (int) row, (int) column);
    }
  return cell;
}
