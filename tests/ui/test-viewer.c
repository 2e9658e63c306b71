/* test-viewer.c - the page that shows one photo
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/pages/details-words.h"
#include "ui/pages/viewer-private.h"
#include "ui/widgets/photo-grid-private.h"
#include "ui/window-private.h"

static SemViewer *
viewer (Fixture *fixture)
{
  return sem_window_get_viewer (fixture->window);
}

static const char *
title (Fixture *fixture)
{
  return adw_window_title_get_title (viewer (fixture)->window_title);
}

static void
ask (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (viewer (fixture)), action, NULL);
}

static gboolean
is_sharp (Fixture *fixture)
{
  GdkTexture *texture = sem_picture_view_get_texture (viewer (fixture)->view);

  return texture && gdk_texture_get_width (texture) > 256;
}

static void
open_at (Fixture *fixture, SemPhotoGrid *grid, guint position)
{
  g_signal_emit_by_name (ui_test_find (grid, SEM_TYPE_GRID_VIEW), "activate", position);
  wait_until (sem_window_get_shows_viewer (fixture->window));
  wait_until (is_sharp (fixture));
  ui_test_settle (fixture);
}

/* Opening, moving through the list and closing: the way back leads to the same place, and the photo
 * that was seen last is selected there. */
static void
test_way (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (fixture->photos);
  double before;

  ui_test_fill (fixture, 300);
  gtk_adjustment_set_value (scroll, 300);
  ui_test_settle (fixture);
  before = gtk_adjustment_get_value (scroll);
  open_at (fixture, fixture->photos, 20);
  g_assert_cmpstr (title (fixture), ==, "photo-020.jpg");
  g_assert_true (ui_test_shows (fixture->window, "21 of 300"));

  ask (fixture, "viewer.next");
  g_assert_cmpuint (sem_viewer_get_position (viewer (fixture)), ==, 21);
  wait_until (g_str_equal (title (fixture), "photo-021.jpg"));
  ask (fixture, "viewer.previous");
  ask (fixture, "viewer.previous");
  wait_until (g_str_equal (title (fixture), "photo-019.jpg"));

  ask (fixture, "viewer.close");
  g_assert_false (sem_window_get_shows_viewer (fixture->window));
  ui_test_settle (fixture);
  g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->photos), ==, 19);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (scroll), before, 2);
  g_assert_null (sem_viewer_get_photo (viewer (fixture)));
}

static void
test_ends (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 2);
  open_at (fixture, fixture->photos, 0);
  ask (fixture, "viewer.previous");
  g_assert_cmpuint (sem_viewer_get_position (viewer (fixture)), ==, 0);
  g_assert_false (gtk_widget_get_sensitive (viewer (fixture)->previous_button));
  ask (fixture, "viewer.next");
  ask (fixture, "viewer.next");
  g_assert_cmpuint (sem_viewer_get_position (viewer (fixture)), ==, 1);
  wait_until (!gtk_widget_get_sensitive (viewer (fixture)->next_button));
  g_assert_true (gtk_widget_get_sensitive (viewer (fixture)->previous_button));
}

/* The photo that is shown comes first, its neighbours are loaded ahead, and are there at once. */
static void
test_preload (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL;

  ui_test_fill (fixture, 10);
  g_free (sem_fake_steal_loads ());
  open_at (fixture, fixture->photos, 4);
  wait_until (
    sem_viewer_cache_get (viewer (fixture)->cache, sem_viewer_get_photo (viewer (fixture)))->sharp);
  ui_test_settle (fixture);
  first = sem_fake_steal_loads ();
  g_assert_cmpstr (first, ==, "now:photo-004.jpg ahead:photo-005.jpg ahead:photo-003.jpg");
  ask (fixture, "viewer.next");
  g_assert_true (is_sharp (fixture));
  ui_test_settle (fixture);
  second = sem_fake_steal_loads ();
  g_assert_cmpstr (second, ==, "ahead:photo-006.jpg");
}

