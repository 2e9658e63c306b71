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

  SemPhotoGrid *grid;
  gboolean shown; /* where there is something to show */
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
  SemGridView *view = sem_photo_grid_get_view (self->grid);
  SemGridSelection *selection = sem_grid_view_get_selection (view);
  const guint n = sem_grid_selection_get_n (selection);
  guint64 bytes;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), self->shown && n > 0);
  if (!self->shown || n == 0)
    return;
  bytes = sum_sizes (sem_grid_view_get_model (view), sem_grid_selection_get (selection));
  g_autofree char *selected =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u selected", "%'u selected", n), n);
  g_autofree char *plain = g_format_size (bytes);
  g_autofree char *size = sem_words_isolate (plain);
  g_autofree char *text = bytes ? g_strdup_printf ("%s · %s", selected, size) : g_strdup (selected);

  gtk_label_set_label (self->label, text);
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
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
sem_selection_bar_init (SemSelectionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_selection_bar_set_shown (SemSelectionBar *self, gboolean shown)
{
  g_return_if_fail (SEM_IS_SELECTION_BAR (self));

  self->shown = shown;
  update (self);
}

void
sem_selection_bar_set_grid (SemSelectionBar *self, SemPhotoGrid *grid)
{
  g_return_if_fail (SEM_IS_SELECTION_BAR (self));
  g_return_if_fail (!self->grid);

  self->grid = g_object_ref (grid);
  gtk_menu_button_set_menu_model (self->more, sem_photo_grid_get_menu (grid));
  g_signal_connect_swapped (grid, "notify::selected", G_CALLBACK (update), self);
  update (self);
}
