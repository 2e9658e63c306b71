/* test-library.c - the library page
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/pages/library-page-private.h"
#include "ui/widgets/photo-grid-private.h"
#include "ui/window-private.h"
#include "tests/ui/ui-test.h"
#include "ui/widgets/photo-tile-private.h"
#include "ui/jobs/progress-strip-private.h"

static const char *
view (Fixture *fixture)
{
  return sem_library_page_get_view (sem_window_get_library_page (fixture->window));
}

static void
click (GtkWidget *widget, const char *name)
{
  GtkWidget *button = ui_test_find_button (widget, name);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_opening (Fixture *fixture, gconstpointer data)
{
  g_autofree char *calls = NULL;

  g_assert_cmpstr (view (fixture), ==, "opening");
  g_assert_false (ui_test_enabled (fixture, "add-folder"));
  g_assert_false (ui_test_enabled (fixture, "open-photo"));
  calls = sem_fake_library_steal_calls (fixture->library);
  /* What is added from now on is watched, too. */
  g_assert_cmpstr (calls, ==, "watch");
}

static void
test_welcome (Fixture *fixture, gconstpointer data)
{
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  g_assert_cmpstr (view (fixture), ==, "welcome");
  wait_until (ui_test_shows (fixture->window, "Choose Folder…"));
  g_assert_true (ui_test_enabled (fixture, "add-folder"));
  g_assert_false (ui_test_enabled (fixture, "update"));
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  const char *sentence = "“a <b> & c” is damaged. Rename it and start again.";

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_BROKEN, 0, sentence);
  g_assert_cmpstr (view (fixture), ==, "broken");
  wait_until (ui_test_shows (fixture->window, sentence));
  g_assert_false (ui_test_enabled (fixture, "add-folder"));
  g_assert_false (ui_test_enabled (fixture, "paste"));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  sem_fake_library_add_folder (fixture->library, "/photos", 0, SEM_FOLDER_PRESENT);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, -1, "Looking");
  g_assert_cmpstr (view (fixture), ==, "looking");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  g_assert_cmpstr (view (fixture), ==, "empty");
  wait_until (ui_test_shows (fixture->window, "No Photos Found"));
}

static void
test_start (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  sem_fake_library_add_folder (fixture->library, "/photos", 3, SEM_FOLDER_PRESENT);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  first = sem_fake_library_steal_calls (fixture->library);
  /* Watching looks there once by itself. */
  g_assert_cmpstr (first, ==, "watch");

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, 0, "");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  second = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (second, ==, "");
}

static void
test_photos_appear (Fixture *fixture, gconstpointer data)
{
  SemPhotoTile *tile;

  ui_test_fill (fixture, 3);
  g_assert_cmpstr (view (fixture), ==, "grid");
  g_assert_true (ui_test_shows (fixture->window, "3 photos"));
  tile = ui_test_find_tile (fixture->photos, 2);
  g_assert_nonnull (sem_photo_tile_get_texture (tile));
  g_assert_null (sem_photo_tile_get_badge (tile));
  g_assert_null (ui_test_find_tile (fixture->photos, 3));

  sem_fake_library_add_photos (fixture->library, 1);
  wait_until (ui_test_find_tile (fixture->photos, 3) != NULL);
  wait_until (sem_photo_tile_get_texture (ui_test_find_tile (fixture->photos, 3)) != NULL);
  g_assert_true (ui_test_shows (fixture->window, "4 photos"));
}

