/* test-search.c - dropping, pasting and searching in the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/window-private.h"
#include "tests/ui/ui-test.h"
#include "ui/widgets/photo-tile-private.h"
#include "ui/widgets/query-well.h"

/* What the photos 0 to 9 lie from the hue 0: 0 37 74 111 148 185 222 259 296 333. */
#define FROM_RED "0 27 37 64 74 101 111 138 148 175"

static SemResults *
shown (Fixture *fixture)
{
  return sem_session_get_results (sem_window_get_session (fixture->window));
}

static const char *
query_title (Fixture *fixture)
{
  return sem_query_get_title (sem_results_get_query (shown (fixture)));
}

static void
assert_distances (Fixture *fixture, const char *wanted)
{
  g_autofree char *distances = ui_test_distances (fixture, 10);

  g_assert_cmpstr (distances, ==, wanted);
}

static gboolean
drop (Fixture *fixture, GType type, gpointer content)
{
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, type);
  if (G_TYPE_FUNDAMENTAL (type) == G_TYPE_BOXED)
    g_value_set_boxed (&value, content);
  else if (type == G_TYPE_STRING)
    g_value_set_string (&value, content);
  else
    g_value_set_object (&value, content);
  g_signal_emit_by_name (sem_window_get_drop_target (fixture->window), "drop", &value, 10., 10.,
                         &taken);
  return taken;
}

static GdkFileList *
make_file_list (GFile *one, GFile *other)
{
  g_autoptr (GSList) files = g_slist_append (NULL, one);

  if (other != NULL)
    files = g_slist_append (files, other);
  return gdk_file_list_new_from_list (files);
}

static GdkTexture *
make_texture (guchar red, guchar green, guchar blue, guchar alpha)
{
  guchar pixels[4 * 4 * 4];
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < sizeof pixels; i += 4)
    memcpy (pixels + i, (guchar[]){ red, green, blue, alpha }, 4);
  bytes = g_bytes_new (pixels, sizeof pixels);
  return gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8A8, bytes, 16);
}

static void
test_drop_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = ui_test_make_image ("red.png", 0);
  GdkFileList *files = make_file_list (file, NULL);
  SemPhotoTile *tile;

  ui_test_fill (fixture, 10);
  g_assert_false (ui_test_enabled (fixture, "back"));
  g_assert_true (drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_until (sem_window_get_shows_results (fixture->window));
  assert_distances (fixture, FROM_RED);
  g_assert_cmpstr (query_title (fixture), ==, "red.png");

  wait_until ((tile = ui_test_find_tile (fixture->results, 1)) != NULL);
  g_assert_cmpstr (sem_photo_tile_get_badge (tile), ==, "89 % · 27 bits");
  wait_until (ui_test_shows (fixture->window, "89 % · 27 bits"));
  g_assert_true (ui_test_shows (fixture->window, "10 photos"));
  g_assert_true (ui_test_shows (fixture->window, "12 ms"));
  g_assert_true (ui_test_enabled (fixture, "back"));
}

static void
test_drop_texture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) green = make_texture (0, 255, 0, 255);

  ui_test_fill (fixture, 10);
  g_assert_true (drop (fixture, GDK_TYPE_TEXTURE, green));
  wait_until (sem_window_get_shows_results (fixture->window));
  assert_distances (fixture, "9 28 46 65 83 102 120 139 147 176");
}

/* Half transparent: what is premultiplied must come back as it was. */
static void
test_drop_transparent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) red = make_texture (255, 0, 0, 128);

  ui_test_fill (fixture, 10);
  g_assert_true (drop (fixture, GDK_TYPE_TEXTURE, red));
  wait_until (sem_window_get_shows_results (fixture->window));
  assert_distances (fixture, FROM_RED);
}

static void
test_drop_photo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) photo = NULL;

  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 4);
  g_assert_true (drop (fixture, SEM_TYPE_PHOTO, photo));
  wait_until (sem_window_get_shows_results (fixture->window));
  assert_distances (fixture, "0 37 37 74 74 111 111 148 148 175");
  g_assert_true (ui_test_shows (fixture->window, "4000 × 3000"));
}

static void
test_drop_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = ui_test_make_image ("folder.png", 0);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *wanted = g_strconcat ("add-folder ", g_file_peek_path (folder), NULL);
  g_autofree char *calls = NULL;
  GdkFileList *files = make_file_list (folder, NULL);

  ui_test_fill (fixture, 1);
  g_free (sem_fake_library_steal_calls (fixture->library));
  g_assert_true (drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_until (g_list_model_get_n_items (sem_library_get_folders (fixture->library)) == 2);
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, wanted);
  g_assert_false (sem_window_get_shows_results (fixture->window));
}

