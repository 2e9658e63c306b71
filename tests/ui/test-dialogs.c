/* test-dialogs.c - the dialogs of folders and of unreadable files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/checkup/check-dialog-private.h"
#include "ui/checkup/check-dialog.h"
#include "ui/library/left-out-dialog.h"
#include "ui/pages/folders-dialog.h"
#include "ui/pages/problems-dialog.h"
#include "ui/setup/weights-dialog.h"
#include "ui/toast.h"
#include "ui/window-private.h"

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

static void
click (GtkWidget *widget, const char *name)
{
  GtkWidget *button = ui_test_find_button (widget, name);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

/* The findings are shown, the report can be copied, and what can be repaired is. */
static void
test_check (Fixture *fixture, gconstpointer data)
{
  SemCheckup *checkup;
  GtkWidget *dialog;
  g_autofree char *calls = NULL;

  ui_test_fill (fixture, 1);
  g_free (sem_fake_library_steal_calls (fixture->library));
  dialog = open_dialog (fixture, "check", SEM_TYPE_CHECK_DIALOG);
  checkup = sem_check_dialog_get_checkup (SEM_CHECK_DIALOG (dialog));
  wait_until (ui_test_shows (dialog, "Checking the library…"));
  g_assert_false (gtk_widget_get_sensitive (ui_test_find_button (dialog, "_Copy Report")));
  g_assert_false (gtk_widget_get_visible (ui_test_find_button (dialog, "_Repair")));
  sem_fake_checkup_set_progress (checkup, 0.5);
  sem_fake_checkup_finish (checkup, FALSE, TRUE);
  wait_until (ui_test_shows (dialog, "Something is wrong with the library."));
  g_assert_true (ui_test_shows (dialog, "The files are <sound> & whole."));
  g_assert_true (ui_test_shows (dialog, "file 1 ends too early."));
  g_assert_true (ui_test_shows (dialog, "3 of 9 codes are wrong."));
  click (dialog, "_Copy Report");
  wait_until (ui_test_shows (dialog, "Report copied."));
  click (dialog, "_Repair");
  wait_until (ui_test_shows (dialog, "Repairing the library…"));
  g_assert_false (gtk_widget_get_sensitive (ui_test_find_button (dialog, "_Repair")));
  sem_fake_checkup_finish (checkup, TRUE, TRUE);
  wait_until (ui_test_shows (dialog, "The library is in order."));
  g_assert_false (ui_test_shows (dialog, "codes are wrong"));
  click (dialog, "_Try Again");
  sem_fake_checkup_finish (checkup, TRUE, FALSE);
  g_assert_false (gtk_widget_get_visible (ui_test_find_button (dialog, "_Try Again")));
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "checkup repair repair");
  sem_checkup_start (checkup);
  sem_fake_checkup_fail (checkup, "The library is <gone>.");
  wait_until (ui_test_shows (dialog, "The library is <gone>."));
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
assert_left_out (Fixture *fixture, const char *patterns)
{
  g_autofree char *calls = sem_fake_library_steal_calls (fixture->library);
  g_autofree char *expected = g_strdup_printf ("leave-out %s /photos", patterns);

  g_assert_cmpstr (calls, ==, expected);
}

/* Each change of what a folder leaves out holds at once; what is no pattern changes nothing. */
static void
test_left_out (Fixture *fixture, gconstpointer data)
{
  GtkWidget *folders, *dialog, *entry, *toggle;

  ui_test_fill (fixture, 1);
  g_free (sem_fake_library_steal_calls (fixture->library));
  folders = open_dialog (fixture, "folders", SEM_TYPE_FOLDERS_DIALOG);
  click (folders, "view-conceal-symbolic");
  wait_until (find_dialog (SEM_TYPE_LEFT_OUT_DIALOG) != NULL);
  dialog = find_dialog (SEM_TYPE_LEFT_OUT_DIALOG);
  g_assert_true (ui_test_shows (dialog, "not indexed in “/photos”"));
  g_assert_true (ui_test_shows (dialog, "Thumbnails of network storage"));
  entry = ui_test_find (dialog, ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (entry), " *.bmp ");
  g_signal_emit_by_name (entry, "apply");
  assert_left_out (fixture, "-*.bmp;");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  gtk_editable_set_text (GTK_EDITABLE (entry), "<Previews> & more/");
  g_signal_emit_by_name (entry, "apply");
  assert_left_out (fixture, "-*.bmp;-<Previews> & more/;");
  g_assert_true (ui_test_shows (dialog, "<Previews> & more/"));
  g_signal_emit_by_name (entry, "apply");
  wait_until (ui_test_shows (dialog, "That is no pattern."));
  toggle = ui_test_find (dialog, GTK_TYPE_SWITCH);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (toggle)));
  gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
  assert_left_out (fixture, "-*.bmp;-<Previews> & more/;+@eaDir/;");
  click (dialog, "list-remove-symbolic");
  assert_left_out (fixture, "-<Previews> & more/;+@eaDir/;");
  g_assert_false (ui_test_shows (dialog, "*.bmp"));
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  assert_left_out (fixture, "-<Previews> & more/;");
  gtk_window_close (GTK_WINDOW (dialog));
  gtk_window_close (GTK_WINDOW (folders));
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
  g_assert_null (ui_test_find_button (dialog, "_Forget These Photos"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_false (ui_test_shows (dialog, cases[i].words));
      sem_fake_library_add_folder (fixture->library, "/media/disk", 7, cases[i].presence);
      wait_until (ui_test_shows (dialog, cases[i].words));
      g_assert_nonnull (ui_test_find_button (dialog, "_Forget These Photos"));
    }
  gtk_window_close (GTK_WINDOW (dialog));
}