static guint
count_cells (SemPhotoGrid *grid)
{
  guint n = 0;
  GtkWidget *view_widget = ui_test_find (grid, SEM_TYPE_GRID_VIEW);

  for (GtkWidget *cell = gtk_widget_get_first_child (view_widget); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    n++;
  return n;
}

/* The number of widgets must not depend on the number of photos. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (fixture->photos);

  ui_test_fill (fixture, 20000);
  g_assert_cmpuint (count_cells (fixture->photos), <, 600);

  gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll));
  wait_until (ui_test_find_tile (fixture->photos, 19999) != NULL);
  wait_until (sem_photo_tile_get_texture (ui_test_find_tile (fixture->photos, 19999)) != NULL);
  g_assert_cmpuint (count_cells (fixture->photos), <, 600);
}

static void
test_unbinding_cancels (Fixture *fixture, gconstpointer data)
{
  guint before;

  ui_test_fill (fixture, 5);
  before = sem_fake_get_n_cancelled ();
  sem_photo_grid_set_model (fixture->photos, NULL);
  sem_photo_grid_set_model (fixture->photos, sem_library_get_photos (fixture->library));
  wait_until (sem_fake_get_n_loading () > 0);
  sem_photo_grid_set_model (fixture->photos, NULL);
  wait_until (sem_fake_get_n_loading () == 0);
  g_assert_cmpuint (sem_fake_get_n_cancelled (), >, before);
}

/* GTK binds a cell again when it is selected; its picture must stay. */
static void
test_selecting (Fixture *fixture, gconstpointer data)
{
  SemPhotoTile *tile;
  GdkTexture *texture;

  ui_test_fill (fixture, 5);
  tile = ui_test_find_tile (fixture->photos, 2);
  texture = sem_photo_tile_get_texture (tile);
  sem_photo_grid_select (fixture->photos, 2);
  g_assert_cmpuint (sem_fake_get_n_loading (), ==, 0);
  g_assert_true (ui_test_find_tile (fixture->photos, 2) == tile);
  g_assert_true (sem_photo_tile_get_texture (tile) == texture);
}

static void
test_progress (Fixture *fixture, gconstpointer data)
{
  SemProgressStrip *strip = ui_test_find (fixture->window, SEM_TYPE_PROGRESS_STRIP);
  GtkProgressBar *bar = ui_test_find (strip, GTK_TYPE_PROGRESS_BAR);
  g_autofree char *calls = NULL;

  ui_test_fill (fixture, 3);
  g_assert_false (sem_progress_strip_get_busy (strip));
  g_free (sem_fake_library_steal_calls (fixture->library));

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .25, "Indexing 1 of 4");
  g_assert_true (sem_progress_strip_get_busy (strip));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (bar), ==, .25);
  wait_until (ui_test_shows (strip, "Indexing 1 of 4"));
  g_assert_false (ui_test_enabled (fixture, "update"));
  ui_test_activate (fixture, "pause");

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_PAUSED, .25, "Paused");
  g_assert_true (sem_progress_strip_get_busy (strip));
  g_assert_false (ui_test_enabled (fixture, "pause"));
  ui_test_activate (fixture, "resume");

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_TRAINING, -1, "Learning");
  g_assert_true (ui_test_enabled (fixture, "pause"));
  g_assert_true (ui_test_enabled (fixture, "cancel"));
  ui_test_activate (fixture, "cancel");

  /* A job that is stopping can be neither paused nor stopped. */
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_STOPPING, .5, "Stopping");
  g_assert_true (sem_progress_strip_get_busy (strip));
  g_assert_false (ui_test_enabled (fixture, "pause"));
  g_assert_false (ui_test_enabled (fixture, "resume"));
  g_assert_false (ui_test_enabled (fixture, "cancel"));

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  g_assert_false (sem_progress_strip_get_busy (strip));
  ui_test_activate (fixture, "update");
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, "pause resume cancel update");
}

static void
test_message (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 1);
  g_signal_emit_by_name (fixture->library, "message", "Tom & <Jerry> are “alike”.");
  wait_until (ui_test_shows (fixture->window, "Tom & <Jerry> are “alike”."));
}

static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  int before, after;

  ui_test_fill (fixture, 50);
  before = gtk_widget_get_width (ui_test_find_tile (fixture->photos, 0));
  ui_test_activate (fixture, "zoom-in");
  g_assert_cmpint (sem_photo_grid_get_zoom_level (fixture->photos), ==,
                   SEM_PHOTO_GRID_DEFAULT_ZOOM + 1);
  g_assert_cmpint (sem_photo_grid_get_zoom_level (fixture->results), ==,
                   SEM_PHOTO_GRID_DEFAULT_ZOOM + 1);
  ui_test_settle (fixture);
  after = gtk_widget_get_width (ui_test_find_tile (fixture->photos, 0));
  g_assert_cmpint (after, >, before);

  for (guint i = 0; i < 10; i++)
    ui_test_activate (fixture, "zoom-out");
  g_assert_cmpint (sem_photo_grid_get_zoom_level (fixture->photos), ==, 0);
  ui_test_activate (fixture, "zoom-reset");
  ui_test_settle (fixture);
  g_assert_cmpint (gtk_widget_get_width (ui_test_find_tile (fixture->photos, 0)), ==, before);
}

