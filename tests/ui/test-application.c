/* test-application.c - the application: options, shortcuts and menu
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/application-private.h"
#include "ui/window-private.h"

/* Runs the application with @arguments, calls @test when its window is mapped, and quits. */
typedef struct
{
  SemApplication *application;
  void (*test) (SemApplication *application);
} Run;

static gboolean
started_cb (gpointer user_data)
{
  Run *run = user_data;
  SemWindow *window = sem_application_get_window (run->application);

  if (!window || !gtk_widget_get_mapped (GTK_WIDGET (window)))
    return G_SOURCE_CONTINUE;
  run->test (run->application);
  g_action_group_activate_action (G_ACTION_GROUP (run->application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
run (void (*test) (SemApplication *application), int n, const char *const *arguments)
{
  SemApplication *application = sem_application_new ();
  Run run = { application, test };
  gpointer library = NULL;
  guint id = g_timeout_add (5, started_cb, &run);

  g_application_set_flags (G_APPLICATION (application),
                           G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), n, (char **) arguments), ==, 0);
  g_assert_null (g_main_context_find_source_by_id (NULL, id));
  library = sem_application_get_library (application);
  g_assert_null (library);
  g_assert_null (sem_application_get_window (application));
  g_object_unref (application);
}

/* The window goes while the library is moved, and comes back with what came of it. */
static void
move_library (SemApplication *application)
{
  const char *const sentences[] = { NULL, "“/new” has too little space." };

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      g_autofree char *folder = NULL;
      SemWindow *window;

      g_action_group_activate_action (G_ACTION_GROUP (application), "move-library",
                                      g_variant_new_string ("file:///new"));
      g_assert_null (sem_application_get_library (application));
      wait_until (!sem_application_get_window (application));
      folder = sem_fake_library_move_dup_folder ();
      g_assert_cmpstr (folder, ==, "/new");
      /* Whoever starts the program meanwhile sees how far it is. */
      g_application_activate (G_APPLICATION (application));
      g_assert_null (sem_application_get_window (application));
      sem_fake_library_move_set_progress (.5);
      wait_until (gtk_progress_bar_get_fraction (
                    ui_test_find (gtk_application_get_active_window (GTK_APPLICATION (application)),
                                  GTK_TYPE_PROGRESS_BAR))
                  == .5);
      sem_fake_library_move_end (sentences[i]);
      wait_until (
        (window = sem_application_get_window (application))
        && ui_test_shows (window, sentences[i] ? sentences[i] : "The library is in “/new” now"));
      g_assert_nonnull (sem_application_get_library (application));
    }
}

static void
test_move_library (void)
{
  run (move_library, 1, (const char *const[]){ "semblance", NULL });
}

static void
shortcuts (SemApplication *application)
{
  static const struct
  {
    const char *accel;
    const char *action;
  } wanted[] = {
    { "<Control>o", "win.open-photo" },
    { "<Control>v", "win.paste" },
    { "<Control>f", "win.find-similar" },
    { "<Alt>Left", "win.back" },
    { "<Alt>Right", "win.forward" },
    { "<Control>plus", "win.zoom-in" },
    { "<Control>minus", "win.zoom-out" },
    { "<Control>q", "app.quit" },
    { "<Control>question", "win.show-help-overlay" },
    { "<Control>w", "window.close" },
    { "F5", "win.update" },
    { "F9", "win.details" },
  };
  SemWindow *window = sem_application_get_window (application);
  GtkShortcutsWindow *overlay;

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_auto (GStrv) actions =
        gtk_application_get_actions_for_accel (GTK_APPLICATION (application), wanted[i].accel);

      g_assert_true (g_strv_contains ((const char *const *) actions, wanted[i].action));
    }
  overlay = gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window));
  g_assert_nonnull (overlay);
  /* Warnings are fatal here: its pages are wide enough for the numbers that name them. */
  gtk_window_present (GTK_WINDOW (overlay));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (overlay)));
  wait_until (gtk_widget_get_height (GTK_WIDGET (overlay)) > 0);
  gtk_widget_hide (GTK_WIDGET (overlay));
}

/* Adds the actions and keys of all entries of the shortcuts window to @known. */
static void
collect (GtkWidget *widget, GHashTable *known)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      g_autofree char *action = NULL, *keys = NULL;
      g_auto (GStrv) parts = NULL;

      g_object_get (widget, "action-name", &action, "accelerator", &keys, NULL);
      parts = g_strsplit (keys ? keys : "", " ", -1);
      for (guint i = 0; parts[i]; i++)
        g_hash_table_add (known, g_ascii_strdown (parts[i], -1));
      if (action)
        g_hash_table_add (known, g_steal_pointer (&action));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    collect (child, known);
}

static gboolean
knows (SemApplication *application, GHashTable *known, const char *action)
{
  g_auto (GStrv) keys =
    gtk_application_get_accels_for_action (GTK_APPLICATION (application), action);

  if (g_hash_table_contains (known, action))
    return TRUE;
  for (guint i = 0; keys[i]; i++)
    {
      g_autofree char *key = g_ascii_strdown (keys[i], -1);

      if (g_hash_table_contains (known, key))
        return TRUE;
    }
  return FALSE;
}

/* Every action that has a key is in the shortcuts window. */
static void
all_keys (SemApplication *application)
{
  SemWindow *window = sem_application_get_window (application);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (GTK_APPLICATION (application));

  collect (GTK_WIDGET (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window))),
           known);
  g_assert_cmpuint (g_hash_table_size (known), >, 30);
  g_assert_cmpuint (g_strv_length (actions), >, 20);
  for (guint i = 0; actions[i]; i++)
    if (!knows (application, known, actions[i]))
      g_error ("%s has a key that the shortcuts window does not show", actions[i]);
}

