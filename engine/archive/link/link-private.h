/* link-private.h - the parts of a link, for engine/archive/link only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libpq-fe.h>

#include "engine/archive/link/link.h"

G_BEGIN_DECLS

/**
 * SemLink:
 * @name: the display name, see sem_link_get_name()
 * @password: (nullable): removed from all messages
 * @seconds: time limit of a statement
 */
struct _SemLink
{
  PGconn *connection;
  char *name;
  char *password;
  guint seconds;
};

/* (transfer full): the address of an open connection without user and password. */
char *sem_link_name (PGconn *connection);
/* Whether the host of a connection that has begun is this computer. */
gboolean sem_link_is_local (PGconn *connection);
/* (transfer full) (nullable): one of the options that a connection that has begun uses. */
char *sem_link_dup_option (PGconn *connection, const char *keyword);
/* Whether the address is valid; FALSE with %SEM_ERROR_FAILED. */
gboolean sem_link_check_uri (const char *uri, GError **error);

/* (transfer full): a message of the server as one line, without the password. */
char *sem_link_clean (const SemLink *self, const char *message);
/* Waits until the connection can be read, or also written; returns FALSE with an error.
 * @end: in microseconds of g_get_monotonic_time() */
gboolean sem_link_wait (SemLink *self,
                        gboolean write,
                        gint64 end,
                        GCancellable *cancellable,
                        GError **error);
/* Returns: the time at which a statement that begins now has to be finished, in microseconds of
 * g_get_monotonic_time(). */
gint64 sem_link_get_end (const SemLink *self);
/* Closes the connection where an answer is no longer waited for: it is lost then. */
void sem_link_give_up (SemLink *self);
gboolean sem_link_send (SemLink *self, const char *sql, const SemValues *values);
gboolean sem_link_flush (SemLink *self, gint64 end, GCancellable *cancellable, GError **error);
/* (transfer full): the one result of what was sent; NULL with an error. */
PGresult *sem_link_take_result (SemLink *self,
                                ExecStatusType wanted,
                                GCancellable *cancellable,
                                GError **error);
/* Reads the rest after the result of a statement, which is empty unless the server is gone. */
void sem_link_drain (SemLink *self, gint64 end);
void sem_link_set_lost (const SemLink *self, GError **error);
/* Sets @error to the failure that a result reports. */
void sem_link_set_failed (SemLink *self, const PGresult *result, GError **error);

G_END_DECLS
