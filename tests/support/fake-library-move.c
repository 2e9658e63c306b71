/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/setup/library-move.h"
#include "tests/support/fake-model.h"

struct _SemLibraryMove
{
  GObject parent_instance;

  GFile *folder;
  double progress;
  GTask *task;
};

G_DEFINE_FINAL_TYPE (SemLibraryMove, sem_library_move, G_TYPE_OBJECT)

/* The last one that was made. */
static SemLibraryMove *last;

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
  return TRUE;
}

GFile *
sem_library_move_dup_home (SemLibrary *library)
{
  return g_file_new_for_path ("/usual");
}

void
sem_library_move_end (void)
{
}

SemLibraryMove *
sem_library_move_new (GFile *folder)
{
  last = g_object_new (SEM_TYPE_LIBRARY_MOVE, NULL);
  g_object_add_weak_pointer (G_OBJECT (last), (gpointer *) &last);
  last->folder = g_object_ref (folder);
  return last;
}

double
sem_library_move_get_progress (SemLibraryMove *self)
{
  return self->progress;
}

void
sem_library_move_async (SemLibraryMove *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  /* As of sem_library_move_async(): none may be open. */
  g_assert_cmpuint (sem_fake_library_count_open (), ==, 0);
  self->task = g_task_new (self, cancellable, callback, user_data);
}

gboolean
sem_library_move_finish (SemLibraryMove *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

char *
sem_fake_library_move_dup_folder (void)
{
  return last ? g_file_get_path (last->folder) : NULL;
}

void
sem_fake_library_move_set_progress (double progress)
{
  last->progress = progress;
}

void
sem_fake_library_move_end (const char *sentence)
{
  GTask *task = g_steal_pointer (&last->task);

  if (sentence)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "%s", sentence);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}