/* Its photos are elsewhere: it is to be removed, not its photos. */
static void
test_moved (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  ui_test_fill (fixture, 2);
  dialog = open_dialog (fixture, "folders", SEM_TYPE_FOLDERS_DIALOG);
  sem_fake_library_add_moved_folder (fixture->library, "/old", 7, "/new place");
  wait_until (ui_test_shows (dialog, "/new place”: this folder can be removed"));
  g_assert_null (ui_test_find_button (dialog, "_Forget These Photos"));
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
  wait_until (ui_test_find_button (dialog, "_Forget These Photos") != NULL);
  click (dialog, "_Forget These Photos");
  wait_until (ui_test_shows (dialog, "Missing photos of “/emptied” forgotten"));
  g_assert_true (ui_test_shows (dialog, "7 photos"));
  g_assert_false (gtk_widget_get_sensitive (ui_test_find_button (dialog, "_Forget These Photos")));
  click (dialog, "_Undo");
  wait_until (gtk_widget_get_sensitive (ui_test_find_button (dialog, "_Forget These Photos")));
  assert_calls (fixture, "");

  wait_until (!ui_test_shows (dialog, "Missing photos of"));
  click (dialog, "_Forget These Photos");
  wait_until (ui_test_shows (dialog, "Missing photos of"));
  click (dialog, "window-close-symbolic");
  wait_until (!ui_test_find_button (dialog, "_Forget These Photos"));
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
  wait_until (ui_test_find_button (dialog, "list-remove-symbolic") != NULL);
  click (dialog, "list-remove-symbolic");
  wait_until (ui_test_shows (dialog, "“/photos” removed from the library"));
  wait_until (ui_test_shows (dialog, "No Folders"));

  click (dialog, "_Undo");
  wait_until (ui_test_find_button (dialog, "list-remove-symbolic") != NULL);
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
  wait_until (ui_test_find_button (dialog, "list-remove-symbolic") != NULL);
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
  wait_until (ui_test_find_button (dialog, "list-remove-symbolic") != NULL);
  click (dialog, "list-remove-symbolic");
  wait_until (ui_test_shows (dialog, "removed from the library"));
  click (dialog, "window-close-symbolic");
  wait_until (g_list_model_get_n_items (sem_library_get_folders (fixture->library)) == 0);
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "remove-folder /photos");
  gtk_window_close (GTK_WINDOW (dialog));
}

/* Returns: (nullable): the mapped label below @widget that contains @text. */
static GtkLabel *
find_label (GtkWidget *widget, const char *text)
{
  GtkLabel *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), text))
    return GTK_LABEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

/* What the program says can be seen above each modal dialog. */
static void
test_above (Fixture *fixture, gconstpointer data)
{
  static const char *const actions[] = { "folders", "problems", "check" };
  const GType types[] = { SEM_TYPE_FOLDERS_DIALOG, SEM_TYPE_PROBLEMS_DIALOG,
                          SEM_TYPE_CHECK_DIALOG };

  ui_test_fill (fixture, 2);
  sem_fake_library_add_problem (fixture->library, "/photos/half.jpg", "It ends early.");
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GtkWidget *dialog = open_dialog (fixture, actions[i], types[i]);

      g_signal_emit_by_name (fixture->library, "message", "This can be seen.");
      wait_until (ui_test_shows (dialog, "This can be seen."));
      gtk_window_close (GTK_WINDOW (dialog));
      ui_test_settle (fixture);
    }
}

/* A long path loses its middle, and the sentence around it stays whole at every width. */
static void
test_long_path (Fixture *fixture, gconstpointer data)
{
  static const int widths[] = { 1040, 360 };
  static const char *path = "/media/a disk with a long name/Pictures/2019/Summer in the mountains/"
                            "The last evening";
  const char *sentence = "The last evening” removed from the library";
  g_autoptr (SemFolder) folder = NULL;
  GtkWidget *dialog;

  ui_test_fill (fixture, 2);
  sem_fake_library_add_folder (fixture->library, path, 7, SEM_FOLDER_PRESENT);
  dialog = open_dialog (fixture, "folders", SEM_TYPE_FOLDERS_DIALOG);
  wait_until (ui_test_find_button (dialog, "list-remove-symbolic") != NULL);
  ui_test_settle (fixture);
  folder = g_list_model_get_item (sem_library_get_folders (fixture->library), 1);
  sem_folder_removals_add (sem_window_get_removals (fixture->window), folder,
                           sem_toast_find_overlay (GTK_WINDOW (fixture->window)));
  wait_until (find_label (dialog, sentence) != NULL);
  gtk_window_close (GTK_WINDOW (dialog));
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), widths[i], 600);
      ui_test_settle (fixture);
      wait_until (find_label (GTK_WIDGET (fixture->window), sentence) != NULL);
      g_assert_false (pango_layout_is_ellipsized (
        gtk_label_get_layout (find_label (GTK_WIDGET (fixture->window), sentence))));
    }
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
  wait_until (ui_test_find_button (dialog, "list-remove-symbolic") != NULL);
  click (dialog, "list-remove-symbolic");
  g_object_add_weak_pointer (window, &window);
  gtk_window_close (window);
  wait_until (!window);
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "remove-folder /photos");
}

