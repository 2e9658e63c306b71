/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-problems-dialog"

#include "config.h"

#include "ui/pages/problems-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/pages/escape.h"
#include "ui/photo-actions.h"
#include "ui/toast.h"

struct _SemProblemsDialog
{
  AdwWindow parent_instance;

  SemLibrary *library;
  AdwToastOverlay *overlay;
  GtkWidget *retry_button;
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

/* Trying again, and leaving out ---------------------------------------------------------------- */

static void
retry_cb (SemProblemsDialog *self)
{
  sem_library_retry (self->library);
}

/* What a pattern would take for more than itself has a backslash. */
static char *
make_pattern (const char *below)
{
  GString *pattern = g_string_new ("/");

  for (; *below; below++)
    {
      if (strchr ("*?[\\", *below))
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *below);
    }
  return g_string_free (pattern, FALSE);
}

/* Returns: (transfer full) (nullable): the innermost folder of the library that @file lies in */
static SemFolder *
find_folder (SemLibrary *library, GFile *file)
{
  GListModel *folders = sem_library_get_folders (library);
  SemFolder *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (SemFolder) folder = g_list_model_get_item (folders, i);

      if (g_file_has_prefix (file, sem_folder_get_file (folder))
          && (!found
              || g_file_has_prefix (sem_folder_get_file (folder), sem_folder_get_file (found))))
        g_set_object (&found, folder);
    }
  return found;
}

static void
leave_out (SemProblemsDialog *self, GFile *file)
{
  g_autoptr (SemFolder) folder = find_folder (self->library, file);
  g_autoptr (GError) error = NULL;
  g_autofree char *below = NULL, *pattern = NULL, *patterns = NULL, *name = NULL, *said = NULL;

  if (!folder)
    return;
  below = g_file_get_relative_path (sem_folder_get_file (folder), file);
  pattern = make_pattern (below);
  patterns = sem_folder_edit_patterns (sem_folder_get_patterns (folder), pattern, TRUE, &error);
  if (patterns)
    sem_library_leave_out (self->library, sem_folder_get_file (folder), patterns);
  name = g_filename_display_name (below);
  said = g_strdup_printf (_("“%s” is left out. The list of folders can take it in again."), name);
  sem_toast_say (self->overlay, error ? error->message : said);
}

static void
leave_out_cb (GtkListItem *list_item, GtkWidget *button)
{
  SemProblem *problem = gtk_list_item_get_item (list_item);

  if (problem)
    leave_out (SEM_PROBLEMS_DIALOG (gtk_widget_get_root (button)), sem_problem_get_file (problem));
}

/* While the library is indexed they are being tried. */
static void
update_stack (SemProblemsDialog *self)
{
  const gboolean busy =
    self->library && sem_library_get_state (self->library) == SEM_LIBRARY_INDEXING;
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  gtk_widget_set_visible (self->retry_button, n > 0 || busy);
  gtk_widget_set_sensitive (self->retry_button, !busy);
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
  gtk_builder_cscope_add_callback (scope, leave_out_cb);
  return scope;
}

static void
sem_problems_dialog_dispose (GObject *object)
{
  g_clear_object (&SEM_PROBLEMS_DIALOG (object)->library);
  G_OBJECT_CLASS (sem_problems_dialog_parent_class)->dispose (object);
}

static void
sem_problems_dialog_class_init (SemProblemsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_problems_dialog_dispose;
  g_type_ensure (SEM_TYPE_PROBLEM);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/problems-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SemProblemsDialog, overlay);
  gtk_widget_class_bind_template_child (widget_class, SemProblemsDialog, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
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

  self->library = g_object_ref (library);
  gtk_no_selection_set_model (self->selection, sem_library_get_problems (library));
  g_signal_connect_object (library, "notify::state", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
  update_stack (self);
  return GTK_WINDOW (self);
}
