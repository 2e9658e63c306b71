/* test-bars.c - what lies beside and below the photos, and how wide it is
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/support/made-locale.h"
#include "tests/ui/ui-test.h"
#include "ui/grid/scrubber-private.h"
#include "ui/grid/scrubber.h"
#include "ui/library/selection-bar.h"
#include "ui/pages/details-words.h"
#include "ui/pages/library-page-private.h"
#include "ui/widgets/photo-grid-private.h"
#include "ui/window-private.h"
#include "ui/words.h"

/* Toasts --------------------------------------------------------------------------------------- */

static GtkWidget *
find_by_name (GtkWidget *widget, const char *name)
{
  GtkWidget *found = NULL;

  if (g_str_equal (gtk_widget_get_css_name (widget), name) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_by_name (child, name);
  return found;
}

static GtkWidget *
find_by_class (GtkWidget *widget, const char *name)
{
  GtkWidget *found = gtk_widget_has_css_class (widget, name) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_by_class (child, name);
  return found;
}

static graphene_rect_t
find_bounds (Fixture *fixture, gpointer widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (fixture->window), &bounds));
  return bounds;
}

/* No toast lies over a bar, whichever is there and however narrow the window is. */
static void
test_toasts (Fixture *fixture, gconstpointer data)
{
  static const int widths[] = { 360, 640, 1200 };
  GtkWidget *bars[2];

  ui_test_fill (fixture, 12);
  bars[0] = ui_test_find (fixture->window, SEM_TYPE_SELECTION_BAR);
  bars[1] = ui_test_find (fixture->window, SEM_TYPE_PROGRESS_STRIP);
  sem_photo_grid_select (fixture->photos, 3);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .5, "Indexing 6 of 12");
  sem_window_show_toast (fixture->window, "Something happened, of which this long sentence tells.");
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      graphene_rect_t toast;

      gtk_window_set_default_size (GTK_WINDOW (fixture->window), widths[i], 600);
      ui_test_settle (fixture);
      toast = find_bounds (fixture, find_by_name (GTK_WIDGET (fixture->window), "toast"));
      g_assert_cmpfloat (toast.size.height, >, 20);
      for (guint j = 0; j < G_N_ELEMENTS (bars); j++)
        {
          graphene_rect_t bar = find_bounds (fixture, bars[j]);

          g_assert_cmpfloat (bar.size.height, >, 20);
          g_assert_false (graphene_rect_intersection (&toast, &bar, NULL));
        }
    }
}

/* Neither over the bars that are a part of a page: where likeness ends, and below training. */
static void
test_toasts_of_results (Fixture *fixture, gconstpointer data)
{
  SemResultsPage *page = sem_window_get_results_page (fixture->window);
  graphene_rect_t toast, more;
  GtkWidget *bar;

  sem_fake_set_n_above (3);
  ui_test_fill (fixture, 12);
  sem_photo_grid_select (fixture->photos, 3);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  sem_window_show_toast (fixture->window, "Something happened.");
  ui_test_settle (fixture);
  bar = find_by_class (GTK_WIDGET (page), "less-likely-bar");
  wait_until (gtk_widget_get_mapped (bar));
  toast = find_bounds (fixture, find_by_name (GTK_WIDGET (fixture->window), "toast"));
  more = find_bounds (fixture, bar);
  g_assert_cmpfloat (more.size.height, >, 20);
  g_assert_cmpfloat (toast.size.height, >, 20);
  g_assert_false (graphene_rect_intersection (&toast, &more, NULL));
  g_assert_nonnull (find_by_class (GTK_WIDGET (fixture->window), "above-bar"));
  ui_test_activate (fixture, "train");
  ui_test_settle (fixture);
  toast = find_bounds (fixture, find_by_name (GTK_WIDGET (fixture->window), "toast"));
  more = find_bounds (fixture, find_by_class (GTK_WIDGET (fixture->window), "dialog-foot"));
  g_assert_cmpfloat (more.size.height, >, 20);
  g_assert_false (graphene_rect_intersection (&toast, &more, NULL));
  ui_test_activate (fixture, "back");
  ui_test_activate (fixture, "show-library");
  ui_test_settle (fixture);
  g_assert_null (find_by_class (GTK_WIDGET (fixture->window), "above-bar"));
  sem_fake_set_n_above (G_MAXUINT);
}

/* Widths --------------------------------------------------------------------------------------- */

/* Which widgets are too wide. */
static void
tell_widths (GtkWidget *widget, guint depth)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > 40)
    g_test_message ("%*s%s %d", (int) depth * 2, "", G_OBJECT_TYPE_NAME (widget), minimum);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child))
      tell_widths (child, depth + 1);
}