static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  SemPictureView *view;
  graphene_rect_t visible;
  g_autofree char *loads = NULL;
  double fit;

  ui_test_fill (fixture, 10);
  open_at (fixture, fixture->photos, 4);
  ui_test_settle (fixture);
  view = viewer (fixture)->view;
  fit = sem_picture_view_get_zoom (view);
  g_assert_true (sem_picture_view_get_fits (view));
  g_assert_cmpfloat_with_epsilon (fit,
                                  MIN (gtk_widget_get_width (GTK_WIDGET (view)) / 4000.,
                                       gtk_widget_get_height (GTK_WIDGET (view)) / 3000.),
                                  1e-6);
  sem_picture_view_get_visible (view, &visible);
  g_assert_true (graphene_rect_equal (&visible, &GRAPHENE_RECT_INIT (0, 0, 4000, 3000)));

  /* At full size a part is loaded, once, which is all that is visible. */
  g_free (sem_fake_steal_loads ());
  ask (fixture, "viewer.full");
  g_assert_cmpfloat (sem_picture_view_get_zoom (view), ==, 1);
  wait_until (viewer (fixture)->detail_zoom == 1);
  wait_until (ui_test_shows (viewer (fixture)->zoom_bar, "100 %"));
  wait_until (!viewer (fixture)->detail_load);
  sem_picture_view_get_visible (view, &visible);
  g_assert_true (graphene_rect_contains_rect (&viewer (fixture)->detail_area, &visible));
  g_assert_cmpfloat (viewer (fixture)->detail_area.size.width, <, 4000);
  loads = sem_fake_steal_loads ();
  g_assert_cmpstr (loads, ==, "part:photo-004.jpg");

  /* No edge gets inside. */
  sem_picture_view_pan (view, -100, -100);
  sem_picture_view_get_visible (view, &visible);
  g_assert_cmpfloat (visible.origin.x, ==, 0);
  g_assert_cmpfloat (visible.origin.y, ==, 0);
  wait_until (viewer (fixture)->detail_area.origin.x == 0);
  wait_until (!viewer (fixture)->detail_load);

  ask (fixture, "viewer.zoom-out");
  g_assert_cmpfloat (sem_picture_view_get_zoom (view), <, 1);
  ask (fixture, "viewer.fit");
  g_assert_cmpfloat (sem_picture_view_get_zoom (view), ==, fit);
  ask (fixture, "viewer.toggle-zoom");
  g_assert_cmpfloat (sem_picture_view_get_zoom (view), ==, 1);
  ask (fixture, "viewer.next");
  g_assert_true (sem_picture_view_get_fits (view));
}

static gpointer
find_controller (SemPictureView *view, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));
  gpointer found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        found = controller;
    }
  g_assert_nonnull (found);
  return found;
}

/* The picture is dragged out as its file, unless dragging moves it. */
static void
test_drag_out (Fixture *fixture, gconstpointer data)
{
  SemPictureView *view;
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL;

  ui_test_fill (fixture, 3);
  open_at (fixture, fixture->photos, 1);
  view = viewer (fixture)->view;
  file = ui_test_drag_out (view);
  g_assert_nonnull (file);
  name = g_file_get_basename (file);
  g_assert_cmpstr (name, ==, "photo-001.jpg");
  ask (fixture, "viewer.full");
  g_assert_null (ui_test_drag_out (view));
}

