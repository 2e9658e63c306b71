/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-check-dialog"

#include "config.h"

#include "ui/checkup/check-dialog.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/checkup/check-dialog-private.h"
#include "ui/pages/escape.h"
#include "ui/toast.h"

struct _SemCheckDialog
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkProgressBar *progress;
  GtkLabel *running;
  GtkLabel *summary;
  GtkListBox *list;
  AdwStatusPage *failed;
  GtkButton *copy;
  GtkButton *repair;

  SemCheckup *checkup;
  gboolean repairing;
};

G_DEFINE_FINAL_TYPE (SemCheckDialog, sem_check_dialog, ADW_TYPE_WINDOW)

static GtkWidget *
make_icon (SemFindingMark mark)
{
  static const struct
  {
    const char *icon;
    const char *name;
    const char *style;
  } marks[] = {
    [SEM_MARK_GOOD] = { "emblem-ok-symbolic", N_("In order"), "success" },
    [SEM_MARK_NOTE] = { "dialog-information-symbolic", N_("Note"), "dim-label" },
    [SEM_MARK_WRONG] = { "dialog-warning-symbolic", N_("Wrong"), "error" },
  };
  GtkWidget *icon = gtk_image_new_from_icon_name (marks[mark].icon);

  gtk_widget_add_css_class (icon, marks[mark].style);
  gtk_widget_set_tooltip_text (icon, _(marks[mark].name));
  sem_accessible_set_label (icon, _(marks[mark].name));
  return icon;
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  SemCheckupRow *finding = item;
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sem_checkup_row_get_title (finding));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sem_checkup_row_get_text (finding));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_icon (sem_checkup_row_get_mark (finding)));
  return row;
}

/* In a library that is in order, what is left to do are files that could not be read. */
static void
update_repair (SemCheckDialog *self)
{
  GtkWidget *repair = GTK_WIDGET (self->repair);
  gboolean healthy = sem_checkup_get_healthy (self->checkup);

  gtk_button_set_label (self->repair, healthy ? _("_Try Again") : _("_Repair"));
  if (healthy)
    gtk_widget_remove_css_class (repair, "suggested-action");
  else
    gtk_widget_add_css_class (repair, "suggested-action");
  gtk_widget_set_visible (repair, sem_checkup_get_repairable (self->checkup)
                                    && !sem_checkup_get_problem (self->checkup));
  gtk_widget_set_sensitive (repair, !sem_checkup_get_running (self->checkup));
}

static void
update (SemCheckDialog *self)
{
  gboolean running = sem_checkup_get_running (self->checkup);
  const char *problem = sem_checkup_get_problem (self->checkup);
  g_autofree char *markup = g_markup_escape_text (problem ? problem : "", -1);

  gtk_label_set_label (self->running, self->repairing ? _("Repairing the library…")
                                                      : _("Checking the library…"));
  gtk_label_set_label (self->summary, sem_checkup_get_healthy (self->checkup)
                                        ? _("The library is in order.")
                                        : _("Something is wrong with the library."));
  adw_status_page_set_description (self->failed, markup);
  gtk_widget_set_sensitive (GTK_WIDGET (self->copy),
                            !running && sem_checkup_get_report (self->checkup));
  update_repair (self);
  gtk_stack_set_visible_child_name (self->stack, running   ? "running"
                                                 : problem ? "failed"
                                                           : "report");
}

static void
running_cb (SemCheckDialog *self)
{
  if (!sem_checkup_get_running (self->checkup))
    self->repairing = FALSE;
  update (self);
}

static void
progress_cb (SemCheckDialog *self)
{
  gtk_progress_bar_set_fraction (self->progress, sem_checkup_get_progress (self->checkup));
}

static void
copy_cb (SemCheckDialog *self)
{
  const char *report = sem_checkup_get_report (self->checkup);

  if (!report)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), report);
  sem_toast_show (GTK_WIDGET (self), _("Report copied. It names no file and no folder."));
}

static void
repair_cb (SemCheckDialog *self)
{
  self->repairing = TRUE;
  gtk_progress_bar_set_fraction (self->progress, 0);
  sem_checkup_repair (self->checkup);
}

static void
sem_check_dialog_dispose (GObject *object)
{
  SemCheckDialog *self = SEM_CHECK_DIALOG (object);

  if (self->checkup)
    sem_checkup_stop (self->checkup);
  g_clear_object (&self->checkup);

  G_OBJECT_CLASS (sem_check_dialog_parent_class)->dispose (object);
}

static void
sem_check_dialog_class_init (SemCheckDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_check_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/check-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SemCheckDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SemCheckDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, SemCheckDialog, running);
  gtk_widget_class_bind_template_child (widget_class, SemCheckDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, SemCheckDialog, list);
  gtk_widget_class_bind_template_child (widget_class, SemCheckDialog, failed);
  gtk_widget_class_bind_template_child (widget_class, SemCheckDialog, copy);
  gtk_widget_class_bind_template_child (widget_class, SemCheckDialog, repair);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, repair_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
}

static void
sem_check_dialog_init (SemCheckDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_escape_install (GTK_WINDOW (self), gtk_window_close);
}

GtkWindow *
sem_check_dialog_new (GtkWindow *parent, SemLibrary *library)
{
  SemCheckDialog *self = g_object_new (SEM_TYPE_CHECK_DIALOG, "transient-for", parent, NULL);

  self->checkup = sem_checkup_new (library);
  gtk_list_box_bind_model (self->list, sem_checkup_get_rows (self->checkup), make_row, NULL, NULL);
  g_signal_connect_object (self->checkup, "notify::running", G_CALLBACK (running_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->checkup, "notify::progress", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  sem_checkup_start (self->checkup);
  update (self);
  return GTK_WINDOW (self);
}

SemCheckup *
sem_check_dialog_get_checkup (SemCheckDialog *self)
{
  g_return_val_if_fail (SEM_IS_CHECK_DIALOG (self), NULL);
  return self->checkup;
}
