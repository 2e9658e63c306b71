/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-awake"

#include "config.h"

#include "ui/jobs/awake.h"

#include <glib/gi18n-lib.h>

struct _SemAwake
{
  GObject parent_instance;

  GtkWindow *window; /* (nullable): not owned */
  SemLibrary *library;
  SemCalm *calm;
  GtkApplication *application; /* (nullable): that was asked */
  const char *reason;          /* (nullable): what it was told */
  guint cookie;
};

G_DEFINE_FINAL_TYPE (SemAwake, sem_awake, G_TYPE_OBJECT)

static gboolean
runs_beside (SemLibrary *library)
{
  GListModel *jobs = sem_library_get_jobs (library);

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (SemBackgroundJob) job = g_list_model_get_item (jobs, i);

      if (!sem_background_job_get_paused (job))
        return TRUE;
    }
  return FALSE;
}

/* Returns: (nullable): why the computer should not suspend */
static const char *
choose_reason (SemAwake *self)
{
  const SemCalmReason calm = sem_calm_get_reason (self->calm);
  const SemLibraryState state = sem_library_get_state (self->library);

  if (!self->window || calm == SEM_CALM_BATTERY || calm == SEM_CALM_SAVER)
    return NULL;
  if (state == SEM_LIBRARY_INDEXING)
    return _("Photos are being indexed");
  if (state == SEM_LIBRARY_TRAINING)
    return _("A model is being trained");
  return runs_beside (self->library) ? _("Work on the photos is not done") : NULL;
}

static void
update (SemAwake *self)
{
  const char *reason = choose_reason (self);

  if (g_strcmp0 (reason, self->reason) == 0)
    return;
  if (self->cookie)
    gtk_application_uninhibit (self->application, self->cookie);
  self->cookie = 0;
  g_clear_object (&self->application);
  self->reason = reason;
  if (!reason)
    return;
  g_set_object (&self->application, gtk_window_get_application (self->window));
  if (self->application)
    self->cookie = gtk_application_inhibit (self->application, self->window,
                                            GTK_APPLICATION_INHIBIT_SUSPEND, reason);
}

static void
jobs_cb (GListModel *jobs, guint position, guint removed, guint added, SemAwake *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (SemBackgroundJob) job = g_list_model_get_item (jobs, i);

      g_signal_connect_object (job, "notify::paused", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

void
sem_awake_release (SemAwake *self)
{
  g_return_if_fail (SEM_IS_AWAKE (self));
  self->window = NULL;
  update (self);
}

static void
sem_awake_dispose (GObject *object)
{
  SemAwake *self = SEM_AWAKE (object);

  if (self->library)
    sem_awake_release (self);
  g_clear_object (&self->library);
  g_clear_object (&self->calm);

  G_OBJECT_CLASS (sem_awake_parent_class)->dispose (object);
}

static void
sem_awake_class_init (SemAwakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_awake_dispose;
}

static void
sem_awake_init (SemAwake *self)
{
}

SemAwake *
sem_awake_new (GtkWindow *window, SemLibrary *library, SemCalm *calm)
{
  SemAwake *self = g_object_new (SEM_TYPE_AWAKE, NULL);
  GListModel *jobs = sem_library_get_jobs (library);

  self->window = window;
  self->library = g_object_ref (library);
  self->calm = g_object_ref (calm);
  g_signal_connect_object (calm, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (jobs_cb), self, 0);
  jobs_cb (jobs, 0, 0, g_list_model_get_n_items (jobs), self);
  return self;
}
