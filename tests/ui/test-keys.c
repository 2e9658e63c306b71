/* test-keys.c - the window by keyboard and pointer, with real events from xdotool
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/keys.h"
#include "ui/grid/grid-view-private.h"
#include "ui/pictures/picture-view.h"
#include "ui/settings.h"
#include "ui/widgets/photo-grid-private.h"
#include "ui/window-private.h"

/* Presses @key, after which the photo @position has the focus. */
static void
assert_goes (SemPhotoGrid *grid, const char *key, guint position)
{
  press (key);
  wait_until (ui_test_focus (grid) == position);
}

/* The photos have the focus from the start, so that every key works at once. */
static void
test_at_once (Fixture *fixture, gconstpointer data)
{
  fill (fixture, 2000);
  g_assert_cmpuint (ui_test_focus (fixture->photos), ==, 0);
  assert_goes (fixture->photos, "End", 1999);
  assert_goes (fixture->photos, "Home", 0);
  press ("Next");
  wait_until (ui_test_focus (fixture->photos) > 5);
  g_assert_cmpuint (ui_test_focus (fixture->photos), <, 100);
  press ("Prior");
  wait_until (ui_test_focus (fixture->photos) == 0);
  assert_goes (fixture->photos, "Right", 1);
  assert_goes (fixture->photos, "Left", 0);
}

static void
test_first_key (Fixture *fixture, gconstpointer data)
{
  static const char *const keys[] = { "Next", "End", "Down" };

  fill (fixture, 2000);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (SemPhoto) photo =
        g_list_model_get_item (sem_library_get_photos (fixture->library), 1);

      ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (sem_window_get_shows_results (fixture->window));
      ui_test_settle (fixture);
      g_assert_cmpuint (ui_test_focus (fixture->results), ==, 0);
      press (keys[i]);
      wait_until (ui_test_focus (fixture->results) > 1);
      ui_test_activate (fixture, "show-library");
    }
}

/* All are selected wherever the focus is in the page, as after a click on a button above them. */
static void
test_select_all (Fixture *fixture, gconstpointer data)
{
  SemGridSelection *selection;
  guint n_buttons = 0;

  fill (fixture, 60);
  selection = sem_grid_view_get_selection (sem_photo_grid_get_view (fixture->photos));
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (fixture->window));

      press ("shift+Tab");
      wait_until (gtk_window_get_focus (GTK_WINDOW (fixture->window)) != before);
      if (!gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)),
                                   GTK_WIDGET (sem_window_get_library_page (fixture->window))))
        continue;
      press ("ctrl+a");
      wait_until (sem_grid_selection_get_n (selection) == 60);
      press ("ctrl+shift+a");
      wait_until (sem_grid_selection_get_n (selection) == 0);
      n_buttons++;
    }
  g_assert_cmpuint (n_buttons, >, 0);
}

/* Keys stay in the open menu of a photo: they go from item to item, round, and choose one. */
static void
test_menu (Fixture *fixture, gconstpointer data)
{
  static const char *const keys[] = { "Down", "Down", "Up", "Tab", "shift+Tab", "Up", "Up" };
  GtkWidget *first, *menu;

  fill (fixture, 10);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->photos));
  press ("shift+F10");
  menu = ui_test_find (fixture->photos, GTK_TYPE_POPOVER_MENU);
  wait_until (gtk_widget_get_focus_child (menu));
  first = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (fixture->window));

      press (keys[i]);
      wait_until (gtk_window_get_focus (GTK_WINDOW (fixture->window)) != before);
      g_assert_nonnull (gtk_widget_get_focus_child (menu));
    }
  press ("Down");
  wait_until (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == first);
  press ("Return");
  wait_until (ui_test_results (fixture));
}

static guint
first_in_view (SemPhotoGrid *grid)
{
  return (guint) sem_photo_grid_get_place (grid).scroll;
}

/* After the list was scrolled by other means, keys go on from what is in view. */
static void
test_scrolled_away (Fixture *fixture, gconstpointer data)
{
  static const char *const keys[] = { "Right", "Next", "Down", "Prior" };
  GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (fixture->photos);

  fill (fixture, 2000);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      guint first;

      assert_goes (fixture->photos, "Home", 0);
      ui_test_settle (fixture);
      gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll) / 2);
      ui_test_settle (fixture);
      first = first_in_view (fixture->photos);
      g_assert_cmpuint (first, >, 900);
      press (keys[i]);
      wait_until (ui_test_focus (fixture->photos) != 0);
      g_assert_cmpuint (ui_test_focus (fixture->photos), >, first - 100);
      g_assert_cmpuint (ui_test_focus (fixture->photos), <, first + 100);
    }
}

