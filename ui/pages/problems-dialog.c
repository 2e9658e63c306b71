/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-problems-dialog"

#include "config.h"

#include "ui/pages/problems-dialog.h"

#include <glib/gi18n-lib.h>

#include "ui/pages/escape.h"
#include "ui/photo-actions.h"

struct _SemProblemsDialog
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkNoSelection *selection;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (SemProblemsDialog, sem_problems_dialog, ADW_TYPE_WINDOW)

/* Bound by the template of the rows. */

static char *
get_name_cb (GtkListItem *list_item, SemProblem *problem)
{
  g_autofree char *name = NULL;

  if (!problem)
    return g_strdup ("");
  name = g_file_get_basename (sem_problem_get_file (problem));
  return g_filename_display_name (name);
}

static char *
get_reason_cb (GtkListItem *list_item, SemProblem *problem)
{
  return g_strdup (problem != NULL ? sem_problem_get_reason (problem) : "");
}

static char *
get_path_cb (GtkListItem *list_item, SemProblem *problem)
{
  return problem != NULL ? g_file_get_parse_name (sem_problem_get_file (problem)) : NULL;
}

static void
show_cb (GtkListItem *list_item, GtkButton *button)
{
  SemProblem *problem = gtk_list_item_get_item (list_item);

  if (problem)
    sem_file_show_in_folder (sem_problem_get_file (problem), GTK_WIDGET (button));
}

static void
update_stack (SemProblemsDialog *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "problems" : "none");
}

static GtkBuilderScope *
make_row_scope (void)
{
  GtkBuilderScope *scope = gtk_builder_cscope_new ();

  gtk_builder_cscope_add_callback (scope, get_name_cb);
  gtk_builder_cscope_add_callback (scope, get_reason_cb);
  gtk_builder_cscope_add_callback (scope, get_path_cb);
  gtk_builder_cscope_add_callback (scope, show_cb);
  return scope;
}

static void
sem_problems_dialog_class_init (SemProblemsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SEM_TYPE_PROBLEM);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/problems-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SemProblemsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SemProblemsDialog, selection);
  gtk_widget_class_bind_template_child (widget_class, SemProblemsDialog, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
}

static void
sem_problems_dialog_init (SemProblemsDialog *self)
{
  g_autoptr (GtkBuilderScope) scope = make_row_scope ();
  g_autoptr (GtkListItemFactory) factory = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  sem_escape_install (GTK_WINDOW (self), gtk_window_close);
  factory = gtk_builder_list_item_factory_new_from_resource (
    scope, "/io/github/semblance/Semblance/ui/problem-row.ui");
  gtk_list_view_set_factory (self->list, factory);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
}

GtkWindow *
sem_problems_dialog_new (GtkWindow *parent, SemLibrary *library)
{
  SemProblemsDialog *self = g_object_new (SEM_TYPE_PROBLEMS_DIALOG, "transient-for", parent, NULL);

  gtk_no_selection_set_model (self->selection, sem_library_get_problems (library));
  update_stack (self);
  return GTK_WINDOW (self);
}
