/* test-map.c - the similarity map
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/map/map-legend.h"
#include "ui/map/map-page-private.h"
#include "ui/map/map-place.h"
#include "ui/map/map-view-private.h"
#include "ui/window-private.h"

static SemMapPage *
page (Fixture *fixture)
{
  return sem_window_get_map_page (fixture->window);
}

static SemMapView *
view (Fixture *fixture)
{
  return sem_map_page_get_view (page (fixture));
}

static void
open_page (Fixture *fixture)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (3));
  g_assert_true (sem_window_get_shows_map (fixture->window));
  wait_until (sem_map_get_running (sem_map_page_get_map (page (fixture))));
}

/* With the photos 11 to 0 in three rows of four. */
static void
open_map (Fixture *fixture)
{
  ui_test_fill (fixture, 12);
  open_page (fixture);
  sem_fake_map_finish (sem_map_page_get_map (page (fixture)), 12);
  g_assert_cmpstr (sem_map_page_get_shown (page (fixture)), ==, "map");
  gtk_widget_grab_focus (GTK_WIDGET (page (fixture)));
  wait_until (gtk_widget_has_focus (GTK_WIDGET (view (fixture))));
  wait_until (sem_map_view_get_side (view (fixture)) > 10);
}

/* Nothing is sorted before someone looks, and then it says so. */
static void
test_made_when_shown (Fixture *fixture, gconstpointer data)
{
  SemMap *map = sem_map_page_get_map (page (fixture));

  ui_test_fill (fixture, 12);
  g_assert_false (sem_map_get_running (map));
  open_page (fixture);
  g_assert_cmpstr (sem_map_page_get_shown (page (fixture)), ==, "empty");
  wait_until (ui_test_shows (page (fixture), "some seconds"));
  sem_map_stop (map);
  wait_until (ui_test_shows (page (fixture), "not made yet"));
  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (page (fixture)), "_Make Map"));
  wait_until (sem_map_get_running (map));
  sem_fake_map_fail (map, "“R&D <1>.db” has no codes.");
  wait_until (ui_test_shows (page (fixture), "“R&D <1>.db” has no codes."));
  sem_fake_map_finish (map, 12);
  g_assert_cmpstr (sem_map_page_get_shown (page (fixture)), ==, "map");
}

static void
press (Fixture *fixture, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view (fixture)));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &taken);
    }
  g_assert_true (taken);
}

/* Each key, and where the cursor is then. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    guint cursor;
  } steps[] = {
    { GDK_KEY_Right, 0, 1 },     { GDK_KEY_Down, 0, 5 },
    { GDK_KEY_End, 0, 7 },       { GDK_KEY_Right, 0, 7 },
    { GDK_KEY_Up, 0, 3 },        { GDK_KEY_Up, 0, 3 },
    { GDK_KEY_Home, 0, 0 },      { GDK_KEY_Left, 0, 0 },
    { GDK_KEY_Page_Down, 0, 8 }, { GDK_KEY_Down, 0, 8 },
    { GDK_KEY_Page_Up, 0, 0 },   { GDK_KEY_End, GDK_CONTROL_MASK, 11 },
    { GDK_KEY_Left, 0, 10 },     { GDK_KEY_Home, GDK_CONTROL_MASK, 0 },
  };

  open_map (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      press (fixture, steps[i].key, steps[i].state);
      g_assert_cmpuint (sem_map_view_get_cursor (view (fixture)), ==, steps[i].cursor);
    }
  /* A screen reader, and the header, say which photo that is. */
  press (fixture, GDK_KEY_Right, 0);
  wait_until (ui_test_shows (page (fixture), "photo-010.jpg"));
}

/* What is visible follows the cursor and the pointer, and the whole map comes back. */
static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  graphene_rect_t bounds;
  double fit;

  open_map (fixture);
  fit = sem_map_view_get_side (view (fixture));
  for (guint i = 0; i < 30; i++)
    press (fixture, GDK_KEY_plus, 0);
  g_assert_cmpfloat (sem_map_view_get_side (view (fixture)), ==, 256);
  press (fixture, GDK_KEY_End, GDK_CONTROL_MASK);
  sem_map_view_get_bounds (view (fixture), 11, &bounds);
  g_assert_cmpfloat (bounds.origin.x, >=, 0);
  g_assert_cmpfloat (bounds.origin.x + 256, <=, gtk_widget_get_width (GTK_WIDGET (view (fixture))));
  g_assert_cmpfloat (bounds.origin.y + 256, <=,
                     gtk_widget_get_height (GTK_WIDGET (view (fixture))));
  ui_test_activate (fixture, "zoom-out");
  g_assert_cmpfloat (sem_map_view_get_side (view (fixture)), <, 256);
  ui_test_activate (fixture, "zoom-reset");
  g_assert_cmpfloat (sem_map_view_get_side (view (fixture)), ==, fit);
}