static void
seen_cb (GtkWidget *label, gboolean *seen)
{
  *seen = strstr (gtk_label_get_label (GTK_LABEL (label)), " 20") != NULL;
}

static void
test_scrollbar (Fixture *fixture, gconstpointer data)
{
  GtkWidget *scroller = ui_test_find (fixture->photos, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *bar = gtk_scrolled_window_get_vscrollbar (GTK_SCROLLED_WINDOW (scroller));
  g_autofree char *drag = NULL;
  graphene_rect_t bounds;
  double x, y;

  GtkWidget *label = gtk_widget_get_last_child (GTK_WIDGET (fixture->photos));
  gboolean seen = FALSE;

  g_assert_true (GTK_IS_LABEL (label));
  g_signal_connect (label, "show", G_CALLBACK (seen_cb), &seen);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  fill (fixture, 2000);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  g_assert_true (gtk_widget_compute_bounds (bar, GTK_WIDGET (fixture->window), &bounds));
  gtk_native_get_surface_transform (GTK_NATIVE (fixture->window), &x, &y);
  x += bounds.origin.x + bounds.size.width / 2;
  y += bounds.origin.y;
  drag =
    g_strdup_printf ("mousemove --window %s %d %d mousedown 1 mousemove_relative 0 %d mouseup 1",
                     ui_test_window_id (fixture), (int) x, (int) y + 12,
                     (int) bounds.size.height / 2);
  xdotool (drag);
  wait_until (ui_test_focus (fixture->photos) != GTK_INVALID_LIST_POSITION);
  /* Meanwhile the month was shown beside the handle. */
  g_assert_true (seen);
  g_assert_false (gtk_widget_get_visible (label));
  g_assert_cmpuint (ui_test_focus (fixture->photos), >=, first_in_view (fixture->photos));
  g_assert_cmpuint (ui_test_focus (fixture->photos), >, 500);
}

/* Escape goes one step back: it closes the pane over the photos, then the results. */
static void
test_escape (Fixture *fixture, gconstpointer data)
{
  AdwFlap *flap = ui_test_find (fixture->window, ADW_TYPE_FLAP);
  g_autoptr (SemPhoto) photo = NULL;

  fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 420, 720);
  wait_until (gtk_widget_get_width (GTK_WIDGET (fixture->window)) < 500);
  ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  ui_test_activate (fixture, "details");
  wait_until (adw_flap_get_reveal_flap (flap));
  ui_test_settle (fixture);
  press ("Escape");
  wait_until (!adw_flap_get_reveal_flap (flap));
  g_assert_true (sem_window_get_shows_results (fixture->window));
  press ("Escape");
  wait_until (!sem_window_get_shows_results (fixture->window));
}

static const char *
viewed (Fixture *fixture)
{
  SemPhoto *photo = sem_viewer_get_photo (sem_window_get_viewer (fixture->window));

  return photo ? sem_photo_get_title (photo) : "";
}

/* Returns: (transfer full): words for xdotool that move the pointer to @x, @y of @widget. */
static char *
point_at (Fixture *fixture, GtkWidget *widget, double x, double y)
{
  double dx, dy;

  gtk_widget_translate_coordinates (widget, GTK_WIDGET (fixture->window), x, y, &x, &y);
  gtk_native_get_surface_transform (GTK_NATIVE (fixture->window), &dx, &dy);
  return g_strdup_printf ("mousemove --window %s %d %d", ui_test_window_id (fixture),
                          (int) (x + dx), (int) (y + dy));
}

/* A double-click on a photo that is partly out of view scrolls, and opens that photo. */
static void
test_double_click (Fixture *fixture, gconstpointer data)
{
  fill (fixture, 500);
  for (guint i = 0; i < 6; i++)
    {
      guint position = 30 + 3 * i, columns;
      g_autofree char *title = g_strdup_printf ("photo-%03u.jpg", position);
      g_autofree char *move = NULL, *clicks = NULL;
      GtkWidget *tile;

      columns = sem_grid_view_get_columns (sem_photo_grid_get_view (fixture->photos));
      /* The lower part of its row can be seen at the upper edge. */
      sem_photo_grid_set_place (fixture->photos,
                                &(SemGridPlace){ .scroll = position / columns * columns
                                                           + columns * (i % 2 == 0 ? .75 : 0) });
      ui_test_settle (fixture);
      tile = ui_test_find_tile (fixture->photos, position);
      g_assert_nonnull (tile);
      move = point_at (fixture, tile, gtk_widget_get_width (tile) / 2.,
                       gtk_widget_get_height (tile) - 12.);
      clicks = g_strconcat (move, " click --repeat 2 --delay 80 1", NULL);
      xdotool (clicks);
      wait_until (sem_window_get_shows_viewer (fixture->window));
      ui_test_settle (fixture);
      g_assert_cmpstr (viewed (fixture), ==, title);
      ui_test_activate (fixture, "back");
      ui_test_settle (fixture);
    }
}

