/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/pages/escape.h"
#include "ui/init.h"
#include "ui/settings.h"
#include "ui/toast.h"

G_DEFINE_FINAL_TYPE (SemWindow, sem_window, ADW_TYPE_APPLICATION_WINDOW)

static void
state_cb (SemWindow *self)
{
  SemLibraryState state = sem_library_get_state (self->library);

  if (!self->opened && state != SEM_LIBRARY_OPENING)
    {
      self->opened = TRUE;
      /* Else a folder is being added, whose photos are shown. */
      if (state == SEM_LIBRARY_IDLE)
        sem_window_restore_folder (self);
    }
  sem_window_update_actions (self);
}

static void
message_cb (SemWindow *self, const char *sentence)
{
  sem_window_show_toast (self, sentence);
}

static void
toast_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sem_window_show_toast (SEM_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
toast_undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *sentence, *action;
  AdwToast *toast;
  gint64 id;

  g_variant_get (parameter, "(&s&sx)", &sentence, &action, &id);
  toast = sem_toast_new (sentence);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, g_variant_new_int64 (id));
  sem_toast_add (sem_toast_find_overlay (GTK_WINDOW (widget)), toast);
}

static void
find_similar_cb (gpointer page, SemPhoto *photo, SemWindow *self)
{
  g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);

  sem_window_ask (self, query, photo);
}

static void
query_cb (SemIntake *intake, SemQuery *query, SemPhoto *photo, SemWindow *self)
{
  if (self->adding)
    sem_window_add_to_query (self, query, TRUE);
  else
    sem_window_ask (self, query, photo);
}

static void
folder_cb (SemIntake *intake, GFile *folder, SemWindow *self)
{
  sem_window_add_folder (self, folder);
}

static void
failed_cb (SemIntake *intake, const char *sentence, SemWindow *self)
{
  sem_window_show_toast (self, sentence);
}

/* Where the sidebar lies over the page, it makes way for what was chosen. */
static void
folder_chosen_cb (SemSidebar *sidebar, const char *path, SemWindow *self)
{
  sem_window_show_quality (self, FALSE);
  sem_library_page_set_folder (self->library_page, path);
  if (adw_flap_get_folded (self->frame))
    {
      adw_flap_set_reveal_flap (self->frame, FALSE);
      sem_library_page_take_focus (self->library_page);
    }
}

static void
show_folder (SemWindow *self)
{
  sem_sidebar_select (self->sidebar, sem_library_page_get_folder (self->library_page));
}

static gboolean
sem_window_close_request (GtkWindow *window)
{
  sem_window_remember_size (SEM_WINDOW (window));

  return GTK_WINDOW_CLASS (sem_window_parent_class)->close_request (window);
}

static void
sem_window_dispose (GObject *object)
{
  SemWindow *self = SEM_WINDOW (object);

  sem_window_disconnect_session (self);
  if (self->library)
    {
      g_signal_handlers_disconnect_by_data (self->library, self);
      g_signal_handlers_disconnect_by_data (sem_library_get_folders (self->library), self);
    }
  if (self->intake)
    sem_intake_cancel (self->intake);
  if (self->removals)
    sem_folder_removals_commit (self->removals);
  if (self->learning_page && self->library)
    sem_learning_page_commit (self->learning_page);
  if (self->chooser)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->intake);
  g_clear_object (&self->removals);
  sem_window_disconnect_bars (self);
  if (self->undo)
    g_signal_handlers_disconnect_by_data (self->undo, self);
  g_clear_object (&self->undo);
  g_clear_pointer (&self->viewer_group, sem_removal_free);
  g_clear_object (&self->session);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (sem_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SemWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, frame);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, viewer);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, region_page);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, learning_page);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, content);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, library_page);
  sem_window_bind_quality (widget_class);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, results_page);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, selection_bar);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, codes_bar);
  sem_window_bind_bars (widget_class);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, searching);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, drop_hint);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, drop_hint_add);
  gtk_widget_class_bind_template_child (widget_class, SemWindow, drop_target);
  gtk_widget_class_bind_template_callback (widget_class, sem_window_visible_child_cb);
  gtk_widget_class_bind_template_callback (widget_class, folder_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_window_drop_enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_window_drop_leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_window_drop_cb);
}

