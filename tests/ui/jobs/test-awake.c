/* test-awake.c - the session is asked not to suspend while there is work: a session manager on the
 * bus of the test keeps what it is asked
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/support/folder.h"
#include "tests/ui/ui-test.h"
#include "ui/application-private.h"
#include "ui/window-private.h"

#define SUSPEND 4u

/* A session manager ---------------------------------------------------------------------------- */

static const char interface[] =
  "<node><interface name='org.gnome.SessionManager'>"
  "<method name='RegisterClient'><arg type='s'/><arg type='s'/>"
  "<arg type='o' direction='out'/></method>"
  "<method name='UnregisterClient'><arg type='o'/></method>"
  "<method name='Inhibit'><arg type='s'/><arg type='u'/><arg type='s'/><arg type='u'/>"
  "<arg type='u' direction='out'/></method>"
  "<method name='Uninhibit'><arg type='u'/></method>"
  "</interface></node>";

/* It answers on a thread of its own, since the application waits for an answer. */
typedef struct
{
  GMutex mutex;
  GHashTable *held; /* cookies and reasons */
  guint n_asked;
  GMainLoop *loop;
  GThread *thread;
  gboolean ready;
} Manager;

static Manager manager;

static void
call_cb (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *name,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  GVariant *answer = NULL;

  g_mutex_lock (&manager.mutex);
  if (g_str_equal (method, "Inhibit"))
    {
      const char *reason;
      guint flags;

      g_variant_get (parameters, "(&su&su)", NULL, NULL, &reason, &flags);
      g_assert_cmpuint (flags, ==, SUSPEND);
      manager.n_asked++;
      g_hash_table_insert (manager.held, GUINT_TO_POINTER (manager.n_asked), g_strdup (reason));
      answer = g_variant_new ("(u)", manager.n_asked);
    }
  else if (g_str_equal (method, "Uninhibit"))
    {
      guint cookie;

      g_variant_get (parameters, "(u)", &cookie);
      g_assert_true (g_hash_table_remove (manager.held, GUINT_TO_POINTER (cookie)));
    }
  else if (g_str_equal (method, "RegisterClient"))
    answer = g_variant_new ("(o)", "/org/gnome/SessionManager/Client1");
  g_mutex_unlock (&manager.mutex);
  g_dbus_method_invocation_return_value (invocation, answer);
}

static void
named_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  g_mutex_lock (&manager.mutex);
  manager.ready = TRUE;
  g_mutex_unlock (&manager.mutex);
}

static gpointer
manage (gpointer data)
{
  static const GDBusInterfaceVTable functions = { .method_call = call_cb };
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GDBusConnection) bus = NULL;
  guint id, name;

  g_assert_no_error (error);
  g_main_context_push_thread_default (context);
  manager.loop = g_main_loop_new (context, FALSE);
  /* Not the connection of the application, which it shuts. */
  bus = g_dbus_connection_new_for_address_sync (address,
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                  | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, &error);
  g_assert_no_error (error);
  id = g_dbus_connection_register_object (bus, "/org/gnome/SessionManager", node->interfaces[0],
                                          &functions, NULL, NULL, &error);
  g_assert_no_error (error);
  name =
    g_bus_own_name_on_connection (bus, "org.gnome.SessionManager", 0, named_cb, NULL, NULL, NULL);
  g_main_loop_run (manager.loop);
  g_bus_unown_name (name);
  g_dbus_connection_unregister_object (bus, id);
  g_dbus_connection_close_sync (bus, NULL, NULL);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static gboolean
is_ready (void)
{
  gboolean ready;

  g_mutex_lock (&manager.mutex);
  ready = manager.ready;
  g_mutex_unlock (&manager.mutex);
  return ready;
}

static void
start_manager (void)
{
  manager.held = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  manager.thread = g_thread_new ("session", manage, NULL);
  while (!is_ready ())
    g_usleep (1000);
}