static void
test_drop_several (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) red = ui_test_make_image ("first.png", 0);
  g_autoptr (GFile) green = ui_test_make_image ("second.png", 120);
  GdkFileList *files = make_file_list (red, green);

  ui_test_fill (fixture, 10);
  g_assert_true (drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  g_assert_cmpstr (query_title (fixture), ==, "first.png");
}

static void
test_drop_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = ui_test_make_image ("red.png", 0);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *lines = g_strconcat ("# from a program\r\n", uri, "\r\n", NULL);

  ui_test_fill (fixture, 10);
  g_assert_false (drop (fixture, G_TYPE_STRING, "hello there"));
  wait_until (ui_test_shows (fixture->window, "That is no photo."));
  g_assert_true (drop (fixture, G_TYPE_STRING, lines));
  wait_until (sem_window_get_shows_results (fixture->window));
  assert_distances (fixture, FROM_RED);
}

static void
test_drop_bad (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) far = g_file_new_for_uri ("https://example.org/a.jpg");
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/a.jpg");
  GdkFileList *files = make_file_list (far, NULL);

  ui_test_fill (fixture, 10);
  g_assert_true (drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_until (ui_test_shows (fixture->window, "“https://example.org/a.jpg” is not on this"));

  files = make_file_list (missing, NULL);
  g_assert_true (drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  g_assert_false (sem_window_get_shows_results (fixture->window));
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) red = make_texture (255, 0, 0, 255);
  g_autoptr (GFile) file = ui_test_make_image ("green.png", 120);
  GdkFileList *files = make_file_list (file, NULL);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));

  ui_test_fill (fixture, 10);
  gdk_clipboard_set_texture (clipboard, red);
  ui_test_activate (fixture, "paste");
  wait_until (sem_window_get_shows_results (fixture->window));
  assert_distances (fixture, FROM_RED);

  gdk_clipboard_set (clipboard, GDK_TYPE_FILE_LIST, files);
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  ui_test_activate (fixture, "paste");
  wait_until (g_strcmp0 (query_title (fixture), "green.png") == 0);
  assert_distances (fixture, "9 28 46 65 83 102 120 139 147 176");

  gdk_clipboard_set_content (clipboard, NULL);
  ui_test_activate (fixture, "paste");
  wait_until (ui_test_shows (fixture->window, "There is no photo on the clipboard."));
}

static void
test_find_similar (Fixture *fixture, gconstpointer data)
{
  GtkGridView *grid;

  ui_test_fill (fixture, 10);
  ui_test_activate (fixture, "find-similar");
  wait_until (ui_test_shows (fixture->window, "Select a photo first."));

  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  assert_distances (fixture, FROM_RED);

  grid = ui_test_find (fixture->results, GTK_TYPE_GRID_VIEW);
  g_signal_emit_by_name (grid, "activate", 2u);
  wait_until (g_strcmp0 (query_title (fixture), "photo-001.jpg") == 0);
  assert_distances (fixture, "0 37 37 64 74 101 111 138 148 175");
}

/* Copies are a search of their own, and the well leads there and back. */
static void
test_find_copies (Fixture *fixture, gconstpointer data)
{
  GtkWidget *well;

  ui_test_fill (fixture, 10);
  ui_test_activate (fixture, "find-copies");
  wait_until (ui_test_shows (fixture->window, "Select a photo first."));

  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-copies");
  wait_until (sem_window_get_shows_results (fixture->window));
  g_assert_nonnull (sem_query_get_original (sem_results_get_query (shown (fixture))));
  well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);
  wait_until (ui_test_shows (fixture->window, "Mirrored · 100 %"));
  g_assert_true (ui_test_shows (well, "Show All Similar"));

  ui_test_activate (fixture, "toggle-copies");
  wait_until (sem_query_get_original (sem_results_get_query (shown (fixture))) == NULL);
  wait_until (ui_test_shows (well, "Find Copies"));
  g_assert_false (ui_test_shows (fixture->window, "Mirrored · 100 %"));

  ui_test_activate (fixture, "toggle-copies");
  wait_until (sem_query_get_original (sem_results_get_query (shown (fixture))) != NULL);
}

