/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-sidebar"

#include "config.h"

#include "ui/library/folder-row.h"

#include <glib/gi18n-lib.h>

#include "engine/model/browse/browse.h"
#include "ui/accessible.h"
#include "ui/words.h"

struct _SemFolderRow
{
  GtkWidget parent_instance;

  GtkTreeExpander *expander;
  GtkLabel *name;
  GtkWidget *offline;
  GtkLabel *count;

  SemFolderNode *node;
};

G_DEFINE_FINAL_TYPE (SemFolderRow, sem_folder_row, GTK_TYPE_WIDGET)

static gboolean
is_away (SemFolderPresence presence)
{
  return presence == SEM_FOLDER_OFFLINE || presence == SEM_FOLDER_EMPTIED;
}

static void
update (SemFolderRow *self)
{
  const guint n = sem_folder_node_get_n_photos (self->node);
  const gboolean away = is_away (sem_folder_node_get_presence (self->node));
  g_autofree char *count = g_strdup_printf ("%'u", n);
  g_autofree char *photos = sem_words_for_photos (n);
  g_autofree char *label = g_strdup_printf (away ? _("%s, %s, offline") : _("%s, %s"),
                                            sem_folder_node_get_name (self->node), photos);
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_label_set_label (self->count, count);
  gtk_widget_set_visible (self->offline, away);
  if (cell)
    sem_accessible_set_label (cell, label);
}

static void
sem_folder_row_dispose (GObject *object)
{
  SemFolderRow *self = SEM_FOLDER_ROW (object);

  if (self->node)
    g_signal_handlers_disconnect_by_data (self->node, self);
  g_clear_object (&self->node);
  if (self->expander)
    gtk_widget_unparent (GTK_WIDGET (self->expander));
  self->expander = NULL;

  G_OBJECT_CLASS (sem_folder_row_parent_class)->dispose (object);
}

static void
sem_folder_row_class_init (SemFolderRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_folder_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/folder-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SemFolderRow, expander);
  gtk_widget_class_bind_template_child (widget_class, SemFolderRow, name);
  gtk_widget_class_bind_template_child (widget_class, SemFolderRow, offline);
  gtk_widget_class_bind_template_child (widget_class, SemFolderRow, count);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sem_folder_row_init (SemFolderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sem_folder_row_new (void)
{
  return g_object_new (SEM_TYPE_FOLDER_ROW, NULL);
}

void
sem_folder_row_bind (SemFolderRow *self, GtkTreeListRow *row)
{
  g_autoptr (GFile) folder = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (SEM_IS_FOLDER_ROW (self));

  if (self->node)
    g_signal_handlers_disconnect_by_data (self->node, self);
  g_clear_object (&self->node);
  gtk_tree_expander_set_list_row (self->expander, row);
  if (!row)
    return;
  self->node = gtk_tree_list_row_get_item (row);
  folder = g_file_new_for_path (sem_folder_node_get_path (self->node));
  path = sem_words_for_folder (folder);
  gtk_label_set_label (self->name, sem_folder_node_get_name (self->node));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), path);
  g_signal_connect_swapped (self->node, "notify", G_CALLBACK (update), self);
  update (self);
}
