/* store-private.h - the connection and its statements, for the files of engine/store only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include "engine/store/models.h"

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
  gboolean decided;     /* the transaction changes decisions of the user */
  gboolean is_still;    /* a file was opened by sem_store_open_still() */
  gboolean is_rollback; /* the library has a rollback journal, so that readers keep writers out */
  gint64 wait_began;    /* of the present wait for a lock; monotonic, microseconds */
};

/* connection/connection.c: paths, statements and errors */

/* @paths: (out) (array fixed-size=SEM_STORE_N_FILES): the three files of the library at @path. */
void sem_store_set_paths (char **paths, const char *path);
/* Returns: (transfer none): the statement, reset and without bindings. @sql is a string literal:
 * statements are cached by its address */
sqlite3_stmt *
sem_store_prepare (SemStore *self, SemStorePart part, const char *sql, GError **error);
/* Returns: SQLITE_ROW, SQLITE_DONE, or 0 with @error set */
int sem_store_step (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error);
/* Steps a statement that returns no rows, and resets it. */
gboolean sem_store_run (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error);
/* Runs SQL text without parameters. */
gboolean sem_store_exec (SemStore *self, SemStorePart part, const char *sql, GError **error);
/* Sets @error for the SQLite result @code. SQLITE_CORRUPT also marks the file as damaged. */
void sem_store_set_error (SemStore *self, SemStorePart part, int code, GError **error);

/* Whether @code of @db says that its disk is full, or that it or its folder cannot be written. */
gboolean sem_store_is_unwritable (sqlite3 *db, int code);

/* Opening reads a page or two of a file only. A connection that finds damage further in creates an
 * empty file with this suffix beside it, so that the next one that opens the file for writing can
 * set it aside. */
#define SEM_STORE_DAMAGE_MARK ".damaged"
gboolean sem_store_is_marked_damaged (SemStore *self, SemStorePart part);

/* connection/numbers.c: columns and parameters. Checks that numbers are in range, since the file
 * may be damaged */

/* Ids are 1 to this; counts and generations 0 to this. */
#define SEM_STORE_MAX_NUMBER G_MAXINT32

/* FALSE with SEM_ERROR_DAMAGED where @id is out of range. */
gboolean sem_store_check_id (SemStore *self, SemStorePart part, gint64 id, GError **error);
/* Returns: the id in the column; 0 with SEM_ERROR_DAMAGED */
gint64 sem_store_column_id (SemStore *self,
                            SemStorePart part,
                            sqlite3_stmt *stmt,
                            int column,
                            GError **error);
/* Returns: the number in the column, to be displayed only; 0 where it is out of range */
guint sem_store_column_count (sqlite3_stmt *stmt, int column);
/* Returns: (transfer full) (nullable): the text in the column as valid UTF-8; NULL for NULL */
char *sem_store_dup_text (sqlite3_stmt *stmt, int column);
/* Returns: (transfer full) (type filename): the path in the column; "" where there is none */
char *sem_store_dup_path (sqlite3_stmt *stmt, int column);
void sem_store_bind_path (sqlite3_stmt *stmt, int column, const char *path);
/* Whether the file with the id @new came to the library in place of the one with the id @old, which
 * was at a path that ends in the same way and whose folder is offline. A copy on a disk that is not
 * connected looks alike; but the new place of a folder that was moved came to the library after the
 * old one, or has the same inodes. */
static inline gboolean
sem_store_is_in_place_of (gint64 new, gint64 new_inode, gint64 old, gint64 old_inode)
{
  return new > old || (new_inode != 0 && new_inode == old_inode);
}
/* An order of the rows of "files": those that are there first, then those below an offline folder
 * (see mounts.h), then the missing ones; by id within these. */
#define SEM_STORE_FILES_THERE_FIRST                                                                \
  "missing, EXISTS (SELECT 1 FROM mounts WHERE away <> 0"                                          \
  " AND files.path > CAST (mounts.path || '/' AS BLOB)"                                            \
  " AND files.path < CAST (mounts.path || '0' AS BLOB)), files.id"

/* In the column "provisional" of a model that may lack codes. One that is provisional for another
 * reason has 1, as had both before there were two. */
#define SEM_STORE_MODEL_EXPIRED 2

/* Binds two bounds, parameters @first and @first + 1: exactly the paths below the folder @below are
 * greater than the one and less than the other. */
void sem_store_bind_below (sqlite3_stmt *stmt, int first, const char *below);

/* Runs a statement that returns one number, and resets it.
 * Returns: the number; @otherwise where there is no row or NULL; -1 with @error set, which is
 * SEM_ERROR_DAMAGED where the number is out of range */
gint64 sem_store_scalar (SemStore *self,
                         SemStorePart part,
                         sqlite3_stmt *stmt,
                         gint64 otherwise,
                         GError **error);
/* Runs a statement that writes a row and returns its id, and resets it.
 * Returns: the id; -1 with @error set */
