/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/move/move.h"

#include "engine/store/move/copy.h"
#include "engine/store/store-private.h"

#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* The folder beside it with networks that were trained on the photos. */
#define NETWORKS "library.backbones"
/* What the new place has to have free beside the files. */
#define SPARE (G_GUINT64_CONSTANT (16) << 20)
#define TRIES 20

/* One move. @files: (element-type SemStoreCopy), the library's own file last. @lock: of the library
 */
typedef struct
{
  const SemProgress *progress;
  SemStorePointer pointer;
  char *folder;
  char *path;
  GPtrArray *files;
  SemStore *store;
  int lock;
} Move;

/* The names of a library's files. The folder may contain files of other programs. */
static gboolean
goes_along (const char *name)
{
  static const char *const names[] = { "library.db", "library.features.db", "library.thumbnails.db",
                                       "library.db.training", "library.decisions" };
  static const char numbered[] = "library.decisions.";

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      return TRUE;
  return g_str_has_prefix (name, numbered) && g_ascii_isdigit (name[strlen (numbered)])
         && name[strlen (numbered) + 1] == '\0';
}

static void
add_names (GPtrArray *names, const char *folder, const char *below)
{
  g_autofree char *where = g_build_filename (folder, below, NULL);
  GDir *dir = g_dir_open (where, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (where, name, NULL);

      if ((*below || goes_along (name)) && !g_str_has_suffix (name, SEM_STORE_COPY_ENDING)
          && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (names, *below ? g_build_filename (below, name, NULL) : g_strdup (name));
    }
  if (dir)
    g_dir_close (dir);
}

/* Returns: (transfer full): paths of files in @folder from there, the library's own last, so that
 * what is there without it is no library */
static GPtrArray *
list_names (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  guint at;

  add_names (names, folder, "");
  add_names (names, folder, NETWORKS);
  if (g_ptr_array_find_with_equal_func (names, SEM_STORE_LIBRARY_NAME, g_str_equal, &at))
    g_ptr_array_add (names, g_ptr_array_steal_index (names, at));
  return names;
}

/* Returns: (transfer full): paths in @folder of the databases and of what SQLite and we put beside
 * them, whether they are there or not; the library's own first */
static GPtrArray *
list_databases (const char *folder)
{
  static const char *const databases[] = { SEM_STORE_LIBRARY_NAME, "library.features.db",
                                           "library.thumbnails.db" };
  static const char *const more[] = { "", "-wal", "-shm", "-journal", ".lock", ".damaged" };
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (databases); i++)
    for (guint k = 0; k < G_N_ELEMENTS (more); k++)
      g_ptr_array_add (paths, g_strconcat (folder, "/", databases[i], more[k], NULL));
  return paths;
}

/* What belongs to the library or was copied from it. Its own file goes first: what is left without
 * it is nobody's. */
static void
remove_files (const char *folder)
{
  g_autoptr (GPtrArray) paths = list_databases (folder), names = NULL;
  g_autofree char *networks = NULL;

  for (guint i = 0; i < paths->len; i++)
    g_unlink (paths->pdata[i]);
  names = list_names (folder);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      g_unlink (path);
    }
  sem_store_copy_sweep (folder, goes_along);
  networks = g_build_filename (folder, NETWORKS, NULL);
  sem_store_copy_sweep (networks, NULL);
  g_rmdir (networks);
}