static void
end_manager (void)
{
  g_main_loop_quit (manager.loop);
  g_thread_join (manager.thread);
  g_main_loop_unref (manager.loop);
  g_assert_cmpuint (g_hash_table_size (manager.held), ==, 0);
  g_hash_table_unref (manager.held);
}

/* Returns: whether exactly @reason is kept; nothing at all where it is %NULL */
static gboolean
holds (const char *reason)
{
  g_autoptr (GList) held = NULL;
  gboolean found;

  g_mutex_lock (&manager.mutex);
  held = g_hash_table_get_values (manager.held);
  found = reason ? held && !held->next && strstr (held->data, reason) != NULL : !held;
  g_mutex_unlock (&manager.mutex);
  return found;
}

/* The application ------------------------------------------------------------------------------ */

static void
plant (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, "power_supply", "BAT0", name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
indexes (SemWindow *window)
{
  SemLibrary *library = window->library;
  const char *folder = g_getenv ("SEMBLANCE_SYSTEM");

  sem_fake_library_set_state (library, SEM_LIBRARY_IDLE, 0, "");
  g_assert_true (holds (NULL));
  sem_fake_library_set_state (library, SEM_LIBRARY_INDEXING, .1, "Indexing 1 of 10");
  wait_until (holds ("indexed"));
  sem_fake_library_set_state (library, SEM_LIBRARY_INDEXING, .2, "Indexing 2 of 10");
  g_assert_cmpuint (manager.n_asked, ==, 1);
  sem_fake_library_set_state (library, SEM_LIBRARY_PAUSED, .2, "Paused");
  wait_until (holds (NULL));
  sem_fake_library_set_state (library, SEM_LIBRARY_TRAINING, .5, "Training");
  wait_until (holds ("trained"));

  plant (folder, "type", "Battery\n");
  plant (folder, "status", "Discharging\n");
  sem_calm_look (window->calm);
  wait_until (sem_calm_get_reason (window->calm) == SEM_CALM_BATTERY);
  wait_until (holds (NULL));
  plant (folder, "status", "Charging\n");
  sem_calm_look (window->calm);
  wait_until (holds ("trained"));
  sem_fake_library_set_state (library, SEM_LIBRARY_IDLE, 0, "");
  wait_until (holds (NULL));
}

static void
works_beside (SemWindow *window)
{
  g_autoptr (SemBackgroundJob) job = sem_background_job_new ("Sorting the map");

  sem_fake_library_add_job (window->library, job);
  wait_until (holds ("not done"));
  sem_background_job_set_paused (job, TRUE);
  wait_until (holds (NULL));
  sem_background_job_set_paused (job, FALSE);
  wait_until (holds ("not done"));
  sem_fake_library_remove_job (window->library, 0);
  wait_until (holds (NULL));
  /* Closing the window ends it as well: the test ends with nothing held. */
  sem_fake_library_set_state (window->library, SEM_LIBRARY_INDEXING, .1, "Indexing 1 of 10");
  wait_until (holds ("indexed"));
}

static gboolean
started_cb (gpointer user_data)
{
  SemApplication *application = user_data;
  SemWindow *window = sem_application_get_window (application);

  if (!window || !gtk_widget_get_mapped (GTK_WIDGET (window)))
    return G_SOURCE_CONTINUE;
  indexes (window);
  works_beside (window);
  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
test_awake (void)
{
  char *arguments[] = { (char *) "semblance", NULL };
  char *folder = test_folder_new ();
  SemApplication *application;

  g_assert_true (g_setenv ("SEMBLANCE_SYSTEM", folder, TRUE));
  start_manager ();
  application = sem_application_new ();
  g_timeout_add (5, started_cb, application);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 1, arguments), ==, 0);
  g_object_unref (application);
  /* What was said last may still be under way. */
  wait_until (holds (NULL));
  end_manager ();
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/awake", test_awake);
  return g_test_run ();
}
