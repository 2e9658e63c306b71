/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/jobs/calm.h"

#include "engine/base/rest.h"
#include "engine/model/jobs/load.h"

#define LOOK_SECONDS 5
/* The share of the time in which background work computes then. */
#define SAVING_SHARE .25
#define BUSY_SHARE .3
/* It is busy from the first on, and until the second. */
#define BUSY_FROM .5
#define BUSY_UNTIL .35

/* What was seen, passed from a worker to the main thread. */
typedef struct
{
  char *supplies;
  char *stat;
  gboolean own;
  gboolean battery;
  gboolean known;
  SemLoadTimes times;
} Look;

struct _SemCalm
{
  GObject parent_instance;

  char *system;
  gboolean enabled;
  gboolean working;
  gboolean looking;
  guint timer;
  GPowerProfileMonitor *monitor; /* (nullable) */
  Look *seen;                    /* (nullable) */
  double others;                 /* of the last two looks */
  SemCalmReason reason;
};

enum
{
  PROP_0,
  PROP_ENABLED,
};

static GParamSpec *enabled_property;
static guint changed_signal;

G_DEFINE_FINAL_TYPE (SemCalm, sem_calm, G_TYPE_OBJECT)

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->supplies);
  g_free (look->stat);
  g_free (look);
}

static SemCalmReason
choose_reason (SemCalm *self)
{
  if (!self->enabled || !self->working || !self->seen)
    return SEM_CALM_NONE;
  if (self->monitor && g_power_profile_monitor_get_power_saver_enabled (self->monitor))
    return SEM_CALM_SAVER;
  if (self->seen->battery)
    return SEM_CALM_BATTERY;
  if (self->others > (self->reason == SEM_CALM_BUSY ? BUSY_UNTIL : BUSY_FROM))
    return SEM_CALM_BUSY;
  return SEM_CALM_NONE;
}

static void
update (SemCalm *self)
{
  const SemCalmReason reason = choose_reason (self);
  double share = 1;

  if (reason == self->reason)
    return;
  self->reason = reason;
  if (reason != SEM_CALM_NONE)
    share = reason == SEM_CALM_BUSY ? BUSY_SHARE : SAVING_SHARE;
  /* Who rests is not woken for nothing. */
  if (share != sem_rest_get_share ())
    sem_rest_set_share (share);
  g_signal_emit (self, changed_signal, 0);
}

/* Reading an attribute of a battery may take a tenth of a second. */
static void
look_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *look = data;

  look->battery = sem_load_is_on_battery (look->supplies);
  look->known = sem_load_read (look->stat, look->own, &look->times);
  g_task_return_boolean (task, TRUE);
}

static void
looked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemCalm *self = SEM_CALM (object);
  Look *look = g_task_get_task_data (G_TASK (result)), *seen = g_new0 (Look, 1);

  self->looking = FALSE;
  *seen = (Look){ .battery = look->battery, .known = look->known, .times = look->times };
  self->others = self->seen && self->seen->known && seen->known
                   ? sem_load_get_others (&self->seen->times, &seen->times)
                   : 0;
  g_clear_pointer (&self->seen, look_free);
  self->seen = seen;
  update (self);
}

void
sem_calm_look (SemCalm *self)
{
  g_autoptr (GTask) task = NULL;
  Look *look;

  g_return_if_fail (SEM_IS_CALM (self));

  if (self->looking)
    return;
  self->looking = TRUE;
  look = g_new0 (Look, 1);
  look->supplies = self->system ? g_build_filename (self->system, "power_supply", NULL)
                                : g_strdup ("/sys/class/power_supply");
  look->stat =
    self->system ? g_build_filename (self->system, "stat", NULL) : g_strdup ("/proc/stat");
  look->own = !self->system;
  task = g_task_new (self, NULL, looked_cb, NULL);
  g_task_set_source_tag (task, sem_calm_look);
  g_task_set_task_data (task, look, look_free);
  g_task_run_in_thread (task, look_worker);
}

static gboolean
timer_cb (gpointer user_data)
{
  sem_calm_look (user_data);
  return G_SOURCE_CONTINUE;
}

void
sem_calm_set_working (SemCalm *self, gboolean working)
{
  g_return_if_fail (SEM_IS_CALM (self));

  if (working == self->working)
    return;
  self->working = working;
  g_clear_handle_id (&self->timer, g_source_remove);
  /* How busy others were before says nothing. */
  if (self->seen)
    self->seen->known = FALSE;
  self->others = 0;
  if (working && self->enabled)
    {
      self->timer = g_timeout_add_seconds (LOOK_SECONDS, timer_cb, self);
      sem_calm_look (self);
    }
  update (self);
}

static void
set_enabled (SemCalm *self, gboolean enabled)
{
  const gboolean working = self->working;

  if (enabled == self->enabled)
    return;
  self->enabled = enabled;
  sem_calm_set_working (self, FALSE);
  sem_calm_set_working (self, working);
  g_object_notify_by_pspec (G_OBJECT (self), enabled_property);
}

static void
sem_calm_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ENABLED)
    g_value_set_boolean (value, SEM_CALM (object)->enabled);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_calm_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ENABLED)
    set_enabled (SEM_CALM (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_calm_finalize (GObject *object)
{
  SemCalm *self = SEM_CALM (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->reason != SEM_CALM_NONE)
    sem_rest_set_share (1);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->seen, look_free);
  g_free (self->system);

  G_OBJECT_CLASS (sem_calm_parent_class)->finalize (object);
}

static void
sem_calm_class_init (SemCalmClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sem_calm_get_property;
  object_class->set_property = sem_calm_set_property;
  object_class->finalize = sem_calm_finalize;
  enabled_property =
    g_param_spec_boolean ("enabled", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_property (object_class, PROP_ENABLED, enabled_property);
  changed_signal =
    g_signal_new ("changed", SEM_TYPE_CALM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sem_calm_init (SemCalm *self)
{
  self->enabled = TRUE;
}

SemCalm *
sem_calm_new (const char *system)
{
  SemCalm *self = g_object_new (SEM_TYPE_CALM, NULL);

  self->system = g_strdup (system);
  if (!system)
    {
      self->monitor = g_power_profile_monitor_dup_default ();
      g_signal_connect_object (self->monitor, "notify::power-saver-enabled", G_CALLBACK (update),
                               self, G_CONNECT_SWAPPED);
    }
  return self;
}

SemCalmReason
sem_calm_get_reason (SemCalm *self)
{
  g_return_val_if_fail (SEM_IS_CALM (self), SEM_CALM_NONE);
  return self->reason;
}
