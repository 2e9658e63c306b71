/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library-page"

#include "config.h"

#include "ui/pages/library-page-private.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/library/browse-settings.h"
#include "ui/pages/page-keys.h"
#include "ui/words.h"

/* With the sidebar, 720 pixels. */
#define NATURAL_WIDTH 499

enum
{
  PROP_0,
  PROP_FOLDER,
  PROP_NARROW,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

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
    return sem_library_page_leaves_nothing (self) ? "nothing" : "grid";
  if (g_list_model_get_n_items (sem_library_get_folders (self->library)) == 0)
    return "welcome";
  return state == SEM_LIBRARY_IDLE ? "empty" : "looking";
}

static char *
describe_count (SemLibraryPage *self)
{
  const SemBrowseRule *rule = sem_browse_get_rule (self->browse);
  const guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->browse));
  const guint n = rule->folder ? sem_browse_count_in_folder (self->browse, rule->folder)
                               : sem_browse_get_n_photos (self->browse);
  g_autofree char *photos = NULL;

  if (sem_browse_get_n_photos (self->browse) == 0)
    return g_strdup ("");
  if (!sem_browse_rule_is_filtered (rule))
    return sem_words_for_photos (shown);
  photos = sem_words_for_photos (n);
  /* TRANSLATORS: "12 of 1,360 photos": those that a filter leaves */
  return g_strdup_printf (_("%'u of %s"), shown, photos);
}

static void
update_title (SemLibraryPage *self)
{
  const char *folder = sem_browse_get_rule (self->browse)->folder;
  g_autofree char *base = folder ? g_path_get_basename (folder) : NULL;
  g_autofree char *name = base ? g_filename_display_name (base) : NULL;
  g_autofree char *count = describe_count (self);

  adw_window_title_set_title (self->window_title, name ? name : _("All Photos"));
  adw_window_title_set_subtitle (self->window_title, count);
}

static gboolean
is_narrow (SemLibraryPage *self)
{
  return gtk_widget_get_visible (self->sidebar_button);
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

/* Photos that appear get the focus, unless another part of the window has it. */
static gboolean
may_focus (SemLibraryPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return root && (!focus || gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
         && !(focus && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER));
}

static void
update_view (SemLibraryPage *self)
{
  const char *view = choose_view (self);
  const char *before = gtk_stack_get_visible_child_name (self->stack);
  const gboolean changed = !g_str_equal (view, before);
  const gboolean opened = changed && g_str_equal (before, "opening");
  /* A button that disappears loses the focus to another part of the window. */
  const gboolean focus = may_focus (self);

  if (g_str_equal (view, "broken"))
    {
      g_autofree char *markup = g_markup_escape_text (sem_library_get_status (self->library), -1);

      adw_status_page_set_description (self->broken, markup);
    }
  gtk_stack_set_visible_child_name (self->stack, view);
  /* The window had nothing to use before. */
  if (opened)
    sem_library_page_take_focus (self);
  else if (changed && focus && g_str_equal (view, "grid"))
    gtk_widget_grab_focus (GTK_WIDGET (self->grid));
  gtk_widget_set_visible (GTK_WIDGET (self->filter_button),
                          g_str_equal (view, "grid") || g_str_equal (view, "nothing"));
  update_title (self);
}

/* The photos ----------------------------------------------------------------------------------- */

static void
arranged_cb (SemLibraryPage *self)
{
  const gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->browse)) > 0;

  if (self->to_start)
    sem_photo_grid_set_place (self->grid, &(SemGridPlace){ .focus = any ? 0 : G_MAXUINT });
  self->to_start = FALSE;
  update_view (self);
  if (any && !self->had_photos && may_focus (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->grid));
  self->had_photos |= any;
}

