/* test-training.c - training, the offer of new codes and the models
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/window-private.h"
#include "tests/ui/ui-test.h"
#include "ui/widgets/codes-bar.h"
#include "ui/widgets/loss-curve.h"
#include "engine/model/codes-private.h"
#include "ui/models/model-row.h"
#include "ui/models/models-page.h"
#include "ui/models/models-private.h"
#include "ui/jobs/time-left.h"
#include "ui/models/train-page.h"

#define COMPARISON                                                                                 \
  "New codes find 97\u00a0% of each photo’s closest matches; the current codes find 95\u00a0%."

/* Returns: (transfer none): the page, which is shown */
static GtkWidget *
open_page (Fixture *fixture, const char *action, GType type)
{
  GtkWidget *page = ui_test_find (fixture->window, type);

  ui_test_activate (fixture, action);
  wait_until (gtk_widget_get_mapped (page));
  return page;
}

static GtkWidget *
open_training (Fixture *fixture)
{
  return open_page (fixture, "train", SEM_TYPE_TRAIN_PAGE);
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
  GtkWidget *page;

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  page = open_training (fixture);
  wait_until (ui_test_shows (page, "Add a folder of photos first"));
  g_assert_false (gtk_widget_is_sensitive (find_button (page, "_Train")));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (find_row (page, "Method"))));

  sem_fake_library_add_photos (fixture->library, 3);
  g_assert_true (gtk_widget_is_sensitive (find_button (page, "_Train")));
  g_assert_false (ui_test_shows (page, "Add a folder of photos first"));
  ui_test_activate (fixture, "back");
  wait_until (!gtk_widget_get_mapped (page));
}

/* Activates the preset with this title. */
static void
choose_preset (GtkWidget *widget, const char *title)
{
  if (ADW_IS_ACTION_ROW (widget)
      && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    {
      adw_action_row_activate (ADW_ACTION_ROW (widget));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    choose_preset (child, title);
}

/* The form starts with the settings of the current codes. */
static void
test_choices (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page;

  ui_test_fill (fixture, 3);
  sem_fake_library_set_codes (fixture->library, sem_fake_codes_new (4, "ddh", 64, NULL));
  g_free (sem_fake_library_steal_calls (fixture->library));
  page = open_training (fixture);
  click (page, "_Train");
  assert_calls (fixture, "train ddh 64 7");
  adw_combo_row_set_selected (find_row (page, "Method"), 1);
  wait_until (ui_test_shows (page, "about 65 seconds"));
  adw_combo_row_set_selected (find_row (page, "Code Length"), 0);
  adw_combo_row_set_selected (find_row (page, "Photos to Train On"), 2);
  gtk_spin_button_set_value (ui_test_find (page, GTK_TYPE_SPIN_BUTTON), 12);
  click (page, "_Train");
  assert_calls (fixture, "train itq 16 12 most 5000 network 0");
  /* What was chosen stays when other codes are in use. */
  sem_fake_library_set_codes (fixture->library, sem_fake_codes_new (5, "lsh", 32, NULL));
  click (page, "_Train");
  assert_calls (fixture, "train itq 16 12 most 5000 network 0");
}

static GtkWidget *
find_altered (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (ADW_IS_ACTION_ROW (widget)
      && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)),
                      "Altered Views"))
    return ui_test_find (widget, GTK_TYPE_SWITCH);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_altered (child);
  return found;
}

static void
test_presets (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page;

  ui_test_fill (fixture, 3);
  g_free (sem_fake_library_steal_calls (fixture->library));
  page = open_training (fixture);
  wait_until (ui_test_shows (page, "Thorough"));
  g_assert_false (ui_test_shows (page, "Scenes"));
  click (page, "_Train");
  assert_calls (fixture, "train gs-itq 256 1");
  choose_preset (page, "Thorough");
  click (page, "_Train");
  assert_calls (fixture, "train ddh 256 1");
  choose_preset (page, "As Published");
  click (page, "_Train");
  assert_calls (fixture, "train ddh 64 1 paper most 0 network 2");
  choose_preset (page, "Thorough, with the Network");
  wait_until (ui_test_shows (page, "about 2 hours"));
  gtk_switch_set_active (GTK_SWITCH (find_altered (page)), TRUE);
  click (page, "_Train");
  assert_calls (fixture, "train ddh 256 1 most 0 network 1 augment");
  /* A method that cannot train the network does not. */
  adw_combo_row_set_selected (find_row (page, "Method"), 1);
  click (page, "_Train");
  assert_calls (fixture, "train itq 256 1");
}

