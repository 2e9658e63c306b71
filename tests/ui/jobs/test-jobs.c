/* test-jobs.c - the jobs that run, what tells of their end, and preferences
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/asking/recent.h"
#include "ui/jobs/job-row.h"
#include "ui/jobs/progress-strip-private.h"
#include "ui/preferences/preferences.h"
#include "ui/settings.h"
#include "ui/widgets/photo-tile-private.h"
#include "ui/window-private.h"

/* Jobs ----------------------------------------------------------------------------------------- */

static SemBackgroundJob *
add_job (Fixture *fixture, const char *title)
{
  g_autoptr (SemBackgroundJob) job = sem_background_job_new (title);

  sem_fake_library_add_job (fixture->library, job);
  return job;
}

static void
press (gpointer widget, const char *name)
{
  GtkWidget *button = ui_test_find_button (widget, name);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

/* One line shows whichever jobs run, and a button opens the others. */
static void
test_lines (Fixture *fixture, gconstpointer data)
{
  SemProgressStrip *strip = ui_test_find (fixture->window, SEM_TYPE_PROGRESS_STRIP);
  GtkWidget *all = ui_test_find (strip, GTK_TYPE_TOGGLE_BUTTON);

  ui_test_fill (fixture, 3);
  g_assert_false (sem_progress_strip_get_busy (strip));
  add_job (fixture, "Looking for duplicates");
  g_assert_true (sem_progress_strip_get_busy (strip));
  wait_until (ui_test_shows (strip, "Looking for duplicates"));
  g_assert_false (gtk_widget_get_visible (all));

  add_job (fixture, "Sorting the map");
  wait_until (gtk_widget_get_visible (all));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (all), ==, "Show 1 More Job");
  g_assert_false (ui_test_shows (strip, "Sorting the map"));

  /* The library's own job comes first. */
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .25, "Indexing 1 of 4");
  wait_until (ui_test_shows (strip, "Indexing 1 of 4"));
  wait_until (!ui_test_shows (strip, "Looking for duplicates"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (all), ==, "Show 2 More Jobs");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (all), TRUE);
  wait_until (ui_test_shows (strip, "Looking for duplicates"));
  g_assert_true (ui_test_shows (strip, "Sorting the map"));
  g_assert_true (ui_test_shows (strip, "Indexing 1 of 4"));

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (all), FALSE);
  sem_fake_library_remove_job (fixture->library, 0);
  wait_until (ui_test_shows (strip, "Sorting the map"));
  sem_fake_library_remove_job (fixture->library, 0);
  g_assert_false (sem_progress_strip_get_busy (strip));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_buttons (Fixture *fixture, gconstpointer data)
{
  SemBackgroundJob *job;
  GtkWidget *row;
  guint n_stops = 0;

  ui_test_fill (fixture, 3);
  job = add_job (fixture, "Looking for duplicates");
  g_signal_connect_swapped (job, "stop", G_CALLBACK (count_cb), &n_stops);
  row = ui_test_find (fixture->window, SEM_TYPE_JOB_ROW);
  sem_background_job_set_progress (job, .4);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (ui_test_find (row, GTK_TYPE_PROGRESS_BAR)), ==,
                     .4);
  press (row, "media-playback-pause-symbolic");
  g_assert_true (sem_background_job_get_paused (job));
  wait_until (ui_test_shows (row, "Looking for duplicates: paused"));
  g_assert_false (
    gtk_widget_get_visible (ui_test_find_button (row, "media-playback-pause-symbolic")));
  press (row, "media-playback-start-symbolic");
  g_assert_false (sem_background_job_get_paused (job));
  press (row, "media-playback-stop-symbolic");
  g_assert_cmpuint (n_stops, ==, 1);
}

/* It is there on each page, and no wider than a narrow window. */
static void
test_pages (Fixture *fixture, gconstpointer data)
{
  SemProgressStrip *strip = ui_test_find (fixture->window, SEM_TYPE_PROGRESS_STRIP);
  int minimum;

  ui_test_fill (fixture, 12);
  add_job (fixture, "Looking for a great many duplicates in a very large library of photos");
  for (guint32 entry = 1; entry <= 4; entry++)
    {
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.entry", "u", entry);
      ui_test_settle (fixture);
      g_assert_true (ui_test_shows (strip, "Looking for a great many"));
    }
  gtk_widget_measure (GTK_WIDGET (strip), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 360);
}

