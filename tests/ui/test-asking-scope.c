/* test-asking-scope.c - where is searched, and parts of pictures
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/asking.h"
#include "ui/asking/scope-popover.h"
#include "ui/toast.h"
#include "ui/pages/viewer-private.h"
#include "ui/pictures/picture-view.h"
#include "ui/region/region-view.h"

/* Where is searched -----------------------------------------------------------------------------*/

static void
set_entry (gpointer around, const char *placeholder, const char *text)
{
  if (GTK_IS_ENTRY (around)
      && g_strcmp0 (gtk_entry_get_placeholder_text (around), placeholder) == 0)
    gtk_editable_set_text (around, text);
  for (GtkWidget *child = gtk_widget_get_first_child (around); child;
       child = gtk_widget_get_next_sibling (child))
    set_entry (child, placeholder, text);
}

static void
choose_scope (Fixture *fixture)
{
  SemScopePopover *popover = ui_test_find (get_bar (fixture), SEM_TYPE_SCOPE_POPOVER);

  ui_test_activate (fixture, "narrow");
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (popover)));
  gtk_check_button_set_active (ui_test_find (popover, GTK_TYPE_CHECK_BUTTON), TRUE);
  set_entry (popover, "Since", "2024");
  set_entry (popover, "Until", "2025-06");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (
                                  ui_test_find_button (GTK_WIDGET (popover), "Portrait")),
                                TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (
                                  ui_test_find_button (GTK_WIDGET (popover), "JPEG")),
                                TRUE);
  g_signal_emit_by_name (ui_test_find_button (GTK_WIDGET (popover), "_Search"), "clicked");
}

/* The whole scope is chosen in one place, shown as chips, and taken back chip by chip. */
static void
test_scope (Fixture *fixture, gconstpointer data)
{
  const SemScope *scope;

  ask_with_two (fixture);
  g_assert_true (ui_test_enabled (fixture, "narrow"));
  choose_scope (fixture);
  wait_until (!sem_scope_is_everywhere (sem_query_get_scope (get_query (fixture))));
  scope = sem_query_get_scope (get_query (fixture));
  g_assert_cmpstr (scope->folders[0], ==, "/photos");
  g_assert_null (scope->folders[1]);
  g_assert_cmpstr (scope->types[0], ==, "jpg");
  g_assert_cmpint (scope->orientation, ==, SEM_ORIENTATION_PORTRAIT);
  g_assert_false (scope->not_own_folder);
  assert_chips (fixture, "+photo-000.jpg|+photo-005.jpg|In /photos|2024 – 2025-06|Portrait|JPEG");
  activate (fixture, "query.remove-scope", SEM_SCOPE_DATES);
  wait_until (!sem_query_get_scope (get_query (fixture))->since);
  activate (fixture, "query.remove-scope", SEM_SCOPE_TYPES);
  wait_until (!sem_query_get_scope (get_query (fixture))->types);
  activate (fixture, "query.remove-scope", SEM_SCOPE_FOLDER);
  wait_until (!sem_query_get_scope (get_query (fixture))->folders);
  assert_chips (fixture, "+photo-000.jpg|+photo-005.jpg|Portrait");
  activate (fixture, "query.remove-scope", SEM_SCOPE_ORIENTATION);
  wait_until (sem_scope_is_everywhere (sem_query_get_scope (get_query (fixture))));
  for (guint i = 0; i < 4; i++)
    ui_test_activate (fixture, "back");
  assert_chips (fixture, "+photo-000.jpg|+photo-005.jpg|In /photos|2024 – 2025-06|Portrait|JPEG");
}

/* It stays while a person asks on from results; a query from the library is about all of it. */
static void
test_scope_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) red = ui_test_make_image ("red.png", 0);
  g_autoptr (GFile) folder = g_file_get_parent (red);
  g_autoptr (GSList) list = g_slist_append (NULL, red);
  GdkFileList *files = gdk_file_list_new_from_list (list);

  ask_with_two (fixture);
  choose_scope (fixture);
  wait_until (!sem_scope_is_everywhere (sem_query_get_scope (get_query (fixture))));
  sem_photo_grid_select (fixture->results, 3);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_query_get_n_sources (get_query (fixture)) == 1);
  g_assert_false (sem_scope_is_everywhere (sem_query_get_scope (get_query (fixture))));
  ui_test_activate (fixture, "toggle-copies");
  wait_until (sem_query_get_original (get_query (fixture)));
  g_assert_false (sem_scope_is_everywhere (sem_query_get_scope (get_query (fixture))));
  ui_test_drop (fixture, GDK_TYPE_FILE_LIST, files);
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_for_title (fixture, "red.png");
  g_assert_false (sem_scope_is_everywhere (sem_query_get_scope (get_query (fixture))));
  sem_window_narrow_to_folder (fixture->window, folder);
  wait_until (g_strv_length (sem_query_get_scope (get_query (fixture))->folders) == 2);
  ui_test_activate (fixture, "show-library");
  sem_photo_grid_select (fixture->photos, 3);
  ui_test_activate (fixture, "find-similar");
  wait_for_title (fixture, "photo-003.jpg");
  g_assert_true (sem_scope_is_everywhere (sem_query_get_scope (get_query (fixture))));
}