static void
test_course (Fixture *fixture, gconstpointer data)
{
  SemLossCurve *curve;
  GtkWidget *page;

  ui_test_fill (fixture, 3);
  g_free (sem_fake_library_steal_calls (fixture->library));
  page = open_training (fixture);
  curve = ui_test_find (page, SEM_TYPE_LOSS_CURVE);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (curve)));
  click (page, "_Train");
  assert_calls (fixture, "train gs-itq 256 1");
  sem_fake_library_set_training (fixture->library, TRUE);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_TRAINING, .3, "Training hard");
  wait_until (ui_test_shows (page, "Training hard"));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (find_row (page, "Method"))));
  for (guint i = 0; i < 12; i++)
    {
      sem_fake_library_add_epoch (fixture->library, 30, 3.0 / (i + 1), 2.0 - .1 * i,
                                  i % 3 ? -1 : .8);
      ui_test_settle (fixture);
    }
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (curve)));
  click (page, "_Pause");
  assert_calls (fixture, "pause");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_PAUSED, .3, "Training is paused");
  click (page, "_Resume");
  assert_calls (fixture, "resume");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_TRAINING, .3, "Training hard");
  click (page, "_Stop");
  assert_calls (fixture, "cancel-training");
  sem_fake_library_set_training (fixture->library, FALSE);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_row (page, "Method"))));
  g_assert_true (gtk_widget_get_visible (find_button (page, "_Train")));
}

/* A training that waits for indexing is shown, and the page stops it rather than indexing. */
static void
test_waits (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page;

  ui_test_fill (fixture, 3);
  page = open_training (fixture);
  g_free (sem_fake_library_steal_calls (fixture->library));
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .3, "Indexing");
  g_assert_true (gtk_widget_get_visible (find_button (page, "_Train")));
  sem_fake_library_set_training (fixture->library, TRUE);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .4, "Training is next");
  wait_until (ui_test_shows (page, "Training begins when this is done."));
  g_assert_false (gtk_widget_get_visible (find_button (page, "_Train")));
  click (page, "_Stop");
  assert_calls (fixture, "cancel-training");
  sem_fake_library_set_training (fixture->library, FALSE);
  g_assert_true (gtk_widget_get_visible (find_button (page, "_Train")));
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

static SemCodes *
new_offer (double before, double after)
{
  g_autoptr (GListStore) epochs = g_list_store_new (SEM_TYPE_EPOCH);
  const SemCodesRow row = {
    .id = 5,
    .method = "ddh",
    .n_bits = 64,
    .comparison = COMPARISON,
    .compared = TRUE,
    .before = { .reach = before, .lift = .9, .unique = 1, .correlation = .1, .imbalance = .05 },
    .after = { .reach = after, .lift = .9, .unique = 1, .correlation = .2, .imbalance = .05 },
    .better = after >= before,
  };

  return sem_codes_new (&row, G_LIST_MODEL (epochs));
}