static double
find_left (Fixture *fixture, gpointer widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (fixture->window), &bounds));
  return bounds.origin.x;
}

/* Where one reads from the right, the words stand there and the buttons on the left, in order. */
static void
test_from_right (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row, *label, *pause, *stop;

  ui_test_fill (fixture, 3);
  add_job (fixture, "Looking for duplicates");
  row = ui_test_find (fixture->window, SEM_TYPE_JOB_ROW);
  label = ui_test_find (row, GTK_TYPE_LABEL);
  pause = ui_test_find_button (row, "media-playback-pause-symbolic");
  stop = ui_test_find_button (row, "media-playback-stop-symbolic");
  ui_test_settle (fixture);
  g_assert_cmpfloat (find_left (fixture, label), <, find_left (fixture, pause));
  g_assert_cmpfloat (find_left (fixture, pause), <, find_left (fixture, stop));
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  ui_test_settle (fixture);
  g_assert_cmpfloat (find_left (fixture, label), >, find_left (fixture, pause));
  g_assert_cmpfloat (find_left (fixture, pause), >, find_left (fixture, stop));
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_describe (void)
{
  g_autofree char *known = sem_job_row_describe ("Indexing", 360);
  g_autofree char *unknown = sem_job_row_describe ("Indexing", -1);

  g_assert_cmpstr (known, ==, "Indexing · about 6 minutes left");
  g_assert_cmpstr (unknown, ==, "Indexing");
}

/* Ends ----------------------------------------------------------------------------------------- */

static void
ended_cb (GString *told, const char *title, const char *sentence)
{
  g_string_append_printf (told, "%s|%s;", title, sentence);
}

static SemJobEnds *
follow (Fixture *fixture, guint seconds, GString *told)
{
  SemJobEnds *ends = sem_job_ends_new (fixture->library, seconds);

  g_signal_connect_swapped (ends, "ended", G_CALLBACK (ended_cb), told);
  return ends;
}

static void
set_state (Fixture *fixture, SemLibraryState state)
{
  sem_fake_library_set_state (fixture->library, state, .5, "Busy");
}

/* Lets what waits for an idle main loop happen. */
static void
let_tell (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_ends (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (SemJobEnds) ends = NULL;

  ui_test_fill (fixture, 3);
  ends = follow (fixture, 0, told);
  set_state (fixture, SEM_LIBRARY_INDEXING);
  /* A pause, and the training at its end, are parts of it. */
  set_state (fixture, SEM_LIBRARY_PAUSED);
  set_state (fixture, SEM_LIBRARY_INDEXING);
  set_state (fixture, SEM_LIBRARY_TRAINING);
  let_tell ();
  g_assert_cmpstr (told->str, ==, "");
  set_state (fixture, SEM_LIBRARY_IDLE);
  let_tell ();
  g_assert_cmpstr (told->str, ==, "Indexing Has Ended|3 photos in the library.;");

  g_string_truncate (told, 0);
  sem_fake_library_set_training (fixture->library, TRUE);
  set_state (fixture, SEM_LIBRARY_TRAINING);
  set_state (fixture, SEM_LIBRARY_IDLE);
  g_signal_emit_by_name (fixture->library, "message", "Trained on 3 photos");
  let_tell ();
  g_assert_cmpstr (told->str, ==, "Training Has Ended|Trained on 3 photos;");

  g_string_truncate (told, 0);
  add_job (fixture, "Sorting the map");
  sem_fake_library_remove_job (fixture->library, 0);
  g_assert_cmpstr (told->str, ==, "Sorting the map|It has ended.;");
}

/* Nothing is told of what somebody has stopped, nor of what was short. */
static void
test_no_ends (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (SemJobEnds) ends = NULL;

  ui_test_fill (fixture, 3);
  ends = follow (fixture, 0, told);
  set_state (fixture, SEM_LIBRARY_INDEXING);
  set_state (fixture, SEM_LIBRARY_STOPPING);
  set_state (fixture, SEM_LIBRARY_IDLE);
  sem_background_job_stop (add_job (fixture, "Sorting the map"));
  sem_fake_library_remove_job (fixture->library, 0);
  let_tell ();
  g_assert_cmpstr (told->str, ==, "");

  g_clear_object (&ends);
  ends = follow (fixture, 3600, told);
  set_state (fixture, SEM_LIBRARY_INDEXING);
  set_state (fixture, SEM_LIBRARY_IDLE);
  add_job (fixture, "Sorting the map");
  sem_fake_library_remove_job (fixture->library, 0);
  let_tell ();
  g_assert_cmpstr (told->str, ==, "");
}

/* Preferences ---------------------------------------------------------------------------------- */

/* Returns: the window over the one of the fixture */
static GtkWidget *
find_top (Fixture *fixture, const char *title)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l; l = l->next)
    if (GTK_IS_WINDOW (l->data) && g_strcmp0 (gtk_window_get_title (l->data), title) == 0
        && gtk_widget_get_visible (l->data))
      return l->data;
  return NULL;
}