static void
test_dates (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *since;
    const char *until;
    gboolean good;
  } cases[] = {
    { "2024", "", TRUE },        { "", "2024-02", TRUE },    { " 2024-02-29 ", "", TRUE },
    { "2023-02-29", "", FALSE }, { "", "yesterday", FALSE }, { "2024-05", "2024-04", FALSE },
    { "2024-05", "2024", TRUE }, { "5/2024", "", FALSE },
  };
  SemScopePopover *popover = ui_test_find (get_bar (fixture), SEM_TYPE_SCOPE_POPOVER);
  GtkWidget *search = ui_test_find_button (GTK_WIDGET (popover), "_Search");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      set_entry (popover, "Since", cases[i].since);
      set_entry (popover, "Until", cases[i].until);
      g_assert_true (gtk_widget_get_sensitive (search) == cases[i].good);
    }
}

/* Regions ---------------------------------------------------------------------------------------*/

static void
assert_region (Fixture *fixture, double x, double y, double width, double height)
{
  double region[4];

  g_assert_true (sem_query_get_source_region (get_query (fixture), 0, region));
  g_assert_cmpfloat_with_epsilon (region[0], x, .001);
  g_assert_cmpfloat_with_epsilon (region[1], y, .001);
  g_assert_cmpfloat_with_epsilon (region[2], width, .001);
  g_assert_cmpfloat_with_epsilon (region[3], height, .001);
}

/* On the page of one photo, which is left only when the answer is there. */
static void
test_viewer_region (Fixture *fixture, gconstpointer data)
{
  SemViewer *viewer = sem_window_get_viewer (fixture->window);
  SemRegionView *view = ui_test_find (viewer, SEM_TYPE_REGION_VIEW);

  ui_test_fill (fixture, 10);
  g_signal_emit_by_name (fixture->photos, "open-photo", 3);
  wait_until (sem_picture_view_get_texture (viewer->view));
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.mark-region", NULL);
  wait_until (sem_region_view_get_marking (view));
  g_assert_true (ui_test_shows (viewer, "Find Similar to This Part"));
  /* One step back ends the marking only. */
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.step-back", NULL);
  g_assert_false (sem_region_view_get_marking (view));
  g_assert_true (sem_viewer_get_photo (viewer) != NULL);
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.mark-region", NULL);
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.next", NULL);
  g_assert_false (sem_region_view_get_marking (view));
  wait_until (sem_picture_view_get_texture (viewer->view));
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.mark-region", NULL);
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.find-similar", NULL);
  wait_for_title (fixture, "Part of photo-004.jpg");
  wait_until (sem_window_get_shows_results (fixture->window));
  assert_region (fixture, .25, .25, .5, .5);
  g_assert_cmpuint (sem_query_get_n_sources (get_query (fixture)), ==, 1);
  assert_chips (fixture, "Part of photo-004.jpg");
}

/* By the key, of a photo that is only selected: the viewer opens, and marks when its picture is
 * there. */
static void
test_grid_region (Fixture *fixture, gconstpointer data)
{
  SemViewer *viewer = sem_window_get_viewer (fixture->window);
  SemRegionView *view = ui_test_find (viewer, SEM_TYPE_REGION_VIEW);

  ui_test_fill (fixture, 10);
  gtk_widget_activate_action (GTK_WIDGET (fixture->photos), "grid.mark-region", NULL);
  wait_until (ui_test_shows (fixture->window, "Select a photo first."));
  g_assert_false (sem_window_get_shows_viewer (fixture->window));
  sem_photo_grid_select (fixture->photos, 3);
  gtk_widget_activate_action (GTK_WIDGET (fixture->photos), "grid.mark-region", NULL);
  wait_until (sem_region_view_get_marking (view));
  g_assert_true (ui_test_shows (viewer, "Find Similar to This Part"));
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.find-similar", NULL);
  wait_for_title (fixture, "Part of photo-003.jpg");
  /* A photo that is opened later is not marked. */
  wait_until (sem_window_get_shows_results (fixture->window));
  sem_photo_grid_select (fixture->results, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->results), "grid.mark-region", NULL);
  wait_until (sem_region_view_get_marking (view));
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.close", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->results), "grid.open", NULL);
  wait_until (sem_picture_view_get_texture (viewer->view));
  ui_test_settle (fixture);
  g_assert_false (sem_region_view_get_marking (view));
}