/* Back goes step by step, Escape to the library at once. */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 10);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SemPhoto) photo =
        g_list_model_get_item (sem_library_get_photos (fixture->library), i);
      SemResults *before = shown (fixture);

      drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (shown (fixture) != before);
    }
  g_assert_cmpstr (query_title (fixture), ==, "photo-002.jpg");
  ui_test_activate (fixture, "back");
  g_assert_cmpstr (query_title (fixture), ==, "photo-001.jpg");
  ui_test_activate (fixture, "back");
  g_assert_cmpstr (query_title (fixture), ==, "photo-000.jpg");
  g_assert_true (sem_window_get_shows_results (fixture->window));
  ui_test_activate (fixture, "back");
  g_assert_false (sem_window_get_shows_results (fixture->window));
  g_assert_false (ui_test_enabled (fixture, "back"));
  g_assert_false (ui_test_enabled (fixture, "show-library"));

  g_assert_true (ui_test_enabled (fixture, "forward"));
  for (guint i = 0; i < 3; i++)
    ui_test_activate (fixture, "forward");
  g_assert_true (sem_window_get_shows_results (fixture->window));
  g_assert_cmpstr (query_title (fixture), ==, "photo-002.jpg");
  g_assert_false (ui_test_enabled (fixture, "forward"));
}

/* Selection and scroll position come back with the results, in both directions. */
static void
test_restored (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (fixture->results);
  SemQueryWell *well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);
  double place;

  ui_test_fill (fixture, 2000);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SemPhoto) photo =
        g_list_model_get_item (sem_library_get_photos (fixture->library), i);
      SemResults *before = shown (fixture);

      drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (shown (fixture) != before);
      ui_test_settle (fixture);
      g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
      g_assert_true (ui_test_shows (well, "Select a photo"));
      if (i > 0)
        continue;
      gtk_adjustment_set_value (scroll, 2000);
      sem_photo_grid_select (fixture->results, 3);
      ui_test_settle (fixture);
    }
  place = 2000;
  for (guint turn = 0; turn < 2; turn++)
    {
      ui_test_activate (fixture, "back");
      ui_test_settle (fixture);
      g_assert_cmpstr (query_title (fixture), ==, "photo-000.jpg");
      g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (scroll), place, 1);
      g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->results), ==, 3);
      g_assert_false (ui_test_shows (well, "Select a photo"));
      ui_test_activate (fixture, "forward");
      ui_test_settle (fixture);
      g_assert_cmpstr (query_title (fixture), ==, "photo-001.jpg");
      g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
      g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->results), ==,
                        GTK_INVALID_LIST_POSITION);
    }
}

/* Results that come while the window still slides back to the library must stay. */
static void
test_back_and_forth (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) photo = NULL;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  for (guint i = 0; i < 3; i++)
    {
      drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (sem_window_get_shows_results (fixture->window));
      ui_test_settle (fixture);
      assert_distances (fixture, FROM_RED);
      wait_until (ui_test_find_tile (fixture->results, 0) != NULL);
      ui_test_activate (fixture, "back");
      for (guint turn = 0; turn < 40; turn++)
        ui_test_turn ();
    }
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static void
test_library_stays (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (fixture->photos);
  g_autoptr (SemPhoto) photo = NULL;
  double place;

  ui_test_fill (fixture, 2000);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 3);
  gtk_adjustment_set_value (scroll, 7000);
  ui_test_settle (fixture);
  place = gtk_adjustment_get_value (scroll);
  g_assert_cmpfloat (place, >, 5000);

  for (guint i = 0; i < 2; i++)
    {
      drop (fixture, SEM_TYPE_PHOTO, photo);
      wait_until (sem_window_get_shows_results (fixture->window));
      ui_test_settle (fixture);
      ui_test_activate (fixture, "show-library");
      g_assert_false (sem_window_get_shows_results (fixture->window));
      ui_test_settle (fixture);
      g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (scroll), place, 1);
    }

  /* A search that is new does not remember those before. */
  drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_activate (fixture, "back");
  g_assert_false (sem_window_get_shows_results (fixture->window));
}

