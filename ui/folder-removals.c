/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-folder-removals"

#include "config.h"

#include "ui/folder-removals.h"

#include <glib/gi18n-lib.h>

#include "ui/toast.h"
#include "ui/words.h"

struct _SemFolderRemovals
{
  GObject parent_instance;

  SemLibrary *library;
  SemUndo *undo;
  GtkCustomFilter *filter;
  GtkFilterListModel *folders;
  GPtrArray *pending;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemFolderRemovals, sem_folder_removals, G_TYPE_OBJECT)

typedef struct
{
  SemFolderRemovals *owner;
  GFile *file;
  gboolean forgets; /* forget its missing photos instead of removing it */
  AdwToast *toast;
  guint undo_id;
} Removal;

static void
drop_toast (Removal *removal)
{
  if (!removal->toast)
    return;
  g_signal_handlers_disconnect_by_data (removal->toast, removal);
  adw_toast_dismiss (removal->toast);
  g_clear_object (&removal->toast);
}

static void
removal_free (Removal *removal)
{
  drop_toast (removal);
  sem_undo_drop (removal->owner->undo, removal->undo_id);
  g_object_unref (removal->file);
  g_free (removal);
}

/* The toast timed out or was closed. */
static void
forget_toast (Removal *removal)
{
  g_signal_handlers_disconnect_by_data (removal->toast, removal);
  g_clear_object (&removal->toast);
}

static gboolean
is_pending (SemFolderRemovals *self, GFile *file, gboolean forgets)
{
  for (guint i = 0; i < self->pending->len; i++)
    {
      Removal *removal = self->pending->pdata[i];

      if (removal->forgets == forgets && g_file_equal (removal->file, file))
        return TRUE;
    }
  return FALSE;
}

static gboolean
filter_cb (gpointer item, gpointer user_data)
{
  SemFolderRemovals *self = user_data;

  return !is_pending (self, sem_folder_get_file (item), FALSE);
}

static void
changed (SemFolderRemovals *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
carry_out (Removal *removal)
{
  if (removal->forgets)
    sem_library_forget_missing (removal->owner->library, removal->file);
  else
    sem_library_remove_folder (removal->owner->library, removal->file);
}

static void
take_back (gpointer data)
{
  Removal *removal = data;
  SemFolderRemovals *self = removal->owner;

  if (removal->toast)
    forget_toast (removal);
  g_ptr_array_remove (self->pending, removal);
  changed (self);
}

/* The engine removes the folder from the list later. It stays hidden until then, since GTK does
 * not run the filter again for items that do not change.
 */
static void
dismissed_cb (AdwToast *toast, Removal *removal)
{
  SemFolderRemovals *self = removal->owner;

  forget_toast (removal);
  carry_out (removal);
  g_ptr_array_remove (self->pending, removal);
}

static void
show_toast (Removal *removal, AdwToastOverlay *overlay)
{
  g_autofree char *path = sem_words_for_folder (removal->file);
  g_autofree char *name = sem_words_shorten_path (path);
  g_autofree char *sentence = removal->forgets
                                ? g_strdup_printf (_("Missing photos of “%s” forgotten"), name)
                                : g_strdup_printf (_("“%s” removed from the library"), name);

  removal->toast = sem_toast_new (sentence);
  sem_undo_offer (removal->owner->undo, removal->undo_id, removal->toast);
  g_signal_connect (removal->toast, "dismissed", G_CALLBACK (dismissed_cb), removal);
  sem_toast_add (overlay, g_object_ref (removal->toast));
}

static void
sem_folder_removals_dispose (GObject *object)
{
  SemFolderRemovals *self = SEM_FOLDER_REMOVALS (object);

  if (self->library)
    sem_folder_removals_commit (self);
  if (self->folders)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->folders);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (sem_folder_removals_parent_class)->dispose (object);
}

