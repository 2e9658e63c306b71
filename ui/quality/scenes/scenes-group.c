/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-scenes-group"

#include "config.h"

#include "ui/quality/scenes/scenes-group.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/quality/figure-card.h"
#include "ui/quality/scenes/pairs-card.h"
#include "ui/quality/scenes/scene-list.h"
#include "ui/quality/quality-private.h"

struct _SemScenesGroup
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwPreferencesGroup *head;
  SemSceneList *list;
  GtkLabel *note;
  GtkFlowBox *cards;
  SemPairsCard *pairs; /* (nullable): in one of them */

  SemSceneFigures *figures;
};

static guint opened_signal, pair_signal;

G_DEFINE_FINAL_TYPE (SemScenesGroup, sem_scenes_group, GTK_TYPE_WIDGET)

static void
opened_cb (SemFigureCard *card, SemPlotPoint *point, SemScenesGroup *self)
{
  g_signal_emit (self, opened_signal, 0, card, point);
}

static void
pair_cb (SemPairsCard *card, SemOverlap *overlap, SemScenesGroup *self)
{
  g_signal_emit (self, pair_signal, 0, overlap);
}

static void
chosen_cb (SemSceneList *list, guint scene, SemScenesGroup *self)
{
  sem_scene_figures_choose (self->figures, scene);
}

/* The focus is for what is in the card. */
static void
add_card (SemScenesGroup *self, GtkWidget *card, const char *title)
{
  gtk_flow_box_append (self->cards, card);
  gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
  sem_accessible_set_label (gtk_widget_get_parent (card), title);
}

static void
add_pairs (SemScenesGroup *self)
{
  GtkWidget *card = sem_pairs_card_new ();

  sem_pairs_card_set_pairs (SEM_PAIRS_CARD (card), sem_scene_figures_get_pairs (self->figures));
  g_signal_connect (card, "opened", G_CALLBACK (pair_cb), self);
  add_card (self, card, _("Pairs of Photos"));
  self->pairs = SEM_PAIRS_CARD (card);
}

static void
show_scenes (SemScenesGroup *self, gboolean any)
{
  const char *note = sem_scene_figures_get_note (self->figures);

  sem_scene_list_set_scenes (self->list, any ? sem_scene_figures_get_scenes (self->figures) : NULL,
                             sem_scene_figures_get_chosen (self->figures));
  gtk_label_set_label (self->note, note ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
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
      add_card (self, card, sem_plot_get_title (sem_figure_get_plot (figure)));
    }
  self->pairs = NULL;
  if (summary)
    add_pairs (self);
  show_scenes (self, summary != NULL);
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
  pair_signal = g_signal_new ("pair-opened", SEM_TYPE_SCENES_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                              NULL, NULL, G_TYPE_NONE, 1, SEM_TYPE_OVERLAP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_scenes_group_init (SemScenesGroup *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->head = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->cards = sem_figure_cards_new (_("Plots of Scenes"));
  adw_preferences_group_set_title (self->head, _("Scenes"));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->head));
  self->list = SEM_SCENE_LIST (sem_scene_list_new ());
  g_signal_connect (self->list, "chosen", G_CALLBACK (chosen_cb), self);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->list));
  self->note = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->note, TRUE);
  gtk_label_set_xalign (self->note, 0);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->note));
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

SemSceneList *
sem_scenes_group_get_list (SemScenesGroup *self)
{
  g_return_val_if_fail (SEM_IS_SCENES_GROUP (self), NULL);
  return self->list;
}

SemPairsCard *
sem_scenes_group_get_pairs (SemScenesGroup *self)
{
  g_return_val_if_fail (SEM_IS_SCENES_GROUP (self), NULL);
  return self->pairs;
}

GtkFlowBox *
sem_scenes_group_get_cards (SemScenesGroup *self)
{
  g_return_val_if_fail (SEM_IS_SCENES_GROUP (self), NULL);
  return self->cards;
}
