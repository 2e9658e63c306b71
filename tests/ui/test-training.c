/* test-training.c - the training dialog and the offer of new codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/window-private.h"
#include "tests/ui/ui-test.h"
#include "ui/widgets/codes-bar.h"
#include "ui/widgets/loss-curve.h"
#include "ui/pages/training-dialog.h"

#define COMPARISON                                                                                 \
  "New codes find 97 % of each photo’s closest matches; the current codes find 95 %."

static GtkWidget *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (SEM_IS_TRAINING_DIALOG (toplevel) && gtk_widget_get_mapped (toplevel))
        return toplevel;
    }
  return NULL;
}

static GtkWidget *
open_dialog (Fixture *fixture)
{
  ui_test_activate (fixture, "train");
  wait_until (find_dialog () != NULL);
  return find_dialog ();
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

static void
click (gpointer widget, const char *label)
{
  GtkWidget *button = find_button (GTK_WIDGET (widget), label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
assert_calls (Fixture *fixture, const char *expected)
{
  g_autofree char *calls = sem_fake_library_steal_calls (fixture->library);

  g_assert_cmpstr (calls, ==, expected);
}

static AdwComboRow *
find_row (GtkWidget *widget, const char *title)
{
  AdwComboRow *found = NULL;

  if (ADW_IS_COMBO_ROW (widget)
      && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return ADW_COMBO_ROW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);
  return found;
}

static void
test_no_photos (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  dialog = open_dialog (fixture);
  wait_until (ui_test_shows (dialog, "Add a folder of photos first"));
  g_assert_false (gtk_widget_is_sensitive (find_button (dialog, "_Train")));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (find_row (dialog, "Method"))));

  ui_test_fill (fixture, 3);
  g_assert_true (gtk_widget_is_sensitive (find_button (dialog, "_Train")));
  g_assert_false (ui_test_shows (dialog, "Add a folder of photos first"));
  gtk_window_close (GTK_WINDOW (dialog));
  wait_until (!find_dialog ());
}

/* The form starts with the settings of the current codes. */
static void
test_choices (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  ui_test_fill (fixture, 3);
  sem_fake_library_set_codes (fixture->library, sem_fake_codes_new (4, "ddh", 64, NULL));
  g_free (sem_fake_library_steal_calls (fixture->library));
  dialog = open_dialog (fixture);
  wait_until (ui_test_shows (dialog, "shows its progress"));
  /* The action does not open a second dialog. */
  ui_test_activate (fixture, "train");
  g_assert_true (find_dialog () == dialog);

  adw_combo_row_set_selected (find_row (dialog, "Method"), 1);
  wait_until (ui_test_shows (dialog, "so that they fit into bits"));
  adw_combo_row_set_selected (find_row (dialog, "Code Length"), 0);
  gtk_spin_button_set_value (ui_test_find (dialog, GTK_TYPE_SPIN_BUTTON), 12);
  click (dialog, "_Train");
  assert_calls (fixture, "train itq 16 12");
  gtk_window_close (GTK_WINDOW (dialog));
  wait_until (!find_dialog ());
}

static void
test_course (Fixture *fixture, gconstpointer data)
{
  SemLossCurve *curve;
  GtkWidget *dialog;

  ui_test_fill (fixture, 3);
  g_free (sem_fake_library_steal_calls (fixture->library));
  dialog = open_dialog (fixture);
  curve = ui_test_find (dialog, SEM_TYPE_LOSS_CURVE);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (curve)));
  click (dialog, "_Train");
  assert_calls (fixture, "train gs-itq 256 1");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_TRAINING, .3, "Training hard");
  wait_until (ui_test_shows (dialog, "Training hard"));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (find_row (dialog, "Method"))));
  for (guint i = 0; i < 12; i++)
    {
      sem_fake_library_add_epoch (fixture->library, 30, 3.0 / (i + 1), 2.0 - .1 * i,
                                  i % 3 ? -1 : .8);
      ui_test_settle (fixture);
    }
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (curve)));
  click (dialog, "_Stop");
  assert_calls (fixture, "cancel");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_STOPPING, .3, "Stopping");
  g_assert_false (gtk_widget_is_sensitive (find_button (dialog, "_Stop")));
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_row (dialog, "Method"))));
  g_assert_true (gtk_widget_get_visible (find_button (dialog, "_Train")));
  gtk_window_close (GTK_WINDOW (dialog));
  wait_until (!find_dialog ());
}