/* A photo opens, and leads back to its place. */
static void
test_open (Fixture *fixture, gconstpointer data)
{
  open_map (fixture);
  press (fixture, GDK_KEY_Down, 0);
  press (fixture, GDK_KEY_Return, 0);
  g_assert_true (sem_window_get_shows_viewer (fixture->window));
  g_assert_cmpuint (sem_viewer_get_position (sem_window_get_viewer (fixture->window)), ==, 4);
  sem_window_ask_viewer (fixture->window, "viewer.next");
  sem_window_ask_viewer (fixture->window, "viewer.close");
  wait_until (gtk_widget_has_focus (GTK_WIDGET (view (fixture))));
  g_assert_cmpuint (sem_map_view_get_cursor (view (fixture)), ==, 5);
}

/* The photo at the cursor is searched for; hits are marked, and a hit leads to the map. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  SemPhotoGrid *results = sem_results_page_get_grid (sem_window_get_results_page (fixture->window));
  guint wanted;

  open_map (fixture);
  press (fixture, GDK_KEY_Right, 0);
  ui_test_activate (fixture, "find-similar");
  wait_until (ui_test_results (fixture) != NULL);
  g_assert_false (sem_window_get_shows_map (fixture->window));
  g_assert_cmpint (sem_query_get_source_photo (
                     sem_session_get_query (sem_window_get_session (fixture->window)), 0),
                   ==, 10);
  sem_photo_grid_select (results, 1);
  g_assert_true (sem_map_find (sem_map_page_get_map (page (fixture)),
                               sem_photo_get_id (sem_photo_grid_get_selected_photo (results)),
                               &wanted));
  ui_test_activate (fixture, "show-on-map");
  g_assert_true (sem_window_get_shows_map (fixture->window));
  g_assert_cmpuint (sem_map_view_get_cursor (view (fixture)), ==, wanted);
}

/* The legend says which folder has which color, and photos have that. */
static void
test_colors (Fixture *fixture, gconstpointer data)
{
  const SemMapGroups *groups;

  open_map (fixture);
  gtk_widget_activate_action (GTK_WIDGET (view (fixture)), "map.colors", "s", "folders");
  wait_until (ui_test_shows (page (fixture), "even · 6"));
  g_assert_true (ui_test_shows (page (fixture), "odd · 6"));
  groups = sem_map_view_get_groups (view (fixture));
  g_assert_nonnull (groups);
  g_assert_cmpuint (sem_map_legend_get_colour (groups, 0), !=,
                    sem_map_legend_get_colour (groups, 1));
  ui_test_settle (fixture);
  /* Of another map they are found again. */
  sem_fake_map_finish (sem_map_page_get_map (page (fixture)), 8);
  wait_until (ui_test_shows (page (fixture), "even · 4"));
  gtk_widget_activate_action (GTK_WIDGET (view (fixture)), "map.colors", "s", "scenes");
  wait_until (ui_test_shows (fixture->window, "No scenes were found yet"));
  g_assert_null (sem_map_view_get_groups (view (fixture)));
  g_assert_false (ui_test_shows (page (fixture), "even · 4"));
  gtk_widget_activate_action (GTK_WIDGET (view (fixture)), "map.colors", "s", "photos");
  ui_test_settle (fixture);
  g_assert_null (sem_map_view_get_groups (view (fixture)));
}

/* Delete puts the photo at the cursor into the trash, and takes it out again. */
static void
test_trash (Fixture *fixture, gconstpointer data)
{
  g_autofree char *put = NULL, *again = NULL, *back = NULL;

  open_map (fixture);
  press (fixture, GDK_KEY_Right, 0);
  wait_until (g_str_equal (sem_map_view_get_name (view (fixture)), "photo-010.jpg"));
  press (fixture, GDK_KEY_Delete, 0);
  wait_until (ui_test_shows (fixture->window, "“photo-010.jpg” is in the trash"));
  put = sem_fake_steal_moves ();
  g_assert_cmpstr (put, ==, "put:photo-010.jpg");
  g_assert_true (sem_map_view_hides (view (fixture), 1));
  press (fixture, GDK_KEY_Delete, 0);
  ui_test_settle (fixture);
  again = sem_fake_steal_moves ();
  g_assert_cmpstr (again, ==, "");
  ui_test_activate (fixture, "undo");
  ui_test_settle (fixture);
  back = sem_fake_steal_moves ();
  g_assert_cmpstr (back, ==, "restore:photo-010.jpg");
  g_assert_false (sem_map_view_hides (view (fixture), 1));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (view (fixture))));
}

/* What is selected in the library, out of sight, is left alone, and no bar tells of it. */
static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  g_autofree char *moves = NULL;

  ui_test_fill (fixture, 12);
  sem_photo_grid_select (fixture->photos, 2);
  open_map (fixture);
  ui_test_settle (fixture);
  g_assert_false (ui_test_shows (fixture->window->selection_bar, "1 selected"));
  ui_test_activate (fixture, "trash");
  ui_test_settle (fixture);
  moves = sem_fake_steal_moves ();
  g_assert_cmpstr (moves, ==, "put:photo-011.jpg");
}

