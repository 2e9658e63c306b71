/* test-login.c - indexing after every log-in, by a made systemd and a made portal
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/setup/login-watch-private.h"

static const char interfaces[] =
  "<node>"
  " <interface name='org.freedesktop.systemd1.Manager'>"
  "  <method name='GetUnitFileState'><arg type='s' direction='in'/>"
  "   <arg type='s' direction='out'/></method>"
  "  <method name='EnableUnitFiles'><arg type='as' direction='in'/><arg type='b' direction='in'/>"
  "   <arg type='b' direction='in'/><arg type='b' direction='out'/>"
  "   <arg type='a(sss)' direction='out'/></method>"
  "  <method name='DisableUnitFiles'><arg type='as' direction='in'/><arg type='b' direction='in'/>"
  "   <arg type='a(sss)' direction='out'/></method>"
  "  <method name='Reload'/>"
  "  <method name='StartUnit'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "   <arg type='o' direction='out'/></method>"
  "  <method name='StopUnit'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "   <arg type='o' direction='out'/></method>"
  " </interface>"
  " <interface name='org.freedesktop.portal.Background'>"
  "  <method name='RequestBackground'><arg type='s' direction='in'/>"
  "   <arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
  "  <property name='version' type='u' access='read'/>"
  " </interface>"
  "</node>";

/* @known: whether systemd knows the unit
 * @enabled: whether it is enabled there, or the portal allowed it
 * @refuses: whether a change fails
 * @calls: what was called, in order */
typedef struct
{
  GTestDBus *daemon;
  GDBusConnection *bus;
  GDBusConnection *client;
  GDBusNodeInfo *node;
  gboolean known;
  gboolean enabled;
  gboolean refuses;
  GString *calls;
} Desktop;

static void
serve_systemd (Desktop *desktop,
               const char *method,
               GVariant *parameters,
               GDBusMethodInvocation *invocation)
{
  g_string_append_printf (desktop->calls, "%s ", method);
  if (g_str_equal (method, "GetUnitFileState") && !desktop->known)
    g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.systemd1.NoSuchUnit",
                                                "No such file");
  else if (g_str_equal (method, "GetUnitFileState"))
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(s)", desktop->enabled ? "enabled"
                                                                                  : "disabled"));
  else if (desktop->refuses)
    g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.DBus.Error.Failed",
                                                "The home folder cannot be written");
  else if (g_str_equal (method, "EnableUnitFiles") || g_str_equal (method, "DisableUnitFiles"))
    {
      g_autoptr (GVariant) files = g_variant_get_child_value (parameters, 0);
      g_autofree const char **units = g_variant_get_strv (files, NULL);

      g_assert_cmpstr (units[0], ==, "semblance-watch.service");
      desktop->enabled = g_str_equal (method, "EnableUnitFiles");
      g_dbus_method_invocation_return_value (invocation, desktop->enabled
                                                           ? g_variant_new ("(ba(sss))", TRUE, NULL)
                                                           : g_variant_new ("(a(sss))", NULL));
    }
  else
    g_dbus_method_invocation_return_value (invocation, g_str_equal (method, "Reload")
                                                         ? NULL
                                                         : g_variant_new ("(o)", "/job"));
}

static void
serve_portal (Desktop *desktop,
              const char *sender,
              GVariant *parameters,
              GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree const char **command = NULL;
  g_autofree char *token = NULL;
  g_autofree char *name = g_strdup (sender + 1);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  GVariantDict dict;
  gboolean wanted;

  g_variant_dict_init (&dict, options);
  g_assert_true (g_variant_dict_lookup (&dict, "handle_token", "s", &token));
  g_assert_true (g_variant_dict_lookup (&dict, "autostart", "b", &wanted));
  g_assert_true (g_variant_dict_lookup (&dict, "commandline", "^a&s", &command));
  g_variant_dict_clear (&dict);
  g_assert_cmpstr (command[0], ==, "semblance-cli");
  g_assert_cmpstr (command[1], ==, "watch");
  if (!desktop->refuses)
    desktop->enabled = wanted;
  path = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s",
                          g_strdelimit (name, ".", '_'), token);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
  g_dbus_connection_emit_signal (
    desktop->bus, sender, path, "org.freedesktop.portal.Request", "Response",
    g_variant_new_parsed ("(%u, {'background': <true>, 'autostart': <%b>})",
                          desktop->refuses ? 1 : 0, desktop->enabled),
    &error);
  g_assert_no_error (error);
}