static void
sem_window_class_init (SemWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = sem_window_close_request;

  sem_ui_init ();
  g_type_ensure (SEM_TYPE_CODES_BAR);
  g_type_ensure (SEM_TYPE_SELECTION_BAR);
  g_type_ensure (SEM_TYPE_PROGRESS_STRIP);
  g_type_ensure (SEM_TYPE_LIBRARY_PAGE);
  g_type_ensure (SEM_TYPE_RESULTS_PAGE);
  g_type_ensure (SEM_TYPE_SIDEBAR);
  g_type_ensure (SEM_TYPE_VIEWER);
  g_type_ensure (SEM_TYPE_REGION_PAGE);
  g_type_ensure (SEM_TYPE_LEARNING_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/window.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "toast.show", "s", toast_action);
  gtk_widget_class_install_action (widget_class, "toast.show-undo", "(ssx)", toast_undo_action);
}

/* One step back. */
static void
escape (GtkWindow *window)
{
  SemWindow *self = SEM_WINDOW (window);

  if (sem_window_get_shows_region (self))
    {
      sem_window_leave_region (self);
      return;
    }
  if (sem_window_leave_compare (self) || sem_window_leave_learning (self)
      || sem_window_ask_viewer (self, "viewer.step-back") || sem_window_leave_strips (self))
    return;
  if (!sem_window_get_shows_results (self))
    {
      if (adw_flap_get_folded (self->frame) && adw_flap_get_reveal_flap (self->frame))
        adw_flap_set_reveal_flap (self->frame, FALSE);
      else if (sem_window_get_shows_quality (self))
        sem_quality_page_step_back (self->quality_page);
      else
        sem_library_page_step_back (self->library_page);
      return;
    }
  if (!sem_results_page_step_back (self->results_page))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-library", NULL);
}

static void
set_menu (SemWindow *self)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/semblance/Semblance/ui/menu.ui");
  GMenuModel *menu = G_MENU_MODEL (gtk_builder_get_object (builder, "menu"));

  sem_library_page_set_menu (self->library_page, menu);
  sem_quality_page_set_menu (self->quality_page, menu);
  sem_strips_page_set_menu (self->strips_page, menu);
  sem_results_page_set_menu (self->results_page, menu);
}

