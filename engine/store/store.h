/* store.h - the library on disk: opening it, transactions, the lock and damage
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * SemStore:
 *
 * One connection to a library. A library is three SQLite files: NAME.db holds folders, files,
 * photos, models and codes, and is the authority; its two companions, NAME.features.db (features,
 * vectors, sketches) and NAME.thumbnails.db, can be computed again from the photos. The functions
 * of each subject are declared in folders.h, files.h, mounts.h, photos.h, companions.h,
 * backbones.h, models.h, codes.h, scenes.h and scope.h. No SQL exists outside engine/store.
 *
 * Results: every call that fails sets @error and returns FALSE, NULL or -1, and it returns these
 * values only then. What the library does not hold is no error: the call succeeds, and the id that
 * it returns or fills in is 0, the (out) bytes are NULL, the (out) boolean is FALSE, or the list is
 * empty. Ids of rows are 1 to G_MAXINT32.
 *
 * Rows: a structure that a call fills in owns its strings and bytes. Initialise it with { 0 } and
 * release it with its _clear() function, which is allowed whatever the call returned.
 *
 * Threads: a connection belongs to one thread at a time; each thread opens its own.
 *
 * Transactions: a commit is not atomic across the three files, so the companions are committed
 * first. The library therefore never refers to a companion's row that does not exist; a companion's
 * row that nothing refers to is harmless. For the same reason rows are removed from the library
 * first, and from the companions by sem_store_sweep() in a later transaction.
 *
 * Waiting: a call waits for as long as another live process or thread holds the lock that it needs.
 * Only g_cancellable_get_current() of the calling thread ends the wait, with
 * G_IO_ERROR_CANCELLED: a thread that must be able to stop pushes its cancellable, see
 * g_cancellable_push_current(). Do not open or change a library while the same thread has a
 * transaction open on another connection: that wait would never end.
 *
 * Damage: the files are untrusted. An id, count or generation out of range, or an id of no row, is
 * SEM_ERROR_DAMAGED; numbers that are only displayed are read as 0.
 *
 * Errors of all calls: SEM_ERROR_DAMAGED, _NEWER, _FULL, _BUSY, _UNREADABLE, _NOT_FOUND (a file of
 * the library does not exist), _FAILED, and G_IO_ERROR_CANCELLED.
 */
typedef struct _SemStore SemStore;

typedef enum
{
  SEM_STORE_READ,
  SEM_STORE_WRITE,
} SemStoreMode;

/* (transfer full) (type filename): XDG_DATA_HOME/semblance/library.db, or where sem_store_move()
 * has moved that. */
char *sem_store_default_path (void);

/**
 * sem_store_open:
 * @path: (type filename): the library's file. SEM_STORE_WRITE creates a missing file and its
 *   folder; with SEM_STORE_READ a missing file is SEM_ERROR_NOT_FOUND
 *
 * Reading needs neither free space nor a folder that can be written, except where a library of an
 * older version has to be updated. The ids of all tables are checked; damage further in a file is
 * found where it is read.
 *
 * Returns: (transfer full): the connection
 */
SemStore *
sem_store_open (const char *path, SemStoreMode mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable). Rolls an open transaction back. */
void sem_store_close (SemStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemStore, sem_store_close)
/* (transfer none) (type filename): the path that was given to sem_store_open(). */
const char *sem_store_get_path (SemStore *self);

/**
 * sem_store_set_aside:
 * @path: (type filename): the library's file
 *
 * Renames a damaged library and its companions to NAME.damaged-DATE, so that a new one can be
 * created in its place. No connection to it may be open in this process.
 *
 * Returns: (transfer full) (type filename): the new name of the library's file
 */
char *sem_store_set_aside (const char *path, GError **error);
/**
 * sem_store_renew:
 * @path: (type filename): the file of a damaged library
 * @n_folders: (out): how many folders the new library has; 0 on failure
 *
 * As sem_store_set_aside(), and creates a new library with those folders of the damaged one that
 * can still be read. On failure the damaged library stays in its place, as far as the file system
 * allows. Hold the lock, see sem_store_lock().
 *
 * Returns: (transfer full) (type filename): the new name of the damaged library's file
 */
char *sem_store_renew (const char *path, guint *n_folders, GError **error);
/**
 * sem_store_open_or_renew:
 * @path: (type filename): the library's file
 * @aside: (out) (nullable) (transfer full) (type filename): the new name of a damaged library's
 * file; NULL where the library is not damaged, and on failure
 * @n_folders: (out): as from sem_store_renew(); 0 where the library is not damaged
 *
 * As sem_store_open() with SEM_STORE_WRITE, but reads the library's own file from its beginning, as
 * far as a moment allows, and renews a damaged library.
 *
 * Returns: (transfer full): the connection
 */
SemStore *sem_store_open_or_renew (const char *path, char **aside, guint *n_folders, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_store_lock:
 * @path: (type filename): the library's file, which need not exist yet
 *
 * Takes the right to index, train or change folders. One process holds it at a time; it is released
 * at the latest when that process ends. Does not wait.
 *
 * Returns: a descriptor for sem_store_unlock(); -1 with SEM_ERROR_BUSY where another holds it, or
 *   SEM_ERROR_UNREADABLE
 */
int sem_store_lock (const char *path, GError **error);
/* @lock: from sem_store_lock(); -1 does nothing. */
void sem_store_unlock (int lock);

/**
 * sem_store_describe_place:
 * @path: (type filename): the library's file, which need not exist yet
 * @network: (out): whether other computers may use the file system too, or this is unknown, as with
 *   FUSE. A library there has a rollback journal ("delete") instead of a write-ahead log ("wal"),
 *   which would need memory that all its users share, and is not mapped into memory
 *
 * Any thread.
 *
 * Returns: (transfer full): the name of the file system, such as "ext4"; its number where it has no
 *   name here
 */
char *sem_store_describe_place (const char *path, gboolean *network) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a file on the file system of @path keeps its inode number for as long as it exists, also
 * when the file system is mounted again: FALSE for those that make numbers up, and for unknown
 * ones.
 * @path: (type filename): of an existing file or folder. Any thread. */
gboolean sem_store_keeps_inodes (const char *path);

/* Whether a connection of this process has been waiting for more than a second for a lock that
 * another program or thread holds, so that the user can be told. Any thread. */
gboolean sem_store_is_waiting (void);

/* Begins a transaction over the three files. Waits until other writers are done, see SemStore:
 * prepare whatever takes long before the call. */
gboolean sem_store_begin (SemStore *self, GError **error);
/* Until sem_store_end_reading(), all calls read the library's file in the state that the first of
 * them finds, under one lock: taking a lock for each call takes as long as the call. Use it for
 * about a second at most: writers continue meanwhile, but their log grows. Does nothing where
 * readers would block writers, as on a network, or where it was called before. */
gboolean sem_store_begin_reading (SemStore *self, GError **error);
void sem_store_end_reading (SemStore *self);
/* On failure the transaction is rolled back: none of it is in the library. */
gboolean sem_store_commit (SemStore *self, GError **error);
/* Undoes the open transaction, if there is one. */
void sem_store_rollback (SemStore *self);

G_END_DECLS
