/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-networks-page"

#include "config.h"

#include "ui/models/networks-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/models/models-private.h"
#include "ui/models/network-card.h"
#include "ui/toast.h"

struct _SemNetworksPage
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkListBox *list;
  GtkLabel *problem;

  SemLibrary *library;
  SemNetworks *networks;
  GtkCustomFilter *filter;
  GtkFilterListModel *shown;
  GtkSizeGroup *sizes[2];
  char *removed; /* (nullable): name of the one that is removed when its toast goes */
  AdwToast *toast;
  int focused; /* row that had the focus before the list changed, or -1 */
};

G_DEFINE_FINAL_TYPE (SemNetworksPage, sem_networks_page, GTK_TYPE_WIDGET)

/* Removing ------------------------------------------------------------------------------------- */

static gboolean
filter_cb (gpointer item, gpointer user_data)
{
  const SemNetworksPage *self = user_data;

  return g_strcmp0 (sem_network_get_row (item)->name, self->removed) != 0;
}

static void
forget_removed (SemNetworksPage *self)
{
  if (self->toast)
    g_signal_handlers_disconnect_by_data (self->toast, self);
  g_clear_object (&self->toast);
  g_clear_pointer (&self->removed, g_free);
}

static void
undo_cb (AdwToast *toast, SemNetworksPage *self)
{
  forget_removed (self);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_LESS_STRICT);
}

/* The list loses it when the engine has removed it; GTK does not filter before. */
void
sem_networks_page_commit (SemNetworksPage *self)
{
  g_return_if_fail (SEM_IS_NETWORKS_PAGE (self));

  if (self->removed)
    sem_library_remove_network (self->library, self->removed);
  forget_removed (self);
}

static void
remove_cb (SemNetworkCard *card, SemNetworksPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name =
    g_strdup (sem_network_get_row (sem_network_card_get_network (card))->name);
  g_autofree char *sentence = g_strdup_printf (_("“%s” removed"), name);

  sem_networks_page_commit (self);
  self->removed = g_steal_pointer (&name);
  self->toast = g_object_ref_sink (sem_toast_new (sentence));
  adw_toast_set_button_label (self->toast, _("_Undo"));
  adw_toast_set_timeout (self->toast, 10);
  g_signal_connect (self->toast, "button-clicked", G_CALLBACK (undo_cb), self);
  g_signal_connect_swapped (self->toast, "dismissed", G_CALLBACK (sem_networks_page_commit), self);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_MORE_STRICT);
  sem_toast_add (sem_toast_find_overlay (GTK_WINDOW (root)), g_object_ref (self->toast));
}

/* Using and measuring -------------------------------------------------------------------------- */

static void
use_cb (SemNetworkCard *card, SemNetworksPage *self)
{
  sem_library_use_network (self->library,
                           sem_network_get_row (sem_network_card_get_network (card))->name);
}

static void
measure_cb (SemNetworkCard *card, SemNetworksPage *self)
{
  sem_networks_measure (self->networks, sem_network_card_get_network (card));
}

static void
stop_cb (SemNetworkCard *card, SemNetworksPage *self)
{
  const char *name = sem_network_get_row (sem_network_card_get_network (card))->name;

  if (g_strcmp0 (sem_networks_get_measured (self->networks), name) == 0)
    sem_networks_stop (self->networks);
  else
    sem_library_cancel_network (self->library);
}

/* The page ------------------------------------------------------------------------------------- */

static void
update_card (SemNetworksPage *self, GtkWidget *card)
{
  sem_network_card_update (SEM_NETWORK_CARD (card), sem_library_get_coming_network (self->library),
                           sem_networks_get_measured (self->networks),
                           sem_library_get_n_photos (self->library));
}

static void
update (SemNetworksPage *self)
{
  const char *problem = sem_networks_get_problem (self->networks);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    update_card (self, GTK_WIDGET (row));
  gtk_label_set_label (self->problem, problem ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  SemNetworksPage *self = user_data;
  GtkWidget *card = sem_network_card_new (item, self->sizes);

  g_signal_connect_object (card, "use", G_CALLBACK (use_cb), self, 0);
  g_signal_connect_object (card, "measure", G_CALLBACK (measure_cb), self, 0);
  g_signal_connect_object (card, "stop", G_CALLBACK (stop_cb), self, 0);
  g_signal_connect_object (card, "remove", G_CALLBACK (remove_cb), self, 0);
  update_card (self, card);
  return card;
}

/* The row that has the focus may be made anew. */
static void
before_change_cb (SemNetworksPage *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  self->focused =
    GTK_IS_LIST_BOX_ROW (focus) ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) : -1;
}

static void
after_change_cb (SemNetworksPage *self)
{
  GtkListBoxRow *row;

  if (self->focused < 0 || gtk_widget_get_focus_child (GTK_WIDGET (self->list)))
    return;
  row = gtk_list_box_get_row_at_index (self->list, self->focused);
  if (!row && self->focused > 0)
    row = gtk_list_box_get_row_at_index (self->list, self->focused - 1);
  if (row)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
sem_networks_page_map (GtkWidget *widget)
{
  SemNetworksPage *self = SEM_NETWORKS_PAGE (widget);

  GTK_WIDGET_CLASS (sem_networks_page_parent_class)->map (widget);
  if (self->networks)
    sem_networks_refresh (self->networks);
}

static void
sem_networks_page_dispose (GObject *object)
{
  SemNetworksPage *self = SEM_NETWORKS_PAGE (object);

  if (self->library)
    {
      sem_networks_page_commit (self);
      g_signal_handlers_disconnect_by_data (self->library, self);
      g_signal_handlers_disconnect_by_data (self->networks, self);
      g_signal_handlers_disconnect_by_data (self->shown, self);
      gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
    }
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->shown);
  g_clear_object (&self->networks);
  g_clear_object (&self->library);
  for (guint i = 0; i < G_N_ELEMENTS (self->sizes); i++)
    g_clear_object (&self->sizes[i]);

  G_OBJECT_CLASS (sem_networks_page_parent_class)->dispose (object);
}

static void
sem_networks_page_class_init (SemNetworksPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_networks_page_dispose;
  widget_class->map = sem_networks_page_map;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/networks-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SemNetworksPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, SemNetworksPage, list);
  gtk_widget_class_bind_template_child (widget_class, SemNetworksPage, problem);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_networks_page_init (SemNetworksPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (self->sizes); i++)
    self->sizes[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->focused = -1;
}

void
sem_networks_page_set_library (SemNetworksPage *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_NETWORKS_PAGE (self) && !self->library);

  self->library = g_object_ref (library);
  self->networks = sem_networks_new (library);
  self->filter = gtk_custom_filter_new (filter_cb, self, NULL);
  self->shown = gtk_filter_list_model_new (g_object_ref (sem_networks_get_list (self->networks)),
                                           GTK_FILTER (self->filter));
  g_signal_connect_swapped (self->shown, "items-changed", G_CALLBACK (before_change_cb), self);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->shown), create_row, self, NULL);
  g_signal_connect_swapped (self->shown, "items-changed", G_CALLBACK (after_change_cb), self);
  g_signal_connect_swapped (self->networks, "notify::running", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->networks, "notify::problem", G_CALLBACK (update), self);
  g_signal_connect_swapped (library, "notify::coming-network", G_CALLBACK (update), self);
  g_signal_connect_swapped (library, "notify::n-photos", G_CALLBACK (update), self);
}

SemNetworks *
sem_networks_page_get_networks (SemNetworksPage *self)
{
  g_return_val_if_fail (SEM_IS_NETWORKS_PAGE (self), NULL);
  return self->networks;
}
