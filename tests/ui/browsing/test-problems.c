/* test-problems.c - the list of files that could not be read
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/pages/problems-dialog.h"
#include "ui/window-private.h"

static GtkWidget *
open_dialog (Fixture *fixture)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  ui_test_activate (fixture, "problems");
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (SEM_IS_PROBLEMS_DIALOG (toplevel))
        return toplevel;
    }
  g_assert_not_reached ();
}

static void
click (GtkWidget *dialog, const char *name)
{
  g_signal_emit_by_name (ui_test_find_button (dialog, name), "clicked");
}

static void
assert_calls (Fixture *fixture, const char *expected)
{
  g_autofree char *calls = sem_fake_library_steal_calls (fixture->library);

  g_assert_cmpstr (calls, ==, expected);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  ui_test_fill (fixture, 1);
  g_assert_false (ui_test_enabled (fixture, "problems"));
  sem_fake_library_add_problem (fixture->library, "/photos/half.jpg", "It ends <early>.");
  sem_fake_library_add_problem (fixture->library, "/photos/b\xff.jpg", "It is empty.");
  g_assert_true (ui_test_enabled (fixture, "problems"));
  wait_until (ui_test_shows (fixture->window, "2"));
  dialog = open_dialog (fixture);
  wait_until (ui_test_shows (dialog, "half.jpg"));
  g_assert_true (ui_test_shows (dialog, "It ends <early>."));
  wait_until (ui_test_shows (dialog, "It is empty."));
  gtk_window_close (GTK_WINDOW (dialog));
}

/* They are read again, and not twice at once. */
static void
test_try_again (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog, *button;

  ui_test_fill (fixture, 1);
  sem_fake_library_add_problem (fixture->library, "/photos/half.jpg", "It ends early.");
  dialog = open_dialog (fixture);
  button = ui_test_find_button (dialog, "_Try Again");
  g_free (sem_fake_library_steal_calls (fixture->library));
  g_signal_emit_by_name (button, "clicked");
  assert_calls (fixture, "retry");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .5, "Indexing");
  g_assert_false (gtk_widget_get_sensitive (button));
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  g_assert_true (gtk_widget_get_sensitive (button));
  gtk_window_close (GTK_WINDOW (dialog));
}

/* The pattern means this file alone, in the innermost folder that has it. */
static void
test_leave_out (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  ui_test_fill (fixture, 1);
  sem_fake_library_add_folder (fixture->library, "/photos", 3, SEM_FOLDER_PRESENT);
  sem_fake_library_add_folder (fixture->library, "/photos/in", 3, SEM_FOLDER_PRESENT);
  sem_fake_library_add_problem (fixture->library, "/photos/in/a/ha[l]f*.jpg", "It ends early.");
  dialog = open_dialog (fixture);
  wait_until (ui_test_shows (dialog, "It ends early."));
  g_free (sem_fake_library_steal_calls (fixture->library));
  click (dialog, "view-conceal-symbolic");
  assert_calls (fixture, "leave-out -/a/ha\\[l]f\\*.jpg; /photos/in");
  wait_until (ui_test_shows (dialog, "is left out"));
  gtk_window_close (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/ui/problems/list", test_list);
  ui_test_add ("/ui/problems/try-again", test_try_again);
  ui_test_add ("/ui/problems/leave-out", test_leave_out);
  return g_test_run ();
}
