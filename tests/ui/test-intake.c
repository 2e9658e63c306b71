/* test-intake.c - what is dropped on the window or pasted
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/widgets/photo-tile-private.h"
#include "ui/window-private.h"

static GdkFileList *
make_file_list (GFile *one, GFile *other)
{
  g_autoptr (GSList) files = g_slist_append (NULL, one);

  if (other)
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
  g_assert_true (ui_test_drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "red.png");

  wait_until ((tile = ui_test_find_tile (fixture->results, 1)) != NULL);
  g_assert_cmpstr (sem_photo_tile_get_badge (tile), ==, "89 %");
  wait_until (ui_test_shows (fixture->window, "89 %"));
  g_assert_true (ui_test_shows (fixture->window, "10 photos"));
  g_assert_true (ui_test_shows (fixture->window, "12 ms"));
  g_assert_true (ui_test_enabled (fixture, "back"));
}

static void
test_drop_texture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) green = make_texture (0, 255, 0, 255);

  ui_test_fill (fixture, 10);
  g_assert_true (ui_test_drop (fixture, GDK_TYPE_TEXTURE, green));
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_assert_distances (fixture, "9 28 46 65 83 102 120 139 147 176");
}

/* Half transparent: premultiplied colors must be converted back. */
static void
test_drop_transparent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) red = make_texture (255, 0, 0, 128);

  ui_test_fill (fixture, 10);
  g_assert_true (ui_test_drop (fixture, GDK_TYPE_TEXTURE, red));
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);
}

static void
test_drop_photo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) photo = NULL;

  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 4);
  g_assert_true (ui_test_drop (fixture, SEM_TYPE_PHOTO, photo));
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_assert_distances (fixture, "0 37 37 74 74 111 111 148 148 175");
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
  g_assert_true (ui_test_drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_until (g_list_model_get_n_items (sem_library_get_folders (fixture->library)) == 2);
  calls = sem_fake_library_steal_calls (fixture->library);
  g_assert_cmpstr (calls, ==, wanted);
  wait_until (ui_test_shows (fixture->window, "added: looking for photos in it."));
  ui_test_dismiss_toast (fixture);
  files = make_file_list (folder, NULL);
  g_assert_true (ui_test_drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_until (ui_test_shows (fixture->window, "is in the library already."));
  g_assert_false (sem_window_get_shows_results (fixture->window));
}

static void
test_drop_several (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) red = ui_test_make_image ("first.png", 0);
  g_autoptr (GFile) green = ui_test_make_image ("second.png", 120);
  GdkFileList *files = make_file_list (red, green);

  ui_test_fill (fixture, 10);
  g_assert_true (ui_test_drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "2 photos");
  g_assert_cmpuint (sem_query_get_n_pictures (sem_results_get_query (ui_test_results (fixture))),
                    ==, 2);
  ui_test_assert_distances (fixture, "0 9 27 28 37 46 64 65 101 102");
}

/* Nothing that is dropped is ignored without a word. */
static void
test_drop_mixed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) red = ui_test_make_image ("first.png", 0);
  g_autoptr (GFile) folder = g_file_get_parent (red);
  g_autoptr (GFile) text = g_file_get_child (folder, "notes.txt");
  g_autoptr (GFile) missing = g_file_get_child (folder, "missing.png");
  g_autoptr (GSList) list = g_slist_append (NULL, text);
  GdkFileList *files;

  g_assert_true (g_file_set_contents (g_file_peek_path (text), "text", -1, NULL));
  list = g_slist_append (list, red);
  list = g_slist_append (list, missing);
  files = gdk_file_list_new_from_list (list);
  ui_test_fill (fixture, 10);
  g_assert_true (ui_test_drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_until (sem_window_get_shows_results (fixture->window));
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "first.png");
  /* Nobody has read the one before the other is said. */
  wait_until (ui_test_shows (fixture->window, "“missing.png” is not there."));
  wait_until (ui_test_shows (fixture->window, "1 file is not a photo and was left out."));
}

static void
test_drop_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) red = ui_test_make_image ("first.png", 0);
  g_autoptr (GSList) list = NULL;
  GdkFileList *files;

  for (guint i = 0; i < 25; i++)
    list = g_slist_prepend (list, red);
  files = gdk_file_list_new_from_list (list);
  ui_test_fill (fixture, 10);
  g_assert_true (ui_test_drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_until (sem_window_get_shows_results (fixture->window));
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "20 photos");
  wait_until (ui_test_shows (fixture->window, "At most 20 photos can be searched for at once."));
}

static void
test_drop_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = ui_test_make_image ("red.png", 0);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *lines = g_strconcat ("# from a program\r\n", uri, "\r\n", NULL);

  ui_test_fill (fixture, 10);
  g_assert_false (ui_test_drop (fixture, G_TYPE_STRING, "hello there"));
  wait_until (ui_test_shows (fixture->window, "That is not a photo."));
  g_assert_true (ui_test_drop (fixture, G_TYPE_STRING, lines));
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);
}

static void
test_drop_bad (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) far = g_file_new_for_uri ("https://example.org/a.jpg");
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/a.jpg");
  GdkFileList *files = make_file_list (far, NULL);

  ui_test_fill (fixture, 10);
  g_assert_true (ui_test_drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  wait_until (ui_test_shows (fixture->window, "“https://example.org/a.jpg” is not on this"));

  files = make_file_list (missing, NULL);
  g_assert_true (ui_test_drop (fixture, GDK_TYPE_FILE_LIST, files));
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  ui_test_dismiss_toast (fixture);
  wait_until (ui_test_shows (fixture->window, "“a.jpg” is not there."));
  g_assert_false (ui_test_shows (fixture->window, "Error"));
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
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);

  gdk_clipboard_set (clipboard, GDK_TYPE_FILE_LIST, files);
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  ui_test_activate (fixture, "paste");
  wait_until (g_strcmp0 (ui_test_query_title (fixture), "green.png") == 0);
  ui_test_assert_distances (fixture, "9 28 46 65 83 102 120 139 147 176");

  gdk_clipboard_set_content (clipboard, NULL);
  ui_test_activate (fixture, "paste");
  wait_until (ui_test_shows (fixture->window, "There is no photo on the clipboard."));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/intake/drop/file", test_drop_file);
  ui_test_add ("/ui/intake/drop/texture", test_drop_texture);
  ui_test_add ("/ui/intake/drop/transparent", test_drop_transparent);
  ui_test_add ("/ui/intake/drop/photo", test_drop_photo);
  ui_test_add ("/ui/intake/drop/folder", test_drop_folder);
  ui_test_add ("/ui/intake/drop/several", test_drop_several);
  ui_test_add ("/ui/intake/drop/mixed", test_drop_mixed);
  ui_test_add ("/ui/intake/drop/many", test_drop_many);
  ui_test_add ("/ui/intake/drop/text", test_drop_text);
  ui_test_add ("/ui/intake/drop/bad", test_drop_bad);
  ui_test_add ("/ui/intake/paste", test_paste);

  return g_test_run ();
}