/* Dragging a photo of the window does not hide the window. */
static void
test_drag_out (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tile;
  g_autofree char *move = NULL, *drag = NULL;

  fill (fixture, 100);
  tile = ui_test_find_tile (fixture->photos, 3);
  move = point_at (fixture, tile, 40, 40);
  drag = g_strconcat (move, " mousedown 1", NULL);
  xdotool (drag);
  for (guint i = 0; i < 12; i++)
    {
      xdotool ("mousemove_relative 9 9");
      ui_test_settle (fixture);
    }
  g_assert_false (gtk_revealer_get_reveal_child (fixture->window->drop_hint));
  press ("Escape");
  xdotool ("mouseup 1");
  ui_test_settle (fixture);
}

/* A photo is opened, its neighbours are looked at, zoomed into and asked with, and the way leads
 * back, all with real keys. */
static void
test_viewer (Fixture *fixture, gconstpointer data)
{
  SemPictureView *view = ui_test_find (fixture->window, SEM_TYPE_PICTURE_VIEW);

  fill (fixture, 40);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->photos));
  press ("Right");
  wait_until (ui_test_focus (fixture->photos) == 1);
  press ("Return");
  wait_until (sem_window_get_shows_viewer (fixture->window));
  wait_until (g_str_equal (viewed (fixture), "photo-001.jpg"));
  ui_test_settle (fixture);
  press ("Right");
  wait_until (g_str_equal (viewed (fixture), "photo-002.jpg"));
  press ("space");
  wait_until (g_str_equal (viewed (fixture), "photo-003.jpg"));
  press ("Left");
  wait_until (g_str_equal (viewed (fixture), "photo-002.jpg"));
  press ("1");
  wait_until (sem_picture_view_get_zoom (view) == 1);
  press ("minus");
  wait_until (sem_picture_view_get_zoom (view) < 1);
  press ("0");
  wait_until (sem_picture_view_get_fits (view));
  ui_test_activate (fixture, "details");
  wait_until (ui_test_shows (fixture->window, "KODAK"));
  press ("Escape");
  wait_until (!sem_window_get_shows_viewer (fixture->window));
  ui_test_settle (fixture);
  wait_until (ui_test_focus (fixture->photos) == 2);
  press ("Return");
  wait_until (sem_window_get_shows_viewer (fixture->window));
  ui_test_settle (fixture);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-002.jpg");
}

static GtkWindow *
find_dialog (Fixture *fixture)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      if (toplevel != GTK_WINDOW (fixture->window) && gtk_window_is_active (toplevel))
        return toplevel;
    }
  return NULL;
}

/* Escape closes the dialog, and whatever it is pressed for, a removal can still be undone. */
static void
test_escape_after_removing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *calls = NULL;
  GtkWindow *dialog;

  fill (fixture, 10);
  g_free (sem_fake_library_steal_calls (fixture->library));
  ui_test_activate (fixture, "folders");
  wait_until ((dialog = find_dialog (fixture)) != NULL);
  wait_until (ui_test_find_button (GTK_WIDGET (dialog), "list-remove-symbolic") != NULL);
  gtk_widget_grab_focus (ui_test_find_button (GTK_WIDGET (dialog), "list-remove-symbolic"));
  press ("space");
  wait_until (ui_test_shows (dialog, "removed from the library"));
  ui_test_settle (fixture);
  press ("Escape");
  wait_until (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  wait_until (ui_test_shows (fixture->window, "removed from the library"));
  ui_test_settle (fixture);
  press ("Escape");
  press ("Tab");
  press ("Escape");
  ui_test_settle (fixture);
  g_assert_nonnull (ui_test_find_button (GTK_WIDGET (fixture->window), "_Undo"));
  gtk_widget_grab_focus (ui_test_find_button (GTK_WIDGET (fixture->window), "_Undo"));
  press ("Escape");
  ui_test_settle (fixture);
  g_assert_nonnull (ui_test_find_button (GTK_WIDGET (fixture->window), "_Undo"));
  g_signal_emit_by_name (ui_test_find_button (GTK_WIDGET (fixture->window), "_Undo"), "clicked");
  ui_test_settle (fixture);
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "");
}