static void
test_selected (Fixture *fixture, gconstpointer data)
{
  SemQueryWell *well = ui_test_find (fixture->window, SEM_TYPE_QUERY_WELL);
  g_autoptr (SemPhoto) photo = NULL;
  int width;

  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (sem_window_get_shows_results (fixture->window));
  wait_until (ui_test_shows (well, "Select a photo"));
  ui_test_settle (fixture);
  width = gtk_widget_get_width (GTK_WIDGET (well));
  sem_photo_grid_select (fixture->results, 3);
  wait_until (ui_test_shows (well, "photo-008.jpg"));
  g_assert_true (ui_test_shows (well, "75 %"));
  g_assert_true (ui_test_shows (well, "64 bits"));
  g_assert_true (ui_test_shows (well, "/photos"));
  ui_test_settle (fixture);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (well)), ==, width);

  gtk_widget_activate_action (GTK_WIDGET (well), "results.find-similar", NULL);
  wait_until (g_strcmp0 (query_title (fixture), "photo-008.jpg") == 0);
  wait_until (ui_test_shows (well, "Select a photo"));
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = ui_test_make_image ("red.png", 0);
  g_autoptr (SemQuery) query = sem_query_new_for_file (file);

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  sem_session_search (sem_window_get_session (fixture->window), query, NULL);
  wait_until (sem_window_get_shows_results (fixture->window));
  wait_until (ui_test_shows (fixture->window, "Nothing Looks Like It"));
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) photo = NULL;

  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  sem_fake_library_set_search_error (fixture->library, "No codes <yet> & no search.");
  drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (ui_test_shows (fixture->window, "No codes <yet> & no search."));
  g_assert_false (sem_window_get_shows_results (fixture->window));
}

/* A new query cancels the one before; a slow one is announced. */
static void
test_newest_wins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) one = NULL;
  g_autoptr (SemPhoto) other = NULL;

  ui_test_fill (fixture, 10);
  one = g_list_model_get_item (sem_library_get_photos (fixture->library), 1);
  other = g_list_model_get_item (sem_library_get_photos (fixture->library), 2);
  sem_fake_library_hold_searches (fixture->library, TRUE);
  drop (fixture, SEM_TYPE_PHOTO, one);
  wait_until (ui_test_shows (fixture->window, "Searching…"));
  drop (fixture, SEM_TYPE_PHOTO, other);
  sem_fake_library_hold_searches (fixture->library, FALSE);
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  g_assert_cmpstr (query_title (fixture), ==, "photo-002.jpg");
  wait_until (!ui_test_shows (fixture->window, "Searching…"));
  ui_test_activate (fixture, "back");
  g_assert_false (sem_window_get_shows_results (fixture->window));
}

/* A window that is closed while it searches must not come back to life. */
static void
test_closed_while_searching (Fixture *fixture, gconstpointer data)
{
  gpointer window = fixture->window;
  g_autoptr (SemPhoto) photo = NULL;

  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 1);
  sem_fake_library_hold_searches (fixture->library, TRUE);
  drop (fixture, SEM_TYPE_PHOTO, photo);
  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (window);
  sem_fake_library_hold_searches (fixture->library, FALSE);
  wait_until (window == NULL);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  GdkContentFormats *formats;

  ui_test_fill (fixture, 10);
  sem_photo_grid_select (fixture->photos, 3);
  gtk_widget_activate_action (GTK_WIDGET (fixture->photos), "grid.copy", NULL);
  formats = gdk_clipboard_get_formats (clipboard);
  g_assert_true (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST));
  g_assert_true (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/search/drop/file", test_drop_file);
  ui_test_add ("/ui/search/drop/texture", test_drop_texture);
  ui_test_add ("/ui/search/drop/transparent", test_drop_transparent);
  ui_test_add ("/ui/search/drop/photo", test_drop_photo);
  ui_test_add ("/ui/search/drop/folder", test_drop_folder);
  ui_test_add ("/ui/search/drop/several", test_drop_several);
  ui_test_add ("/ui/search/drop/text", test_drop_text);
  ui_test_add ("/ui/search/drop/bad", test_drop_bad);
  ui_test_add ("/ui/search/paste", test_paste);
  ui_test_add ("/ui/search/find-similar", test_find_similar);
  ui_test_add ("/ui/search/find-copies", test_find_copies);
  ui_test_add ("/ui/search/back", test_back);
  ui_test_add ("/ui/search/restored", test_restored);
  ui_test_add ("/ui/search/back-and-forth", test_back_and_forth);
  ui_test_add ("/ui/search/library-stays", test_library_stays);
  ui_test_add ("/ui/search/selected", test_selected);
  ui_test_add ("/ui/search/nothing", test_nothing);
  ui_test_add ("/ui/search/error", test_error);
  ui_test_add ("/ui/search/newest-wins", test_newest_wins);
  ui_test_add ("/ui/search/closed-while-searching", test_closed_while_searching);
  ui_test_add ("/ui/search/copy", test_copy);

  return g_test_run ();
}