static void
sem_folder_removals_finalize (GObject *object)
{
  g_ptr_array_unref (SEM_FOLDER_REMOVALS (object)->pending);
  g_object_unref (SEM_FOLDER_REMOVALS (object)->undo);

  G_OBJECT_CLASS (sem_folder_removals_parent_class)->finalize (object);
}

static void
sem_folder_removals_class_init (SemFolderRemovalsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_folder_removals_dispose;
  G_OBJECT_CLASS (klass)->finalize = sem_folder_removals_finalize;
  signals[CHANGED] = g_signal_new ("changed", SEM_TYPE_FOLDER_REMOVALS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
sem_folder_removals_init (SemFolderRemovals *self)
{
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) removal_free);
}

SemFolderRemovals *
sem_folder_removals_new (SemLibrary *library, SemUndo *undo)
{
  SemFolderRemovals *self = g_object_new (SEM_TYPE_FOLDER_REMOVALS, NULL);

  self->library = g_object_ref (library);
  self->undo = g_object_ref (undo);
  self->filter = gtk_custom_filter_new (filter_cb, self, NULL);
  self->folders = gtk_filter_list_model_new (g_object_ref (sem_library_get_folders (library)),
                                             GTK_FILTER (self->filter));
  return self;
}

static void
add_removal (SemFolderRemovals *self, SemFolder *folder, gboolean forgets, AdwToastOverlay *overlay)
{
  Removal *removal;

  if (is_pending (self, sem_folder_get_file (folder), forgets))
    return;
  removal = g_new0 (Removal, 1);
  removal->owner = self;
  removal->forgets = forgets;
  removal->file = g_object_ref (sem_folder_get_file (folder));
  removal->undo_id = sem_undo_add (self->undo, take_back, removal, NULL);
  g_ptr_array_add (self->pending, removal);
  changed (self);
  show_toast (removal, overlay);
}

void
sem_folder_removals_add (SemFolderRemovals *self, SemFolder *folder, AdwToastOverlay *overlay)
{
  g_return_if_fail (SEM_IS_FOLDER_REMOVALS (self));
  g_return_if_fail (SEM_IS_FOLDER (folder));

  add_removal (self, folder, FALSE, overlay);
}

void
sem_folder_removals_forget (SemFolderRemovals *self, SemFolder *folder, AdwToastOverlay *overlay)
{
  g_return_if_fail (SEM_IS_FOLDER_REMOVALS (self));
  g_return_if_fail (SEM_IS_FOLDER (folder));

  add_removal (self, folder, TRUE, overlay);
}

gboolean
sem_folder_removals_forgets (SemFolderRemovals *self, SemFolder *folder)
{
  g_return_val_if_fail (SEM_IS_FOLDER_REMOVALS (self), FALSE);

  return is_pending (self, sem_folder_get_file (folder), TRUE);
}

gboolean
sem_folder_removals_undo (SemFolderRemovals *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER_REMOVALS (self), FALSE);

  if (self->pending->len == 0)
    return FALSE;
  sem_undo_run (self->undo, ((Removal *) self->pending->pdata[self->pending->len - 1])->undo_id);
  return TRUE;
}

void
sem_folder_removals_move_toasts (SemFolderRemovals *self, AdwToastOverlay *overlay)
{
  g_return_if_fail (SEM_IS_FOLDER_REMOVALS (self));

  for (guint i = 0; i < self->pending->len; i++)
    {
      Removal *removal = self->pending->pdata[i];

      drop_toast (removal);
      show_toast (removal, overlay);
    }
}

void
sem_folder_removals_commit (SemFolderRemovals *self)
{
  g_return_if_fail (SEM_IS_FOLDER_REMOVALS (self));

  for (guint i = 0; i < self->pending->len; i++)
    carry_out (self->pending->pdata[i]);
  g_ptr_array_set_size (self->pending, 0);
}

GListModel *
sem_folder_removals_get_folders (SemFolderRemovals *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER_REMOVALS (self), NULL);

  return G_LIST_MODEL (self->folders);
}