static void
assert_narrow (Fixture *fixture)
{
  int minimum;

  ui_test_settle (fixture);
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  if (minimum > 360)
    tell_widths (GTK_WIDGET (fixture->window), 0);
  g_assert_cmpint (minimum, <=, 360);
}

/* Every page fits on a phone, with all bars. */
static void
test_widths (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 12);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 480, 600);
  ui_test_settle (fixture);
  for (guint i = 0; i < 37; i++)
    sem_fake_library_add_problem (fixture->library, "/photos/broken.jpg", "It is broken.");
  sem_photo_grid_select (fixture->photos, 3);
  assert_narrow (fixture);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_PAUSED, .5, "Paused at 6 of 12");
  assert_narrow (fixture);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  sem_window_open_viewer (fixture->window, fixture->photos, 3);
  assert_narrow (fixture);
  ui_test_activate (fixture, "details");
  assert_narrow (fixture);
  ui_test_activate (fixture, "back");
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  assert_narrow (fixture);
  ui_test_activate (fixture, "find-copies");
  ui_test_settle (fixture);
  assert_narrow (fixture);
}

/* The same with longer words. */
static void
test_german (Fixture *fixture, gconstpointer data)
{
  if (test_speaks_german ())
    test_widths (fixture, data);
}

/* A photo at the lower edge stays in view when a bar appears below the photos. */
static void
test_last_row (Fixture *fixture, gconstpointer data)
{
  SemGridView *view = sem_photo_grid_get_view (fixture->photos);
  graphene_rect_t cell, grid;

  ui_test_fill (fixture, 300);
  sem_grid_view_set_place (view, &(SemGridPlace){ .scroll = 299, .focus = 299 });
  gtk_widget_grab_focus (GTK_WIDGET (fixture->photos));
  ui_test_settle (fixture);
  sem_photo_grid_select (fixture->photos, 299);
  ui_test_settle (fixture);
  ui_test_settle (fixture);
  g_assert_true (
    ui_test_shows (ui_test_find (fixture->window, SEM_TYPE_SELECTION_BAR), "1 selected"));
  cell = find_bounds (fixture, sem_grid_view_get_cell (view, 299));
  grid = find_bounds (fixture, view);
  g_assert_cmpfloat (cell.origin.y + cell.size.height, <=, grid.origin.y + grid.size.height);
}

/* An offer is made once: by the window, or by the page that leads to it. */
static void
test_one_offer (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar;

  ui_test_fill (fixture, 12);
  bar = ui_test_find (fixture->window, SEM_TYPE_CODES_BAR);
  sem_fake_library_set_offer (fixture->library, sem_fake_codes_new (5, "ddh", 64, "Better."));
  ui_test_settle (fixture);
  g_assert_true (ui_test_shows (bar, "Better."));
  ui_test_activate (fixture, "train");
  wait_until (sem_window_get_shows_learning (fixture->window));
  ui_test_settle (fixture);
  g_assert_false (ui_test_shows (bar, "Better."));
  g_assert_true (sem_window_leave_learning (fixture->window));
  wait_until (ui_test_shows (bar, "Better."));
  /* It would say that training has finished. */
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_TRAINING, .5, "Busy");
  wait_until (!ui_test_shows (bar, "Better."));
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  wait_until (ui_test_shows (bar, "Better."));
}

/* A window that was resized on another page is drawn whole when one comes back. */
static void
test_resized (Fixture *fixture, gconstpointer data)
{
  static const int widths[] = { 1200, 420, 1000, 700 };
  static const char *const actions[] = { "train", "models" };
  GtkWidget *window = GTK_WIDGET (fixture->window);

  ui_test_fill (fixture, 60);
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      ui_test_activate (fixture, actions[i % 2]);
      wait_until (sem_window_get_shows_learning (fixture->window));
      ui_test_settle (fixture);
      gtk_window_set_default_size (GTK_WINDOW (window), widths[i], 700);
      ui_test_settle (fixture);
      g_assert_true (sem_window_leave_learning (fixture->window));
      ui_test_settle (fixture);
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window->leaflet)), ==,
                       gtk_widget_get_width (window));
    }
}

/* An entry of the sidebar leads to its page from there too. */
static void
test_entries (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 12);
  for (guint32 entry = 1; entry <= 4; entry++)
    {
      ui_test_activate (fixture, "train");
      wait_until (sem_window_get_shows_learning (fixture->window));
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.entry", "u", entry);
      wait_until (!sem_window_get_shows_learning (fixture->window));
      g_assert_cmpint (sem_window_get_shows_quality (fixture->window), ==, entry == 4);
    }
}

