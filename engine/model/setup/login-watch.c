/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/setup/login-watch-private.h"

#include <glib/gi18n-lib.h>

#define UNIT "semblance-watch.service"

#define SYSTEMD "org.freedesktop.systemd1"
#define SYSTEMD_PATH "/org/freedesktop/systemd1"
#define SYSTEMD_MANAGER "org.freedesktop.systemd1.Manager"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_BACKGROUND "org.freedesktop.portal.Background"
#define PORTAL_REQUEST "org.freedesktop.portal.Request"

/* A call that a program has to answer by itself; a portal may ask the person first. */
#define PATIENCE 10000

/* @portal: whether the portal is asked, and not systemd
 * @allowed: what the portal allowed the last time
 * @wanted: what the change on its way is for
 * @changes: whether a change is on its way
 * @response: subscription to the portal's answer, 0 where none is expected */
struct _SemLoginWatch
{
  GObject parent_instance;

  GDBusConnection *bus;
  GCancellable *cancellable;
  SemLoginWatchState state;
  gboolean portal;
  gboolean allowed;
  gboolean wanted;
  gboolean changes;
  guint response;
  char *problem;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemLoginWatch, sem_login_watch, G_TYPE_OBJECT)

static void
set_state (SemLoginWatch *self, SemLoginWatchState state)
{
  self->state = state;
  self->changes = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* @reason: of the other side, not translated. */
static void
fail (SemLoginWatch *self, const char *reason)
{
  g_free (self->problem);
  self->problem =
    self->wanted
      ? g_strdup_printf (_("Indexing after a log-in could not be turned on: %s."), reason)
      : g_strdup_printf (_("Indexing after a log-in could not be turned off: %s."), reason);
  set_state (self, self->state);
}

static void
forget_response (SemLoginWatch *self)
{
  if (self->response)
    g_dbus_connection_signal_unsubscribe (self->bus, self->response);
  self->response = 0;
}

/* What comes after a call. @answer: (nullable); @reason: (nullable): why there is none */
typedef void (*Step) (SemLoginWatch *self, GVariant *answer, const char *reason);

typedef struct
{
  SemLoginWatch *self;
  Step next;
} Call;

/* The object may be gone where the call was cancelled. */
static void
answered_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *done = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error)
    g_dbus_error_strip_remote_error (error);
  done->next (done->self, answer, error ? error->message : NULL);
}

static void
call_systemd (SemLoginWatch *self, const char *method, GVariant *parameters, Step next)
{
  Call *call = g_new (Call, 1);

  *call = (Call){ self, next };
  /* Where no systemd runs, none is to be started. */
  g_dbus_connection_call (self->bus, SYSTEMD, SYSTEMD_PATH, SYSTEMD_MANAGER, method, parameters,
                          NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, PATIENCE, self->cancellable,
                          answered_cb, call);
}

static void
call_portal (SemLoginWatch *self,
             const char *interface,
             const char *method,
             GVariant *parameters,
             Step next)
{
  Call *call = g_new (Call, 1);

  *call = (Call){ self, next };
  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, interface, method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, PATIENCE, self->cancellable, answered_cb, call);
}

static void
take_state (SemLoginWatch *self, GVariant *answer, const char *reason)
{
  const char *word = NULL;

  if (answer && g_variant_is_of_type (answer, G_VARIANT_TYPE ("(s)")))
    g_variant_get (answer, "(&s)", &word);
  if (!word || g_str_equal (word, "masked"))
    set_state (self, SEM_LOGIN_WATCH_ABSENT);
  else
    set_state (self, g_str_has_prefix (word, "enabled") ? SEM_LOGIN_WATCH_ON : SEM_LOGIN_WATCH_OFF);
}

/* Whatever systemd has done, its word about the unit counts. */
static void
ask_state (SemLoginWatch *self)
{
  call_systemd (self, "GetUnitFileState", g_variant_new ("(s)", UNIT), take_state);
}

/* The unit was started, or ended: where that fails it starts at the next log-in. */
static void
take_run (SemLoginWatch *self, GVariant *answer, const char *reason)
{
  if (!answer)
    g_info ("%s: %s", UNIT, reason);
  ask_state (self);
}

static void
take_reload (SemLoginWatch *self, GVariant *answer, const char *reason)
{
  call_systemd (self, self->wanted ? "StartUnit" : "StopUnit",
                g_variant_new ("(ss)", UNIT, "replace"), take_run);
}

static void
take_enabled (SemLoginWatch *self, GVariant *answer, const char *reason)
{
  if (answer)
    call_systemd (self, "Reload", NULL, take_reload);
  else
    fail (self, reason);
}

static void
enable (SemLoginWatch *self)
{
  static const char *const units[] = { UNIT, NULL };

  if (self->wanted)
    call_systemd (self, "EnableUnitFiles", g_variant_new ("(^asbb)", units, FALSE, FALSE),
                  take_enabled);
  else
    call_systemd (self, "DisableUnitFiles", g_variant_new ("(^asb)", units, FALSE), take_enabled);
}