static void
test_all_keys (void)
{
  run (all_keys, 1, (const char *const[]){ "semblance", NULL });
}

static void
test_shortcuts (void)
{
  run (shortcuts, 1, (const char *const[]){ "semblance", NULL });
}

/* Every name in the menu is an action that exists. */
static void
menu (SemApplication *application)
{
  SemWindow *window = sem_application_get_window (application);
  GtkMenuButton *button = ui_test_find (window, GTK_TYPE_MENU_BUTTON);
  GMenuModel *sections = gtk_menu_button_get_menu_model (button);

  g_assert_cmpint (g_menu_model_get_n_items (sections), >=, 3);
  for (int i = 0; i < g_menu_model_get_n_items (sections); i++)
    {
      g_autoptr (GMenuModel) section =
        g_menu_model_get_item_link (sections, i, G_MENU_LINK_SECTION);

      for (int j = 0; j < g_menu_model_get_n_items (section); j++)
        {
          g_autofree char *name = NULL;
          g_auto (GStrv) keys = NULL;
          GActionGroup *group;

          g_assert_true (
            g_menu_model_get_item_attribute (section, j, G_MENU_ATTRIBUTE_ACTION, "s", &name));
          group = g_str_has_prefix (name, "app.") ? G_ACTION_GROUP (application)
                                                  : G_ACTION_GROUP (window);
          g_assert_true (g_action_group_has_action (group, strchr (name, '.') + 1));
          /* GTK shows it beside the item. */
          keys = gtk_application_get_accels_for_action (GTK_APPLICATION (application), name);
          if (!keys[0] && !g_str_equal (name, "app.about"))
            g_error ("%s is in the menu without a key", name);
        }
    }
}

static void
test_menu (void)
{
  run (menu, 1, (const char *const[]){ "semblance", NULL });
}

static void
about (SemApplication *application)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint before = g_list_model_get_n_items (toplevels);

  g_action_group_activate_action (G_ACTION_GROUP (application), "about", NULL);
  wait_until (g_list_model_get_n_items (toplevels) > before);
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (!ADW_IS_ABOUT_WINDOW (window))
        continue;
      wait_until (*adw_about_window_get_debug_info (ADW_ABOUT_WINDOW (window)));
      g_assert_nonnull (strstr (adw_about_window_get_comments (ADW_ABOUT_WINDOW (window)),
                                "Sandbox for image files: reduced (missing: wall)"));
      return;
    }
  g_assert_not_reached ();
}

static void
test_about (void)
{
  run (about, 1, (const char *const[]){ "semblance", NULL });
}

static void
folder_added (SemApplication *application)
{
  SemLibrary *library = sem_application_get_library (application);
  g_autofree char *calls = NULL;

  wait_until (g_list_model_get_n_items (sem_library_get_folders (library)) == 1);
  calls = sem_fake_library_steal_calls (library);
  g_assert_cmpstr (calls, ==, "watch add-folder /usr");
}

static void
test_folder (void)
{
  run (folder_added, 2, (const char *const[]){ "semblance", "/usr", NULL });
}

static void
photo_found (SemApplication *application)
{
  sem_fake_library_set_state (sem_application_get_library (application), SEM_LIBRARY_IDLE, 0, "");
  wait_until (sem_window_get_shows_results (sem_application_get_window (application)));
}

static void
test_photo (void)
{
  g_autoptr (GFile) file = ui_test_make_image ("argument.png", 0);

  run (photo_found, 2, (const char *const[]){ "semblance", g_file_peek_path (file), NULL });
}

/* Closing the window does not stop what a person has asked for. */
static void
trash (SemApplication *application)
{
  SemWindow *window = sem_application_get_window (application);
  SemLibrary *library = sem_application_get_library (application);
  SemDuplicateFinder *finder =
    sem_duplicates_page_get_finder (sem_window_get_duplicates_page (window));
  g_autoptr (GPtrArray) sets = g_ptr_array_new_with_free_func (g_object_unref);

  sem_fake_library_add_photos (library, 30);
  sem_fake_duplicates_show (finder, "same!1,2,3,4,5,6 same!10,11,12");
  for (guint i = 0; i < 2; i++)
    g_ptr_array_add (sets,
                     g_list_model_get_item (G_LIST_MODEL (sem_duplicate_finder_get_list (finder)),
                                            i));
  sem_window_trash_sets (window, sets, G_MAXUINT);
}

static void
test_trash (void)
{
  g_autofree char *moves = NULL;

  run (trash, 1, (const char *const[]){ "semblance", NULL });
  moves = sem_fake_steal_moves ();
  g_assert_cmpstr (moves, ==,
                   "put:photo-002.jpg put:photo-003.jpg put:photo-004.jpg put:photo-005.jpg "
                   "put:photo-006.jpg put:photo-011.jpg put:photo-012.jpg");
}

/* An empty name is no library. */
static void
test_empty (void)
{
  g_autoptr (SemApplication) application = sem_application_new ();
  const char *const arguments[] = { "semblance", "--library", "", NULL };

  g_application_set_flags (G_APPLICATION (application),
                           G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 3, (char **) arguments), ==, 2);
  g_assert_null (sem_application_get_library (application));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/ui/application/shortcuts", test_shortcuts);
  g_test_add_func ("/ui/application/all-keys", test_all_keys);
  g_test_add_func ("/ui/application/menu", test_menu);
  g_test_add_func ("/ui/application/about", test_about);
  g_test_add_func ("/ui/application/folder", test_folder);
  g_test_add_func ("/ui/application/photo", test_photo);
  g_test_add_func ("/ui/application/trash", test_trash);
  g_test_add_func ("/ui/application/move-library", test_move_library);
  g_test_add_func ("/ui/application/empty", test_empty);

  return g_test_run ();
}
