/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-progress-strip"

#include "config.h"

#include "ui/jobs/progress-strip-private.h"

#include <glib/gi18n-lib.h>

#include "ui/jobs/job-row.h"
#include "ui/jobs/time-left.h"

#define PULSE_MS 120

struct _SemProgressStrip
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkWidget *main; /* the line about the library's job */
  GtkProgressBar *bar;
  GtkLabel *status;
  GtkWidget *pause;
  GtkWidget *resume;
  GtkWidget *cancel;
  GtkBox *rows; /* of SemJobRow */
  GtkToggleButton *all;
  GtkLabel *note;

  SemLibrary *library;
  gboolean held_back;
  gboolean trains; /* the job that runs, is paused or stops */
  guint pulse_id;
  SemTimeLeft left;
};

G_DEFINE_FINAL_TYPE (SemProgressStrip, sem_progress_strip, GTK_TYPE_WIDGET)

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (SEM_PROGRESS_STRIP (user_data)->bar);
  return G_SOURCE_CONTINUE;
}

static void
show_progress (SemProgressStrip *self, gboolean moving)
{
  double progress = sem_library_get_progress (self->library);

  if (moving && progress < 0)
    {
      if (self->pulse_id == 0)
        self->pulse_id = g_timeout_add (PULSE_MS, pulse_cb, self);
      return;
    }
  g_clear_handle_id (&self->pulse_id, g_source_remove);
  gtk_progress_bar_set_fraction (self->bar, CLAMP (progress, 0, 1));
}

/* One line is shown, and the lines of further jobs when the user opens them. */
static void
show_rows (SemProgressStrip *self, gboolean main_shown)
{
  const gboolean all = gtk_toggle_button_get_active (self->all);
  const guint n = g_list_model_get_n_items (sem_library_get_jobs (self->library));
  const guint n_more = n - (!main_shown && n > 0);
  gboolean first = !main_shown;
  g_autofree char *label =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Show %u More Job", "Show %u More Jobs", n_more),
                     n_more);

  gtk_widget_set_visible (self->main, main_shown);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row;
       row = gtk_widget_get_next_sibling (row))
    {
      gtk_widget_set_visible (row, first || all);
      first = FALSE;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->all), n_more > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->all), all ? _("Show Fewer Jobs") : label);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), main_shown || n > 0);
}

static void
show_status (SemProgressStrip *self, SemLibraryState state)
{
  const gboolean moving = state == SEM_LIBRARY_INDEXING || state == SEM_LIBRARY_TRAINING;
  const char *status = sem_library_get_status (self->library);
  const double seconds =
    sem_time_left_update (&self->left, moving ? sem_library_get_progress (self->library) : -1);
  g_autofree char *line = sem_job_row_describe (status ? status : "", seconds);

  gtk_label_set_label (self->status, line);
  gtk_widget_set_visible (self->pause, state != SEM_LIBRARY_PAUSED);
  gtk_widget_set_visible (self->resume, state == SEM_LIBRARY_PAUSED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  line, -1);
}

static void
update (SemProgressStrip *self)
{
  SemLibraryState state = sem_library_get_state (self->library);
  gboolean busy = state == SEM_LIBRARY_INDEXING || state == SEM_LIBRARY_PAUSED
                  || state == SEM_LIBRARY_TRAINING || state == SEM_LIBRARY_STOPPING;

  if (state == SEM_LIBRARY_TRAINING || state == SEM_LIBRARY_INDEXING || !busy)
    self->trains = state == SEM_LIBRARY_TRAINING;
  show_rows (self, busy && !(self->held_back && self->trains));
  show_progress (self, busy && state != SEM_LIBRARY_PAUSED);
  if (busy)
    show_status (self, state);
  else
    self->left = (SemTimeLeft){ 0 };
}

static void
jobs_cb (GListModel *jobs, guint position, guint removed, guint added, SemProgressStrip *self)
{
  GtkWidget *before = NULL, *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));

  for (guint i = 0; i < position; i++)
    {
      before = row;
      row = gtk_widget_get_next_sibling (row);
    }
  while (removed--)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (row);

      gtk_box_remove (self->rows, row);
      row = next;
    }
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (SemBackgroundJob) job = g_list_model_get_item (jobs, position + i);

      row = sem_job_row_new (job);
      gtk_box_insert_child_after (self->rows, row, before);
      before = row;
    }
  update (self);
}

static void
sem_progress_strip_dispose (GObject *object)
{
  SemProgressStrip *self = SEM_PROGRESS_STRIP (object);

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  if (self->library)
    {
      g_signal_handlers_disconnect_by_data (sem_library_get_jobs (self->library), self);
      g_signal_handlers_disconnect_by_data (self->library, self);
    }
  g_clear_object (&self->library);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_progress_strip_parent_class)->dispose (object);
}

static void
sem_progress_strip_class_init (SemProgressStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_progress_strip_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/progress-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, revealer);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, main);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, bar);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, status);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, pause);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, resume);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, cancel);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, rows);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, all);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, note);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "progressstrip");
}

static void
sem_progress_strip_init (SemProgressStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_progress_strip_set_library (SemProgressStrip *self, SemLibrary *library)
{
  GListModel *jobs;

  g_return_if_fail (SEM_IS_PROGRESS_STRIP (self));
  g_return_if_fail (SEM_IS_LIBRARY (library));
  g_return_if_fail (!self->library);

  self->library = g_object_ref (library);
  jobs = sem_library_get_jobs (library);
  g_signal_connect_swapped (library, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (library, "notify::status", G_CALLBACK (update), self);
  g_signal_connect_swapped (library, "notify::progress", G_CALLBACK (update), self);
  g_signal_connect (jobs, "items-changed", G_CALLBACK (jobs_cb), self);
  jobs_cb (jobs, 0, 0, g_list_model_get_n_items (jobs), self);
}

void
sem_progress_strip_set_held_back (SemProgressStrip *self, gboolean held_back)
{
  g_return_if_fail (SEM_IS_PROGRESS_STRIP (self));

  self->held_back = held_back;
  if (self->library)
    update (self);
}

void
sem_progress_strip_set_note (SemProgressStrip *self, const char *note)
{
  g_return_if_fail (SEM_IS_PROGRESS_STRIP (self));

  gtk_label_set_label (self->note, note ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

gboolean
sem_progress_strip_get_busy (SemProgressStrip *self)
{
  g_return_val_if_fail (SEM_IS_PROGRESS_STRIP (self), FALSE);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer));
}