/* Waits for the question or the progress, which is another dialog than the one before. */
static AdwMessageDialog *
wait_for_message (const char *heading)
{
  AdwMessageDialog *dialog;

  wait_until (find_dialog (ADW_TYPE_MESSAGE_DIALOG));
  dialog = ADW_MESSAGE_DIALOG (find_dialog (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, heading);
  return dialog;
}

static void
answer (AdwMessageDialog *dialog, const char *response)
{
  adw_message_dialog_response (dialog, response);
  gtk_window_close (GTK_WINDOW (dialog));
}

/* Where the weights are missing, it is asked once; failures are told, and asked again. */
static void
test_weights (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemWeightsSetup) setup = sem_weights_setup_new (NULL);
  AdwMessageDialog *dialog;
  GtkProgressBar *bar;
  g_autofree char *calls = NULL;

  ui_test_fill (fixture, 1);
  sem_weights_dialog_offer (fixture->window, setup);
  g_assert_null (find_dialog (ADW_TYPE_MESSAGE_DIALOG));

  sem_fake_weights_set (setup, SEM_WEIGHTS_UNKNOWN, 0, NULL);
  sem_weights_dialog_offer (fixture->window, setup);
  g_assert_null (find_dialog (ADW_TYPE_MESSAGE_DIALOG));
  sem_fake_weights_set (setup, SEM_WEIGHTS_MISSING, 0, NULL);
  dialog = wait_for_message ("Get the Neural Network?");
  answer (dialog, "download");
  g_assert_cmpuint (sem_fake_weights_get_n_calls (setup), ==, 1);

  dialog = wait_for_message ("Getting the Neural Network");
  bar = GTK_PROGRESS_BAR (adw_message_dialog_get_extra_child (dialog));
  sem_fake_weights_set (setup, SEM_WEIGHTS_COMING, .25, NULL);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (bar), ==, .25);
  sem_fake_weights_set (setup, SEM_WEIGHTS_MISSING, .25, "There is no connection.");
  dialog = wait_for_message ("The Neural Network Is Still Missing");
  g_assert_cmpstr (adw_message_dialog_get_body (dialog), ==, "There is no connection.");
  answer (dialog, "download");
  g_assert_cmpuint (sem_fake_weights_get_n_calls (setup), ==, 2);

  dialog = wait_for_message ("Getting the Neural Network");
  g_free (sem_fake_library_steal_calls (fixture->library));
  sem_fake_weights_set (setup, SEM_WEIGHTS_READY, 1, NULL);
  wait_until (!find_dialog (ADW_TYPE_MESSAGE_DIALOG));
  wait_until (ui_test_shows (fixture->window, "The neural network is there"));
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "update");
}

/* A person who stops it, or wants it later, is not asked again. */
static void
test_weights_later (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SemWeightsSetup) setup = sem_weights_setup_new (NULL);

      sem_fake_weights_set (setup, SEM_WEIGHTS_MISSING, 0, NULL);
      sem_weights_dialog_offer (fixture->window, setup);
      answer (wait_for_message ("Get the Neural Network?"), i ? "later" : "download");
      if (i == 0)
        answer (wait_for_message ("Getting the Neural Network"), "stop");
      wait_until (!find_dialog (ADW_TYPE_MESSAGE_DIALOG));
      g_assert_cmpint (sem_weights_setup_get_state (setup), ==, SEM_WEIGHTS_MISSING);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/dialogs/check", test_check);
  ui_test_add ("/ui/dialogs/folders", test_folders);
  ui_test_add ("/ui/dialogs/left-out", test_left_out);
  ui_test_add ("/ui/dialogs/presence", test_presence);
  ui_test_add ("/ui/dialogs/moved", test_moved);
  ui_test_add ("/ui/dialogs/forget", test_forget);
  ui_test_add ("/ui/dialogs/undo", test_undo);
  ui_test_add ("/ui/dialogs/undo-later", test_undo_later);
  ui_test_add ("/ui/dialogs/removed", test_removed);
  ui_test_add ("/ui/dialogs/above", test_above);
  ui_test_add ("/ui/dialogs/long-path", test_long_path);
  ui_test_add ("/ui/dialogs/removed-at-the-end", test_removed_at_the_end);
  ui_test_add ("/ui/dialogs/weights", test_weights);
  ui_test_add ("/ui/dialogs/weights-later", test_weights_later);

  return g_test_run ();
}