/* Presses @key until the focus is where it was. Returns: how many stops there are on the way, more
 * than 40 where it does not come back */
static guint
go_round (Fixture *fixture, const char *key, GtkWidget *seen)
{
  GtkWidget *start = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  gboolean saw = !seen;
  guint n = 0;

  do
    {
      GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (fixture->window)), *now;

      press (key);
      wait_until (gtk_window_get_focus (GTK_WINDOW (fixture->window)) != before);
      now = gtk_window_get_focus (GTK_WINDOW (fixture->window));
      saw |= now && seen && (now == seen || gtk_widget_is_ancestor (now, seen));
    }
  while (gtk_window_get_focus (GTK_WINDOW (fixture->window)) != start && n++ < 40);
  g_assert_true (saw);
  return n;
}

/* Tab and Shift+Tab go around every page by the same stops, and are caught nowhere. */
static void
test_round (Fixture *fixture, gconstpointer data)
{
  SemResultsPage *results = sem_window_get_results_page (fixture->window);
  GtkWidget *bar = GTK_WIDGET (sem_results_page_get_query_bar (results));
  guint n;

  fill (fixture, 10);
  n = go_round (fixture, "Tab", NULL);
  g_assert_cmpuint (n, <=, 40);
  g_assert_cmpuint (go_round (fixture, "shift+Tab", NULL), ==, n);
  sem_photo_grid_select (fixture->photos, 2);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  n = go_round (fixture, "Tab", bar);
  g_assert_cmpuint (n, <=, 40);
  g_assert_cmpuint (n, >, 4);
  g_assert_cmpuint (go_round (fixture, "shift+Tab", bar), ==, n);
  press ("Return");
  wait_until (sem_window_get_shows_viewer (fixture->window));
  ui_test_settle (fixture);
  n = go_round (fixture, "Tab", NULL);
  g_assert_cmpuint (n, <=, 40);
  g_assert_cmpuint (go_round (fixture, "shift+Tab", NULL), ==, n);
}

/* A window that was closed while it was maximized is so again, whatever the window manager makes of
 * what it is asked before it knows the window. */
/* Escape leaves comparing, and does nothing else. */
static void
test_escape_from_comparing (Fixture *fixture, gconstpointer data)
{
  SemGridSelection *selection;

  fill (fixture, 60);
  selection = sem_grid_view_get_selection (sem_photo_grid_get_view (fixture->photos));
  press ("Right");
  press ("shift+Right");
  wait_until (sem_grid_selection_get_n (selection) == 2);
  press ("c");
  wait_until (sem_window_get_shows_compare (fixture->window));
  press ("Escape");
  wait_until (!sem_window_get_shows_compare (fixture->window));
  ui_test_settle (fixture);
  g_assert_cmpuint (sem_grid_selection_get_n (selection), ==, 2);
}

static void
test_maximized (Fixture *fixture, gconstpointer data)
{
  GSettings *settings = sem_settings_get ();
  GtkWindow *other;

  gtk_window_maximize (GTK_WINDOW (fixture->window));
  wait_until (gtk_window_is_maximized (GTK_WINDOW (fixture->window)));
  sem_window_remember_size (fixture->window);
  other = GTK_WINDOW (sem_window_new (NULL, fixture->library));
  gtk_window_present (other);
  wait_until (gtk_window_is_maximized (other));
  gtk_window_unmaximize (other);
  wait_until (!gtk_window_is_maximized (other));
  sem_window_remember_size (SEM_WINDOW (other));
  g_assert_false (g_settings_get_boolean (settings, "window-maximized"));
  gtk_window_destroy (other);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/keys/at-once", test_at_once);
  ui_test_add ("/ui/keys/round", test_round);
  ui_test_add ("/ui/keys/first-key", test_first_key);
  ui_test_add ("/ui/keys/select-all", test_select_all);
  ui_test_add ("/ui/keys/menu", test_menu);
  ui_test_add ("/ui/keys/scrolled-away", test_scrolled_away);
  ui_test_add ("/ui/keys/scrollbar", test_scrollbar);
  ui_test_add ("/ui/keys/double-click", test_double_click);
  ui_test_add ("/ui/keys/drag-out", test_drag_out);
  ui_test_add ("/ui/keys/viewer", test_viewer);
  ui_test_add ("/ui/keys/escape", test_escape);
  ui_test_add ("/ui/keys/escape-from-comparing", test_escape_from_comparing);
  ui_test_add ("/ui/keys/maximized", test_maximized);
  ui_test_add ("/ui/keys/escape-after-removing", test_escape_after_removing);

  return g_test_run ();
}
