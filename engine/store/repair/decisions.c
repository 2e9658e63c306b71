/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/repair/decisions.h"
#include "engine/store/details/duplicates.h"
#include "engine/store/details/patterns.h"
#include "engine/store/repair/decided-pairs.h"
#include "engine/store/repair/decided-patterns.h"
#include "engine/store/store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define GROUP "Semblance"
#define VERSION 1
/* More than any library has; a damaged number must not make us loop for long. */
#define MOST 100000
#define CHECKSUM_LENGTH 64
#define MOST_BYTES (16 << 20)

static void
free_model (gpointer data)
{
  SemDecidedModel *model = data;

  g_free (model->method);
  g_free (model->name);
  g_free (model->note);
  g_free (model);
}

SemDecisions *
sem_decisions_new (void)
{
  SemDecisions *self = g_new0 (SemDecisions, 1);

  self->folders = g_ptr_array_new_with_free_func (g_free);
  self->models = g_ptr_array_new_with_free_func (free_model);
  self->different = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_store_patterns_free);
  return self;
}

void
sem_decisions_free (SemDecisions *self)
{
  g_ptr_array_unref (self->folders);
  g_ptr_array_unref (self->models);
  g_ptr_array_unref (self->different);
  g_ptr_array_unref (self->patterns);
  g_free (self);
}

/* Text -------------------------------------------------------------------------------------------
 */

static gboolean
read_folder (SemDecisions *self, GKeyFile *file, guint number)
{
  g_autofree char *group = g_strdup_printf ("folder %u", number);
  g_autofree char *uri = g_key_file_get_string (file, group, "uri", NULL);
  g_autofree char *path = uri ? g_filename_from_uri (uri, NULL, NULL) : NULL;
  g_autofree char *canonical = path ? g_canonicalize_filename (path, "/") : NULL;

  if (!path || !g_str_equal (path, canonical))
    return FALSE;
  g_ptr_array_add (self->folders, g_steal_pointer (&path));
  return TRUE;
}

static gboolean
read_model (SemDecisions *self, GKeyFile *file, guint number)
{
  g_autofree char *group = g_strdup_printf ("model %u", number);
  SemDecidedModel *model = g_new0 (SemDecidedModel, 1);
  int bits = g_key_file_get_integer (file, group, "bits", NULL);

  g_ptr_array_add (self->models, model);
  model->method = g_key_file_get_string (file, group, "method", NULL);
  model->bits = (guint) MAX (bits, 0);
  model->seed = g_key_file_get_uint64 (file, group, "seed", NULL);
  model->created = g_key_file_get_int64 (file, group, "created", NULL);
  model->name = g_key_file_get_string (file, group, "name", NULL);
  model->note = g_key_file_get_string (file, group, "note", NULL);
  model->active = g_key_file_get_boolean (file, group, "active", NULL);
  model->waiting = g_key_file_get_boolean (file, group, "waiting", NULL);
  return model->method != NULL && bits > 0;
}

static gboolean
read_all (SemDecisions *self, GKeyFile *file)
{
  int n_folders = g_key_file_get_integer (file, GROUP, "folders", NULL);
  int n_models = g_key_file_get_integer (file, GROUP, "models", NULL);

  if (g_key_file_get_integer (file, GROUP, "version", NULL) != VERSION || n_folders < 0
      || n_folders > MOST || n_models < 0 || n_models > MOST)
    return FALSE;
  for (int i = 1; i <= n_folders; i++)
    if (!read_folder (self, file, (guint) i))
      return FALSE;
  for (int i = 1; i <= n_models; i++)
    if (!read_model (self, file, (guint) i))
      return FALSE;
  return sem_decided_pairs_read (self->different, file, GROUP)
         && sem_decided_patterns_read (self->patterns, file);
}

