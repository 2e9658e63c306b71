/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-progress-strip"

#include "config.h"

#include "ui/widgets/progress-strip-private.h"

#define PULSE_MS 120

struct _SemProgressStrip
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkProgressBar *bar;
  GtkLabel *status;
  GtkWidget *pause;
  GtkWidget *resume;
  GtkWidget *cancel;

  SemLibrary *library;
  gboolean held_back;
  gboolean trains; /* the job that runs, is paused or stops */
  guint pulse_id;
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

static void
update (SemProgressStrip *self)
{
  SemLibraryState state = sem_library_get_state (self->library);
  const char *status = sem_library_get_status (self->library);
  gboolean busy = state == SEM_LIBRARY_INDEXING || state == SEM_LIBRARY_PAUSED
                  || state == SEM_LIBRARY_TRAINING || state == SEM_LIBRARY_STOPPING;

  if (state == SEM_LIBRARY_TRAINING || state == SEM_LIBRARY_INDEXING || !busy)
    self->trains = state == SEM_LIBRARY_TRAINING;
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer),
                                 busy && !(self->held_back && self->trains));
  show_progress (self, busy && state != SEM_LIBRARY_PAUSED);
  if (!busy)
    return;

  gtk_label_set_label (self->status, status != NULL ? status : "");
  gtk_widget_set_visible (self->pause, state != SEM_LIBRARY_PAUSED);
  gtk_widget_set_visible (self->resume, state == SEM_LIBRARY_PAUSED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  status != NULL ? status : "", -1);
}

static void
sem_progress_strip_dispose (GObject *object)
{
  SemProgressStrip *self = SEM_PROGRESS_STRIP (object);

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  if (self->library)
    g_signal_handlers_disconnect_by_data (self->library, self);
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
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, bar);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, status);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, pause);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, resume);
  gtk_widget_class_bind_template_child (widget_class, SemProgressStrip, cancel);
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
  g_return_if_fail (SEM_IS_PROGRESS_STRIP (self));
  g_return_if_fail (SEM_IS_LIBRARY (library));
  g_return_if_fail (!self->library);

  self->library = g_object_ref (library);
  g_signal_connect_swapped (library, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (library, "notify::status", G_CALLBACK (update), self);
  g_signal_connect_swapped (library, "notify::progress", G_CALLBACK (update), self);
  update (self);
}

void
sem_progress_strip_set_held_back (SemProgressStrip *self, gboolean held_back)
{
  g_return_if_fail (SEM_IS_PROGRESS_STRIP (self));

  self->held_back = held_back;
  if (self->library)
    update (self);
}

gboolean
sem_progress_strip_get_busy (SemProgressStrip *self)
{
  g_return_val_if_fail (SEM_IS_PROGRESS_STRIP (self), FALSE);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer));
}
