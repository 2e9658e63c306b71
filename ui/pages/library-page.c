/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library-page"

#include "config.h"

#include "ui/pages/library-page-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/widgets/progress-strip.h"
#include "ui/words.h"

struct _SemLibraryPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *window_title;
  GtkMenuButton *menu_button;
  GtkWidget *open_button;
  GtkWidget *problems_button;
  AdwButtonContent *problems_content;
  GtkStack *stack;
  AdwStatusPage *broken;
  GtkWidget *pictures_button;
  GtkWidget *choose_button;
  SemPhotoGrid *grid;
  SemProgressStrip *strip;

  SemLibrary *library;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SemLibraryPage, sem_library_page, GTK_TYPE_WIDGET)

static const char *
choose_view (SemLibraryPage *self)
{
  SemLibraryState state = sem_library_get_state (self->library);

  if (state == SEM_LIBRARY_OPENING)
    return "opening";
  if (state == SEM_LIBRARY_BROKEN)
    return "broken";
  if (g_list_model_get_n_items (sem_library_get_photos (self->library)) > 0)
    return "grid";
  if (g_list_model_get_n_items (sem_library_get_folders (self->library)) == 0)
    return "welcome";
  return state == SEM_LIBRARY_IDLE ? "empty" : "looking";
}

static void
update_title (SemLibraryPage *self)
{
  guint n = sem_library_get_n_photos (self->library);
  g_autofree char *photos = n > 0 ? sem_words_for_photos (n) : g_strdup ("");

  adw_window_title_set_subtitle (self->window_title, photos);
}

static void
update_problems (SemLibraryPage *self)
{
  guint n = sem_library_get_n_problems (self->library);
  g_autofree char *count = g_strdup_printf ("%'u", n);
  g_autofree char *sentence =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u file could not be read",
                                  "%'u files could not be read", n),
                     n);

  gtk_widget_set_visible (self->problems_button, n > 0);
  adw_button_content_set_label (self->problems_content, count);
  gtk_widget_set_tooltip_text (self->problems_button, sentence);
  sem_accessible_set_label (self->problems_button, sentence);
}

/* Photos that appear get the focus, unless a person uses another part of the window. */
static void
focus_photos (SemLibraryPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!root || (focus && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
      || (focus && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER)))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

static void
update_view (SemLibraryPage *self)
{
  const char *view = choose_view (self);
  gboolean changed = !g_str_equal (view, gtk_stack_get_visible_child_name (self->stack));

  if (g_str_equal (view, "broken"))
    {
      g_autofree char *markup = g_markup_escape_text (sem_library_get_status (self->library), -1);

      adw_status_page_set_description (self->broken, markup);
    }
  gtk_stack_set_visible_child_name (self->stack, view);
  if (changed && g_str_equal (view, "grid"))
    focus_photos (self);
  update_title (self);
}

static void
offer_pictures (SemLibraryPage *self)
{
  gtk_widget_set_visible (self->pictures_button, TRUE);
  gtk_widget_remove_css_class (self->choose_button, "suggested-action");
  gtk_button_set_label (GTK_BUTTON (self->choose_button), _("_Choose Another Folder…"));
}

static void
enumerated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemLibraryPage) self = user_data;
  g_autolist (GFileInfo) infos =
    g_file_enumerator_next_files_finish (G_FILE_ENUMERATOR (source), result, NULL);

  if (infos && !g_cancellable_is_cancelled (self->cancellable))
    offer_pictures (self);
}

static void
enumerate_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemLibraryPage) self = user_data;
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children_finish (G_FILE (source), result, NULL);

  if (children && self->cancellable)
    g_file_enumerator_next_files_async (children, 1, G_PRIORITY_DEFAULT, self->cancellable,
                                        enumerated_cb, g_steal_pointer (&self));
}

/* The user's Pictures folder is offered only where it is not empty. */
static void
look_into_pictures (SemLibraryPage *self)
{
  const char *path = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);
  g_autoptr (GFile) folder = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GFile) home = g_file_new_for_path (g_get_home_dir ());

  if (!folder || g_file_equal (folder, home))
    return;
  g_file_enumerate_children_async (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE,
                                   G_PRIORITY_DEFAULT, self->cancellable, enumerate_cb,
                                   g_object_ref (self));
}

static void
sem_library_page_dispose (GObject *object)
{
  SemLibraryPage *self = SEM_LIBRARY_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->library)
    {
      g_signal_handlers_disconnect_by_data (self->library, self);
      g_signal_handlers_disconnect_by_data (sem_library_get_photos (self->library), self);
      g_signal_handlers_disconnect_by_data (sem_library_get_folders (self->library), self);
    }
  g_clear_object (&self->library);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_library_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, box);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, open_button);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, problems_button);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, problems_content);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, broken);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, pictures_button);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, choose_button);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, grid);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, strip);
}

static void
sem_library_page_class_init (SemLibraryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_library_page_dispose;

  g_type_ensure (SEM_TYPE_PHOTO_GRID);
  g_type_ensure (SEM_TYPE_PROGRESS_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/library-page.ui");
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_library_page_init (SemLibraryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  look_into_pictures (self);
}

void
sem_library_page_set_library (SemLibraryPage *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_LIBRARY_PAGE (self));
  g_return_if_fail (SEM_IS_LIBRARY (library));
  g_return_if_fail (!self->library);

  self->library = g_object_ref (library);
  sem_progress_strip_set_library (self->strip, library);
  sem_photo_grid_set_model (self->grid, sem_library_get_photos (library));
  g_signal_connect_swapped (library, "notify::state", G_CALLBACK (update_view), self);
  g_signal_connect_swapped (library, "notify::status", G_CALLBACK (update_view), self);
  g_signal_connect_swapped (library, "notify::n-photos", G_CALLBACK (update_view), self);
  g_signal_connect_swapped (library, "notify::n-problems", G_CALLBACK (update_problems), self);
  g_signal_connect_swapped (sem_library_get_photos (library), "items-changed",
                            G_CALLBACK (update_view), self);
  g_signal_connect_swapped (sem_library_get_folders (library), "items-changed",
                            G_CALLBACK (update_view), self);
  update_view (self);
  update_problems (self);
}

void
sem_library_page_set_menu (SemLibraryPage *self, GMenuModel *menu)
{
  g_return_if_fail (SEM_IS_LIBRARY_PAGE (self));

  gtk_menu_button_set_menu_model (self->menu_button, menu);
}

SemPhotoGrid *
sem_library_page_get_grid (SemLibraryPage *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY_PAGE (self), NULL);

  return self->grid;
}

const char *
sem_library_page_get_view (SemLibraryPage *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY_PAGE (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

void
sem_library_page_take_focus (SemLibraryPage *self)
{
  g_return_if_fail (SEM_IS_LIBRARY_PAGE (self));

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "grid"))
    gtk_widget_grab_focus (GTK_WIDGET (self->grid));
  else
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}