/* A training that waits for indexing is shown, and the dialog stops it rather than indexing. */
static void
test_waits (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  ui_test_fill (fixture, 3);
  dialog = open_dialog (fixture);
  g_free (sem_fake_library_steal_calls (fixture->library));
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .3, "Indexing");
  g_assert_true (gtk_widget_get_visible (find_button (dialog, "_Train")));
  sem_fake_library_set_training (fixture->library, TRUE);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .4, "Training is next");
  wait_until (ui_test_shows (dialog, "Training is next"));
  g_assert_false (gtk_widget_get_visible (find_button (dialog, "_Train")));
  click (dialog, "_Stop");
  assert_calls (fixture, "cancel-training");
  sem_fake_library_set_training (fixture->library, FALSE);
  g_assert_true (gtk_widget_get_visible (find_button (dialog, "_Train")));
  gtk_window_close (GTK_WINDOW (dialog));
  wait_until (!find_dialog ());
}

/* An offer can be used or declined; both can be undone. */
static void
test_offer (Fixture *fixture, gconstpointer data)
{
  SemCodesBar *bar = ui_test_find (fixture->window, SEM_TYPE_CODES_BAR);

  ui_test_fill (fixture, 3);
  g_free (sem_fake_library_steal_calls (fixture->library));
  sem_fake_library_set_codes (fixture->library, sem_fake_codes_new (4, "gs-itq", 256, NULL));
  g_assert_false (ui_test_shows (fixture->window, "Training has finished."));
  sem_fake_library_set_offer (fixture->library, sem_fake_codes_new (5, "ddh", 64, COMPARISON));
  wait_until (ui_test_shows (bar, "Training has finished. " COMPARISON));

  click (bar, "_Keep Current");
  assert_calls (fixture, "decline 5");
  sem_fake_library_set_offer (fixture->library, NULL);
  wait_until (ui_test_shows (fixture->window, "The current codes stay in use."));
  wait_until (!ui_test_shows (fixture->window, "Training has finished."));
  click (sem_window_get_toast_overlay (fixture->window), "_Undo");
  assert_calls (fixture, "offer 5");

  sem_fake_library_set_offer (fixture->library, sem_fake_codes_new (5, "ddh", 64, COMPARISON));
  wait_until (ui_test_shows (bar, "Training has finished. " COMPARISON));
  click (bar, "_Use New");
  assert_calls (fixture, "use 5");
  wait_until (ui_test_shows (fixture->window, "The new codes are in use."));
  click (sem_window_get_toast_overlay (fixture->window), "_Undo");
  assert_calls (fixture, "use 4");
}

/* The dialog shows the offer, too; its toast is shown in the window. */
static void
test_offer_in_dialog (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  ui_test_fill (fixture, 3);
  sem_fake_library_set_codes (fixture->library, sem_fake_codes_new (4, "gs-itq", 256, NULL));
  dialog = open_dialog (fixture);
  g_free (sem_fake_library_steal_calls (fixture->library));
  sem_fake_library_set_offer (fixture->library, sem_fake_codes_new (5, "ddh", 64, NULL));
  wait_until (ui_test_shows (dialog, "Training has finished."));
  click (dialog, "_Use New");
  assert_calls (fixture, "use 5");
  wait_until (ui_test_shows (fixture->window, "The new codes are in use."));
  gtk_window_close (GTK_WINDOW (dialog));
  wait_until (!find_dialog ());
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/training/no-photos", test_no_photos);
  ui_test_add ("/training/choices", test_choices);
  ui_test_add ("/training/course", test_course);
  ui_test_add ("/training/waits", test_waits);
  ui_test_add ("/training/offer", test_offer);
  ui_test_add ("/training/offer-in-dialog", test_offer_in_dialog);
  return g_test_run ();
}
