/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-job-row"

#include "config.h"

#include "ui/jobs/job-row.h"

#include <glib/gi18n-lib.h>

#include "ui/jobs/time-left.h"

struct _SemJobRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkProgressBar *bar;
  GtkLabel *status;
  GtkWidget *pause;
  GtkWidget *resume;

  SemBackgroundJob *job;
  SemTimeLeft left;
};

G_DEFINE_FINAL_TYPE (SemJobRow, sem_job_row, GTK_TYPE_WIDGET)

char *
sem_job_row_describe (const char *status, double seconds)
{
  g_autofree char *left = seconds < 0 ? NULL : sem_time_left_describe (seconds);

  /* Translators: what runs, and how long it takes still, such as "about 6 minutes". */
  return left ? g_strdup_printf (_("%s · %s left"), status, left) : g_strdup (status);
}

static void
update (SemJobRow *self)
{
  const gboolean paused = sem_background_job_get_paused (self->job);
  const double progress = sem_background_job_get_progress (self->job);
  const double seconds = sem_time_left_update (&self->left, paused ? -1 : progress);
  const char *title = sem_background_job_get_title (self->job);
  g_autofree char *status =
    /* Translators: what was running, such as "Looking for duplicates". */
    paused ? g_strdup_printf (_("%s: paused"), title) : sem_job_row_describe (title, seconds);

  gtk_label_set_label (self->status, status);
  gtk_progress_bar_set_fraction (self->bar, CLAMP (progress, 0, 1));
  gtk_widget_set_visible (self->pause, !paused);
  gtk_widget_set_visible (self->resume, paused);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  status, -1);
}

/* The button that was pressed is replaced by the other one, which takes the focus over. */
static void
toggle_cb (GtkWidget *button, SemJobRow *self)
{
  sem_background_job_set_paused (self->job, button == self->pause);
  gtk_widget_grab_focus (button == self->pause ? self->resume : self->pause);
}

static void
stop_cb (GtkWidget *button, SemJobRow *self)
{
  sem_background_job_stop (self->job);
}

static void
sem_job_row_dispose (GObject *object)
{
  SemJobRow *self = SEM_JOB_ROW (object);

  g_clear_object (&self->job);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_job_row_parent_class)->dispose (object);
}

static void
sem_job_row_class_init (SemJobRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_job_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SemJobRow, box);
  gtk_widget_class_bind_template_child (widget_class, SemJobRow, bar);
  gtk_widget_class_bind_template_child (widget_class, SemJobRow, status);
  gtk_widget_class_bind_template_child (widget_class, SemJobRow, pause);
  gtk_widget_class_bind_template_child (widget_class, SemJobRow, resume);
  gtk_widget_class_bind_template_callback (widget_class, toggle_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_job_row_init (SemJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sem_job_row_new (SemBackgroundJob *job)
{
  SemJobRow *self = g_object_new (SEM_TYPE_JOB_ROW, NULL);

  g_return_val_if_fail (SEM_IS_BACKGROUND_JOB (job), GTK_WIDGET (self));

  self->job = g_object_ref (job);
  g_signal_connect_object (job, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
