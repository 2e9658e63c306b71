/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-selection-bar"

#include "config.h"

#include "ui/library/selection-bar.h"

#include <glib/gi18n-lib.h>

#include "engine/model/browse/browse.h"
#include "ui/words.h"

struct _SemSelectionBar
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkLabel *label;
  GtkMenuButton *more;

  SemPhotoGrid *grid; /* (nullable) */
  guint least;
};

G_DEFINE_FINAL_TYPE (SemSelectionBar, sem_selection_bar, GTK_TYPE_WIDGET)

static guint64
sum_sizes (GListModel *model, GtkBitset *positions)
{
  GtkBitsetIter iter;
  guint position;
  guint64 sum = 0;

  if (SEM_IS_BROWSE (model) && gtk_bitset_iter_init_first (&iter, positions, &position))
    do
      sum += sem_browse_get_size (SEM_BROWSE (model), position);
    while (gtk_bitset_iter_next (&iter, &position));
  return sum;
}

static void
update (SemSelectionBar *self)
{
  SemGridView *view = self->grid ? sem_photo_grid_get_view (self->grid) : NULL;
  SemGridSelection *selection = view ? sem_grid_view_get_selection (view) : NULL;
  const guint n = selection ? sem_grid_selection_get_n (selection) : 0;
  guint64 bytes;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), self->grid && n >= self->least);
  if (n == 0)
    return;
  bytes = sum_sizes (sem_grid_view_get_model (view), sem_grid_selection_get (selection));
  g_autofree char *selected =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u selected", "%'u selected", n), n);
  g_autofree char *plain = g_format_size (bytes);
  g_autofree char *size = sem_words_isolate (plain);
  g_autofree char *text = bytes ? g_strdup_printf ("%s · %s", selected, size) : g_strdup (selected);

  gtk_label_set_label (self->label, text);
}

/* The menu is that of the grid, which does not lie around this. */
static void
grid_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemSelectionBar *self = SEM_SELECTION_BAR (widget);

  if (self->grid)
    gtk_widget_activate_action (GTK_WIDGET (self->grid), name, NULL);
}

static void
sem_selection_bar_dispose (GObject *object)
{
  SemSelectionBar *self = SEM_SELECTION_BAR (object);

  if (self->grid)
    g_signal_handlers_disconnect_by_data (self->grid, self);
  g_clear_object (&self->grid);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_selection_bar_parent_class)->dispose (object);
}

static void
sem_selection_bar_class_init (SemSelectionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_selection_bar_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/selection-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SemSelectionBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, SemSelectionBar, label);
  gtk_widget_class_bind_template_child (widget_class, SemSelectionBar, more);
  gtk_widget_class_install_action (widget_class, "grid.open", NULL, grid_action);
  gtk_widget_class_install_action (widget_class, "grid.show-in-folder", NULL, grid_action);
  gtk_widget_class_install_action (widget_class, "grid.copy", NULL, grid_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
sem_selection_bar_init (SemSelectionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_selection_bar_set_grid (SemSelectionBar *self, SemPhotoGrid *grid, guint least)
{
  g_return_if_fail (SEM_IS_SELECTION_BAR (self));

  if (self->grid == grid)
    return;
  if (self->grid)
    g_signal_handlers_disconnect_by_data (self->grid, self);
  g_set_object (&self->grid, grid);
  self->least = least;
  gtk_menu_button_set_menu_model (self->more, grid ? sem_photo_grid_get_menu (grid) : NULL);
  if (grid)
    g_signal_connect_swapped (grid, "notify::selected", G_CALLBACK (update), self);
  update (self);
}