/* The first line is "# " and the SHA-256 of all that follows it. */
static gboolean
is_whole (const char *text, gsize size)
{
  g_autofree char *checksum = NULL;

  if (size < CHECKSUM_LENGTH + 3 || memcmp (text, "# ", 2) != 0
      || text[CHECKSUM_LENGTH + 2] != '\n')
    return FALSE;
  checksum =
    g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text + CHECKSUM_LENGTH + 3,
                                 size - CHECKSUM_LENGTH - 3);
  return memcmp (text + 2, checksum, CHECKSUM_LENGTH) == 0;
}

SemDecisions *
sem_decisions_parse (const char *text, gsize size)
{
  g_autoptr (SemDecisions) self = sem_decisions_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!is_whole (text, size) || !g_key_file_load_from_data (file, text, size, G_KEY_FILE_NONE, NULL)
      || !read_all (self, file))
    return NULL;
  return g_steal_pointer (&self);
}

static void
write_model (GKeyFile *file, guint number, const SemDecidedModel *model)
{
  g_autofree char *group = g_strdup_printf ("model %u", number);

  g_key_file_set_string (file, group, "method", model->method);
  g_key_file_set_integer (file, group, "bits", (int) model->bits);
  g_key_file_set_uint64 (file, group, "seed", model->seed);
  g_key_file_set_int64 (file, group, "created", model->created);
  if (model->name)
    g_key_file_set_string (file, group, "name", model->name);
  if (model->note)
    g_key_file_set_string (file, group, "note", model->note);
  if (model->active)
    g_key_file_set_boolean (file, group, "active", TRUE);
  if (model->waiting)
    g_key_file_set_boolean (file, group, "waiting", TRUE);
}

char *
sem_decisions_to_text (const SemDecisions *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *body = NULL, *checksum = NULL;
  guint n_folders = 0;

  g_key_file_set_integer (file, GROUP, "version", VERSION);
  for (guint i = 0; i < self->folders->len; i++)
    {
      g_autofree char *group = g_strdup_printf ("folder %u", n_folders + 1);
      g_autofree char *uri = g_filename_to_uri (self->folders->pdata[i], NULL, NULL);

      if (!uri)
        continue;
      g_key_file_set_string (file, group, "uri", uri);
      n_folders++;
    }
  for (guint i = 0; i < self->models->len; i++)
    write_model (file, i + 1, self->models->pdata[i]);
  g_key_file_set_integer (file, GROUP, "folders", (int) n_folders);
  g_key_file_set_integer (file, GROUP, "models", (int) self->models->len);
  sem_decided_pairs_write (self->different, file, GROUP);
  sem_decided_patterns_write (self->patterns, file);
  body = g_key_file_to_data (file, NULL, NULL);
  checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
  return g_strdup_printf ("# %s\n%s", checksum, body);
}

/* Files ------------------------------------------------------------------------------------------
 */

/* @backup: 0 for the file itself */
static char *
name_file (const char *path, guint backup)
{
  gsize stem = strlen (path);

  if (g_str_has_suffix (path, ".db"))
    stem -= strlen (".db");
  return backup ? g_strdup_printf ("%.*s.decisions.%u", (int) stem, path, backup)
                : g_strdup_printf ("%.*s.decisions", (int) stem, path);
}

/* @text: (out) (optional): the contents, only where they are whole */
static SemDecisions *
read_file (const char *name, char **text)
{
  g_autofree char *contents = NULL;
  SemDecisions *decisions = NULL;
  GStatBuf info;
  gsize size;

  if (text)
    *text = NULL;
  if (g_stat (name, &info) == 0 && S_ISREG (info.st_mode) && info.st_size <= MOST_BYTES
      && g_file_get_contents (name, &contents, &size, NULL))
    decisions = sem_decisions_parse (contents, size);
  if (decisions && text)
    *text = g_steal_pointer (&contents);
  return decisions;
}

SemDecisions *
sem_decisions_read (const char *path, guint *backup)
{
  for (guint i = 0; i <= SEM_DECISIONS_BACKUPS; i++)
    {
      g_autofree char *name = name_file (path, i);
      SemDecisions *decisions = read_file (name, NULL);

      if (decisions && backup)
        *backup = i;
      if (decisions)
        return decisions;
    }
  return NULL;
}

