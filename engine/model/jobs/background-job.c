/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/jobs/background-job.h"

struct _SemBackgroundJob
{
  GObject parent_instance;

  char *title;
  double progress;
  gboolean paused;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_PROGRESS,
  PROP_PAUSED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint stop_signal;

G_DEFINE_FINAL_TYPE (SemBackgroundJob, sem_background_job, G_TYPE_OBJECT)

static void
sem_background_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemBackgroundJob *self = SEM_BACKGROUND_JOB (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_background_job_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PAUSED)
    sem_background_job_set_paused (SEM_BACKGROUND_JOB (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_background_job_finalize (GObject *object)
{
  g_free (SEM_BACKGROUND_JOB (object)->title);
  G_OBJECT_CLASS (sem_background_job_parent_class)->finalize (object);
}

static void
sem_background_job_class_init (SemBackgroundJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sem_background_job_get_property;
  object_class->set_property = sem_background_job_set_property;
  object_class->finalize = sem_background_job_finalize;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_PAUSED] =
    g_param_spec_boolean ("paused", NULL, NULL, FALSE,
                          flags | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  stop_signal = g_signal_new ("stop", SEM_TYPE_BACKGROUND_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 0);
}

static void
sem_background_job_init (SemBackgroundJob *self)
{
  self->progress = -1;
}

SemBackgroundJob *
sem_background_job_new (const char *title)
{
  SemBackgroundJob *self = g_object_new (SEM_TYPE_BACKGROUND_JOB, NULL);

  self->title = g_strdup (title);
  return self;
}

void
sem_background_job_set_progress (SemBackgroundJob *self, double progress)
{
  g_return_if_fail (SEM_IS_BACKGROUND_JOB (self));

  if (self->progress == progress)
    return;
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

const char *
sem_background_job_get_title (SemBackgroundJob *self)
{
  g_return_val_if_fail (SEM_IS_BACKGROUND_JOB (self), NULL);
  return self->title;
}

double
sem_background_job_get_progress (SemBackgroundJob *self)
{
  g_return_val_if_fail (SEM_IS_BACKGROUND_JOB (self), -1);
  return self->progress;
}

gboolean
sem_background_job_get_paused (SemBackgroundJob *self)
{
  g_return_val_if_fail (SEM_IS_BACKGROUND_JOB (self), FALSE);
  return self->paused;
}

void
sem_background_job_set_paused (SemBackgroundJob *self, gboolean paused)
{
  g_return_if_fail (SEM_IS_BACKGROUND_JOB (self));

  if (self->paused == paused)
    return;
  self->paused = paused;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
}

void
sem_background_job_stop (SemBackgroundJob *self)
{
  g_return_if_fail (SEM_IS_BACKGROUND_JOB (self));
  g_signal_emit (self, stop_signal, 0);
}