gint64 sem_store_insert (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error);
/* Runs a statement that returns one blob, and resets it.
 * @blob: (out): @size bytes; written only where it is found
 * @found: (out): whether there is a row whose blob has @size bytes */
gboolean sem_store_read_blob (SemStore *self,
                              SemStorePart part,
                              sqlite3_stmt *stmt,
                              gpointer blob,
                              gsize size,
                              gboolean *found,
                              GError **error);
/* Returns: (element-type gint64): the ids in the first column of all rows */
GArray *sem_store_list_ids (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error);
/* FALSE with SEM_ERROR_DAMAGED where an id in a table of the library is out of range, or the next
 * one would be. Does not read whole tables. */
gboolean sem_store_check_ids (SemStore *self, GError **error);

/* connection/aside.c */

/* Whether there is a file with a byte in it: SQLite takes an empty one for a new database, which
 * nothing but damage leaves. */
gboolean sem_store_has_file (const char *path);

/* Renames the file and its journal, and removes its mark.
 * Returns: (transfer full) (type filename): the new name */
char *sem_store_move_aside (const char *path, GError **error);

/* connection/private.c: what a library holds is for its owner alone, wherever it lies and whatever
 * the umask is: thumbnails of photos, and their names */

/* Creates an empty file where there is none; a failure is found when it is opened. */
void sem_store_create_private (const char *path);
/* Removes the permissions of group and others from the file and its journal. The file must be known
 * to be a library's: another file may have been named by mistake. */
void sem_store_make_private (SemStore *self, SemStorePart part);

/* connection/still.c */

/* Opens a database to be read without writing anything, its journal included. Nothing stops another
 * program from writing at the same time: an answer can then mix two states, but the next one does
 * not.
 * @db: (out): as from sqlite3_open_v2(), also on failure
 * Returns: an SQLite result */
int sem_store_open_still (const char *path, sqlite3 **db);

/* connection/wait.c */

/* Makes the connection wait for locks that others hold, see SemStore. */
void sem_store_wait_when_busy (SemStore *self, SemStorePart part);
/* Sleeps for a moment.
 * @began: when the wait for this lock began; monotonic, microseconds
 * @n_before: earlier calls during this wait
 * Returns: FALSE where the thread's cancellable is cancelled */
gboolean sem_store_wait (gint64 began, int n_before);

/* connection/pointer.c: where the user's own library is, once it was moved */

/* The user's own library, in whatever folder. */
#define SEM_STORE_LIBRARY_NAME "library.db"

/**
 * SemStorePointer:
 * @folder: (type filename): absolute: where the library is
 * @old: (type filename) (nullable): absolute: where it was before, and its files are still to be
 *   removed
 * @unclear: whether the file is there and names no folder
 *
 * The file XDG_DATA_HOME/semblance/library.place, which is there only while the library is not in
 * that folder itself, or has left files elsewhere. It is replaced as a whole, so that it names one
 * place or the other, whenever the program or the computer ends.
 */
typedef struct
{
  char *folder;
  char *old;
  gboolean unclear;
} SemStorePointer;

/* Returns: (transfer full) (type filename): XDG_DATA_HOME/semblance. */
char *sem_store_pointer_dup_home (void) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (out caller-allocates): the home folder where there is no file, or it is not valid */
void sem_store_pointer_read (SemStorePointer *self);
/* Replaces the file, and syncs it to disk. */
gboolean sem_store_pointer_write (const SemStorePointer *self, GError **error);
void sem_store_pointer_clear (SemStorePointer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemStorePointer, sem_store_pointer_clear)

/**
 * sem_store_pointer_check:
 * @path: (type filename): a library's file that is not there
 *
 * Returns: FALSE where a new one must not be made in its place: with %SEM_ERROR_NOT_FOUND where the
 *   library was moved to it, and its disk is not connected, or where it was moved away from it, by
 *   another program in most cases; with %SEM_ERROR_UNREADABLE where it cannot be known
 */
gboolean sem_store_pointer_check (const char *path, GError **error);

/* connection/schema.c */

/* FALSE with SEM_ERROR_FAILED where the database belongs to another program. */
gboolean sem_store_check_owner (SemStore *self, SemStorePart part, GError **error);
/* Brings the file to the present version of the schema. */
gboolean sem_store_migrate (SemStore *self, SemStorePart part, GError **error);

/* repair/check.c */

/* Reads the file from its beginning, for at most @milliseconds. FALSE where damage was found. */
gboolean sem_store_looks_sound (SemStore *self, SemStorePart part, guint milliseconds);

/* repair/decisions.c */

/* Writes the user's decisions to the file beside the library, if they have changed. Failures are
 * ignored: the library has the decisions as well. */
void sem_store_keep_decisions (SemStore *self);
/* Gives a complete model the name and note of a lost model that was trained in the same way. */
gboolean sem_store_return_words (SemStore *self, const SemStoreModel *model, GError **error);

/* codes.c */

/* Removes photos from the codes of all models.
 * @removed: (element-type gint64): ascending */
gboolean sem_store_drop_codes (SemStore *self, GArray *removed, GError **error);

G_END_DECLS