static GtkWidget *
open_preferences (Fixture *fixture)
{
  ui_test_activate (fixture, "preferences");
  wait_until (find_top (fixture, "Preferences")
              && gtk_widget_get_mapped (find_top (fixture, "Preferences")));
  return find_top (fixture, "Preferences");
}

/* Returns: the @n-th widget of @type below @widget, from 0; counts *@n down */
static GtkWidget *
find_nth (GtkWidget *widget, GType type, guint *n)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_nth (child, type, n);
  return found;
}

static void
set_switch (GtkWidget *preferences, guint n, gboolean active)
{
  gtk_switch_set_active (GTK_SWITCH (find_nth (preferences, GTK_TYPE_SWITCH, &n)), active);
}

static void
test_preferences (Fixture *fixture, gconstpointer data)
{
  GSettings *settings = sem_settings_get ();
  GtkWidget *preferences;
  g_autofree char *calls = NULL;
  gboolean easy;
  int minimum;

  ui_test_fill (fixture, 3);
  g_free (sem_fake_library_steal_calls (fixture->library));
  preferences = open_preferences (fixture);
  wait_until (ui_test_shows (preferences, "1 folder"));
  wait_until (ui_test_shows (preferences, "/photos/library.db"));
  set_switch (preferences, 0, FALSE);
  set_switch (preferences, 0, TRUE);
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "unwatch watch");
  set_switch (preferences, 1, FALSE);
  g_object_get (fixture->window->calm, "enabled", &easy, NULL);
  g_assert_false (easy);
  set_switch (preferences, 1, TRUE);
  g_object_get (fixture->window->calm, "enabled", &easy, NULL);
  g_assert_true (easy);
  /* Nothing starts a program at a log-in here. */
  g_assert_false (ui_test_shows (preferences, "Index After Log-In"));
  set_switch (preferences, 3, FALSE);
  g_assert_false (g_settings_get_boolean (settings, "notify"));
  set_switch (preferences, 3, TRUE);
  g_assert_cmpuint (sem_fake_library_get_cache (fixture->library), ==, 256 << 20);
  gtk_spin_button_set_value (ui_test_find (preferences, GTK_TYPE_SPIN_BUTTON), 64);
  g_assert_cmpuint (sem_fake_library_get_cache (fixture->library), ==, 64 << 20);
  g_settings_reset (settings, "thumbnail-cache");

  /* libadwaita asks for 360 pixels itself, and the frame of the window for more. */
  gtk_widget_measure (ui_test_find (preferences, ADW_TYPE_PREFERENCES_PAGE),
                      GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  press (preferences, "Manage…");
  wait_until (!find_top (fixture, "Preferences"));
  wait_until (find_top (fixture, "Folders"));
  gtk_window_destroy (GTK_WINDOW (find_top (fixture, "Folders")));
}

/* What stands on the tiles changes at once. */
static void
test_nearness (Fixture *fixture, gconstpointer data)
{
  GtkWidget *preferences;
  SemPhotoTile *tile;

  ui_test_fill (fixture, 12);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  tile = ui_test_find_tile (fixture->results, 1);
  g_assert_nonnull (strstr (sem_photo_tile_get_badge (tile), "%"));
  preferences = open_preferences (fixture);
  adw_combo_row_set_selected (ui_test_find (preferences, ADW_TYPE_COMBO_ROW), 1);
  g_assert_nonnull (strstr (sem_photo_tile_get_badge (tile), "bits"));
  adw_combo_row_set_selected (ui_test_find (preferences, ADW_TYPE_COMBO_ROW), 0);
  g_assert_nonnull (strstr (sem_photo_tile_get_badge (tile), "%"));
  gtk_window_destroy (GTK_WINDOW (preferences));
}