/* Whether both names lead to one folder. */
static gboolean
is_same_folder (const char *a, const char *b)
{
  GStatBuf x, y;

  return g_stat (a, &x) == 0 && g_stat (b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

char *
sem_store_dup_home (void)
{
  return sem_store_pointer_dup_home ();
}

void
sem_store_end_move (void)
{
  g_auto (SemStorePointer) pointer = { 0 };
  g_autofree char *path = NULL;
  int lock;

  sem_store_pointer_read (&pointer);
  path = g_build_filename (pointer.folder, SEM_STORE_LIBRARY_NAME, NULL);
  /* What is at the old place may be all that there is. */
  if (!pointer.old || !g_file_test (path, G_FILE_TEST_IS_REGULAR)
      || is_same_folder (pointer.old, pointer.folder))
    return;
  /* Another program may be moving it now. */
  lock = sem_store_lock (path, NULL);
  if (lock < 0)
    return;
  remove_files (pointer.old);
  g_clear_pointer (&pointer.old, g_free);
  sem_store_pointer_write (&pointer, NULL);
  sem_store_unlock (lock);
}

static gboolean
refuse (GError **error, SemError code, const char *format, const char *folder)
{
  g_autofree char *shown = g_filename_display_name (folder);
  g_autofree char *sentence = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  sentence = g_strdup_printf (format, shown);
#pragma GCC diagnostic pop
  g_set_error_literal (error, SEM_ERROR, code, sentence);
  return FALSE;
}

/* Also a log alone: SQLite would write what it has into the library that comes beside it. */
static gboolean
has_library (const char *folder)
{
  g_autoptr (GPtrArray) names = list_names (folder), paths = list_databases (folder);

  for (guint i = 0; i < paths->len; i++)
    if (g_file_test (paths->pdata[i], G_FILE_TEST_EXISTS))
      return TRUE;
  return names->len > 0;
}

/* The new place is made where there is none. */
static gboolean
prepare_folder (Move *move, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *networks = g_build_filename (move->pointer.folder, NETWORKS, NULL);
  const char *const folders[] = { move->folder, move->pointer.folder };

  if (is_same_folder (move->folder, move->pointer.folder))
    return refuse (error, SEM_ERROR_FAILED, _("The library is in “%s” already."), move->folder);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if (strchr (folders[i], '\n'))
      return refuse (error, SEM_ERROR_FAILED,
                     _("The name of “%s” has two lines. Choose another folder."), folders[i]);
  if (g_mkdir_with_parents (move->folder, 0700) != 0 || g_access (move->folder, W_OK | X_OK) != 0)
    {
      const int code = errno;

      name = g_filename_display_name (move->folder);
      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                   _("“%s” cannot be written: %s. Choose another folder."), name,
                   g_strerror (code));
      return FALSE;
    }
  /* All in the folder of the networks goes along, and is then removed. */
  if (has_library (move->folder) || is_same_folder (move->folder, networks))
    return refuse (error, SEM_ERROR_FAILED,
                   _("There is a library in “%s” already. Choose another folder."), move->folder);
  return TRUE;
}

static gboolean
check_space (const Move *move, guint64 bytes, GError **error)
{
  g_autofree char *needed = g_format_size (bytes), *there = NULL, *name = NULL;
  struct statvfs st;
  guint64 free_bytes;

  if (statvfs (move->folder, &st) != 0)
    return TRUE;
  free_bytes = (guint64) st.f_bavail * st.f_frsize;
  if (free_bytes >= bytes + SPARE)
    return TRUE;
  there = g_format_size (free_bytes);
  name = g_filename_display_name (move->folder);
  g_set_error (error, SEM_ERROR, SEM_ERROR_FULL,
               _(
                 "“%s” has too little space: the library takes %s, and %s are free. Choose another "
                 "folder."),
               name, needed, there);
  return FALSE;
}

static gboolean
open_files (Move *move, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (move->pointer.folder);
  guint64 bytes = 0;

  for (guint i = 0; i < names->len; i++)
    {
      SemStoreCopy *copy =
        sem_store_copy_new (move->pointer.folder, move->folder, names->pdata[i], error);

      if (!copy)
        return FALSE;
      g_ptr_array_add (move->files, copy);
      bytes += sem_store_copy_get_size (copy);
    }
  return check_space (move, bytes, error);
}

/* Whether nothing is left in the write-ahead logs. */
static gboolean
is_settled (const SemStore *store)
{
  for (int part = 0; part < SEM_STORE_N_FILES; part++)
    {
      g_autofree char *log = g_strconcat (store->paths[part], "-wal", NULL);
      GStatBuf st;

      if (g_stat (log, &st) == 0 && st.st_size > 0)
        return FALSE;
    }
  return TRUE;
}

/* All data is in the files themselves, and no other connection writes until the store is closed. */
static gboolean
hold_still (Move *move, const char *path, GError **error)
{
  move->store = sem_store_open (path, SEM_STORE_WRITE, error);
  if (!move->store)
    return FALSE;
  for (guint i = 0; i < TRIES; i++)
    {
      for (int part = 0; part < SEM_STORE_N_FILES; part++)
        sem_store_exec (move->store, part, "PRAGMA wal_checkpoint (TRUNCATE)", NULL);
      if (!sem_store_begin (move->store, error))
        return FALSE;
      if (is_settled (move->store))
        return TRUE;
      sem_store_rollback (move->store);
      g_usleep (G_USEC_PER_SEC / 10);
    }
  return refuse (error, SEM_ERROR_BUSY,
                 _("Another program has the library “%s” open. End it and try again."), path);
}

static gboolean
copy_files (Move *move, GError **error)
{
  g_autofree char *networks = NULL;
  guint64 all = 0, done = 0;

  for (guint i = 0; i < move->files->len; i++)
    all += sem_store_copy_get_size (move->files->pdata[i]);
  for (guint i = 0; i < move->files->len; i++)
    {
      SemStoreCopy *copy = move->files->pdata[i];
      const guint64 size = sem_store_copy_get_size (copy);
      SemProgressPart part;

      if (!sem_store_copy_run (
            copy,
            sem_progress_part_init (&part, move->progress, (double) done / (double) MAX (all, 1),
                                    (double) (done + size) / (double) MAX (all, 1)),
            error))
        return FALSE;
      done += size;
    }
  for (guint i = 0; i < move->files->len; i++)
    if (!sem_store_copy_keep (move->files->pdata[i], error))
      return FALSE;
  networks = g_build_filename (move->folder, NETWORKS, NULL);
  return (!g_file_test (networks, G_FILE_TEST_IS_DIR)
          || sem_store_copy_sync_folder (networks, error))
         && sem_store_copy_sync_folder (move->folder, error);
}

/* A file system may keep files and not have what SQLite needs of it. */
static gboolean
try_writing (const Move *move, GError **error)
{
  SemStore *store = sem_store_open (move->path, SEM_STORE_WRITE, error);
  const gboolean can_write = store && sem_store_begin (store, error);

  if (can_write)
    sem_store_rollback (store);
  sem_store_close (store);
  return can_write;
}

/* While there are copies, the pointer says that they are to be removed; then that the old files
 * are.
 */
static gboolean
point (const char *folder, const char *old, GError **error)
{
  const SemStorePointer pointer = { .folder = (char *) folder, .old = (char *) old };

  return sem_store_pointer_write (&pointer, error);
}

static gboolean
run (Move *move, const char *old_path, GError **error)
{
  if (!sem_store_pointer_check (old_path, error))
    return FALSE;
  if (!g_file_test (old_path, G_FILE_TEST_EXISTS))
    return refuse (error, SEM_ERROR_NOT_FOUND,
                   _("There is no library at “%s” yet. Index a folder first."), old_path);
  move->lock = sem_store_lock (old_path, error);
  return move->lock >= 0 && prepare_folder (move, error) && hold_still (move, old_path, error)
         && open_files (move, error) && point (move->pointer.folder, move->folder, error)
         && copy_files (move, error) && try_writing (move, error)
         && point (move->folder, move->pointer.folder, error);
}

char *
sem_store_move (const char *folder, const SemProgress *progress, GError **error)
{
  g_autofree char *old_path = NULL;
  Move move = { .progress = progress, .lock = -1 };
  gboolean ok;

  g_return_val_if_fail (g_path_is_absolute (folder), NULL);

  sem_store_end_move ();
  sem_store_pointer_read (&move.pointer);
  move.folder = g_canonicalize_filename (folder, NULL);
  move.path = g_build_filename (move.folder, SEM_STORE_LIBRARY_NAME, NULL);
  move.files = g_ptr_array_new_with_free_func (sem_store_copy_free);
  old_path = g_build_filename (move.pointer.folder, SEM_STORE_LIBRARY_NAME, NULL);
  ok = run (&move, old_path, error);
  /* Before the files: SQLite's locks end with any descriptor of theirs. */
  sem_store_close (move.store);
  g_ptr_array_unref (move.files);
  /* No other program may start work on the old files while they are removed. */
  if (!ok)
    sem_store_unlock (move.lock);
  sem_store_end_move ();
  if (ok)
    sem_store_unlock (move.lock);
  sem_store_pointer_clear (&move.pointer);
  g_free (move.folder);
  if (ok)
    return move.path;
  g_free (move.path);
  return NULL;
}