static void
connect_grids (SemWindow *self)
{
  SemPhotoGrid *photos = sem_library_page_get_grid (self->library_page);
  SemPhotoGrid *results = sem_results_page_get_grid (self->results_page);
  GSettings *settings = sem_settings_get ();

  g_signal_connect_object (photos, "find-similar", G_CALLBACK (find_similar_cb), self, 0);
  g_signal_connect_object (results, "find-similar", G_CALLBACK (find_similar_cb), self, 0);
  g_signal_connect_object (self->viewer, "find-similar", G_CALLBACK (find_similar_cb), self, 0);
  sem_window_connect_viewer (self);
  g_object_bind_property (photos, "zoom-level", results, "zoom-level",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  if (settings)
    g_settings_bind (settings, "zoom-level", photos, "zoom-level", G_SETTINGS_BIND_DEFAULT);
}

static void
sem_window_init (SemWindow *self)
{
  g_autoptr (GdkContentFormats) formats = NULL;
  gsize n_types;
  const GType *types;

  sem_window_install_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_escape_install (GTK_WINDOW (self), escape);

  formats = sem_intake_get_formats (FALSE);
  types = gdk_content_formats_get_gtypes (formats, &n_types);
  gtk_drop_target_set_gtypes (self->drop_target, (GType *) types, n_types);

  self->intake = sem_intake_new ();
  g_signal_connect_object (self->intake, "query", G_CALLBACK (query_cb), self, 0);
  g_signal_connect_object (self->intake, "folder", G_CALLBACK (folder_cb), self, 0);
  g_signal_connect_object (self->intake, "failed", G_CALLBACK (failed_cb), self, 0);
  set_menu (self);
  connect_grids (self);
  sem_window_connect_asking (self);
  sem_window_connect_quality (self);
  sem_window_restore_size (self);
}

/* Photos whose files cannot be opened say so. */
static void
show_absence (SemWindow *self)
{
  SemAbsence *absence = sem_library_get_absence (self->library);

  sem_grid_view_set_absence (sem_photo_grid_get_view (
                               sem_library_page_get_grid (self->library_page)),
                             absence);
  sem_grid_view_set_absence (sem_photo_grid_get_view (
                               sem_results_page_get_grid (self->results_page)),
                             absence);
  sem_viewer_set_absence (self->viewer, absence);
}

SemWindow *
sem_window_new (GtkApplication *application, SemLibrary *library)
{
  SemWindow *self = g_object_new (SEM_TYPE_WINDOW, "application", application, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  self->undo = sem_undo_new ();
  g_signal_connect_swapped (self->undo, "notify::any", G_CALLBACK (sem_window_update_actions),
                            self);
  self->removals = sem_folder_removals_new (library, self->undo);
  self->session = sem_session_new (library);
  sem_window_connect_session (self);
  sem_window_connect_map (self);
  sem_library_page_set_library (self->library_page, library);
  sem_quality_page_set_library (self->quality_page, library);
  sem_window_connect_strips (self);
  sem_sidebar_set_browse (self->sidebar, sem_library_page_get_browse (self->library_page));
  g_signal_connect_object (self->library_page, "notify::folder", G_CALLBACK (show_folder), self,
                           G_CONNECT_SWAPPED);
  sem_window_connect_bars (self);
  show_absence (self);
  sem_window_connect_learning (self);
  sem_window_follow_quality (self);
  g_signal_connect_swapped (library, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_object (self->pages, "notify::visible-child",
                           G_CALLBACK (sem_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->quality_page, "notify::shows-photos",
                           G_CALLBACK (sem_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (library, "notify::n-photos", G_CALLBACK (sem_window_update_actions),
                            self);
  g_signal_connect_swapped (library, "notify::n-problems", G_CALLBACK (sem_window_update_actions),
                            self);
  g_signal_connect_swapped (library, "message", G_CALLBACK (message_cb), self);
  g_signal_connect_swapped (sem_library_get_folders (library), "items-changed",
                            G_CALLBACK (sem_window_update_actions), self);
  state_cb (self);
  return self;
}

void
sem_window_take_files (SemWindow *self, GSList *files)
{
  g_return_if_fail (SEM_IS_WINDOW (self));

  self->adding = FALSE;
  sem_intake_take_files (self->intake, files);
}

void
sem_window_show_toast (SemWindow *self, const char *sentence)
{
  g_return_if_fail (SEM_IS_WINDOW (self));

  sem_toast_say (sem_toast_find_overlay (GTK_WINDOW (self)), sentence);
}

gboolean
sem_window_get_shows_results (SemWindow *self)
{
  g_return_val_if_fail (SEM_IS_WINDOW (self), FALSE);

  return adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->results_page);
}

SemSession *
sem_window_get_session (SemWindow *self)
{
  g_return_val_if_fail (SEM_IS_WINDOW (self), NULL);

  return self->session;
}

SemLibraryPage *
sem_window_get_library_page (SemWindow *self)
{
  g_return_val_if_fail (SEM_IS_WINDOW (self), NULL);

  return self->library_page;
}

SemResultsPage *
sem_window_get_results_page (SemWindow *self)
{
  g_return_val_if_fail (SEM_IS_WINDOW (self), NULL);

  return self->results_page;
}

SemViewer *
sem_window_get_viewer (SemWindow *self)
{
  g_return_val_if_fail (SEM_IS_WINDOW (self), NULL);

  return self->viewer;
}

GtkDropTarget *
sem_window_get_drop_target (SemWindow *self)
{
  g_return_val_if_fail (SEM_IS_WINDOW (self), NULL);

  return self->drop_target;
}

AdwToastOverlay *
sem_window_get_toast_overlay (SemWindow *self)
{
  g_return_val_if_fail (SEM_IS_WINDOW (self), NULL);
  return self->toast_overlay;
}

SemFolderRemovals *
sem_window_get_removals (SemWindow *self)
{
  g_return_val_if_fail (SEM_IS_WINDOW (self), NULL);
  return self->removals;
}
