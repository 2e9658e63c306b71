/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-sidebar"

#include "config.h"

#include "ui/library/sidebar.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/library/folder-row.h"

struct _SemSidebar
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkListBox *entries;
  GtkWidget *all_row;
  GtkLabel *all_count;
  GtkWidget *duplicates_row;
  GtkLabel *duplicates_count;
  GtkWidget *map_row;
  GtkWidget *quality_row;
  GtkWidget *folders_heading;
  GtkListView *tree;

  SemBrowse *browse;
  GtkTreeListModel *rows;
  GtkSingleSelection *selection;
  gboolean updating;
  char *path; /* of the chosen folder; NULL for all photos */
  SemSidebarEntry entry;
};

static guint chosen_signal;
static guint duplicates_signal;
static guint map_signal;
static guint quality_signal;

G_DEFINE_FINAL_TYPE (SemSidebar, sem_sidebar, GTK_TYPE_WIDGET)

static void
choose (SemSidebar *self, const char *path)
{
  g_signal_emit (self, chosen_signal, 0, path);
}

static void
entry_cb (GtkListBox *entries, GtkListBoxRow *row, SemSidebar *self)
{
  self->updating = TRUE;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_list_box_select_row (entries, row);
  self->updating = FALSE;
  if (row == GTK_LIST_BOX_ROW (self->duplicates_row))
    g_signal_emit (self, duplicates_signal, 0);
  else if (row == GTK_LIST_BOX_ROW (self->map_row))
    g_signal_emit (self, map_signal, 0);
  else if (row == GTK_LIST_BOX_ROW (self->quality_row))
    g_signal_emit (self, quality_signal, 0);
  else
    choose (self, NULL);
}

/* The list selects a row that gets the focus; what is shown is the folder still. */
static void
row_selected_cb (GtkListBox *entries, GtkListBoxRow *row, SemSidebar *self)
{
  if (!row || self->updating || !self->selection
      || gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    return;
  self->updating = TRUE;
  gtk_list_box_unselect_all (entries);
  self->updating = FALSE;
}

static void
selected_cb (SemSidebar *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (SemFolderNode) node = row ? gtk_tree_list_row_get_item (row) : NULL;

  if (self->updating || !node)
    return;
  self->updating = TRUE;
  gtk_list_box_unselect_all (self->entries);
  self->updating = FALSE;
  choose (self, sem_folder_node_get_path (node));
}

/* Enter and a click on a row open and close it where it has folders in it. */
static void
activated_cb (GtkListView *tree, guint position, SemSidebar *self)
{
  g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->rows, position);

  if (row && gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SemSidebar *self)
{
  gtk_list_item_set_child (item, sem_folder_row_new ());
  /* The expander in the row has the focus. From GTK 4.12 on the row would be a stop of its own. */
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (item), "focusable"))
    g_object_set (item, "focusable", FALSE, NULL);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SemSidebar *self)
{
  sem_folder_row_bind (SEM_FOLDER_ROW (gtk_list_item_get_child (item)),
                       gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SemSidebar *self)
{
  sem_folder_row_bind (SEM_FOLDER_ROW (gtk_list_item_get_child (item)), NULL);
}

static GListModel *
list_children (gpointer item, gpointer user_data)
{
  GListModel *children = sem_folder_node_get_children (item);

  return g_list_model_get_n_items (children) > 0 ? g_object_ref (children) : NULL;
}

static void
update (SemSidebar *self)
{
  const guint n = sem_browse_get_n_photos (self->browse);
  g_autofree char *count = g_strdup_printf ("%'u", n);
  g_autofree char *label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "All Photos, %'u photo",
                                                         "All Photos, %'u photos", n),
                                            n);

  gtk_label_set_label (self->all_count, n > 0 ? count : "");
  sem_accessible_set_label (self->all_row, label);
  gtk_widget_set_visible (self->folders_heading,
                          g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0);
}

/* The pages are one stop, with arrows inside it: a list box by itself stops at each of its rows. It
 * is entered at the row of the page that shows. */
static gboolean
sem_sidebar_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SemSidebar *self = SEM_SIDEBAR (widget);
  const gboolean in_pages = gtk_widget_get_focus_child (GTK_WIDGET (self->entries)) != NULL;

  if (in_pages && direction == GTK_DIR_TAB_FORWARD)
    return gtk_widget_child_focus (GTK_WIDGET (self->tree), direction);
  if (in_pages && direction == GTK_DIR_TAB_BACKWARD)
    return FALSE;
  return GTK_WIDGET_CLASS (sem_sidebar_parent_class)->focus (widget, direction);
}