/* The person may have refused. */
static void
response_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer user_data)
{
  SemLoginWatch *self = user_data;
  g_autoptr (GVariant) results = NULL;
  gboolean allowed = FALSE;
  guint32 status;

  forget_response (self);
  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    {
      fail (self, _("the desktop's answer is not understood"));
      return;
    }
  g_variant_get (parameters, "(u@a{sv})", &status, &results);
  g_variant_lookup (results, "autostart", "b", &allowed);
  if (status == 0 && allowed == self->wanted)
    set_state (self, allowed ? SEM_LOGIN_WATCH_ON : SEM_LOGIN_WATCH_OFF);
  else
    fail (self, _("the desktop does not allow it"));
}

static void
take_request (SemLoginWatch *self, GVariant *answer, const char *reason)
{
  if (answer)
    return;
  forget_response (self);
  fail (self, reason);
}

/* The object of a request is known before the request is made, so that no answer is missed. */
static void
request (SemLoginWatch *self)
{
  static const char *const command[] = { "semblance-cli", "watch", NULL };
  g_autofree char *token = g_strdup_printf ("semblance_%u", g_random_int ());
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (self->bus) + 1);
  g_autofree char *path = NULL;
  GVariantBuilder options;

  g_strdelimit (sender, ".", '_');
  path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  forget_response (self);
  self->response =
    g_dbus_connection_signal_subscribe (self->bus, PORTAL, PORTAL_REQUEST, "Response", path, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, response_cb, self, NULL);
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_("New photos are indexed as they appear.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (self->wanted));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  call_portal (self, PORTAL_BACKGROUND, "RequestBackground",
               g_variant_new ("(sa{sv})", "", &options), take_request);
}

static void
take_version (SemLoginWatch *self, GVariant *answer, const char *reason)
{
  if (!answer)
    set_state (self, SEM_LOGIN_WATCH_ABSENT);
  else
    set_state (self, self->allowed ? SEM_LOGIN_WATCH_ON : SEM_LOGIN_WATCH_OFF);
}

static void
find_out (SemLoginWatch *self)
{
  if (!self->portal)
    ask_state (self);
  else
    call_portal (self, "org.freedesktop.DBus.Properties", "Get",
                 g_variant_new ("(ss)", PORTAL_BACKGROUND, "version"), take_version);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SemLoginWatch *self = user_data;
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->bus = bus;
  if (bus)
    find_out (self);
  else
    set_state (self, SEM_LOGIN_WATCH_ABSENT);
}

static void
sem_login_watch_dispose (GObject *object)
{
  SemLoginWatch *self = SEM_LOGIN_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  forget_response (self);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (sem_login_watch_parent_class)->dispose (object);
}

static void
sem_login_watch_finalize (GObject *object)
{
  SemLoginWatch *self = SEM_LOGIN_WATCH (object);

  g_object_unref (self->cancellable);
  g_free (self->problem);
  G_OBJECT_CLASS (sem_login_watch_parent_class)->finalize (object);
}

static void
sem_login_watch_class_init (SemLoginWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_login_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = sem_login_watch_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
sem_login_watch_init (SemLoginWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

SemLoginWatch *
sem_login_watch_new (gboolean allowed)
{
  SemLoginWatch *self = g_object_new (SEM_TYPE_LOGIN_WATCH, NULL);

  self->portal = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
  self->allowed = allowed;
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, self);
  return self;
}

SemLoginWatch *
sem_login_watch_new_on (GDBusConnection *bus, gboolean portal, gboolean allowed)
{
  SemLoginWatch *self = g_object_new (SEM_TYPE_LOGIN_WATCH, NULL);

  self->bus = g_object_ref (bus);
  self->portal = portal;
  self->allowed = allowed;
  find_out (self);
  return self;
}

SemLoginWatchState
sem_login_watch_get_state (SemLoginWatch *self)
{
  g_return_val_if_fail (SEM_IS_LOGIN_WATCH (self), SEM_LOGIN_WATCH_UNKNOWN);

  return self->state;
}

const char *
sem_login_watch_get_problem (SemLoginWatch *self)
{
  g_return_val_if_fail (SEM_IS_LOGIN_WATCH (self), NULL);

  return self->problem;
}

void
sem_login_watch_set (SemLoginWatch *self, gboolean on)
{
  g_return_if_fail (SEM_IS_LOGIN_WATCH (self));

  if (self->changes || (self->state != SEM_LOGIN_WATCH_OFF && self->state != SEM_LOGIN_WATCH_ON)
      || on == (self->state == SEM_LOGIN_WATCH_ON))
    return;
  g_clear_pointer (&self->problem, g_free);
  self->changes = TRUE;
  self->wanted = on;
  if (self->portal)
    request (self);
  else
    enable (self);
}
