/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/browse/absence.h"

#include <string.h>

struct _SemAbsence
{
  GObject parent_instance;

  GListModel *folders;
  GPtrArray *away; /* char *: paths of folders */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SemAbsence, sem_absence, G_TYPE_OBJECT)

static void
folders_cb (SemAbsence *self)
{
  g_ptr_array_set_size (self->away, 0);
  for (guint i = 0; i < g_list_model_get_n_items (self->folders); i++)
    {
      g_autoptr (SemFolder) folder = g_list_model_get_item (self->folders, i);

      for (const char *const *path = sem_folder_get_away (folder); *path; path++)
        g_ptr_array_add (self->away, g_strdup (*path));
    }
  g_signal_emit (self, changed_signal, 0);
}

static void
sem_absence_dispose (GObject *object)
{
  SemAbsence *self = SEM_ABSENCE (object);

  g_clear_object (&self->folders);
  G_OBJECT_CLASS (sem_absence_parent_class)->dispose (object);
}

static void
sem_absence_finalize (GObject *object)
{
  g_ptr_array_unref (SEM_ABSENCE (object)->away);
  G_OBJECT_CLASS (sem_absence_parent_class)->finalize (object);
}

static void
sem_absence_class_init (SemAbsenceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_absence_dispose;
  G_OBJECT_CLASS (klass)->finalize = sem_absence_finalize;
  changed_signal = g_signal_new ("changed", SEM_TYPE_ABSENCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
sem_absence_init (SemAbsence *self)
{
  self->away = g_ptr_array_new_with_free_func (g_free);
}

SemAbsence *
sem_library_get_absence (SemLibrary *library)
{
  static const char key[] = "sem-absence";
  SemAbsence *self;

  g_return_val_if_fail (SEM_IS_LIBRARY (library), NULL);
  self = g_object_get_data (G_OBJECT (library), key);
  if (self)
    return self;
  self = g_object_new (SEM_TYPE_ABSENCE, NULL);
  g_object_set_data_full (G_OBJECT (library), key, self, g_object_unref);
  self->folders = g_object_ref (sem_library_get_folders (library));
  g_signal_connect_object (self->folders, "items-changed", G_CALLBACK (folders_cb), self,
                           G_CONNECT_SWAPPED);
  folders_cb (self);
  return self;
}

/* Whether @path is @folder or lies below it. */
static gboolean
covers (const char *folder, const char *path)
{
  const gsize n = strlen (folder);

  return strncmp (folder, path, n) == 0
         && (path[n] == '\0' || path[n] == '/' || g_str_equal (folder, "/"));
}

SemAbsenceReason
sem_absence_find (SemAbsence *self, GFile *file)
{
  const char *path = file ? g_file_peek_path (file) : NULL;

  g_return_val_if_fail (SEM_IS_ABSENCE (self), SEM_ABSENCE_NONE);
  if (!path)
    return SEM_ABSENCE_NONE;
  for (guint i = 0; i < self->away->len; i++)
    if (covers (g_ptr_array_index (self->away, i), path))
      return SEM_ABSENCE_OFFLINE;
  return SEM_ABSENCE_NONE;
}