/* The wheel keeps the point under the pointer where it is. */
static void
test_pointer (Fixture *fixture, gconstpointer data)
{
  SemPictureView *view;
  gboolean handled;
  graphene_rect_t before, after;
  const double x = 200, y = 150;

  ui_test_fill (fixture, 3);
  open_at (fixture, fixture->photos, 1);
  view = viewer (fixture)->view;
  ask (fixture, "viewer.full");
  sem_picture_view_get_visible (view, &before);
  g_signal_emit_by_name (find_controller (view, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", x, y);
  g_signal_emit_by_name (find_controller (view, GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll", 0.,
                         -1., &handled);
  g_assert_cmpfloat_with_epsilon (sem_picture_view_get_zoom (view), 1.25, 1e-9);
  sem_picture_view_get_visible (view, &after);
  g_assert_cmpfloat_with_epsilon (before.origin.x + x, after.origin.x + x / 1.25, .01);
  g_assert_cmpfloat_with_epsilon (before.origin.y + y, after.origin.y + y / 1.25, .01);
}

static void
test_details (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 4);
  open_at (fixture, fixture->photos, 2);
  g_assert_false (ui_test_shows (fixture->window, "KODAK"));
  ui_test_activate (fixture, "details");
  wait_until (ui_test_shows (fixture->window, "KODAK Z612"));
  g_assert_true (ui_test_shows (fixture->window, "Taken"));
  g_assert_true (ui_test_shows (fixture->window, "30 May 2021, 14:03"));
  g_assert_true (
    ui_test_shows (fixture->window, "1/125 s\u00a0· f/2.8\u00a0· ISO 80\u00a0· 35 mm"));
  g_assert_true (ui_test_shows (fixture->window, "33.8588° S, 151.2000° E"));
  g_assert_true (ui_test_shows (fixture->window, "Sydney, Australia"));
  g_assert_true (ui_test_shows (fixture->window, "4000 × 3000\u00a0· 12 megapixels\u00a0· 3.4"));
  ask (fixture, "viewer.next");
  wait_until (ui_test_shows (fixture->window, "File Changed"));
  ui_test_activate (fixture, "details");
  wait_until (!ui_test_shows (fixture->window, "KODAK"));
}

static void
test_ask (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 10);
  open_at (fixture, fixture->photos, 1);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  g_assert_false (sem_window_get_shows_viewer (fixture->window));
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-001.jpg");

  /* From a hit the viewer goes through the hits, and back to them. */
  ui_test_settle (fixture);
  open_at (fixture, fixture->results, 2);
  g_assert_true (ui_test_enabled (fixture, "back"));
  ui_test_activate (fixture, "back");
  g_assert_false (sem_window_get_shows_viewer (fixture->window));
  g_assert_true (sem_window_get_shows_results (fixture->window));
  g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->results), ==, 2);
  open_at (fixture, fixture->results, 2);
  ui_test_activate (fixture, "find-copies");
  wait_until (sem_query_get_original (sem_results_get_query (ui_test_results (fixture))) != NULL);
  g_assert_false (sem_window_get_shows_viewer (fixture->window));
}

/* The library grows and shrinks under the viewer. */
static void
test_changes (Fixture *fixture, gconstpointer data)
{
  GListModel *photos = sem_library_get_photos (fixture->library);

  ui_test_fill (fixture, 5);
  open_at (fixture, fixture->photos, 2);
  sem_fake_library_add_photos (fixture->library, 5);
  wait_until (ui_test_shows (fixture->window, "3 of 10"));
  g_list_store_remove (G_LIST_STORE (photos), 0);
  wait_until (ui_test_shows (fixture->window, "2 of 9"));
  g_assert_cmpstr (title (fixture), ==, "photo-002.jpg");
  g_list_store_remove (G_LIST_STORE (photos), 1);
  wait_until (g_str_equal (title (fixture), "photo-003.jpg"));
  g_list_store_remove_all (G_LIST_STORE (photos));
  wait_until (!sem_window_get_shows_viewer (fixture->window));
}

static void
test_trash (Fixture *fixture, gconstpointer data)
{
  g_autofree char *put = NULL, *restored = NULL;

  ui_test_fill (fixture, 3);
  open_at (fixture, fixture->photos, 1);
  ask (fixture, "viewer.trash");
  wait_until (ui_test_shows (fixture->window, "“photo-001.jpg” is in the trash"));
  put = sem_fake_steal_moves ();
  g_assert_cmpstr (put, ==, "put:photo-001.jpg");
  wait_until (g_str_equal (title (fixture), "photo-002.jpg"));
  ask (fixture, "viewer.previous");
  wait_until (g_str_equal (title (fixture), "photo-000.jpg"));

  g_signal_emit_by_name (ui_test_find_button (GTK_WIDGET (fixture->window), "_Undo"), "clicked");
  restored = sem_fake_steal_moves ();
  g_assert_cmpstr (restored, ==, "restore:photo-001.jpg");
  wait_until (g_hash_table_size (viewer (fixture)->hidden) == 0);
  wait_until (ui_test_shows (fixture->window, "1 of 3"));
  ask (fixture, "viewer.next");
  wait_until (g_str_equal (title (fixture), "photo-001.jpg"));
}