/* Whether the sky of each photo that is drawn has the photo's hue. */
static gboolean
shows_photos (Fixture *fixture)
{
  GtkWidget *widget = GTK_WIDGET (view (fixture));
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autofree guint32 *pixels = g_new (guint32, width * height);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (!node)
    return FALSE;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  for (guint i = 0; i < 12; i++)
    {
      const gint64 id = sem_map_get_id (sem_map_page_get_map (page (fixture)), i);
      float hue, saturation, value;
      graphene_rect_t bounds;
      guint32 pixel;

      sem_map_view_get_bounds (view (fixture), i, &bounds);
      pixel = pixels[(int) (bounds.origin.y + bounds.size.height / 8) * width
                     + (int) (bounds.origin.x + bounds.size.width / 2)];
      gtk_rgb_to_hsv ((pixel >> 16 & 255) / 255.f, (pixel >> 8 & 255) / 255.f,
                      (pixel & 255) / 255.f, &hue, &saturation, &value);
      if (ABS ((int) (hue * 360 + .5f) - (int) sem_fake_get_hue (id)) > 3)
        return FALSE;
    }
  return TRUE;
}

static void
test_drawn (Fixture *fixture, gconstpointer data)
{
  open_map (fixture);
  wait_until (shows_photos (fixture));
}

/* From the map to a photo far down in the list: it is in view, and keys go on from it. */
static void
test_far (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 300);
  ui_test_settle (fixture);
  open_page (fixture);
  sem_fake_map_finish (sem_map_page_get_map (page (fixture)), 300);
  ui_test_settle (fixture);
  sem_map_view_set_cursor (view (fixture), 20);
  ui_test_activate (fixture, "show-in-library");
  wait_until (ui_test_find_tile (fixture->photos, 279) != NULL);
  wait_until (ui_test_focus (fixture->photos) == 279);
}

/* From the map to the photo in the list. */
static void
test_library (Fixture *fixture, gconstpointer data)
{
  open_map (fixture);
  press (fixture, GDK_KEY_Down, 0);
  ui_test_activate (fixture, "show-in-library");
  g_assert_false (sem_window_get_shows_map (fixture->window));
  g_assert_cmpint (sem_photo_get_id (sem_photo_grid_get_selected_photo (fixture->photos)), ==, 7);
}

/* A place fills the widget, keeps the point that is zoomed at, and finds what it places. */
static void
test_place (void)
{
  SemMapPlace place;
  SemMapRange range;
  guint position;

  sem_map_place_init (&place);
  sem_map_place_set_grid (&place, 10, 4);
  sem_map_place_resize (&place, 400, 400);
  g_assert_cmpfloat (place.side, ==, 100);
  g_assert_true (sem_map_place_find (&place, 150, 250, &position));
  g_assert_cmpuint (position, ==, 9);
  g_assert_false (sem_map_place_find (&place, 250, 250 + 50, &position));
  g_assert_false (sem_map_place_find (&place, 150, 20, &position));
  sem_map_place_zoom (&place, 2, 150, 250);
  g_assert_true (sem_map_place_find (&place, 150, 250, &position));
  g_assert_cmpuint (position, ==, 9);
  sem_map_place_get_visible (&place, &range);
  g_assert_cmpuint (range.left, ==, 0);
  g_assert_cmpuint (range.right, ==, 3);
  sem_map_place_move (&place, -10000, -10000);
  sem_map_place_get_visible (&place, &range);
  g_assert_cmpuint (range.right, ==, 4);
  g_assert_cmpuint (range.bottom, ==, 3);
  sem_map_place_reveal (&place, 0);
  g_assert_true (sem_map_place_find (&place, 1, 1, &position));
  g_assert_cmpuint (position, ==, 0);
  /* Half a million photos. */
  sem_map_place_set_grid (&place, 500000, 817);
  g_assert_cmpfloat (place.side, <, 1);
  sem_map_place_get_visible (&place, &range);
  g_assert_cmpuint (range.right, ==, 817);
  /* Nothing at all. */
  sem_map_place_set_grid (&place, 0, 0);
  g_assert_false (sem_map_place_find (&place, 1, 1, &position));
  sem_map_place_reveal (&place, 0);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/map/place", test_place);
  ui_test_add ("/map/made-when-shown", test_made_when_shown);
  ui_test_add ("/map/keys", test_keys);
  ui_test_add ("/map/zoom", test_zoom);
  ui_test_add ("/map/open", test_open);
  ui_test_add ("/map/search", test_search);
  ui_test_add ("/map/hidden", test_hidden);
  ui_test_add ("/map/drawn", test_drawn);
  ui_test_add ("/map/trash", test_trash);
  ui_test_add ("/map/colors", test_colors);
  ui_test_add ("/map/library", test_library);
  ui_test_add ("/map/far", test_far);
  return g_test_run ();
}
