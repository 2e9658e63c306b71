/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-train-outcome"

#include "config.h"

#include "ui/models/train-outcome.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/asking/wrap-layout.h"
#include "ui/models/measure-table.h"
#include "ui/toast.h"
#include "ui/words.h"

struct _SemTrainOutcome
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *group;
  GtkGrid *table;
  GtkWidget *keep;
  GtkWidget *use;

  SemLibrary *library;
};

G_DEFINE_FINAL_TYPE (SemTrainOutcome, sem_train_outcome, GTK_TYPE_WIDGET)

void
sem_train_outcome_decide (GtkWidget *widget, SemLibrary *library, gboolean use)
{
  SemCodes *offer = sem_library_get_offer (library), *codes = sem_library_get_codes (library);

  if (!offer)
    return;
  if (!use)
    {
      sem_toast_show_undo (widget, _("The current codes stay in use."), "win.offer-codes",
                           sem_codes_get_id (offer));
      sem_library_decline_codes (library, sem_codes_get_id (offer));
      return;
    }
  if (codes)
    sem_toast_show_undo (widget, _("The new codes are in use."), "win.use-codes",
                         sem_codes_get_id (codes));
  sem_library_use_codes (library, sem_codes_get_id (offer));
}

void
sem_train_outcome_suggest (GtkWidget *keep, GtkWidget *use, SemCodes *offer)
{
  const SemCodesRow *row = offer ? sem_codes_get_row (offer) : NULL;
  GtkWidget *better = row && row->compared ? (row->better ? use : keep) : NULL;

  gtk_widget_remove_css_class (keep, "suggested-action");
  gtk_widget_remove_css_class (use, "suggested-action");
  if (better)
    gtk_widget_add_css_class (better, "suggested-action");
}

static void
fill_table (SemTrainOutcome *self, SemCodes *codes, SemCodes *offer)
{
  const SemCodesRow *row = sem_codes_get_row (offer);
  SemMeasureColumn columns[] = {
    { _("Current"), codes, row->compared ? &row->before : NULL },
    { _("New"), offer, row->compared ? &row->after : NULL },
  };

  sem_measure_table_fill (self->table, &columns[0], &columns[1]);
}

static void
update (SemTrainOutcome *self)
{
  SemCodes *offer = sem_library_get_offer (self->library);
  const char *comparison = offer ? sem_codes_get_comparison (offer) : NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), offer != NULL);
  if (!offer)
    return;
  words = sem_words_keep_units (comparison ? comparison : "");
  adw_preferences_group_set_description (self->group, words);
  fill_table (self, sem_library_get_codes (self->library), offer);
  sem_train_outcome_suggest (self->keep, self->use, offer);
}

static void
use_cb (GtkButton *button, SemTrainOutcome *self)
{
  sem_train_outcome_decide (GTK_WIDGET (self), self->library, TRUE);
}

static void
keep_cb (GtkButton *button, SemTrainOutcome *self)
{
  sem_train_outcome_decide (GTK_WIDGET (self), self->library, FALSE);
}

static void
sem_train_outcome_dispose (GObject *object)
{
  SemTrainOutcome *self = SEM_TRAIN_OUTCOME (object);
  GtkWidget *child;

  if (self->library)
    g_signal_handlers_disconnect_by_data (self->library, self);
  g_clear_object (&self->library);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (sem_train_outcome_parent_class)->dispose (object);
}

static void
sem_train_outcome_class_init (SemTrainOutcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_train_outcome_dispose;
  g_type_ensure (SEM_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/train-outcome.ui");
  gtk_widget_class_bind_template_child (widget_class, SemTrainOutcome, group);
  gtk_widget_class_bind_template_child (widget_class, SemTrainOutcome, table);
  gtk_widget_class_bind_template_child (widget_class, SemTrainOutcome, keep);
  gtk_widget_class_bind_template_child (widget_class, SemTrainOutcome, use);
  gtk_widget_class_bind_template_callback (widget_class, use_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_train_outcome_init (SemTrainOutcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
sem_train_outcome_set_library (SemTrainOutcome *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_TRAIN_OUTCOME (self) && !self->library);

  self->library = g_object_ref (library);
  g_signal_connect_swapped (library, "notify::offer", G_CALLBACK (update), self);
  g_signal_connect_swapped (library, "notify::codes", G_CALLBACK (update), self);
  update (self);
}