/* No tile is larger than the larger thumbnails, at any zoom and width; those that are larger than
 * the small ones ask for a larger one. */
static void
test_sharp (Fixture *fixture, gconstpointer data)
{
  static const int widths[] = { 360, 520, 780, 1040, 1250 };
  /* Others were asked for before where the computer is slow. */
  guint n_sharp = sem_fake_get_n_sharp ();

  ui_test_fill (fixture, 50);
  g_assert_cmpuint (sem_fake_get_n_sharp (), ==, n_sharp);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), widths[i], 600);
      for (int level = 0; level < SEM_PHOTO_GRID_N_ZOOM_LEVELS; level++)
        {
          sem_photo_grid_set_zoom_level (fixture->photos, level);
          ui_test_settle (fixture);
          g_assert_cmpint (gtk_widget_get_width (ui_test_find_tile (fixture->photos, 0)), <=, 512);
        }
    }
  n_sharp = sem_fake_get_n_sharp ();
  sem_photo_grid_set_zoom_level (fixture->photos, 0);
  sem_photo_grid_set_zoom_level (fixture->photos, SEM_PHOTO_GRID_N_ZOOM_LEVELS - 1);
  wait_until (sem_fake_get_n_sharp () > n_sharp);
  sem_photo_grid_set_zoom_level (fixture->photos, SEM_PHOTO_GRID_DEFAULT_ZOOM);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  ui_test_fill (fixture, 9);
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* Closing the window frees all its widgets. */
static void
test_finalizes (Fixture *fixture, gconstpointer data)
{
  gpointer objects[] = { fixture->window, fixture->photos, fixture->results,
                         ui_test_find (fixture->window, SEM_TYPE_PROGRESS_STRIP), NULL };

  ui_test_fill (fixture, 40);
  objects[4] = ui_test_find_tile (fixture->photos, 7);
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    g_object_add_weak_pointer (objects[i], &objects[i]);
  gtk_window_close (objects[0]);
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    wait_until (!objects[i]);
}

static GdkTexture *
render (gpointer widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  return gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                      node, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

/* A line around each photo tells it from the page, whatever the colors of both. */
static void
test_outline (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tile;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = NULL;
  int width, height;

  ui_test_fill (fixture, 8);
  tile = ui_test_find_tile (fixture->photos, 0);
  texture = render (tile);
  width = gdk_texture_get_width (texture);
  height = gdk_texture_get_height (texture);
  pixels = g_new (guint32, width * height);
  gdk_texture_download (texture, (guchar *) pixels, width * 4);
  /* The picture has one color along a row of its sky. */
  for (int y = 20; y < height / 4; y++)
    g_assert_cmphex (pixels[y * width], !=, pixels[y * width + 4]);
}

/* Each rendered tile shows the picture of its own photo: its upper half has the photo's hue. */
static void
test_rendered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = NULL;
  int width, height;

  ui_test_fill (fixture, 8);
  texture = render (fixture->window);
  width = gdk_texture_get_width (texture);
  height = gdk_texture_get_height (texture);
  pixels = g_new (guint32, width * height);
  gdk_texture_download (texture, (guchar *) pixels, width * 4);

  for (guint i = 0; i < 8; i++)
    {
      GtkWidget *tile = ui_test_find_tile (fixture->photos, i);
      double x, y;
      guint32 pixel;
      float hue, saturation, value;

      gtk_widget_translate_coordinates (tile, GTK_WIDGET (fixture->window),
                                        gtk_widget_get_width (tile) / 2.,
                                        gtk_widget_get_height (tile) / 8., &x, &y);
      pixel = pixels[(int) y * width + (int) x];
      gtk_rgb_to_hsv ((pixel >> 16 & 255) / 255.f, (pixel >> 8 & 255) / 255.f,
                      (pixel & 255) / 255.f, &hue, &saturation, &value);
      g_assert_cmpfloat (saturation, >, .3f);
      g_assert_cmpint (ABS ((int) (hue * 360 + .5f) - (int) sem_fake_get_hue (i)), <=, 3);
    }
}

static guint
count_bars (GtkWidget *widget)
{
  guint n = GTK_IS_PROGRESS_BAR (widget) && gtk_widget_get_mapped (widget) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_bars (child);
  return n;
}