static gboolean
write_all (int fd, const char *text)
{
  gsize left = strlen (text);

  while (left)
    {
      gssize n = write (fd, text, left);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      text += n;
      left -= (gsize) n;
    }
  return TRUE;
}

static gboolean
set_unwritten (const char *name, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (name);

  g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” cannot be written: %s."), shown,
               g_strerror (code));
  return FALSE;
}

/* Does not wait for the disk, which would make every decision slow: a file that a power cut left
 * half written is told by its checksum, and there are backups and the library itself. */
static gboolean
write_new (const char *name, const char *new, const char *text, GError **error)
{
  int fd = open (new, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600), code;
  gboolean ok = fd >= 0 && write_all (fd, text);

  code = errno;
  if (fd >= 0 && close (fd) != 0 && ok)
    {
      code = errno;
      ok = FALSE;
    }
  if (ok)
    return TRUE;
  g_unlink (new);
  return set_unwritten (name, code, error);
}

/* The file itself stays until the new one replaces it, so that there is always one. */
static void
rotate (const char *path)
{
  for (guint i = SEM_DECISIONS_BACKUPS; i > 1; i--)
    {
      g_autofree char *from = name_file (path, i - 1), *to = name_file (path, i);
      g_autofree char *name = g_filename_display_name (from);

      if (g_rename (from, to) != 0)
        g_debug ("%s is not there yet, or stays", name);
    }

  g_autofree char *now = name_file (path, 0), *first = name_file (path, 1);

  /* Not every file system can; then the file itself becomes the backup. */
  if (link (now, first) != 0 && g_rename (now, first) != 0)
    g_debug ("%s has no backup", now);
}

gboolean
sem_decisions_write (const SemDecisions *self, const char *path, GError **error)
{
  g_autofree char *name = name_file (path, 0), *before = NULL;
  g_autofree char *text = sem_decisions_to_text (self);
  g_autofree char *new = g_strconcat (name, ".new", NULL);
  g_autoptr (SemDecisions) old = read_file (name, &before);

  if (g_strcmp0 (before, text) == 0)
    return TRUE;
  /* Written before anything moves, so that a full disk costs no backup. */
  if (!write_new (name, new, text, error))
    return FALSE;
  /* One that is damaged must not push out a backup. */
  if (old)
    rotate (path);
  if (g_rename (new, name) == 0)
    return TRUE;
  return set_unwritten (name, errno, error);
}

/* Of a library -----------------------------------------------------------------------------------
 */