/* Both codes side by side, once, with the better one suggested. */
static void
test_offer_on_page (Fixture *fixture, gconstpointer data)
{
  SemCodesBar *bar = ui_test_find (fixture->window, SEM_TYPE_CODES_BAR);
  GtkWidget *page;

  ui_test_fill (fixture, 3);
  sem_fake_library_set_codes (fixture->library, sem_fake_codes_new (4, "gs-itq", 256, NULL));
  page = open_training (fixture);
  g_assert_false (ui_test_shows (page, "New Codes Are Ready"));
  g_free (sem_fake_library_steal_calls (fixture->library));
  sem_fake_library_set_offer (fixture->library, new_offer (.61, .98));
  wait_until (ui_test_shows (page, "New Codes Are Ready"));
  g_assert_true (ui_test_shows (page, COMPARISON));
  g_assert_true (ui_test_shows (page, "61.0 %") && ui_test_shows (page, "98.0 %"));
  g_assert_true (ui_test_shows (page, "Differences of less than one percent are chance"));
  g_assert_true (gtk_widget_has_css_class (find_button (page, "_Use New"), "suggested-action"));
  g_assert_false (
    gtk_widget_has_css_class (find_button (page, "_Keep Current"), "suggested-action"));
  g_assert_false (gtk_widget_has_css_class (find_button (page, "_Train"), "suggested-action"));
  wait_until (!ui_test_shows (GTK_WIDGET (bar), COMPARISON));

  sem_fake_library_set_offer (fixture->library, new_offer (.98, .61));
  g_assert_true (
    gtk_widget_has_css_class (find_button (page, "_Keep Current"), "suggested-action"));
  click (page, "_Use New");
  assert_calls (fixture, "use 5");
  wait_until (ui_test_shows (fixture->window, "The new codes are in use."));
  ui_test_activate (fixture, "back");
  wait_until (ui_test_shows (GTK_WIDGET (bar), COMPARISON));
  g_assert_true (
    gtk_widget_has_css_class (find_button (GTK_WIDGET (bar), "_Keep Current"), "suggested-action"));
}

/* The time that is left follows from what was done, without what was before a pause. */
static void
test_time_left (void)
{
  SemTimeLeft left = { 0 }, slower = { 0 };
  double seconds = -1;
  g_autofree char *few = sem_time_left_describe (1.2), *some = sem_time_left_describe (41);
  g_autofree char *many = sem_time_left_describe (600), *most = sem_time_left_describe (7300);

  g_assert_cmpstr (few, ==, "about 2 seconds");
  g_assert_cmpstr (some, ==, "about 45 seconds");
  g_assert_cmpstr (many, ==, "about 10 minutes");
  g_assert_cmpstr (most, ==, "about 2 hours");
  g_assert_cmpfloat (sem_time_left_update_at (&left, 0.2, 10 * G_USEC_PER_SEC), <, 0);
  g_assert_cmpfloat (sem_time_left_update_at (&left, 0.21, 13 * G_USEC_PER_SEC), <, 0);
  g_assert_cmpfloat_with_epsilon (sem_time_left_update_at (&left, 0.6, 20 * G_USEC_PER_SEC), 10,
                                  1e-6);
  /* Once a second. */
  g_assert_cmpfloat_with_epsilon (sem_time_left_update_at (&left, 0.9, 20 * G_USEC_PER_SEC + 9), 10,
                                  1e-6);
  g_assert_cmpfloat (sem_time_left_update_at (&left, -1, 30 * G_USEC_PER_SEC), <, 0);
  g_assert_cmpfloat (sem_time_left_update_at (&left, 0.9, 31 * G_USEC_PER_SEC), <, 0);
  /* A hundredth a second, then a tenth of that: what is of late counts. */
  for (gint64 second = 1; second <= 50; second++)
    seconds = sem_time_left_update_at (&slower, 0.01 * second, second * G_USEC_PER_SEC);
  g_assert_cmpfloat_with_epsilon (seconds, 50, .1);
  for (gint64 second = 1; second <= 150; second++)
    seconds = sem_time_left_update_at (&slower, .5 + .001 * second, (50 + second) * 1000000);
  g_assert_cmpfloat_with_epsilon (seconds, 350, 1);
}

