/* link.h - a connection to a PostgreSQL server
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/link/cells.h"
#include "engine/archive/link/copy-reader.h"
#include "engine/archive/link/wire.h"
#include "engine/base/error.h"

G_BEGIN_DECLS

/* How long opening a connection may take, unless the address says otherwise, in seconds. */
#define SEM_LINK_CONNECT_SECONDS 10

/**
 * SemLink:
 *
 * One connection. All of libpq is behind it. Where the program was built without libpq,
 * sem_link_open() fails with a sentence that says so. Blocks the calling thread, in which it must
 * stay; every wait ends when @cancellable is cancelled, when the time limit of the link is reached,
 * or when the server is gone.
 *
 * Errors: %SEM_ERROR_UNREADABLE where the server cannot be reached or the connection was lost,
 * %SEM_ERROR_OUT_OF_TIME where it did not answer in time, %SEM_ERROR_BUSY where another session was
 * in the way and the transaction can be tried again, %SEM_ERROR_FULL where its disk is full,
 * %SEM_ERROR_NOT_FOUND where the database has no such table, else %SEM_ERROR_FAILED, and
 * %G_IO_ERROR_CANCELLED. After %SEM_ERROR_OUT_OF_TIME and %G_IO_ERROR_CANCELLED the connection is
 * lost. No message contains a password.
 */
typedef struct _SemLink SemLink;
/* What a statement returned. */
typedef struct _SemRows SemRows;

/**
 * sem_link_open:
 * @uri: an address as libpq reads it: a URI, or words such as "service=photos"
 *
 * Passwords may come from the address, ~/.pgpass, services or the environment. A connection to
 * another computer is encrypted, or not made, unless the address, the service or the environment
 * says sslmode=disable. The search path contains only the schema of the system.
 *
 * Returns: (transfer full): %NULL with @error set
 */
SemLink *sem_link_open (const char *uri,
                        GCancellable *cancellable,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable) */
void sem_link_close (SemLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemLink, sem_link_close)

/* Whether the program was built with libpq. */
gboolean sem_link_is_supported (void);
/* Whether @uri can be stored where others may read it: it is a valid address without a password.
 * Connects to nothing. FALSE with a sentence in @error. */
gboolean sem_link_check_kept (const char *uri, GError **error);
/* Whether @uri holds a password, so that it must not be stored; TRUE also for an address that is
 * not valid. */
gboolean sem_link_has_password (const char *uri);
/* (transfer full): the result of sem_link_get_name() for a connection to this address, for the
 * first server where it names several. Connects to nothing. NULL with an error of the address. */
char *sem_link_dup_name (const char *uri, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none): the address of the database without user and password, for people and JSON. */
const char *sem_link_get_name (const SemLink *self);
/* (transfer full) (nullable): one part of the address in use: "host", "port", "dbname", "user" or
 * "sslmode". */
char *sem_link_dup_part (const SemLink *self, const char *part) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the connection is lost: nothing more can be done with it. */
gboolean sem_link_is_lost (const SemLink *self);
/* Sleeps before another attempt, until @cancellable (nullable) is cancelled at the latest. */
void sem_link_pause (GCancellable *cancellable, guint milliseconds);
/* Sets the time limit of a statement, here and on the server; five minutes by default. */
gboolean sem_link_set_patience (SemLink *self, guint seconds, GError **error);

/**
 * sem_link_run:
 * @sql: one statement, a constant but for numbers that the program made
 * @values: (nullable): its parameters
 *
 * Returns: (transfer full): the rows, in binary format; %NULL with @error set
 */
SemRows *sem_link_run (SemLink *self,
                       const char *sql,
                       const SemValues *values,
                       GCancellable *cancellable,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Runs any number of statements that return nothing. */
gboolean sem_link_do (SemLink *self, const char *sql, GCancellable *cancellable, GError **error);
/* @sql: a "COPY … FROM STDIN (FORMAT binary)"; @copy: ended */
gboolean sem_link_copy_in (SemLink *self,
                           const char *sql,
                           const SemCopy *copy,
                           GCancellable *cancellable,
                           GError **error);
/**
 * sem_link_copy_out:
 * @sql: a "COPY … TO STDOUT (FORMAT binary)"
 * @func: (scope call): gets the rows
 *
 * Returns: %FALSE with an error of the link or of @func, or with %SEM_ERROR_DAMAGED where the copy
 *   is malformed, after which the connection is lost
 */
gboolean sem_link_copy_out (SemLink *self,
                            const char *sql,
                            SemCopyRowFunc func,
                            gpointer user_data,
                            GCancellable *cancellable,
                            GError **error);
/* Waits for a notification on a channel that the session listens to, at most @seconds. @told:
 * (out): whether there was one. Returns: FALSE with an error of the link */
gboolean sem_link_wait_told (SemLink *self,
                             guint seconds,
                             gboolean *told,
                             GCancellable *cancellable,
                             GError **error);
/* Rolls back the open transaction. Does nothing where there is none, or the connection is lost. */
void sem_link_rollback (SemLink *self);

void sem_rows_free (SemRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemRows, sem_rows_free)
guint sem_rows_get_n (const SemRows *self);
/* The number of rows that the statement changed. */
gint64 sem_rows_get_changed (const SemRows *self);
/* @row, @column: from 0; a column that does not exist is NULL. The cell is valid as long as
 * @self. */
SemCell sem_rows_get (const SemRows *self, guint row, guint column);

/* Sets %SEM_ERROR_DAMAGED: the archive holds invalid values. Returns: %FALSE */
gboolean sem_link_set_damaged (const SemLink *self, GError **error);

G_END_DECLS