/* The page of training has the progress of a training itself, also of one that is paused; that of
 * other jobs is shown by the window. */
static void
test_one_progress (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = ui_test_find (fixture->window, SEM_TYPE_PROGRESS_STRIP);

  ui_test_fill (fixture, 12);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_TRAINING, .5, "Busy");
  wait_until (ui_test_shows (bar, "Busy"));
  ui_test_activate (fixture, "train");
  wait_until (!ui_test_shows (bar, "Busy"));
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_PAUSED, .5, "Paused");
  ui_test_settle (fixture);
  g_assert_false (ui_test_shows (bar, "Paused"));
  g_assert_true (sem_window_leave_learning (fixture->window));
  wait_until (ui_test_shows (bar, "Paused"));
  ui_test_activate (fixture, "train");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .5, "Reading");
  wait_until (ui_test_shows (bar, "Reading"));
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
}

/* What is selected in the library is acted on where one sees it. */
static void
test_other_page (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = GTK_WIDGET (fixture->window->selection_bar);

  ui_test_fill (fixture, 12);
  sem_photo_grid_select (fixture->photos, 2);
  ui_test_settle (fixture);
  g_assert_true (ui_test_shows (bar, "1 selected"));
  sem_window_show_quality (fixture->window, TRUE);
  ui_test_settle (fixture);
  g_assert_false (ui_test_shows (bar, "1 selected"));
  sem_window_show_quality (fixture->window, FALSE);
  ui_test_settle (fixture);
  g_assert_true (ui_test_shows (bar, "1 selected"));
}

/* The filter is no wider than a narrow window. */
static void
test_filter (Fixture *fixture, gconstpointer data)
{
  SemLibraryPage *page = sem_window_get_library_page (fixture->window);
  int natural;

  ui_test_fill (fixture, 12);
  gtk_menu_button_popup (page->filter_button);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (page->filter)));
  gtk_widget_measure (gtk_popover_get_child (GTK_POPOVER (page->filter)),
                      GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, <=, 360);
}

/* Years ---------------------------------------------------------------------------------------- */

static SemScrubber *
scrubber (Fixture *fixture)
{
  return fixture->photos->scrubber;
}

static GtkGesture *
find_drag (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller))
        return GTK_GESTURE (controller);
    }
  return NULL;
}

static void
resize (Fixture *fixture, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 600);
  ui_test_settle (fixture);
}

static guint
count_parts (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);

  return g_strv_length (parts);
}

/* A column beside a long list has the years, without overlaps; it goes where one points. */
static void
test_years (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (fixture->photos);
  g_autofree char *marks = NULL;
  double half;

  ui_test_fill (fixture, 12);
  resize (fixture, 1000);
  g_assert_false (gtk_widget_get_child_visible (GTK_WIDGET (scrubber (fixture))));

  /* Four a day. */
  sem_fake_library_add_photos (fixture->library, 4 * 365 * 4);
  wait_until (gtk_adjustment_get_upper (scroll) > 20000);
  wait_until (gtk_widget_get_child_visible (GTK_WIDGET (scrubber (fixture))));
  ui_test_settle (fixture);
  marks = sem_scrubber_dup_marks (scrubber (fixture));
  g_assert_cmpstr (marks, ==, "2026 2025 2024 2023 2022");
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (scrubber (fixture))), <, 60);

  half = gtk_widget_get_height (GTK_WIDGET (scrubber (fixture))) / 2.;
  g_signal_emit_by_name (find_drag (GTK_WIDGET (scrubber (fixture))), "drag-begin", 10., half);
  g_assert_true (gtk_widget_get_visible (fixture->photos->scrubbed));
  g_signal_emit_by_name (find_drag (GTK_WIDGET (scrubber (fixture))), "end", NULL);
  g_assert_false (gtk_widget_get_visible (fixture->photos->scrubbed));
  ui_test_settle (fixture);
  g_assert_cmpfloat (ABS (gtk_adjustment_get_value (scroll) / gtk_adjustment_get_upper (scroll)
                          - .5),
                     <, .1);
  /* Who pointed goes on with keys. */
  wait_until (ui_test_focus (fixture->photos) != GTK_INVALID_LIST_POSITION);
  g_assert_cmpuint (ui_test_focus (fixture->photos), >, 1000);

  /* There is no room for it in a narrow window, and folders are no years. */
  resize (fixture, 400);
  wait_until (!gtk_widget_get_child_visible (GTK_WIDGET (scrubber (fixture))));
  resize (fixture, 1000);
  wait_until (gtk_widget_get_child_visible (GTK_WIDGET (scrubber (fixture))));
  gtk_widget_activate_action (GTK_WIDGET (sem_window_get_library_page (fixture->window)),
                              "library.order", "s", "folder");
  wait_until (!gtk_widget_get_child_visible (GTK_WIDGET (scrubber (fixture))));
  gtk_widget_activate_action (GTK_WIDGET (sem_window_get_library_page (fixture->window)),
                              "library.order", "s", "date");
  wait_until (gtk_widget_get_child_visible (GTK_WIDGET (scrubber (fixture))));
}

