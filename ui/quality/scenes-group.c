/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-scenes-group"

#include "config.h"

#include "ui/quality/scenes-group.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/quality/figure-card.h"
#include "ui/quality/quality-private.h"

struct _SemScenesGroup
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwPreferencesGroup *head;
  GtkFlowBox *cards;

  SemSceneFigures *figures;
};

static guint opened_signal;

G_DEFINE_FINAL_TYPE (SemScenesGroup, sem_scenes_group, GTK_TYPE_WIDGET)

static void
opened_cb (SemFigureCard *card, SemPlotPoint *point, SemScenesGroup *self)
{
  g_signal_emit (self, opened_signal, 0, card, point);
}

static void
summary_cb (SemScenesGroup *self)
{
  GListModel *figures = sem_scene_figures_get_figures (self->figures);
  const char *summary = sem_scene_figures_get_summary (self->figures);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cards))))
    gtk_flow_box_remove (self->cards, child);
  for (guint i = 0; i < g_list_model_get_n_items (figures); i++)
    {
      g_autoptr (SemFigure) figure = g_list_model_get_item (figures, i);
      GtkWidget *card = sem_figure_card_new (figure);

      g_signal_connect (card, "point-opened", G_CALLBACK (opened_cb), self);
      gtk_flow_box_append (self->cards, card);
      /* The focus is for what is in the card. */
      gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
      sem_accessible_set_label (gtk_widget_get_parent (card),
                                sem_plot_get_title (sem_figure_get_plot (figure)));
    }
  adw_preferences_group_set_description (self->head, summary ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self), summary != NULL);
}

static void
sem_scenes_group_dispose (GObject *object)
{
  SemScenesGroup *self = SEM_SCENES_GROUP (object);

  if (self->figures)
    g_signal_handlers_disconnect_by_data (self->figures, self);
  g_clear_object (&self->figures);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_scenes_group_parent_class)->dispose (object);
}

static void
sem_scenes_group_class_init (SemScenesGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_scenes_group_dispose;
  opened_signal = g_signal_new ("point-opened", SEM_TYPE_SCENES_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 2, SEM_TYPE_FIGURE_CARD, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_scenes_group_init (SemScenesGroup *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->head = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->cards = GTK_FLOW_BOX (gtk_flow_box_new ());
  adw_preferences_group_set_title (self->head, _("Scenes"));
  gtk_flow_box_set_selection_mode (self->cards, GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (self->cards, TRUE);
  gtk_flow_box_set_min_children_per_line (self->cards, 1);
  gtk_flow_box_set_max_children_per_line (self->cards, 2);
  gtk_flow_box_set_row_spacing (self->cards, 12);
  gtk_flow_box_set_column_spacing (self->cards, 12);
  sem_accessible_set_label (GTK_WIDGET (self->cards), _("Plots of Scenes"));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->head));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->cards));
}

GtkWidget *
sem_scenes_group_new (SemLibrary *library)
{
  SemScenesGroup *self = g_object_new (SEM_TYPE_SCENES_GROUP, NULL);

  self->figures = sem_scene_figures_new (library);
  g_signal_connect_swapped (self->figures, "notify::summary", G_CALLBACK (summary_cb), self);
  return GTK_WIDGET (self);
}

void
sem_scenes_group_refresh (SemScenesGroup *self)
{
  g_return_if_fail (SEM_IS_SCENES_GROUP (self));

  sem_scene_figures_start (self->figures);
}

SemSceneFigures *
sem_scenes_group_get_figures (SemScenesGroup *self)
{
  g_return_val_if_fail (SEM_IS_SCENES_GROUP (self), NULL);
  return self->figures;
}

GtkFlowBox *
sem_scenes_group_get_cards (SemScenesGroup *self)
{
  g_return_val_if_fail (SEM_IS_SCENES_GROUP (self), NULL);
  return self->cards;
}