static void
test_failures (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 3);
  sem_fake_set_pictures_fail (TRUE);
  g_signal_emit_by_name (ui_test_find (fixture->photos, SEM_TYPE_GRID_VIEW), "activate", 1u);
  wait_until (ui_test_shows (fixture->window, "“photo.jpg” is <damaged>."));
  g_assert_true (ui_test_shows (fixture->window, "This Photo Cannot Be Shown"));
  ask (fixture, "viewer.trash");
  wait_until (ui_test_shows (fixture->window, "The trash is full."));
  g_assert_cmpstr (title (fixture), ==, "photo-001.jpg");
  sem_fake_set_pictures_fail (FALSE);
  ask (fixture, "viewer.close");
  open_at (fixture, fixture->photos, 1);
  g_assert_false (ui_test_shows (fixture->window, "This Photo Cannot Be Shown"));
}

/* The folder of the photo is renamed: its new file is shown and named. */
static void
test_renamed (Fixture *fixture, gconstpointer data)
{
  SemPhoto *photo;

  ui_test_fill (fixture, 3);
  sem_fake_set_pictures_fail (TRUE);
  g_signal_emit_by_name (ui_test_find (fixture->photos, SEM_TYPE_GRID_VIEW), "activate", 1u);
  wait_until (ui_test_shows (fixture->window, "This Photo Cannot Be Shown"));
  photo = sem_viewer_get_photo (viewer (fixture));
  sem_fake_set_pictures_fail (FALSE);
  sem_fake_photo_move (photo, "/elsewhere/new name.jpg");
  wait_until (g_str_equal (title (fixture), "new name.jpg"));
  wait_until (is_sharp (fixture));
  g_assert_false (ui_test_shows (fixture->window, "This Photo Cannot Be Shown"));
  ui_test_activate (fixture, "details");
  wait_until (ui_test_shows (fixture->window, "KODAK Z612"));
  sem_fake_photo_move (photo, "/elsewhere/another name.jpg");
  wait_until (g_str_equal (title (fixture), "another name.jpg"));
  wait_until (ui_test_shows (fixture->window, "KODAK Z612"));
}

/* Opening and closing leaves nothing behind. */
static void
test_leaks (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 10);
  for (guint i = 0; i < 50; i++)
    {
      SemPhoto *photo;
      gpointer weak;

      open_at (fixture, fixture->photos, i % 10);
      weak = sem_picture_view_get_texture (viewer (fixture)->view);
      photo = sem_viewer_get_photo (viewer (fixture));
      g_assert_nonnull (photo);
      g_object_add_weak_pointer (weak, &weak);
      ask (fixture, "viewer.close");
      wait_until (!weak);
    }
}

static void
test_words (void)
{
  static const struct
  {
    double exposure, aperture, focal_length;
    guint iso;
    const char *words;
  } cases[] = {
    { 0, 0, 0, 0, "" },
    { 1 / 4000., 0, 0, 0, "1/4000 s" },
    { .5, 0, 0, 0, "0.5 s" },
    { 30, 0, 0, 0, "30 s" },
    { 2.5, 11, 0, 0, "2.5 s\u00a0· f/11.0" },
    { 0, 0, 4.2, 3200, "ISO 3200\u00a0· 4 mm" },
  };
  g_autofree char *south = sem_words_for_position (0, -.00004);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SemPhotoDetails details = { .exposure = cases[i].exposure,
                                        .aperture = cases[i].aperture,
                                        .focal_length = cases[i].focal_length,
                                        .iso = cases[i].iso };
      g_autofree char *words = sem_words_for_exposure (&details);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
  g_assert_cmpstr (south, ==, "0.0000° N, 0.0000° W");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/ui/viewer/way", test_way);
  ui_test_add ("/ui/viewer/ends", test_ends);
  ui_test_add ("/ui/viewer/preload", test_preload);
  ui_test_add ("/ui/viewer/zoom", test_zoom);
  ui_test_add ("/ui/viewer/pointer", test_pointer);
  ui_test_add ("/ui/viewer/drag-out", test_drag_out);
  ui_test_add ("/ui/viewer/details", test_details);
  ui_test_add ("/ui/viewer/ask", test_ask);
  ui_test_add ("/ui/viewer/changes", test_changes);
  ui_test_add ("/ui/viewer/trash", test_trash);
  ui_test_add ("/ui/viewer/failures", test_failures);
  ui_test_add ("/ui/viewer/renamed", test_renamed);
  ui_test_add ("/ui/viewer/leaks", test_leaks);
  g_test_add_func ("/ui/viewer/words", test_words);
  return g_test_run ();
}