static void
add_models (Fixture *fixture)
{
  const SemCodesRow rows[] = {
    { .id = 4, .method = "gs-itq", .n_bits = 256, .n_trained = 1360, .bytes = 3200000 },
    { .id = 2,
      .method = "ddh",
      .n_bits = 64,
      .n_trained = 1000,
      .name = "<Flowers> & more",
      .note = "Of spring",
      .network = "dino",
      .imported = TRUE,
      .compared = TRUE,
      .after = { .reach = .996 } },
  };

  sem_fake_library_set_codes (fixture->library, sem_fake_codes_new (4, "gs-itq", 256, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    sem_fake_library_add_model (fixture->library, &rows[i]);
}

static GtkWidget *
find_entry (GtkWidget *widget, const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_ENTRY_ROW (widget)
      && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_entry (child, title);
  return found;
}

/* Models are listed with what they are; another one can be used, named and noted about. */
static void
test_models (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page, *row;

  ui_test_fill (fixture, 3);
  page = open_page (fixture, "models", SEM_TYPE_MODELS_PAGE);
  wait_until (ui_test_shows (page, "There are no models yet"));
  add_models (fixture);
  /* With their numbers, by which two are compared below. */
  wait_until (ui_test_shows (page, "4: GS-ITQ, 256 bits"));
  g_assert_true (ui_test_shows (page, "2: <Flowers> & more"));
  g_assert_true (ui_test_shows (page, "In use\u00a0· trained on 1360 photos\u00a0· 3.2"));
  /* The first model was compared with none: it is measured now. */
  sem_fake_pair_finish (sem_models_page_get_measured (SEM_MODELS_PAGE (page)), NULL);
  g_assert_true (ui_test_shows (page, "In use\u00a0· trained on 1360 photos\u00a0· finds 4"));
  g_assert_true (
    ui_test_shows (page, "dino”\u00a0· trained on 1000 photos\u00a0· imported\u00a0· finds 99.6"));
  g_free (sem_fake_library_steal_calls (fixture->library));
  /* The one in use can be neither used nor deleted. */
  row = ui_test_find (page, SEM_TYPE_MODEL_ROW);
  g_assert_null (find_button (row, "_Use"));
  g_assert_null (find_button (row, "_Delete"));
  row = gtk_widget_get_next_sibling (row);
  click (row, "_Use");
  assert_calls (fixture, "use 2");
  wait_until (ui_test_shows (fixture->window, "The other codes are in use."));
  click (sem_window_get_toast_overlay (fixture->window), "_Undo");
  assert_calls (fixture, "use 4");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_entry (row, "Note"))), ==,
                   "Of spring");
  gtk_editable_set_text (GTK_EDITABLE (find_entry (row, "Name")), "Other");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  g_signal_emit_by_name (find_entry (row, "Name"), "apply");
  assert_calls (fixture, "name 2 Other -");
  /* The list that comes with the name makes new rows: the same one is unfolded. */
  add_models (fixture);
  row = ui_test_find (page, SEM_TYPE_MODEL_ROW);
  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  row = gtk_widget_get_next_sibling (row);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
}

static guint
count_rows (GtkWidget *page)
{
  GtkWidget *list = gtk_widget_get_parent (ui_test_find (page, SEM_TYPE_MODEL_ROW));
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) n))
    n++;
  return n;
}

/* A deleted model is gone at once and deleted when it can no longer be undone. */
static void
test_delete_model (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page;

  ui_test_fill (fixture, 3);
  page = open_page (fixture, "models", SEM_TYPE_MODELS_PAGE);
  add_models (fixture);
  g_free (sem_fake_library_steal_calls (fixture->library));
  click (page, "_Delete");
  wait_until (ui_test_shows (fixture->window, "“2: <Flowers> & more” deleted"));
  g_assert_cmpuint (count_rows (page), ==, 1);
  assert_calls (fixture, "");
  click (sem_window_get_toast_overlay (fixture->window), "_Undo");
  g_assert_cmpuint (count_rows (page), ==, 2);
  assert_calls (fixture, "");
  click (page, "_Delete");
  sem_models_page_commit (SEM_MODELS_PAGE (page));
  assert_calls (fixture, "delete 2");
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
  ui_test_add ("/training/presets", test_presets);
  ui_test_add ("/training/offer-on-page", test_offer_on_page);
  g_test_add_func ("/training/time-left", test_time_left);
  ui_test_add ("/training/models", test_models);
  ui_test_add ("/training/delete-model", test_delete_model);
  return g_test_run ();
}
