/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-labels-group"

#include "config.h"

#include "ui/quality/labels-group.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/quality/figure-card.h"
#include "ui/quality/quality-private.h"
#include "ui/words.h"

/* Levels of folders that can be chosen before their number is known, and at most. */
#define LEVELS_UNKNOWN 3
#define MOST_LEVELS 12

struct _SemLabelsGroup
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwComboRow *compared;
  AdwComboRow *level;
  GtkStringList *levels;
  GtkWidget *measure_button;
  GtkWidget *stop_button;
  GtkProgressBar *progress;
  GtkLabel *summary;
  GtkFlowBox *cards;

  SemLabelInspector *inspector;
};

static guint opened_signal;

G_DEFINE_FINAL_TYPE (SemLabelsGroup, sem_labels_group, GTK_TYPE_WIDGET)

static void
measure (SemLabelsGroup *self)
{
  sem_label_inspector_start (self->inspector, adw_combo_row_get_selected (self->compared) == 1,
                             adw_combo_row_get_selected (self->level));
}

/* Another choice is measured at once, when something was measured before. */
static void
chosen_cb (SemLabelsGroup *self)
{
  if (sem_label_inspector_get_summary (self->inspector)
      || sem_label_inspector_get_running (self->inspector))
    measure (self);
}

static void
opened_cb (SemFigureCard *card, SemPlotPoint *point, SemLabelsGroup *self)
{
  g_signal_emit (self, opened_signal, 0, card, point);
}

static void
fill_cards (SemLabelsGroup *self)
{
  GListModel *figures = sem_label_inspector_get_figures (self->inspector);
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
  gtk_widget_set_visible (GTK_WIDGET (self->cards), g_list_model_get_n_items (figures) > 0);
}

/* There are as many levels as folders lie in each other. */
static void
fill_levels (SemLabelsGroup *self, guint n_levels)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->levels));

  if (n == 0)
    gtk_string_list_append (self->levels, _("Innermost Folders"));
  for (guint i = MAX (n, 1); i <= MIN (n_levels, MOST_LEVELS); i++)
    {
      /* Translators: %u is 1 for the folders directly in a folder of the library */
      g_autofree char *name = g_strdup_printf (_("Folders of Level %u"), i);

      gtk_string_list_append (self->levels, name);
    }
  /* The selected one stays, even if it is one too many. */
  for (guint i = n; i-- > MAX (n_levels, adw_combo_row_get_selected (self->level)) + 1;)
    gtk_string_list_remove (self->levels, i);
}

static void
tell (SemLabelsGroup *self, const char *sentence)
{
  g_autofree char *words = sentence ? sem_words_keep_units (sentence) : NULL;

  gtk_label_set_label (self->summary, words ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), words != NULL);
}

static void
summary_cb (SemLabelsGroup *self)
{
  fill_levels (self, sem_label_inspector_get_n_levels (self->inspector));
  fill_cards (self);
}

static void
running_cb (SemLabelsGroup *self)
{
  gboolean running = sem_label_inspector_get_running (self->inspector);
  const char *problem = sem_label_inspector_get_problem (self->inspector);

  gtk_widget_set_visible (self->measure_button, !running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  tell (self, problem ? problem : sem_label_inspector_get_summary (self->inspector));
}

static void
progress_cb (SemLabelsGroup *self)
{
  gtk_progress_bar_set_fraction (self->progress,
                                 sem_label_inspector_get_progress (self->inspector));
}

static void
sem_labels_group_dispose (GObject *object)
{
  SemLabelsGroup *self = SEM_LABELS_GROUP (object);

  if (self->inspector)
    {
      g_signal_handlers_disconnect_by_data (self->inspector, self);
      sem_label_inspector_stop (self->inspector);
    }
  g_clear_object (&self->inspector);
  g_clear_object (&self->levels);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_labels_group_parent_class)->dispose (object);
}

