/* store-private.h - statements, for the files of engine/store only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include "engine/store/store.h"

G_BEGIN_DECLS

typedef enum
{
  SEM_STORE_LIBRARY,
  SEM_STORE_FEATURES,
  SEM_STORE_THUMBNAILS,
  SEM_STORE_N_FILES,
} SemStorePart;

struct _SemStore
{
  SemStoreMode mode;
  char *paths[SEM_STORE_N_FILES];
  sqlite3 *dbs[SEM_STORE_N_FILES];
  GHashTable *statements; /* SQL text, by address, to sqlite3_stmt */
  gboolean in_transaction;
  gint64 wait_began; /* of the wait for a lock that goes on, monotonic */
};

/* (transfer none): the statement, reset and without bindings. @sql is a literal: statements are
 * kept by its address. */
sqlite3_stmt *
sem_store_prepare (SemStore *self, SemStorePart part, const char *sql, GError **error);
/* SQLITE_ROW, SQLITE_DONE, or 0 with @error set. */
int sem_store_step (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error);
/* Steps a statement that gives no rows, and resets it. */
gboolean sem_store_run (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error);
/* Runs SQL text without parameters. */
gboolean sem_store_exec (SemStore *self, SemStorePart part, const char *sql, GError **error);
void sem_store_set_error (SemStore *self, SemStorePart part, int code, GError **error);

void sem_store_set_paths (char **paths, const char *path);
/* FALSE with SEM_ERROR_FAILED where the database is another program's. */
gboolean sem_store_check_owner (SemStore *self, SemStorePart part, GError **error);
gboolean sem_store_migrate (SemStore *self, SemStorePart part, GError **error);

/* Has the next one who opens the file for writing find it damaged. */
void sem_store_mark_damaged (SemStore *self, SemStorePart part);
gboolean sem_store_is_marked_damaged (SemStore *self, SemStorePart part);
/* Renames the file, its journal and nothing else; returns the new name. */
char *sem_store_move_aside (const char *path, GError **error);

/* store-numbers.c: what a damaged file says of ids, counts and generations goes no further
 * ---------- */

/* Ids are 1 to this, counts and generations 0 to this: what the file says beyond is damage. */
#define SEM_STORE_MAX_NUMBER G_MAXINT32

/* FALSE with SEM_ERROR_DAMAGED where @id is none. */
gboolean sem_store_check_id (SemStore *self, SemStorePart part, gint64 id, GError **error);
/* The id in the column, or 0 with SEM_ERROR_DAMAGED. */
gint64 sem_store_column_id (SemStore *self,
                            SemStorePart part,
                            sqlite3_stmt *stmt,
                            int column,
                            GError **error);
/* The number in the column for somebody to look at: 0 where it is out of range. */
guint sem_store_column_count (sqlite3_stmt *stmt, int column);
/* (transfer full) (nullable): the text in the column, in UTF-8 whatever the file holds; NULL for
 * NULL. */
char *sem_store_dup_text (sqlite3_stmt *stmt, int column);
/* Runs a statement that gives one number, @otherwise where there is no row or NULL. -1 with @error
 * set, SEM_ERROR_DAMAGED where the number is out of range. */
gint64 sem_store_scalar (SemStore *self,
                         SemStorePart part,
                         sqlite3_stmt *stmt,
                         gint64 otherwise,
                         GError **error);
/* The same for a row's id: 0 where there is none, and 0 with @error set. */
gint64 sem_store_find (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error);
/* The same for a statement that writes a row and returns its id: 0 only with @error set. */
gint64 sem_store_insert (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error);
/* (element-type gint64): ids in the first column of each row. */
GArray *sem_store_list_ids (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error);
/* FALSE with SEM_ERROR_DAMAGED where the next row that the library gets would have no id. */
gboolean sem_store_check_sequences (SemStore *self, GError **error);

/* store-wait.c ------------------------------------------------------------------------------------
 */

/* Has the connection wait for locks of others, see SemStore. */
void sem_store_wait_when_busy (SemStore *self, SemStorePart part);
/* Waits a moment; FALSE where the thread's cancellable says to give up. @began: when the wait for
 * this lock began, monotonic, in microseconds; @n_before: earlier calls of this wait. */
gboolean sem_store_wait (gint64 began, int n_before);

/* Makes what is known of the mount points of a folder part of the folder that takes it over. */
gboolean sem_store_adopt_mounts (SemStore *self, gint64 from, gint64 to, GError **error);
/* Takes photos that are gone out of the stored codes. @removed: gint64 ids, ascending. */
gboolean sem_store_drop_codes (SemStore *self, GArray *removed, GError **error);

G_END_DECLS
