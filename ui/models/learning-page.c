/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-learning-page"

#include "config.h"

#include "ui/models/learning-page.h"

#include <adwaita.h>

#include "ui/models/models-page.h"
#include "ui/models/networks-page.h"
#include "ui/models/train-page.h"

struct _SemLearningPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkStack *tabs;
  GtkToggleButton *train_button;
  GtkToggleButton *models_button;
  GtkToggleButton *networks_button;
  SemTrainPage *train_page;
  SemModelsPage *models_page;
  SemNetworksPage *networks_page;
};

enum
{
  CLOSED,
  TAB_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemLearningPage, sem_learning_page, GTK_TYPE_WIDGET)

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[CLOSED], 0);
}

static void
tab_cb (GtkToggleButton *button, SemLearningPage *self)
{
  GtkWidget *page = GTK_WIDGET (self->train_page);

  if (gtk_toggle_button_get_active (self->models_button))
    page = GTK_WIDGET (self->models_page);
  else if (gtk_toggle_button_get_active (self->networks_button))
    page = GTK_WIDGET (self->networks_page);
  gtk_stack_set_visible_child (self->tabs, page);
  g_signal_emit (self, signals[TAB_CHANGED], 0);
}

static gboolean
sem_learning_page_grab_focus (GtkWidget *widget)
{
  SemLearningPage *self = SEM_LEARNING_PAGE (widget);

  return gtk_widget_child_focus (gtk_stack_get_visible_child (self->tabs), GTK_DIR_TAB_FORWARD);
}

static void
sem_learning_page_dispose (GObject *object)
{
  SemLearningPage *self = SEM_LEARNING_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_learning_page_parent_class)->dispose (object);
}

static void
sem_learning_page_class_init (SemLearningPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_learning_page_dispose;
  widget_class->grab_focus = sem_learning_page_grab_focus;
  signals[CLOSED] = g_signal_new ("closed", SEM_TYPE_LEARNING_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[TAB_CHANGED] = g_signal_new ("tab-changed", SEM_TYPE_LEARNING_PAGE, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (SEM_TYPE_TRAIN_PAGE);
  g_type_ensure (SEM_TYPE_MODELS_PAGE);
  g_type_ensure (SEM_TYPE_NETWORKS_PAGE);
  gtk_widget_class_install_action (widget_class, "learning.close", NULL, close_action);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/learning-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SemLearningPage, box);
  gtk_widget_class_bind_template_child (widget_class, SemLearningPage, tabs);
  gtk_widget_class_bind_template_child (widget_class, SemLearningPage, train_button);
  gtk_widget_class_bind_template_child (widget_class, SemLearningPage, models_button);
  gtk_widget_class_bind_template_child (widget_class, SemLearningPage, networks_button);
  gtk_widget_class_bind_template_child (widget_class, SemLearningPage, train_page);
  gtk_widget_class_bind_template_child (widget_class, SemLearningPage, models_page);
  gtk_widget_class_bind_template_child (widget_class, SemLearningPage, networks_page);
  gtk_widget_class_bind_template_callback (widget_class, tab_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_learning_page_init (SemLearningPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_learning_page_set_library (SemLearningPage *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_LEARNING_PAGE (self));

  sem_train_page_set_library (self->train_page, library);
  sem_models_page_set_library (self->models_page, library);
  sem_networks_page_set_library (self->networks_page, library);
}

void
sem_learning_page_open (SemLearningPage *self, const char *tab)
{
  g_return_if_fail (SEM_IS_LEARNING_PAGE (self));

  gtk_toggle_button_set_active (g_str_equal (tab, "models")     ? self->models_button
                                : g_str_equal (tab, "networks") ? self->networks_button
                                                                : self->train_button,
                                TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

gboolean
sem_learning_page_get_shows_training (SemLearningPage *self)
{
  g_return_val_if_fail (SEM_IS_LEARNING_PAGE (self), FALSE);

  return gtk_stack_get_visible_child (self->tabs) == GTK_WIDGET (self->train_page);
}

void
sem_learning_page_commit (SemLearningPage *self)
{
  g_return_if_fail (SEM_IS_LEARNING_PAGE (self));

  sem_models_page_commit (self->models_page);
  sem_networks_page_commit (self->networks_page);
}
