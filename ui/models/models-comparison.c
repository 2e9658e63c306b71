/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-models-comparison"

#include "config.h"

#include "ui/models/models-comparison.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/models/measure-table.h"
#include "ui/models/models-private.h"
#include "ui/words.h"

struct _SemModelsComparison
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *group;
  AdwComboRow *rows[2];
  GtkWidget *measure_button;
  GtkWidget *stop_button;
  GtkLabel *words;
  GtkGrid *table;
  GtkWidget *card;

  GListModel *models;
  SemModelPair *pair;
};

G_DEFINE_FINAL_TYPE (SemModelsComparison, sem_models_comparison, GTK_TYPE_WIDGET)

/* Returns: (transfer none) (nullable) */
static SemCodes *
get_codes (SemModelsComparison *self, guint which)
{
  gpointer codes = adw_combo_row_get_selected_item (self->rows[which]);

  return codes ? SEM_CODES (codes) : NULL;
}

static void
compare_cb (SemModelsComparison *self)
{
  SemCodes *before = get_codes (self, 0), *after = get_codes (self, 1);

  if (before && after)
    sem_model_pair_start (self->pair, before, after);
}

static void
stop_cb (SemModelsComparison *self)
{
  sem_model_pair_stop (self->pair);
}

static void
strips_cb (SemModelsComparison *self)
{
  SemCodes *before = get_codes (self, 0), *after = get_codes (self, 1);

  if (before && after)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.compare-models", "(xx)",
                                sem_codes_get_id (before), sem_codes_get_id (after));
}

static void
fill_table (SemModelsComparison *self, const SemMeasures *before, const SemMeasures *after)
{
  const SemMeasureColumn columns[] = {
    { _("First"), get_codes (self, 0), before },
    { _("Second"), get_codes (self, 1), after },
  };

  sem_measure_table_fill (self->table, &columns[0], &columns[1]);
}

static void
update (SemModelsComparison *self)
{
  const gboolean running = sem_model_pair_get_running (self->pair);
  const char *problem = sem_model_pair_get_problem (self->pair);
  g_autofree char *share = NULL, *words = NULL;
  SemMeasures before, after;
  double overlap;
  gboolean known = sem_model_pair_get_measures (self->pair, &before, &after, &overlap);

  if (known)
    {
      share = sem_words_for_likeness (overlap);
      /* Translators: %s is a share in percent */
      words = g_strdup_printf (_("Their first results have %s in common."), share);
      fill_table (self, &before, &after);
    }
  gtk_widget_set_visible (self->measure_button, !running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (GTK_WIDGET (self->table), known);
  gtk_widget_set_visible (GTK_WIDGET (self->words), running || known || problem);
  gtk_label_set_label (self->words, running   ? _("Measuring both on the same photos…")
                                    : known   ? words
                                    : problem ? problem
                                              : "");
}

/* What is shown is of other models. */
static void
chosen_cb (SemModelsComparison *self)
{
  sem_model_pair_stop (self->pair);
  gtk_widget_set_visible (GTK_WIDGET (self->table), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->words), FALSE);
  gtk_widget_set_sensitive (self->measure_button, get_codes (self, 0) != get_codes (self, 1));
  gtk_widget_set_sensitive (self->card, get_codes (self, 0) != get_codes (self, 1));
}

static void
models_cb (SemModelsComparison *self)
{
  const guint n = g_list_model_get_n_items (self->models);

  gtk_widget_set_visible (GTK_WIDGET (self), n > 1);
  if (n > 1 && get_codes (self, 0) == get_codes (self, 1))
    adw_combo_row_set_selected (self->rows[1], adw_combo_row_get_selected (self->rows[0]) == 0);
  chosen_cb (self);
}

static char *
name_cb (SemCodes *codes, gpointer user_data)
{
  return sem_words_for_numbered_codes (codes);
}

static AdwComboRow *
add_row (SemModelsComparison *self, const char *title)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkExpression) name =
    gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (name_cb), NULL, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_expression (ADW_COMBO_ROW (row), name);
  adw_preferences_group_add (self->group, row);
  return ADW_COMBO_ROW (row);
}