/* Nothing is looked for by itself where that is not wanted. */
static void
test_asked_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemLibrary) library = sem_library_new (NULL);
  g_autofree char *calls = NULL;
  GtkWindow *window;

  g_settings_set_boolean (sem_settings_get (), "index-automatically", FALSE);
  window = GTK_WINDOW (sem_window_new (NULL, library));
  calls = sem_fake_library_steal_calls (library);
  g_assert_cmpstr (calls, ==, "");
  gtk_window_destroy (window);
  g_settings_reset (sem_settings_get (), "index-automatically");
}

/* The folder that was shown is shown again, unless it is no longer in the library. */
static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path ("/photos");
  SemWindow *window = fixture->window, *again;
  SemLibraryPage *page = sem_window_get_library_page (window);

  ui_test_fill (fixture, 12);
  g_assert_null (sem_library_page_get_folder (page));
  sem_library_page_set_folder (page, "/photos");
  gtk_window_close (GTK_WINDOW (window));
  wait_until (!fixture->window);

  for (guint i = 0; i < 2; i++)
    {
      again = sem_window_new (NULL, fixture->library);
      sem_fake_library_set_state (fixture->library, SEM_LIBRARY_OPENING, 0, "");
      sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
      g_assert_cmpstr (sem_library_page_get_folder (sem_window_get_library_page (again)), ==,
                       i == 0 ? "/photos" : NULL);
      gtk_window_destroy (GTK_WINDOW (again));
      sem_library_remove_folder (fixture->library, folder);
    }
  g_settings_reset (sem_settings_get (), "folder");
}

/* What was searched for in the window before this one is offered after it, once each. */
static void
test_searches (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) image = ui_test_make_image ("asked.png", 40);
  g_autofree char *uri = g_file_get_uri (image);
  g_autofree char *similar = g_strconcat ("similar ", uri, NULL);
  g_autoptr (SemQuery) query = sem_query_new_for_file (image), none = NULL;
  g_auto (GStrv) before = NULL, after = NULL, asked = NULL;
  SemSession *session = sem_window_get_session (fixture->window);
  SemWindow *again;

  ui_test_fill (fixture, 12);
  before = sem_recent_list (session);
  g_assert_cmpuint (g_strv_length (before), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      sem_window_ask (fixture->window, query, NULL);
      wait_until (!sem_session_get_searching (session) && sem_session_get_results (session));
    }
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_until (!fixture->window);

  again = sem_window_new (NULL, fixture->library);
  session = sem_window_get_session (again);
  after = sem_recent_list (session);
  g_assert_cmpuint (g_strv_length (after), ==, 1);
  g_assert_cmpstr (after[0], ==, similar);
  gtk_window_present (GTK_WINDOW (again));
  gtk_widget_activate_action (GTK_WIDGET (again), "win.ask-again", "s", after[0]);
  wait_until (sem_session_get_results (session));
  g_assert_cmpstr (sem_query_get_title (sem_session_get_query (session)), ==, "asked.png");
  asked = sem_recent_list (session);
  g_assert_cmpuint (g_strv_length (asked), ==, 0);
  /* What somebody wrote into the settings is no search. */
  none = sem_recent_new_query ("similar http://example.org/a.jpg");
  g_assert_null (none);
  none = sem_recent_new_query ("x");
  g_assert_null (none);
  gtk_window_destroy (GTK_WINDOW (again));
  g_settings_reset (sem_settings_get (), "searches");
  g_file_delete (image, NULL, NULL);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/jobs/describe", test_describe);
  ui_test_add ("/ui/jobs/lines", test_lines);
  ui_test_add ("/ui/jobs/buttons", test_buttons);
  ui_test_add ("/ui/jobs/pages", test_pages);
  ui_test_add ("/ui/jobs/from-right", test_from_right);
  ui_test_add ("/ui/jobs/ends", test_ends);
  ui_test_add ("/ui/jobs/no-ends", test_no_ends);
  ui_test_add ("/ui/preferences/effects", test_preferences);
  ui_test_add ("/ui/preferences/nearness", test_nearness);
  ui_test_add ("/ui/preferences/asked-only", test_asked_only);
  ui_test_add ("/ui/preferences/folder", test_folder);
  ui_test_add ("/ui/preferences/searches", test_searches);
  return g_test_run ();
}