static void
sem_sidebar_dispose (GObject *object)
{
  SemSidebar *self = SEM_SIDEBAR (object);

  self->updating = TRUE;
  if (self->browse)
    g_signal_handlers_disconnect_by_data (self->browse, self);
  g_clear_object (&self->browse);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  if (self->rows)
    g_signal_handlers_disconnect_by_data (self->rows, self);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (sem_sidebar_parent_class)->dispose (object);
}

static void
sem_sidebar_class_init (SemSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_sidebar_dispose;
  widget_class->focus = sem_sidebar_focus;
  chosen_signal = g_signal_new ("folder-chosen", SEM_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  duplicates_signal = g_signal_new ("duplicates-chosen", SEM_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  map_signal = g_signal_new ("map-chosen", SEM_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                             G_TYPE_NONE, 0);
  quality_signal = g_signal_new ("quality-chosen", SEM_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (SEM_TYPE_FOLDER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, SemSidebar, box);
  gtk_widget_class_bind_template_child (widget_class, SemSidebar, entries);
  gtk_widget_class_bind_template_child (widget_class, SemSidebar, all_row);
  gtk_widget_class_bind_template_child (widget_class, SemSidebar, all_count);
  gtk_widget_class_bind_template_child (widget_class, SemSidebar, duplicates_row);
  gtk_widget_class_bind_template_child (widget_class, SemSidebar, duplicates_count);
  gtk_widget_class_bind_template_child (widget_class, SemSidebar, map_row);
  gtk_widget_class_bind_template_child (widget_class, SemSidebar, quality_row);
  gtk_widget_class_bind_template_child (widget_class, SemSidebar, folders_heading);
  gtk_widget_class_bind_template_child (widget_class, SemSidebar, tree);
  gtk_widget_class_bind_template_callback (widget_class, entry_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "sidebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_NAVIGATION);
}

static void
sem_sidebar_init (SemSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_sidebar_set_n_duplicates (self, 0);
  sem_accessible_set_label (self->map_row, _("Similarity Map"));
  sem_accessible_set_label (self->quality_row, _("Quality"));
}

void
sem_sidebar_set_browse (SemSidebar *self, SemBrowse *browse)
{
  g_return_if_fail (SEM_IS_SIDEBAR (self));
  g_return_if_fail (!self->browse);

  self->browse = g_object_ref (browse);
  self->rows = gtk_tree_list_model_new (g_object_ref (sem_browse_get_folders (browse)), FALSE,
                                        FALSE, list_children, NULL, NULL);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_list_view_set_model (self->tree, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selected_cb),
                            self);
  g_signal_connect_swapped (self->rows, "items-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (browse, "arranged", G_CALLBACK (update), self);
  update (self);
  sem_sidebar_select (self, NULL);
}

static guint
find_row (SemSidebar *self, const char *path)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->rows, i);
      g_autoptr (SemFolderNode) node = gtk_tree_list_row_get_item (row);

      if (g_str_equal (sem_folder_node_get_path (node), path))
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
show_chosen (SemSidebar *self)
{
  GtkWidget *const rows[] = {
    [SEM_SIDEBAR_PHOTOS] = self->all_row,
    [SEM_SIDEBAR_DUPLICATES] = self->duplicates_row,
    [SEM_SIDEBAR_MAP] = self->map_row,
    [SEM_SIDEBAR_QUALITY] = self->quality_row,
  };
  const char *path = self->entry == SEM_SIDEBAR_PHOTOS ? self->path : NULL;

  self->updating = TRUE;
  gtk_single_selection_set_selected (self->selection,
                                     path ? find_row (self, path) : GTK_INVALID_LIST_POSITION);
  if (path)
    gtk_list_box_unselect_all (self->entries);
  else
    gtk_list_box_select_row (self->entries, GTK_LIST_BOX_ROW (rows[self->entry]));
  self->updating = FALSE;
}

void
sem_sidebar_select (SemSidebar *self, const char *path)
{
  g_return_if_fail (SEM_IS_SIDEBAR (self));

  g_free (self->path);
  self->path = g_strdup (path);
  show_chosen (self);
}

void
sem_sidebar_select_entry (SemSidebar *self, SemSidebarEntry entry)
{
  g_return_if_fail (SEM_IS_SIDEBAR (self));

  self->entry = entry;
  show_chosen (self);
}

void
sem_sidebar_set_n_duplicates (SemSidebar *self, guint n)
{
  g_autofree char *count = n > 0 ? g_strdup_printf ("%'u", n) : g_strdup ("");
  g_autofree char *label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Duplicates, %'u group",
                                                         "Duplicates, %'u groups", n),
                                            n);

  g_return_if_fail (SEM_IS_SIDEBAR (self));

  gtk_label_set_label (self->duplicates_count, count);
  sem_accessible_set_label (self->duplicates_row, n > 0 ? label : _("Duplicates"));
}