/* Of a photo of the query the other ones stay. */
static void
test_chip_region (Fixture *fixture, gconstpointer data)
{
  SemRegionView *view = ui_test_find (fixture->window->region_page, SEM_TYPE_REGION_VIEW);

  ask_with_two (fixture);
  activate (fixture, "query.mark-region", 0);
  wait_until (sem_region_view_get_marking (view));
  g_assert_true (ui_test_shows (fixture->window, "Mark a Region"));
  g_assert_false (ui_test_enabled (fixture, "narrow"));
  ui_test_activate (fixture, "back");
  wait_until (!ui_test_shows (fixture->window, "Mark a Region"));
  assert_chips (fixture, "+photo-000.jpg|+photo-005.jpg");
  activate (fixture, "query.mark-region", 0);
  wait_until (sem_region_view_get_marking (view));
  sem_region_view_set_region (view, (const double[]){ .1, .2, .3, .4 });
  gtk_widget_activate_action (GTK_WIDGET (fixture->window->region_page), "region.accept", NULL);
  wait_until (sem_query_get_source_region (get_query (fixture), 0, NULL));
  wait_until (!ui_test_shows (fixture->window, "Mark a Region"));
  assert_region (fixture, .1, .2, .3, .4);
  assert_chips (fixture, "+Part of photo-000.jpg|+photo-005.jpg");
  activate (fixture, "query.whole", 0);
  wait_until (!sem_query_get_source_region (get_query (fixture), 0, NULL));
}

/* The widget with this name in CSS below @widget. */
static GtkWidget *
find_node (GtkWidget *widget, const char *name)
{
  GtkWidget *found = g_str_equal (gtk_widget_get_css_name (widget), name) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_node (child, name);
  return found;
}

/* No toast lies over the button that is wanted next: a click on it would not come there. */
static void
assert_free (Fixture *fixture, gpointer page)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *button = ui_test_find_button (page, "_Find Similar to This Part");
  graphene_rect_t wanted, toast;

  g_assert_nonnull (button);
  ui_test_settle (fixture);
  g_assert_true (gtk_widget_compute_bounds (button, window, &wanted));
  g_assert_true (gtk_widget_compute_bounds (find_node (window, "toast"), window, &toast));
  g_assert_cmpfloat (wanted.size.height, >, 20);
  g_assert_cmpfloat (toast.size.height, >, 20);
  g_assert_false (graphene_rect_intersection (&wanted, &toast, NULL));
}

static void
wait (guint milliseconds)
{
  const gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    ui_test_turn ();
}

/* What is said last is seen at once, and what nobody has read yet with it. Quick ones, as of a key
 * that is held, do no harm. */
static void
test_toasts_in_time (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  AdwToastOverlay *overlay = sem_toast_find_overlay (GTK_WINDOW (window));
  gint64 begun;

  ui_test_fill (fixture, 3);
  begun = g_get_monotonic_time ();
  sem_window_show_toast (fixture->window, "The first thing.");
  sem_window_show_toast (fixture->window, "The second thing.");
  wait_until (ui_test_shows (overlay, "The first thing.\nThe second thing."));
  wait (2100);
  sem_window_show_toast (fixture->window, "The third thing.");
  wait_until (ui_test_shows (overlay, "The third thing."));
  g_assert_false (ui_test_shows (overlay, "The first thing."));
  /* A toast is shown for five seconds where others wait for it. */
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 4 * G_USEC_PER_SEC);
  for (guint i = 0; i < 40; i++)
    {
      sem_window_show_toast (fixture->window, "The same thing.");
      if (i % 10 == 9)
        sem_toast_show_undo (window, "That can be undone.", "win.offer-codes", 1);
      wait (i % 4 * 20);
      if (i % 8 == 5)
        ui_test_dismiss_toast (fixture);
    }
  wait_until (ui_test_shows (overlay, "That can be undone."));
}

static void
test_toast (Fixture *fixture, gconstpointer data)
{
  SemViewer *viewer = sem_window_get_viewer (fixture->window);
  SemRegionView *view = ui_test_find (fixture->window->region_page, SEM_TYPE_REGION_VIEW);

  ask_with_two (fixture);
  sem_window_show_toast (fixture->window, "Something happened, of which a long sentence tells.");
  activate (fixture, "query.mark-region", 0);
  wait_until (sem_region_view_get_marking (view));
  assert_free (fixture, fixture->window->region_page);
  ui_test_activate (fixture, "back");
  ui_test_activate (fixture, "show-library");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 420, 600);
  g_signal_emit_by_name (fixture->photos, "open-photo", 3);
  wait_until (sem_picture_view_get_texture (viewer->view));
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.mark-region", NULL);
  assert_free (fixture, viewer);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/asking-scope/scope", test_scope);
  ui_test_add ("/ui/asking-scope/scope-stays", test_scope_stays);
  ui_test_add ("/ui/asking-scope/dates", test_dates);
  ui_test_add ("/ui/asking-scope/viewer-region", test_viewer_region);
  ui_test_add ("/ui/asking-scope/grid-region", test_grid_region);
  ui_test_add ("/ui/asking-scope/chip-region", test_chip_region);
  ui_test_add ("/ui/asking-scope/toast", test_toast);
  ui_test_add ("/ui/asking-scope/toasts-in-time", test_toasts_in_time);

  return g_test_run ();
}
