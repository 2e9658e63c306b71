/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/settings.h"

/* One that comes later takes its place. */
#define NOTIFICATION "job"

/* Going easy ----------------------------------------------------------------------------------- */

static void
reason_cb (SemWindow *self)
{
  const char *note = NULL;

  switch (sem_calm_get_reason (self->calm))
    {
    case SEM_CALM_BATTERY:
      note = _("Slower on battery");
      break;
    case SEM_CALM_SAVER:
      note = _("Slower to save power");
      break;
    case SEM_CALM_BUSY:
      note = _("Slower while other programs keep the computer busy");
      break;
    case SEM_CALM_NONE:
    default:
      break;
    }
  sem_progress_strip_set_note (self->strip, note);
}

static void
work_cb (SemWindow *self)
{
  const SemLibraryState state = sem_library_get_state (self->library);
  const guint n = g_list_model_get_n_items (sem_library_get_jobs (self->library));

  if (self->calm)
    sem_calm_set_working (self->calm,
                          state == SEM_LIBRARY_INDEXING || state == SEM_LIBRARY_TRAINING || n > 0);
}

/* Notifications -------------------------------------------------------------------------------- */

static void
ended_cb (SemWindow *self, const char *title, const char *sentence)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  GSettings *settings = sem_settings_get ();
  g_autoptr (GNotification) notification = NULL;

  if (!application || gtk_window_is_active (GTK_WINDOW (self))
      || (settings && !g_settings_get_boolean (settings, "notify")))
    return;
  notification = g_notification_new (title);
  g_notification_set_body (notification, sentence);
  g_application_send_notification (G_APPLICATION (application), NOTIFICATION, notification);
}

static void
active_cb (SemWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (application && gtk_window_is_active (GTK_WINDOW (self)))
    g_application_withdraw_notification (G_APPLICATION (application), NOTIFICATION);
}

void
sem_window_connect_jobs (SemWindow *self)
{
  GSettings *settings = sem_settings_get ();

  self->calm = sem_calm_new (g_getenv ("SEMBLANCE_SYSTEM"));
  self->ends = sem_job_ends_new (self->library, SEM_LONG_JOB_SECONDS);
  g_signal_connect_object (self->calm, "changed", G_CALLBACK (reason_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->library, "notify::state", G_CALLBACK (work_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sem_library_get_jobs (self->library), "items-changed",
                           G_CALLBACK (work_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ends, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::is-active", G_CALLBACK (active_cb), self,
                           G_CONNECT_SWAPPED);
  if (settings)
    g_settings_bind (settings, "go-easy", self->calm, "enabled", G_SETTINGS_BIND_GET);
  work_cb (self);
  self->awake = sem_awake_new (GTK_WINDOW (self), self->library, self->calm);
}

void
sem_window_disconnect_jobs (SemWindow *self)
{
  if (self->awake)
    sem_awake_release (self->awake);
  g_clear_object (&self->awake);
  g_clear_object (&self->ends);
  g_clear_object (&self->calm);
}