/* Whatever runs, and whichever tab is shown, one bar shows how far it is. */
static void
test_one_bar (Fixture *fixture, gconstpointer data)
{
  static const SemLibraryState states[] = {
    SEM_LIBRARY_INDEXING, SEM_LIBRARY_PAUSED, SEM_LIBRARY_INDEXING, SEM_LIBRARY_STOPPING,
    SEM_LIBRARY_TRAINING, SEM_LIBRARY_PAUSED, SEM_LIBRARY_TRAINING, SEM_LIBRARY_STOPPING,
  };
  static const char *const tabs[] = { "train", "models", "networks" };

  ui_test_fill (fixture, 3);
  for (guint tab = 0; tab < G_N_ELEMENTS (tabs); tab++)
    {
      ui_test_activate (fixture, tabs[tab]);
      for (guint i = 0; i < G_N_ELEMENTS (states); i++)
        {
          sem_fake_library_set_training (fixture->library, TRUE);
          sem_fake_library_set_state (fixture->library, states[i], .4, "Going on");
          ui_test_settle (fixture);
          g_assert_cmpuint (count_bars (GTK_WIDGET (fixture->window)), ==, 1);
        }
      sem_fake_library_set_training (fixture->library, FALSE);
      sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
      ui_test_settle (fixture);
      g_assert_cmpuint (count_bars (GTK_WIDGET (fixture->window)), ==, 0);
    }
}

/* The old place of a folder that was moved is offered for removal, which can be undone; who
 * answered is not asked again. */
static void
test_moved (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = ui_test_find (fixture->window, SEM_TYPE_MOVED_BAR);
  GtkWidget *toasts = GTK_WIDGET (sem_window_get_toast_overlay (fixture->window));
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  ui_test_fill (fixture, 3);
  sem_fake_library_add_folder (fixture->library, "/away", 3, SEM_FOLDER_OFFLINE);
  ui_test_settle (fixture);
  g_assert_false (ui_test_shows (bar, "The photos of"));
  sem_fake_library_add_moved_folder (fixture->library, "/old & gone", 7, "/new <place>");
  wait_until (ui_test_shows (bar, "The photos of “/old & gone” are in “/new <place>” now."));
  g_free (sem_fake_library_steal_calls (fixture->library));
  click (bar, "_Remove Old Folder");
  wait_until (ui_test_shows (toasts, "“/old & gone” removed from the library"));
  wait_until (!ui_test_shows (bar, "The photos of"));
  click (toasts, "_Undo");
  wait_until (!ui_test_shows (toasts, "removed from the library"));
  first = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (first, ==, "");
  ui_test_settle (fixture);
  g_assert_false (ui_test_shows (bar, "The photos of"));

  sem_fake_library_add_moved_folder (fixture->library, "/second", 7, "/place");
  sem_fake_library_add_moved_folder (fixture->library, "/third", 7, "/place");
  wait_until (ui_test_shows (bar, "/second"));
  click (bar, "_Not Now");
  wait_until (ui_test_shows (bar, "/third"));
  click (bar, "_Remove Old Folder");
  wait_until (ui_test_shows (toasts, "“/third” removed from the library"));
  click (toasts, "window-close-symbolic");
  wait_until (g_list_model_get_n_items (sem_library_get_folders (fixture->library)) == 4);
  second = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (second, ==, "remove-folder /third");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/library/opening", test_opening);
  ui_test_add ("/ui/library/welcome", test_welcome);
  ui_test_add ("/ui/library/broken", test_broken);
  ui_test_add ("/ui/library/empty", test_empty);
  ui_test_add ("/ui/library/start", test_start);
  ui_test_add ("/ui/library/photos-appear", test_photos_appear);
  ui_test_add ("/ui/library/many", test_many);
  ui_test_add ("/ui/library/unbinding-cancels", test_unbinding_cancels);
  ui_test_add ("/ui/library/selecting", test_selecting);
  ui_test_add ("/ui/library/progress", test_progress);
  ui_test_add ("/ui/library/message", test_message);
  ui_test_add ("/ui/library/zoom", test_zoom);
  ui_test_add ("/ui/library/sharp", test_sharp);
  ui_test_add ("/ui/library/outline", test_outline);
  ui_test_add ("/ui/library/narrow", test_narrow);
  ui_test_add ("/ui/library/one-bar", test_one_bar);
  ui_test_add ("/ui/library/moved", test_moved);
  ui_test_add ("/ui/library/finalizes", test_finalizes);
  ui_test_add ("/ui/library/rendered", test_rendered);

  return g_test_run ();
}