static gboolean
collect_folders (SemStore *store, SemDecisions *decisions, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (store, SEM_STORE_LIBRARY, "SELECT path FROM folders ORDER BY path", error);
  int code;

  if (!stmt)
    return FALSE;
  while ((code = sem_store_step (store, SEM_STORE_LIBRARY, stmt, error)) == SQLITE_ROW)
    g_ptr_array_add (decisions->folders, sem_store_dup_path (stmt, 0));
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
collect_models (SemStore *store, SemDecisions *decisions, GError **error)
{
  static const char sql[] = "SELECT method, bits, seed, created, name, note,"
                            " id IN (SELECT active_model FROM state) AS active FROM models"
                            " WHERE name IS NOT NULL OR note IS NOT NULL OR active ORDER BY id";
  sqlite3_stmt *stmt = sem_store_prepare (store, SEM_STORE_LIBRARY, sql, error);
  int code;

  if (!stmt)
    return FALSE;
  while ((code = sem_store_step (store, SEM_STORE_LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      SemDecidedModel *model = g_new0 (SemDecidedModel, 1);
      char *method = sem_store_dup_text (stmt, 0);

      model->method = method ? method : g_strdup ("");
      model->bits = sem_store_column_count (stmt, 1);
      model->seed = (guint64) sqlite3_column_int64 (stmt, 2);
      model->created = sqlite3_column_int64 (stmt, 3);
      model->name = sem_store_dup_text (stmt, 4);
      model->note = sem_store_dup_text (stmt, 5);
      model->active = sqlite3_column_int (stmt, 6) != 0;
      if (model->bits == 0)
        free_model (model);
      else
        g_ptr_array_add (decisions->models, model);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* Words that wait for a model stay until it is there. */
static void
keep_waiting (SemStore *store, SemDecisions *decisions)
{
  g_autoptr (SemDecisions) before = sem_decisions_read (store->paths[SEM_STORE_LIBRARY], NULL);

  for (guint i = 0; before && i < before->models->len; i++)
    {
      const SemDecidedModel *old = before->models->pdata[i];
      gboolean there = FALSE;

      for (guint k = 0; k < decisions->models->len; k++)
        there |=
          g_strcmp0 (((SemDecidedModel *) decisions->models->pdata[k])->name, old->name) == 0
          && g_strcmp0 (((SemDecidedModel *) decisions->models->pdata[k])->note, old->note) == 0;
      if (!old->waiting || there)
        continue;
      g_ptr_array_add (decisions->models, g_ptr_array_steal_index (before->models, i));
      i--;
    }
}

/* @list: (transfer full) (nullable): FALSE where it is NULL */
static gboolean
replace (GPtrArray **old, GPtrArray *list)
{
  if (!list)
    return FALSE;
  g_ptr_array_unref (*old);
  *old = list;
  return TRUE;
}

SemDecisions *
sem_store_collect_decisions (SemStore *store, GError **error)
{
  g_autoptr (SemDecisions) decisions = sem_decisions_new ();

  if (!collect_folders (store, decisions, error) || !collect_models (store, decisions, error)
      || !replace (&decisions->different, sem_store_list_different_contents (store, error))
      || !replace (&decisions->patterns, sem_store_list_patterns (store, error)))
    return NULL;
  keep_waiting (store, decisions);
  return g_steal_pointer (&decisions);
}

gboolean
sem_store_has_decisions (SemStore *store)
{
  g_autofree char *name = name_file (store->paths[SEM_STORE_LIBRARY], 0), *before = NULL;
  g_autoptr (SemDecisions) decisions = sem_store_collect_decisions (store, NULL);
  g_autoptr (SemDecisions) old = read_file (name, &before);
  g_autofree char *text = decisions ? sem_decisions_to_text (decisions) : NULL;

  return old && text && g_str_equal (text, before);
}

void
sem_store_keep_decisions (SemStore *self)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (SemDecisions) decisions = sem_store_collect_decisions (self, &local);

  /* The library has them as well. */
  if (!decisions || !sem_decisions_write (decisions, self->paths[SEM_STORE_LIBRARY], &local))
    g_debug ("%s", local->message);
}

static gboolean
give_words (SemStore *self, gint64 id, const SemDecidedModel *lost, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, SEM_STORE_LIBRARY,
                       "UPDATE models SET kept = 1, name = ?2, note = ?3 WHERE id = ?1", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  sqlite3_bind_text (stmt, 2, lost->name, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 3, lost->note, -1, SQLITE_TRANSIENT);
  return sem_store_run (self, SEM_STORE_LIBRARY, stmt, error);
}

static const SemDecidedModel *
find_lost (const SemDecisions *decisions, const SemStoreModel *model)
{
  for (guint i = 0; decisions && i < decisions->models->len; i++)
    {
      const SemDecidedModel *lost = decisions->models->pdata[i];

      if (lost->waiting && (lost->name || lost->note) && g_str_equal (lost->method, model->method)
          && lost->bits == model->bits && lost->seed == model->seed)
        return lost;
    }
  return NULL;
}

gboolean
sem_store_return_words (SemStore *self, const SemStoreModel *model, GError **error)
{
  g_autoptr (SemDecisions) decisions = NULL;
  const SemDecidedModel *lost;

  /* One that is provisional is soon replaced by another, which gets the words then. */
  if (model->name || model->note || model->provisional)
    return TRUE;
  decisions = sem_decisions_read (self->paths[SEM_STORE_LIBRARY], NULL);
  lost = find_lost (decisions, model);
  return !lost || give_words (self, model->id, lost, error);
}