static void
set_browse (SemLibraryPage *self)
{
  g_autoptr (SemBrowseRule) rule = sem_browse_settings_load ();

  self->browse = sem_browse_new (self->library);
  sem_browse_set_rule (self->browse, rule);
  sem_filter_popover_show_rule (self->filter, rule);
  sem_library_page_show_rule (self);
  sem_photo_grid_set_model (self->grid, G_LIST_MODEL (self->browse));
  g_signal_connect_object (self->browse, "arranged", G_CALLBACK (arranged_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->browse, "notify::busy", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
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
  g_clear_object (&self->browse);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_library_page_parent_class)->dispose (object);
}

static void
sem_library_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemLibraryPage *self = SEM_LIBRARY_PAGE (object);

  switch (id)
    {
    case PROP_FOLDER:
      g_value_set_string (value, sem_library_page_get_folder (self));
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, is_narrow (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* What makes room for the sidebar's button is in the menu as well. */
static void
set_narrow (SemLibraryPage *self, gboolean narrow)
{
  gtk_widget_set_visible (self->sidebar_button, narrow);
  gtk_widget_set_visible (self->open_button, !narrow);
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  if (narrow)
    gtk_button_set_icon_name (GTK_BUTTON (self->problems_button), "dialog-warning-symbolic");
  else
    gtk_button_set_child (GTK_BUTTON (self->problems_button), GTK_WIDGET (self->problems_content));
  if (self->library)
    update_problems (self);
}

static void
sem_library_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SemLibraryPage *self = SEM_LIBRARY_PAGE (object);

  switch (id)
    {
    case PROP_NARROW:
      set_narrow (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* The sidebar folds where this and its own width do not fit. */
static void
sem_library_page_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  gtk_widget_measure (SEM_LIBRARY_PAGE (widget)->box, orientation, for_size, minimum, natural, NULL,
                      NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, NATURAL_WIDTH);
}

static void
sem_library_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (SEM_LIBRARY_PAGE (widget)->box, &(GtkAllocation){ 0, 0, width, height },
                            baseline);
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
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, words);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, filter_button);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, filter);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, SemLibraryPage, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, sem_library_page_filter_cb);
}

static void
sem_library_page_class_init (SemLibraryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS;

  object_class->dispose = sem_library_page_dispose;
  object_class->get_property = sem_library_page_get_property;
  object_class->set_property = sem_library_page_set_property;
  widget_class->measure = sem_library_page_measure;
  widget_class->size_allocate = sem_library_page_size_allocate;
  properties[PROP_FOLDER] =
    g_param_spec_string ("folder", NULL, NULL, NULL, G_PARAM_READABLE | flags);
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SEM_TYPE_BACK_BUTTON);
  g_type_ensure (SEM_TYPE_FILTER_POPOVER);
  g_type_ensure (SEM_TYPE_PHOTO_GRID);
  g_type_ensure (SEM_TYPE_WORDS_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/library-page.ui");
  bind_template (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  sem_page_keys_add (widget_class);
}

static void
sem_library_page_init (SemLibraryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  sem_library_page_add_actions (self);
  look_into_pictures (self);
}

void
sem_library_page_set_library (SemLibraryPage *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_LIBRARY_PAGE (self));
  g_return_if_fail (SEM_IS_LIBRARY (library));
  g_return_if_fail (!self->library);

  self->library = g_object_ref (library);
  set_browse (self);
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

const char *
sem_library_page_get_folder (SemLibraryPage *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY_PAGE (self), NULL);

  return self->browse ? sem_browse_get_rule (self->browse)->folder : NULL;
}

void
sem_library_page_set_folder (SemLibraryPage *self, const char *folder)
{
  g_autoptr (SemBrowseRule) rule = NULL;

  g_return_if_fail (SEM_IS_LIBRARY_PAGE (self));

  rule = sem_browse_rule_copy (sem_browse_get_rule (self->browse));
  g_free (rule->folder);
  rule->folder = g_strdup (folder);
  sem_library_page_take_rule (self, rule);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDER]);
}

SemBrowse *
sem_library_page_get_browse (SemLibraryPage *self)
{
  g_return_val_if_fail (SEM_IS_LIBRARY_PAGE (self), NULL);

  return self->browse;
}

gboolean
sem_library_page_step_back (SemLibraryPage *self)
{
  SemGridSelection *selection;

  g_return_val_if_fail (SEM_IS_LIBRARY_PAGE (self), FALSE);

  selection = sem_grid_view_get_selection (sem_photo_grid_get_view (self->grid));
  if (sem_grid_selection_get_n (selection) > 0)
    sem_grid_selection_set_only (selection, SEM_GRID_SELECTION_NONE);
  else if (sem_library_page_get_folder (self))
    sem_library_page_set_folder (self, NULL);
  else
    return FALSE;
  return TRUE;
}

void
sem_library_page_set_session (SemLibraryPage *self, SemSession *session)
{
  g_return_if_fail (SEM_IS_LIBRARY_PAGE (self));

  sem_back_button_set_session (self->back_button, session);
  sem_words_field_set_session (self->words, session);
}

void
sem_library_page_show_history (SemLibraryPage *self)
{
  g_return_if_fail (SEM_IS_LIBRARY_PAGE (self));

  sem_back_button_popup (self->back_button);
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
