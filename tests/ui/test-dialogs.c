/* test-dialogs.c - the dialogs of folders and of unreadable files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/pages/folders-dialog.h"
#include "ui/pages/problems-dialog.h"

static GtkWidget *
find_dialog (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (toplevel, type) && gtk_widget_get_mapped (toplevel))
        return toplevel;
    }
  return NULL;
}

static GtkWidget *
open_dialog (Fixture *fixture, const char *action, GType type)
{
  ui_test_activate (fixture, action);
  wait_until (find_dialog (type) != NULL);
  return find_dialog (type);
}

/* The button whose label or icon is @name. */
static GtkWidget *
find_button (GtkWidget *widget, const char *name)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget)
      && (g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), name) == 0
          || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), name) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, name);
  return found;
}

static void
click (GtkWidget *widget, const char *name)
{
  GtkWidget *button = find_button (widget, name);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_problems (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  ui_test_fill (fixture, 1);
  g_assert_false (ui_test_enabled (fixture, "problems"));
  sem_fake_library_add_problem (fixture->library, "/photos/half.jpg", "It ends <early>.");
  sem_fake_library_add_problem (fixture->library, "/photos/b\xff.jpg", "It is empty.");
  g_assert_true (ui_test_enabled (fixture, "problems"));
  wait_until (ui_test_shows (fixture->window, "2"));

  dialog = open_dialog (fixture, "problems", SEM_TYPE_PROBLEMS_DIALOG);
  wait_until (ui_test_shows (dialog, "half.jpg"));
  g_assert_true (ui_test_shows (dialog, "It ends <early>."));
  wait_until (ui_test_shows (dialog, "It is empty."));
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
test_folders (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  ui_test_fill (fixture, 2);
  sem_fake_library_add_folder (fixture->library, "/media/disk & <more>", 1360, SEM_FOLDER_OFFLINE);
  dialog = open_dialog (fixture, "folders", SEM_TYPE_FOLDERS_DIALOG);
  wait_until (ui_test_shows (dialog, "/photos"));
  g_assert_true (ui_test_shows (dialog, "2 photos"));
  g_assert_true (ui_test_shows (dialog, "/media/disk & <more>"));
  g_assert_true (ui_test_shows (dialog, "not connected"));
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
test_presence (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    SemFolderPresence presence;
    const char *words;
  } cases[] = {
    { SEM_FOLDER_OFFLINE, "7 photos · not connected" },
    { SEM_FOLDER_PARTLY_PRESENT, "7 photos · a disk inside" },
    { SEM_FOLDER_EMPTIED, "7 photos · none found" },
  };
  GtkWidget *dialog;

  ui_test_fill (fixture, 2);
  dialog = open_dialog (fixture, "folders", SEM_TYPE_FOLDERS_DIALOG);
  wait_until (ui_test_shows (dialog, "/photos"));
  g_assert_null (find_button (dialog, "_Forget These Photos"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_false (ui_test_shows (dialog, cases[i].words));
      sem_fake_library_add_folder (fixture->library, "/media/disk", 7, cases[i].presence);
      wait_until (ui_test_shows (dialog, cases[i].words));
      g_assert_nonnull (find_button (dialog, "_Forget These Photos"));
    }
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
assert_calls (Fixture *fixture, const char *expected)
{
  g_autofree char *calls = sem_fake_library_steal_calls (fixture->library);

  g_assert_cmpstr (calls, ==, expected);
}

/* Nothing is forgotten while it can be undone; the folder stays in the list. */
static void
test_forget (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  ui_test_fill (fixture, 2);
  sem_fake_library_add_folder (fixture->library, "/emptied", 7, SEM_FOLDER_EMPTIED);
  g_free (sem_fake_library_steal_calls (fixture->library));
  dialog = open_dialog (fixture, "folders", SEM_TYPE_FOLDERS_DIALOG);
  wait_until (find_button (dialog, "_Forget These Photos") != NULL);
  click (dialog, "_Forget These Photos");
  wait_until (ui_test_shows (dialog, "Missing photos of “/emptied” forgotten"));
  g_assert_true (ui_test_shows (dialog, "7 photos"));
  g_assert_false (gtk_widget_get_sensitive (find_button (dialog, "_Forget These Photos")));
  click (dialog, "_Undo");
  wait_until (gtk_widget_get_sensitive (find_button (dialog, "_Forget These Photos")));
  assert_calls (fixture, "");

  wait_until (!ui_test_shows (dialog, "Missing photos of"));
  click (dialog, "_Forget These Photos");
  wait_until (ui_test_shows (dialog, "Missing photos of"));
  click (dialog, "window-close-symbolic");
  wait_until (!find_button (dialog, "_Forget These Photos"));
  assert_calls (fixture, "forget-missing /emptied");
  gtk_window_close (GTK_WINDOW (dialog));
}

/* Nothing is removed while it can be undone. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;
  g_autofree char *calls = NULL;

  ui_test_fill (fixture, 2);
  g_free (sem_fake_library_steal_calls (fixture->library));
  dialog = open_dialog (fixture, "folders", SEM_TYPE_FOLDERS_DIALOG);
  wait_until (find_button (dialog, "list-remove-symbolic") != NULL);
  click (dialog, "list-remove-symbolic");
  wait_until (ui_test_shows (dialog, "“/photos” removed from the library"));
  wait_until (ui_test_shows (dialog, "No Folders"));

  click (dialog, "_Undo");
  wait_until (find_button (dialog, "list-remove-symbolic") != NULL);
  gtk_window_close (GTK_WINDOW (dialog));
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "");
}

/* When the dialog closes, its toast moves to the window, where it can still be undone. */
static void
test_undo_later (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;
  g_autofree char *calls = NULL;

  ui_test_fill (fixture, 2);
  g_free (sem_fake_library_steal_calls (fixture->library));
  dialog = open_dialog (fixture, "folders", SEM_TYPE_FOLDERS_DIALOG);
  wait_until (find_button (dialog, "list-remove-symbolic") != NULL);
  click (dialog, "list-remove-symbolic");
  gtk_window_close (GTK_WINDOW (dialog));
  wait_until (ui_test_shows (fixture->window, "“/photos” removed from the library"));
  click (GTK_WIDGET (fixture->window), "_Undo");
  ui_test_settle (fixture);
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "");
}

static void
test_removed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;
  g_autofree char *calls = NULL;

  ui_test_fill (fixture, 2);
  g_free (sem_fake_library_steal_calls (fixture->library));
  dialog = open_dialog (fixture, "folders", SEM_TYPE_FOLDERS_DIALOG);
  wait_until (find_button (dialog, "list-remove-symbolic") != NULL);
  click (dialog, "list-remove-symbolic");
  wait_until (ui_test_shows (dialog, "removed from the library"));
  click (dialog, "window-close-symbolic");
  wait_until (g_list_model_get_n_items (sem_library_get_folders (fixture->library)) == 0);
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "remove-folder /photos");
  gtk_window_close (GTK_WINDOW (dialog));
}

/* Closing the window while the toast is open removes the folder. */
static void
test_removed_at_the_end (Fixture *fixture, gconstpointer data)
{
  gpointer window = fixture->window;
  GtkWidget *dialog;
  g_autofree char *calls = NULL;

  ui_test_fill (fixture, 2);
  g_free (sem_fake_library_steal_calls (fixture->library));
  dialog = open_dialog (fixture, "folders", SEM_TYPE_FOLDERS_DIALOG);
  wait_until (find_button (dialog, "list-remove-symbolic") != NULL);
  click (dialog, "list-remove-symbolic");
  g_object_add_weak_pointer (window, &window);
  gtk_window_close (window);
  wait_until (!window);
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "remove-folder /photos");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/dialogs/problems", test_problems);
  ui_test_add ("/ui/dialogs/folders", test_folders);
  ui_test_add ("/ui/dialogs/presence", test_presence);
  ui_test_add ("/ui/dialogs/forget", test_forget);
  ui_test_add ("/ui/dialogs/undo", test_undo);
  ui_test_add ("/ui/dialogs/undo-later", test_undo_later);
  ui_test_add ("/ui/dialogs/removed", test_removed);
  ui_test_add ("/ui/dialogs/removed-at-the-end", test_removed_at_the_end);

  return g_test_run ();
}
