/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/setup/library-move.h"

#include "engine/store/move/move.h"
#include "engine/store/store.h"

#include <glib/gi18n-lib.h>

/* @permille: atomic: how far it is */
struct _SemLibraryMove
{
  GObject parent_instance;

  GFile *folder;
  int permille;
};

G_DEFINE_FINAL_TYPE (SemLibraryMove, sem_library_move, G_TYPE_OBJECT)

static void
sem_library_move_finalize (GObject *object)
{
  g_clear_object (&SEM_LIBRARY_MOVE (object)->folder);

  G_OBJECT_CLASS (sem_library_move_parent_class)->finalize (object);
}

static void
sem_library_move_class_init (SemLibraryMoveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_library_move_finalize;
}

static void
sem_library_move_init (SemLibraryMove *self)
{
}

gboolean
sem_library_move_is_possible (SemLibrary *library)
{
  g_autofree char *own = sem_store_default_path ();

  return g_strcmp0 (sem_library_get_path (library), own) == 0;
}

GFile *
sem_library_move_dup_home (SemLibrary *library)
{
  g_autofree char *home = sem_store_dup_home ();
  g_autofree char *path = sem_store_default_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  return sem_library_move_is_possible (library) && !g_str_equal (folder, home)
           ? g_file_new_for_path (home)
           : NULL;
}

void
sem_library_move_end (void)
{
  sem_store_end_move ();
}

SemLibraryMove *
sem_library_move_new (GFile *folder)
{
  SemLibraryMove *self = g_object_new (SEM_TYPE_LIBRARY_MOVE, NULL);

  self->folder = g_object_ref (folder);
  return self;
}

double
sem_library_move_get_progress (SemLibraryMove *self)
{
  return g_atomic_int_get (&self->permille) / 1000.;
}

static void
progress_cb (double fraction, gpointer user_data)
{
  SemLibraryMove *self = user_data;

  g_atomic_int_set (&self->permille, (int) (1000 * fraction));
}

static void
move_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SemLibraryMove *self = source;
  const SemProgress progress = { progress_cb, self, cancellable };
  g_autofree char *path = NULL;
  GError *error = NULL;

  if (cancellable)
    g_cancellable_push_current (cancellable);
  path = sem_store_move (g_file_peek_path (self->folder), &progress, &error);
  if (cancellable)
    g_cancellable_pop_current (cancellable);
  if (path)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
sem_library_move_async (SemLibraryMove *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *name = g_file_get_parse_name (self->folder);

  /* What was moved stays so, though it was to be cancelled then. */
  g_task_set_check_cancellable (task, FALSE);
  if (!g_file_peek_path (self->folder))
    {
      g_task_return_new_error (task, SEM_ERROR, SEM_ERROR_FAILED,
                               _("“%s” is no folder of this computer. Choose another folder."),
                               name);
      return;
    }
  g_task_run_in_thread (task, move_worker);
}

gboolean
sem_library_move_finish (SemLibraryMove *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