static void
sem_labels_group_class_init (SemLabelsGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_labels_group_dispose;
  opened_signal = g_signal_new ("point-opened", SEM_TYPE_LABELS_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 2, SEM_TYPE_FIGURE_CARD, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static AdwComboRow *
add_choice (AdwPreferencesGroup *group, const char *title, GtkStringList *choices)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
  adw_preferences_group_add (group, row);
  return ADW_COMBO_ROW (row);
}

static void
add_buttons (SemLabelsGroup *self, AdwPreferencesGroup *group)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->measure_button = gtk_button_new_with_mnemonic (_("_Measure"));
  self->stop_button = gtk_button_new_with_mnemonic (_("_Stop"));
  g_signal_connect_swapped (self->measure_button, "clicked", G_CALLBACK (measure), self);
  g_signal_connect_swapped (self->stop_button, "clicked", G_CALLBACK (sem_labels_group_stop), self);
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), self->measure_button);
  gtk_box_append (GTK_BOX (buttons), self->stop_button);
  adw_preferences_group_set_header_suffix (group, buttons);
}

static void
add_choices (SemLabelsGroup *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  const char *const compared[] = { _("Models of the Library"), _("Models and Methods"), NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (compared);

  adw_preferences_group_set_title (group, _("Folders as Classes"));
  adw_preferences_group_set_description (
    group, _("If each folder holds photos of one kind, this measures how well the others of a "
             "kind are found. Methods are trained for it, without the photos that are searched "
             "with."));
  add_buttons (self, group);
  self->levels = gtk_string_list_new (NULL);
  self->compared = add_choice (group, _("Compare"), list);
  self->level = add_choice (group, _("Classes"), self->levels);
  fill_levels (self, LEVELS_UNKNOWN);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (group));
}

static void
add_results (SemLabelsGroup *self)
{
  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  self->summary = GTK_LABEL (gtk_label_new (NULL));
  self->cards = sem_figure_cards_new (_("Plots with Folders as Classes"));
  sem_accessible_set_label (GTK_WIDGET (self->progress), _("Measuring the Quality"));
  gtk_label_set_wrap (self->summary, TRUE);
  gtk_label_set_xalign (self->summary, 0);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->progress));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->cards));
}

static void
sem_labels_group_init (SemLabelsGroup *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_choices (self);
  add_results (self);
}

GtkWidget *
sem_labels_group_new (SemLibrary *library)
{
  SemLabelsGroup *self = g_object_new (SEM_TYPE_LABELS_GROUP, NULL);

  self->inspector = sem_label_inspector_new (library);
  g_signal_connect_swapped (self->inspector, "notify::summary", G_CALLBACK (summary_cb), self);
  g_signal_connect_swapped (self->inspector, "notify::running", G_CALLBACK (running_cb), self);
  g_signal_connect_swapped (self->inspector, "notify::progress", G_CALLBACK (progress_cb), self);
  g_signal_connect_swapped (self->compared, "notify::selected", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->level, "notify::selected", G_CALLBACK (chosen_cb), self);
  fill_cards (self);
  running_cb (self);
  return GTK_WIDGET (self);
}

void
sem_labels_group_stop (SemLabelsGroup *self)
{
  g_return_if_fail (SEM_IS_LABELS_GROUP (self));

  sem_label_inspector_stop (self->inspector);
}

SemLabelInspector *
sem_labels_group_get_inspector (SemLabelsGroup *self)
{
  g_return_val_if_fail (SEM_IS_LABELS_GROUP (self), NULL);
  return self->inspector;
}

GtkFlowBox *
sem_labels_group_get_cards (SemLabelsGroup *self)
{
  g_return_val_if_fail (SEM_IS_LABELS_GROUP (self), NULL);
  return self->cards;
}

void
sem_labels_group_choose (SemLabelsGroup *self, gboolean methods, guint level)
{
  g_return_if_fail (SEM_IS_LABELS_GROUP (self));

  adw_combo_row_set_selected (self->compared, methods ? 1 : 0);
  adw_combo_row_set_selected (self->level, level);
}
