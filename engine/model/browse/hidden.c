/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/browse/hidden.h"

struct _SemHiddenFiles
{
  GObject parent_instance;

  GHashTable *paths;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SemHiddenFiles, sem_hidden_files, G_TYPE_OBJECT)

static void
sem_hidden_files_finalize (GObject *object)
{
  g_hash_table_unref (SEM_HIDDEN_FILES (object)->paths);
  G_OBJECT_CLASS (sem_hidden_files_parent_class)->finalize (object);
}

static void
sem_hidden_files_class_init (SemHiddenFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_hidden_files_finalize;
  changed_signal = g_signal_new ("changed", SEM_TYPE_HIDDEN_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
sem_hidden_files_init (SemHiddenFiles *self)
{
  self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

SemHiddenFiles *
sem_library_get_hidden_files (SemLibrary *library)
{
  static const char key[] = "sem-hidden-files";
  SemHiddenFiles *files;

  g_return_val_if_fail (SEM_IS_LIBRARY (library), NULL);
  files = g_object_get_data (G_OBJECT (library), key);
  if (!files)
    {
      files = g_object_new (SEM_TYPE_HIDDEN_FILES, NULL);
      g_object_set_data_full (G_OBJECT (library), key, files, g_object_unref);
    }
  return files;
}

void
sem_hidden_files_set (SemHiddenFiles *self, GFile *file, gboolean hidden)
{
  g_autofree char *path = g_file_get_path (file);
  gboolean changed;

  g_return_if_fail (SEM_IS_HIDDEN_FILES (self));
  if (!path)
    return;
  changed = hidden ? g_hash_table_add (self->paths, g_strdup (path))
                   : g_hash_table_remove (self->paths, path);
  if (changed)
    g_signal_emit (self, changed_signal, 0, path, hidden);
}

gboolean
sem_hidden_files_contains (SemHiddenFiles *self, const char *path)
{
  g_return_val_if_fail (SEM_IS_HIDDEN_FILES (self), FALSE);
  return g_hash_table_contains (self->paths, path);
}

GHashTable *
sem_hidden_files_copy (SemHiddenFiles *self)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer path;

  g_return_val_if_fail (SEM_IS_HIDDEN_FILES (self), copy);
  g_hash_table_iter_init (&iter, self->paths);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_hash_table_add (copy, g_strdup (path));
  return copy;
}
