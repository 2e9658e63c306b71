/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-folders-dialog"

#include "config.h"

#include "ui/pages/folders-dialog.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/library/left-out-dialog.h"
#include "ui/pages/escape.h"
#include "ui/words.h"

struct _SemFoldersDialog
{
  AdwWindow parent_instance;

  AdwToastOverlay *overlay;
  GtkStack *stack;
  GtkListBox *list;

  SemFolderRemovals *removals;
  SemLibrary *library;
};

enum
{
  ADD_FOLDER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemFoldersDialog, sem_folders_dialog, ADW_TYPE_WINDOW)

static void
remove_cb (GtkButton *button, SemFoldersDialog *self)
{
  SemFolder *folder = g_object_get_data (G_OBJECT (button), "folder");

  sem_folder_removals_add (self->removals, folder, self->overlay);
}

static GtkWidget *
make_remove_button (SemFoldersDialog *self, SemFolder *folder, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  g_autofree char *label = g_strdup_printf (_("Remove “%s” from the Library"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, _("Remove from the Library"));
  sem_accessible_set_label (button, label);
  g_object_set_data_full (G_OBJECT (button), "folder", g_object_ref (folder), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  return button;
}

static void
leave_out_cb (GtkButton *button, SemFoldersDialog *self)
{
  SemFolder *folder = g_object_get_data (G_OBJECT (button), "folder");

  gtk_window_present (sem_left_out_dialog_new (GTK_WINDOW (self), self->library, folder));
}

static GtkWidget *
make_leave_out_button (SemFoldersDialog *self, SemFolder *folder, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-conceal-symbolic");
  g_autofree char *label = g_strdup_printf (_("What to Leave Out of “%s”…"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, _("Left Out…"));
  sem_accessible_set_label (button, label);
  g_object_set_data_full (G_OBJECT (button), "folder", g_object_ref (folder), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (leave_out_cb), self, 0);
  return button;
}

static void
forget_cb (GtkButton *button, SemFoldersDialog *self)
{
  SemFolder *folder = g_object_get_data (G_OBJECT (button), "folder");

  sem_folder_removals_forget (self->removals, folder, self->overlay);
}

static void
update_forget_button (GtkWidget *button, SemFolderRemovals *removals)
{
  SemFolder *folder = g_object_get_data (G_OBJECT (button), "folder");

  gtk_widget_set_sensitive (button, !sem_folder_removals_forgets (removals, folder));
}

static GtkWidget *
make_forget_button (SemFoldersDialog *self, SemFolder *folder)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Forget These Photos"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (
    button, _("Remove the photos that are missing from this folder from the library"));
  g_object_set_data_full (G_OBJECT (button), "folder", g_object_ref (folder), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (forget_cb), self, 0);
  g_signal_connect_object (self->removals, "changed", G_CALLBACK (update_forget_button), button,
                           G_CONNECT_SWAPPED);
  update_forget_button (button, self->removals);
  return button;
}

static char *
describe (SemFolder *folder)
{
  g_autofree char *photos = sem_words_for_photos (sem_folder_get_n_photos (folder));
  const char *moved_to = sem_folder_get_moved_to (folder);

  if (moved_to)
    {
      g_autoptr (GFile) file = g_file_new_for_path (moved_to);
      g_autofree char *path = sem_words_for_folder (file);
      g_autofree char *place = sem_words_shorten_path (path);

      return g_strdup_printf (_("Now in “%s”: this folder can be removed"), place);
    }
  switch (sem_folder_get_presence (folder))
    {
    case SEM_FOLDER_OFFLINE:
      return g_strdup_printf (_("%s · not connected"), photos);
    case SEM_FOLDER_PARTLY_PRESENT:
      return g_strdup_printf (_("%s · a disk inside is not connected"), photos);
    case SEM_FOLDER_EMPTIED:
      return g_strdup_printf (_(
                                "%s · none found in the folder; they are kept until they reappear"),
                              photos);
    case SEM_FOLDER_PRESENT:
    default:
      return g_steal_pointer (&photos);
    }
}

static GtkWidget *
make_row_cb (gpointer item, gpointer user_data)
{
  SemFoldersDialog *self = user_data;
  SemFolder *folder = item;
  g_autofree char *name = sem_words_for_folder (sem_folder_get_file (folder));
  g_autofree char *subtitle = describe (folder);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("folder-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (sem_folder_get_forgettable (folder) && !sem_folder_get_moved_to (folder))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_forget_button (self, folder));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_leave_out_button (self, folder, name));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_remove_button (self, folder, name));
  return row;
}

static void
update_stack (SemFoldersDialog *self)
{
  guint n = g_list_model_get_n_items (sem_folder_removals_get_folders (self->removals));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "folders" : "none");
}

static void
add_cb (GtkButton *button, SemFoldersDialog *self)
{
  g_signal_emit (self, signals[ADD_FOLDER], 0);
}

static gboolean
undo_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  return sem_folder_removals_undo (SEM_FOLDERS_DIALOG (widget)->removals);
}

static void
sem_folders_dialog_dispose (GObject *object)
{
  SemFoldersDialog *self = SEM_FOLDERS_DIALOG (object);

  if (self->removals)
    g_signal_handlers_disconnect_by_data (sem_folder_removals_get_folders (self->removals), self);
  g_clear_object (&self->removals);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (sem_folders_dialog_parent_class)->dispose (object);
}

static void
sem_folders_dialog_class_init (SemFoldersDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_folders_dialog_dispose;
  signals[ADD_FOLDER] = g_signal_new ("add-folder", SEM_TYPE_FOLDERS_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/folders-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SemFoldersDialog, overlay);
  gtk_widget_class_bind_template_child (widget_class, SemFoldersDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SemFoldersDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, undo_cb, NULL);
}

static void
sem_folders_dialog_init (SemFoldersDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_escape_install (GTK_WINDOW (self), gtk_window_close);
}

GtkWindow *
sem_folders_dialog_new (GtkWindow *parent, SemFolderRemovals *removals, SemLibrary *library)
{
  SemFoldersDialog *self = g_object_new (SEM_TYPE_FOLDERS_DIALOG, "transient-for", parent, NULL);
  GListModel *folders = sem_folder_removals_get_folders (removals);

  self->removals = g_object_ref (removals);
  self->library = g_object_ref (library);
  gtk_list_box_bind_model (self->list, folders, make_row_cb, self, NULL);
  g_signal_connect_swapped (folders, "items-changed", G_CALLBACK (update_stack), self);
  update_stack (self);
  return GTK_WINDOW (self);
}