static void
serve (GDBusConnection *bus,
       const char *sender,
       const char *path,
       const char *interface,
       const char *method,
       GVariant *parameters,
       GDBusMethodInvocation *invocation,
       gpointer user_data)
{
  Desktop *desktop = user_data;

  if (g_str_has_suffix (interface, "Manager"))
    serve_systemd (desktop, method, parameters, invocation);
  else
    serve_portal (desktop, sender, parameters, invocation);
}

static GVariant *
serve_property (GDBusConnection *bus,
                const char *sender,
                const char *path,
                const char *interface,
                const char *name,
                GError **error,
                gpointer user_data)
{
  return g_variant_new_uint32 (2);
}

static GDBusConnection *
connect_to (Desktop *desktop)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus =
    g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (desktop->daemon),
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                              | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                            NULL, NULL, &error);

  g_assert_no_error (error);
  return bus;
}

static void
own (Desktop *desktop, const char *name, const char *path, guint interface)
{
  static const GDBusInterfaceVTable table = { serve, serve_property, NULL, { NULL } };
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_dbus_connection_register_object (desktop->bus, path, desktop->node->interfaces[interface],
                                     &table, desktop, NULL, &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (desktop->bus, "org.freedesktop.DBus",
                                        "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "RequestName", g_variant_new ("(su)", name, 0), NULL,
                                        G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Desktop *desktop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  desktop->daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (desktop->daemon);
  desktop->node = g_dbus_node_info_new_for_xml (interfaces, &error);
  g_assert_no_error (error);
  desktop->bus = connect_to (desktop);
  desktop->client = connect_to (desktop);
  desktop->calls = g_string_new (NULL);
  desktop->known = TRUE;
  own (desktop, "org.freedesktop.systemd1", "/org/freedesktop/systemd1", 0);
  own (desktop, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", 1);
}

static void
tear_down (Desktop *desktop, gconstpointer data)
{
  g_string_free (desktop->calls, TRUE);
  g_object_unref (desktop->client);
  g_object_unref (desktop->bus);
  g_dbus_node_info_unref (desktop->node);
  g_test_dbus_down (desktop->daemon);
  g_object_unref (desktop->daemon);
}

static void
changed_cb (SemLoginWatch *watch, guint *n)
{
  ++*n;
}

/* Until it has changed once more. */
static void
await (SemLoginWatch *watch, guint *n)
{
  const guint before = *n;

  while (*n == before)
    g_main_context_iteration (NULL, TRUE);
}

static SemLoginWatch *
new_watch (Desktop *desktop, gboolean portal, gboolean allowed, guint *n)
{
  SemLoginWatch *watch = sem_login_watch_new_on (desktop->client, portal, allowed);

  g_assert_cmpint (sem_login_watch_get_state (watch), ==, SEM_LOGIN_WATCH_UNKNOWN);
  g_signal_connect (watch, "changed", G_CALLBACK (changed_cb), n);
  await (watch, n);
  return watch;
}

static void
test_systemd (Desktop *desktop, gconstpointer data)
{
  guint n = 0;
  g_autoptr (SemLoginWatch) watch = new_watch (desktop, FALSE, TRUE, &n);

  g_assert_cmpint (sem_login_watch_get_state (watch), ==, SEM_LOGIN_WATCH_OFF);
  g_string_truncate (desktop->calls, 0);
  sem_login_watch_set (watch, FALSE);
  sem_login_watch_set (watch, TRUE);
  sem_login_watch_set (watch, FALSE);
  await (watch, &n);
  g_assert_cmpint (sem_login_watch_get_state (watch), ==, SEM_LOGIN_WATCH_ON);
  g_assert_null (sem_login_watch_get_problem (watch));
  g_assert_cmpstr (desktop->calls->str, ==, "EnableUnitFiles Reload StartUnit GetUnitFileState ");
  g_string_truncate (desktop->calls, 0);
  sem_login_watch_set (watch, FALSE);
  await (watch, &n);
  g_assert_cmpint (sem_login_watch_get_state (watch), ==, SEM_LOGIN_WATCH_OFF);
  g_assert_cmpstr (desktop->calls->str, ==, "DisableUnitFiles Reload StopUnit GetUnitFileState ");
}

/* A program that is not installed has no unit. */
static void
test_absent (Desktop *desktop, gconstpointer data)
{
  guint n = 0;
  g_autoptr (SemLoginWatch) watch = NULL;

  desktop->known = FALSE;
  watch = new_watch (desktop, FALSE, TRUE, &n);
  g_assert_cmpint (sem_login_watch_get_state (watch), ==, SEM_LOGIN_WATCH_ABSENT);
  sem_login_watch_set (watch, TRUE);
  g_assert_cmpstr (desktop->calls->str, ==, "GetUnitFileState ");
}

static void
test_refused (Desktop *desktop, gconstpointer portal)
{
  guint n = 0;
  g_autoptr (SemLoginWatch) watch = new_watch (desktop, portal != NULL, FALSE, &n);

  desktop->refuses = TRUE;
  sem_login_watch_set (watch, TRUE);
  await (watch, &n);
  g_assert_cmpint (sem_login_watch_get_state (watch), ==, SEM_LOGIN_WATCH_OFF);
  g_assert_true (g_str_has_suffix (sem_login_watch_get_problem (watch), "."));
  desktop->refuses = FALSE;
  sem_login_watch_set (watch, TRUE);
  await (watch, &n);
  g_assert_cmpint (sem_login_watch_get_state (watch), ==, SEM_LOGIN_WATCH_ON);
  g_assert_null (sem_login_watch_get_problem (watch));
}

static void
test_portal (Desktop *desktop, gconstpointer data)
{
  guint n = 0;
  g_autoptr (SemLoginWatch) watch = new_watch (desktop, TRUE, TRUE, &n);

  g_assert_cmpint (sem_login_watch_get_state (watch), ==, SEM_LOGIN_WATCH_ON);
  desktop->enabled = TRUE;
  sem_login_watch_set (watch, FALSE);
  await (watch, &n);
  g_assert_cmpint (sem_login_watch_get_state (watch), ==, SEM_LOGIN_WATCH_OFF);
  g_assert_false (desktop->enabled);
  g_assert_cmpstr (desktop->calls->str, ==, "");
}

/* Closed before there is an answer. */
static void
test_closed (Desktop *desktop, gconstpointer portal)
{
  guint n = 0;
  g_autoptr (SemLoginWatch) watch = new_watch (desktop, portal != NULL, FALSE, &n);

  sem_login_watch_set (watch, TRUE);
  g_object_add_weak_pointer (G_OBJECT (watch), (gpointer *) &watch);
  g_object_unref (watch);
  g_assert_null (watch);
  for (guint i = 0; i < 100; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (n, ==, 1);
}

#define ADD(name, data, test) g_test_add (name, Desktop, data, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/login/systemd", NULL, test_systemd);
  ADD ("/login/absent", NULL, test_absent);
  ADD ("/login/refused/systemd", NULL, test_refused);
  ADD ("/login/refused/portal", GINT_TO_POINTER (1), test_refused);
  ADD ("/login/portal", NULL, test_portal);
  ADD ("/login/closed/systemd", NULL, test_closed);
  ADD ("/login/closed/portal", GINT_TO_POINTER (1), test_closed);
  return g_test_run ();
}
