/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

#include <unistd.h>

/* A reader of a database in WAL mode normally creates two files: the journal, -wal, and the index
 * of it in shared memory, -shm. This VFS needs neither. SQLite keeps the index in its own memory
 * where the shared memory is read-only and no writer is known to keep it
 * (SQLITE_READONLY_CANTINIT), and then reads the journal anew in every transaction; here, that is
 * what each file says of itself. What the journal holds is thus read, also where a program ended
 * without closing it. */

#define VFS_NAME "semblance-still"

static sqlite3_vfs *real;
static sqlite3_vfs still;

static int
shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
  *memory = NULL;
  return SQLITE_READONLY_CANTINIT;
}

static int
shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return SQLITE_OK;
}

static void
shm_barrier (sqlite3_file *file)
{
}

static int
shm_unmap (sqlite3_file *file, int delete)
{
  return SQLITE_OK;
}

/* The methods of a file differ by file system: each file has a copy, behind what the real VFS keeps
 * in it. */
static void
replace_methods (sqlite3_file *file)
{
  sqlite3_io_methods *methods = (gpointer) ((guint8 *) file + real->szOsFile);

  *methods = *file->pMethods;
  methods->xShmMap = shm_map;
  methods->xShmLock = shm_lock;
  methods->xShmBarrier = shm_barrier;
  methods->xShmUnmap = shm_unmap;
  file->pMethods = methods;
}

static int
open_file (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  int code;

  if (flags & SQLITE_OPEN_WAL)
    {
      flags = SQLITE_OPEN_WAL | SQLITE_OPEN_READONLY;
      /* A journal that is not there is an empty one. */
      if (access (name, F_OK) != 0)
        name = "/dev/null";
    }
  code = real->xOpen (real, name, file, flags, out_flags);
  if (code == SQLITE_OK && flags & SQLITE_OPEN_MAIN_DB && file->pMethods->iVersion >= 2)
    replace_methods (file);
  return code;
}

static gpointer
register_cb (gpointer data)
{
  real = sqlite3_vfs_find (NULL);
  still = *real;
  still.zName = VFS_NAME;
  still.pNext = NULL;
  still.szOsFile += (int) sizeof (sqlite3_io_methods);
  still.xOpen = open_file;
  return sqlite3_vfs_register (&still, FALSE) == SQLITE_OK ? &still : NULL;
}

int
sem_store_open_still (const char *path, sqlite3 **db)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, register_cb, NULL);
  return sqlite3_open_v2 (path, db, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY, VFS_NAME);
}