/* Names that have no room are left out, but for the first and the last one. */
static void
test_crowded_years (Fixture *fixture, gconstpointer data)
{
  g_autofree char *marks = NULL;

  ui_test_fill (fixture, 12);
  resize (fixture, 1000);
  sem_fake_library_add_photos (fixture->library, 4 * 365 * 60);
  wait_until (gtk_widget_get_child_visible (GTK_WIDGET (scrubber (fixture))));
  wait_until (gtk_adjustment_get_upper (sem_photo_grid_get_vadjustment (fixture->photos)) > 1e6);
  ui_test_settle (fixture);
  marks = sem_scrubber_dup_marks (scrubber (fixture));
  g_assert_true (g_str_has_prefix (marks, "2026 "));
  g_assert_true (g_str_has_suffix (marks, " 1966"));
  g_assert_cmpuint (count_parts (marks), >, 10);
  g_assert_cmpuint (count_parts (marks), <, 45);
}

/* Words ---------------------------------------------------------------------------------------- */

/* In a window that is read from right to left, what is read from left to right is kept apart. */
static void
test_isolated (void)
{
  const SemPhotoDetails details = { .width = 4000, .height = 3000, .size = 3400000 };
  g_autoptr (GFile) folder = g_file_new_for_path ("/photos/2026");
  g_autofree char *plain = sem_words_for_size (40, 30), *path = sem_words_for_folder (folder);
  g_autoptr (GString) parts = g_string_new ("a");
  g_autofree char *likeness = NULL, *zoom = NULL;
  char *extent;

  g_assert_cmpstr (plain, ==, "40 × 30");
  g_assert_cmpstr (path, ==, "/photos/2026");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  g_free (plain);
  g_free (path);
  plain = sem_words_for_size (40, 30);
  path = sem_words_for_folder (folder);
  extent = sem_words_for_extent (&details);
  g_assert_cmpstr (plain, ==, "\u206840 × 30\u2069");
  g_assert_cmpstr (path, ==, "\u2068/photos/2026\u2069");
  g_assert_nonnull (strstr (extent, "\u206812 megapixels\u2069"));
  g_assert_nonnull (strstr (extent, "MB\u2069"));
  likeness = sem_words_for_likeness (.87);
  zoom = sem_words_for_zoom (.5);
  g_assert_cmpstr (likeness, ==, "\u206887 %\u2069");
  sem_words_add_part (parts, NULL);
  sem_words_add_part (parts, "");
  sem_words_add_part (parts, "1 דצמבר");
  g_assert_cmpstr (parts->str, ==, "a\u00a0· \u20681 דצמבר\u2069");
  g_assert_cmpstr (zoom, ==, "\u206850 %\u2069");
  g_free (extent);
  g_free (plain);
  plain = sem_words_for_size (0, 0);
  g_assert_cmpstr (plain, ==, "");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/ui/bars/toasts", test_toasts);
  ui_test_add ("/ui/bars/toasts-of-results", test_toasts_of_results);
  ui_test_add ("/ui/bars/widths", test_widths);
  ui_test_add ("/ui/bars/one-offer", test_one_offer);
  ui_test_add ("/ui/bars/resized", test_resized);
  ui_test_add ("/ui/bars/other-page", test_other_page);
  ui_test_add ("/ui/bars/entries", test_entries);
  ui_test_add ("/ui/bars/one-progress", test_one_progress);
  ui_test_add ("/ui/bars/filter", test_filter);
  ui_test_add ("/ui/bars/last-row", test_last_row);
  ui_test_add ("/ui/bars/years", test_years);
  ui_test_add ("/ui/bars/crowded-years", test_crowded_years);
  g_test_add_func ("/ui/bars/isolated", test_isolated);
  /* From here on in German. */
  g_test_add_func ("/ui/bars/set-german", test_use_german);
  ui_test_add ("/ui/bars/widths-german", test_german);
  ui_test_add ("/ui/bars/filter-german", test_filter);
  return g_test_run ();
}
