/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/link/link-private.h"

#include <stdlib.h>

#include <glib/gi18n-lib.h>

#define PATIENCE 300
/* The server ends what takes too long by itself; where it is gone, the program does so later. */
#define GRACE 5
/* bit_count() and extended hash partitions. */
#define LEAST_VERSION 140000

/* Not from what other schemas of the database call by these names. */
static const char set_up[] =
  "SELECT pg_catalog.set_config ('search_path', '', false),"
  " pg_catalog.set_config ('idle_in_transaction_session_timeout', '120s', false),"
  " pg_catalog.set_config ('client_min_messages', 'error', false),"
  " pg_catalog.set_config ('bytea_output', 'hex', false)";

/* A statement ends with the program that waits for it. */
static const char watch_client[] = "SET client_connection_check_interval = '2s'";

/* Opening ---------------------------------------------------------------------------------------*/

static gboolean
set_unreachable (SemLink *self, GError **error)
{
  g_autofree char *message = sem_link_clean (self, PQerrorMessage (self->connection));

  g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
               _("The archive “%s” cannot be reached: %s. Check the address, and whether the "
                 "server is running."),
               self->name, message);
  return FALSE;
}

/* @tls: (nullable): the TLS mode to request, overriding other settings. */
static void
start (SemLink *self, const char *uri, const char *tls)
{
  const char *const keywords[] = { "dbname",
                                   "client_encoding",
                                   "fallback_application_name",
                                   "keepalives_idle",
                                   "tcp_user_timeout",
                                   tls ? "sslmode" : NULL,
                                   NULL };
  const char *const values[] = { uri, "UTF8", "semblance", "30", "60000", tls, NULL };

  PQfinish (self->connection);
  self->connection = PQconnectStartParams (keywords, values, 1);
  g_free (self->name);
  self->name = sem_link_name (self->connection);
}

/* Nothing was sent yet. A connection to another computer has to be encrypted unless the address
 * says otherwise: libpq would continue without encryption. */
static void
require_tls (SemLink *self, const char *uri)
{
  g_autofree char *mode = sem_link_dup_option (self->connection, "sslmode");

  if (PQstatus (self->connection) == CONNECTION_BAD || sem_link_is_local (self->connection))
    return;
  if (!mode || g_str_equal (mode, "prefer") || g_str_equal (mode, "allow"))
    start (self, uri, "require");
}

static gboolean
finish_connecting (SemLink *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *limit = sem_link_dup_option (self->connection, "connect_timeout");
  const int asked = limit ? atoi (limit) : 0;
  const gint64 end = g_get_monotonic_time ()
                     + (asked > 0 ? asked : SEM_LINK_CONNECT_SECONDS) * (gint64) G_USEC_PER_SEC;
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;

  if (PQstatus (self->connection) == CONNECTION_BAD)
    return set_unreachable (self, error);
  while (status != PGRES_POLLING_OK)
    {
      if (!sem_link_wait (self, status == PGRES_POLLING_WRITING, end, cancellable, error))
        return FALSE;
      status = PQconnectPoll (self->connection);
      if (status == PGRES_POLLING_FAILED)
        return set_unreachable (self, error);
    }
  return TRUE;
}

static gboolean
check_version (SemLink *self, GError **error)
{
  if (PQserverVersion (self->connection) >= LEAST_VERSION)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("The server of “%s” is older than PostgreSQL 14. Update it to use it as an "
                 "archive."),
               self->name);
  return FALSE;
}

SemLink *
sem_link_open (const char *uri, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemLink) self = NULL;
  g_autoptr (SemRows) rows = NULL;

  g_return_val_if_fail (uri != NULL, NULL);

  if (!sem_link_check_uri (uri, error))
    return NULL;
  self = g_new0 (SemLink, 1);
  self->seconds = PATIENCE;
  start (self, uri, NULL);
  require_tls (self, uri);
  self->password = sem_link_dup_option (self->connection, "password");
  if (!finish_connecting (self, cancellable, error) || !check_version (self, error))
    return NULL;
  PQsetnonblocking (self->connection, 1);
  g_free (self->name);
  self->name = sem_link_name (self->connection);
  rows = sem_link_run (self, set_up, NULL, cancellable, error);
  if (!rows || !sem_link_set_patience (self, PATIENCE, error))
    return NULL;
  /* Servers on systems that cannot detect a closed connection refuse this setting; their sessions
   * end with the statement. */
  if (!sem_link_do (self, watch_client, cancellable, NULL) && sem_link_is_lost (self))
    {
      sem_link_set_lost (self, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

char *
sem_link_dup_name (const char *uri, GError **error)
{
  g_autoptr (SemLink) self = NULL;

  if (!sem_link_check_uri (uri, error))
    return NULL;
  self = g_new0 (SemLink, 1);
  start (self, uri, NULL);
  return g_steal_pointer (&self->name);
}

void
sem_link_close (SemLink *self)
{
  if (!self)
    return;
  PQfinish (self->connection);
  g_free (self->password);
  g_free (self->name);
  g_free (self);
}

const char *
sem_link_get_name (const SemLink *self)
{
  return self->name;
}

char *
sem_link_dup_part (const SemLink *self, const char *part)
{
  /* A host that was not given is the folder of the sockets. */
  if (g_str_equal (part, "host"))
    return g_strdup (PQhost (self->connection));
  return sem_link_dup_option (self->connection, part);
}

gboolean
sem_link_set_patience (SemLink *self, guint seconds, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autofree char *text = g_strdup_printf ("%us", seconds);
  g_autoptr (SemRows) rows = NULL;

  sem_values_add_text (values, text);
  rows =
    sem_link_run (self, "SELECT set_config ('statement_timeout', $1, false)", values, NULL, error);
  self->seconds = seconds + GRACE;
  return rows != NULL;
}