static GtkWidget *
make_button (SemModelsComparison *self, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

/* Below both rows. */
static void
add_results (SemModelsComparison *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->words = GTK_LABEL (gtk_label_new (NULL));
  self->table = GTK_GRID (gtk_grid_new ());
  self->card = make_button (self, _("Compare _Ten Searches"), G_CALLBACK (strips_cb));
  gtk_label_set_wrap (self->words, TRUE);
  gtk_label_set_xalign (self->words, 0);
  gtk_grid_set_column_spacing (self->table, 18);
  gtk_grid_set_row_spacing (self->table, 6);
  gtk_widget_set_halign (self->card, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (self->card, _("What Ten Photos Find by Both Models"));
  gtk_widget_set_margin_top (box, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->table));
  gtk_box_append (GTK_BOX (box), self->card);
  adw_preferences_group_add (self->group, box);
}

static void
sem_models_comparison_dispose (GObject *object)
{
  SemModelsComparison *self = SEM_MODELS_COMPARISON (object);

  if (self->pair)
    {
      g_signal_handlers_disconnect_by_data (self->pair, self);
      sem_model_pair_stop (self->pair);
    }
  if (self->models)
    g_signal_handlers_disconnect_by_data (self->models, self);
  for (guint i = 0; self->models && i < G_N_ELEMENTS (self->rows); i++)
    g_signal_handlers_disconnect_by_data (self->rows[i], self);
  g_clear_object (&self->pair);
  g_clear_object (&self->models);
  if (self->group)
    gtk_widget_unparent (GTK_WIDGET (self->group));
  self->group = NULL;

  G_OBJECT_CLASS (sem_models_comparison_parent_class)->dispose (object);
}

static void
sem_models_comparison_class_init (SemModelsComparisonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_models_comparison_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_models_comparison_init (SemModelsComparison *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _("Compare Two Models"));
  self->measure_button = make_button (self, _("_Compare"), G_CALLBACK (compare_cb));
  self->stop_button = make_button (self, _("_Stop"), G_CALLBACK (stop_cb));
  gtk_box_append (GTK_BOX (buttons), self->measure_button);
  gtk_box_append (GTK_BOX (buttons), self->stop_button);
  adw_preferences_group_set_header_suffix (self->group, buttons);
  self->rows[0] = add_row (self, _("First Model"));
  self->rows[1] = add_row (self, _("Second Model"));
  add_results (self);
  gtk_widget_set_parent (GTK_WIDGET (self->group), GTK_WIDGET (self));
}

GtkWidget *
sem_models_comparison_new (SemLibrary *library, GListModel *models)
{
  SemModelsComparison *self = g_object_new (SEM_TYPE_MODELS_COMPARISON, NULL);

  self->models = g_object_ref (models);
  self->pair = sem_model_pair_new (library);
  for (guint i = 0; i < G_N_ELEMENTS (self->rows); i++)
    {
      adw_combo_row_set_model (self->rows[i], models);
      g_signal_connect_swapped (self->rows[i], "notify::selected-item", G_CALLBACK (chosen_cb),
                                self);
    }
  g_signal_connect_swapped (models, "items-changed", G_CALLBACK (models_cb), self);
  g_signal_connect_swapped (self->pair, "notify::running", G_CALLBACK (update), self);
  update (self);
  models_cb (self);
  return GTK_WIDGET (self);
}

SemModelPair *
sem_models_comparison_get_pair (SemModelsComparison *self)
{
  g_return_val_if_fail (SEM_IS_MODELS_COMPARISON (self), NULL);
  return self->pair;
}

void
sem_models_comparison_choose (SemModelsComparison *self, guint first, guint second)
{
  g_return_if_fail (SEM_IS_MODELS_COMPARISON (self));

  adw_combo_row_set_selected (self->rows[0], first);
  adw_combo_row_set_selected (self->rows[1], second);
}
