/* test-undo.c - what can be taken back, and what the window shows meanwhile
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/library/undo.h"
#include "ui/pages/folders-dialog.h"
#include "ui/pages/library-page-private.h"
#include "ui/pages/viewer-private.h"
#include "ui/widgets/photo-tile-private.h"
#include "ui/window-private.h"

/* The list of what can be taken back ----------------------------------------------------------- */

static GString *done;

static void
note_cb (gpointer data)
{
  g_string_append_printf (done, "undo:%s ", (const char *) data);
}

static void
free_cb (gpointer data)
{
  g_string_append_printf (done, "free:%s ", (const char *) data);
}

static void
assert_done (const char *expected)
{
  g_assert_cmpstr (done->str, ==, expected);
  g_string_truncate (done, 0);
}

/* Everything is freed once, whether it was taken back, dropped or left. */
static void
test_order (void)
{
  SemUndo *undo = sem_undo_new ();
  guint b;

  done = g_string_new (NULL);
  g_assert_false (sem_undo_last (undo));
  sem_undo_add (undo, note_cb, "a", free_cb);
  b = sem_undo_add (undo, note_cb, "b", free_cb);
  sem_undo_add (undo, note_cb, "c", free_cb);
  sem_undo_add (undo, note_cb, "d", free_cb);
  g_assert_true (sem_undo_last (undo));
  assert_done ("undo:d free:d ");
  sem_undo_drop (undo, b);
  sem_undo_drop (undo, b);
  sem_undo_run (undo, b);
  assert_done ("free:b ");
  g_assert_true (sem_undo_last (undo));
  assert_done ("undo:c free:c ");
  g_assert_true (sem_undo_get_any (undo));
  g_object_unref (undo);
  assert_done ("free:a ");
  g_string_free (done, TRUE);
}

/* The trash ------------------------------------------------------------------------------------ */

static SemGridSelection *
selection (Fixture *fixture)
{
  return sem_grid_view_get_selection (sem_photo_grid_get_view (fixture->photos));
}

static guint
count_shown (Fixture *fixture)
{
  return g_list_model_get_n_items (
    G_LIST_MODEL (sem_library_page_get_browse (sem_window_get_library_page (fixture->window))));
}

static void
assert_moves (const char *expected)
{
  g_autofree char *moves = sem_fake_steal_moves ();

  g_assert_cmpstr (moves, ==, expected);
}

static void
assert_calls (Fixture *fixture, const char *expected)
{
  g_autofree char *calls = sem_fake_library_steal_calls (fixture->library);

  g_assert_cmpstr (calls, ==, expected);
}

static void
trash (Fixture *fixture, guint first, guint last)
{
  const guint n = count_shown (fixture);

  sem_photo_grid_select (fixture->photos, first);
  sem_grid_selection_extend (selection (fixture), last, FALSE);
  ui_test_activate (fixture, "trash");
  wait_until (count_shown (fixture) == n - (last - first + 1));
  wait_until (ui_test_enabled (fixture, "undo"));
}

/* The last comes back first, and the photos have the focus then, not a button that is gone. */
static void
test_trash (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 12);
  g_assert_false (ui_test_enabled (fixture, "undo"));
  trash (fixture, 2, 4);
  trash (fixture, 0, 0);
  assert_moves ("put:photo-002.jpg put:photo-003.jpg put:photo-004.jpg put:photo-000.jpg");
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  ui_test_activate (fixture, "undo");
  wait_until (count_shown (fixture) == 9);
  assert_moves ("restore:photo-000.jpg");
  g_assert_cmpuint (ui_test_focus (fixture->photos), !=, GTK_INVALID_LIST_POSITION);
  g_assert_true (ui_test_shows (fixture->window, "3 photos are in the trash"));
  ui_test_activate (fixture, "undo");
  wait_until (count_shown (fixture) == 12);
  assert_moves ("restore:photo-002.jpg restore:photo-003.jpg restore:photo-004.jpg");
  wait_until (!ui_test_shows (fixture->window, "in the trash"));
  g_assert_false (ui_test_enabled (fixture, "undo"));
}

/* When the toast is gone the library has looked what is missing, and looks again afterwards. */
static void
test_later (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 5);
  trash (fixture, 1, 1);
  assert_moves ("put:photo-001.jpg");
  wait_until (ui_test_shows (fixture->window, "is in the trash"));
  g_free (sem_fake_library_steal_calls (fixture->library));
  ui_test_dismiss_toast (fixture);
  assert_calls (fixture, "index");
  ui_test_activate (fixture, "undo");
  wait_until (count_shown (fixture) == 5);
  assert_moves ("restore:photo-001.jpg");
  assert_calls (fixture, "index");

  /* Undone in time, nothing was looked for. */
  trash (fixture, 1, 1);
  wait_until (ui_test_shows (fixture->window, "is in the trash"));
  g_signal_emit_by_name (ui_test_find_button (GTK_WIDGET (fixture->window), "_Undo"), "clicked");
  wait_until (count_shown (fixture) == 5);
  assert_moves ("put:photo-001.jpg restore:photo-001.jpg");
  assert_calls (fixture, "");
}

static void
test_viewer (Fixture *fixture, gconstpointer data)
{
  SemViewer *viewer = sem_window_get_viewer (fixture->window);
  GtkWidget *focus;

  ui_test_fill (fixture, 3);
  sem_window_open_viewer (fixture->window, fixture->photos, 1);
  wait_until (sem_viewer_get_photo (viewer) != NULL);
  ui_test_activate (fixture, "trash");
  wait_until (ui_test_enabled (fixture, "undo"));
  wait_until (sem_photo_get_id (sem_viewer_get_photo (viewer)) == 2);
  ui_test_activate (fixture, "undo");
  wait_until (g_hash_table_size (viewer->hidden) == 0);
  assert_moves ("put:photo-001.jpg restore:photo-001.jpg");
  g_assert_true (sem_window_get_shows_viewer (fixture->window));
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (
    focus && (focus == GTK_WIDGET (viewer) || gtk_widget_is_ancestor (focus, GTK_WIDGET (viewer))));
}

/* The keys of a text field are its own: what is written is undone, not what was done elsewhere. */
static void
test_text (Fixture *fixture, gconstpointer data)
{
  SemLibraryPage *page = sem_window_get_library_page (fixture->window);
  GtkWidget *entry, *text;

  ui_test_fill (fixture, 5);
  trash (fixture, 1, 1);
  assert_moves ("put:photo-001.jpg");
  gtk_menu_button_popup (page->filter_button);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (page->filter)));
  entry = ui_test_find (page->filter, GTK_TYPE_SEARCH_ENTRY);
  text = ui_test_find (entry, GTK_TYPE_TEXT);
  gtk_widget_grab_focus (text);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == text);
  g_signal_emit_by_name (text, "insert-at-cursor", "rose");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "rose");
  ui_test_activate (fixture, "undo");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  assert_moves ("");
  g_assert_true (ui_test_enabled (fixture, "undo"));

  /* What is pasted goes there as well. */
  gdk_clipboard_set_text (gtk_widget_get_clipboard (text), "tulip");
  ui_test_activate (fixture, "paste");
  wait_until (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), "tulip"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "");

  /* Escape closes the popover, also from there. */
  g_signal_emit_by_name (entry, "stop-search");
  wait_until (!gtk_widget_get_mapped (GTK_WIDGET (page->filter)));
}

/* Folders -------------------------------------------------------------------------------------- */

static void
test_folders (Fixture *fixture, gconstpointer data)
{
  SemFolderRemovals *removals = sem_window_get_removals (fixture->window);
  GListModel *folders = sem_folder_removals_get_folders (removals);
  AdwToastOverlay *overlay = sem_window_get_toast_overlay (fixture->window);

  ui_test_fill (fixture, 2);
  sem_fake_library_add_folder (fixture->library, "/other", 7, SEM_FOLDER_PRESENT);
  g_free (sem_fake_library_steal_calls (fixture->library));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SemFolder) folder = g_list_model_get_item (folders, 0);

      sem_folder_removals_add (removals, folder, overlay);
    }
  g_assert_cmpuint (g_list_model_get_n_items (folders), ==, 0);
  g_assert_true (sem_folder_removals_undo (removals));
  g_assert_cmpuint (g_list_model_get_n_items (folders), ==, 1);
  ui_test_activate (fixture, "undo");
  g_assert_cmpuint (g_list_model_get_n_items (folders), ==, 2);
  g_assert_false (sem_folder_removals_undo (removals));
  g_assert_false (ui_test_enabled (fixture, "undo"));
  ui_test_settle (fixture);
  assert_calls (fixture, "");

  /* What was carried out cannot be undone. */
  {
    g_autoptr (SemFolder) folder = g_list_model_get_item (folders, 1);

    sem_folder_removals_add (removals, folder, overlay);
  }
  g_assert_true (ui_test_enabled (fixture, "undo"));
  sem_folder_removals_commit (removals);
  g_assert_false (ui_test_enabled (fixture, "undo"));
  assert_calls (fixture, "remove-folder /other");
}

/* What cannot be opened says so ---------------------------------------------------------------- */

static void
assert_label (SemPhotoTile *tile, const char *label)
{
  char *difference =
    gtk_test_accessible_check_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (tile))),
                                        GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  g_assert_cmpstr (difference, ==, NULL);
}

static gboolean
shows_mark (SemPhotoTile *tile, const char *icon)
{
  GtkWidget *image = ui_test_find (tile, GTK_TYPE_IMAGE);

  return image && gtk_widget_get_mapped (image)
         && g_str_equal (gtk_image_get_icon_name (GTK_IMAGE (image)), icon);
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  GListStore *folders = G_LIST_STORE (sem_library_get_folders (fixture->library));
  g_autofree char *tooltip = NULL;
  SemPhotoTile *tile;

  ui_test_fill (fixture, 3);
  tile = ui_test_find_tile (fixture->photos, 1);
  assert_label (tile, "photo-001.jpg");
  g_list_store_remove_all (folders);
  sem_fake_library_add_folder (fixture->library, "/photos", 3, SEM_FOLDER_OFFLINE);
  tile = ui_test_find_tile (fixture->photos, 1);
  assert_label (tile, "photo-001.jpg, offline");
  ui_test_settle (fixture);
  g_assert_true (shows_mark (tile, "media-eject-symbolic"));
  tooltip = sem_photo_tile_dup_tooltip (tile);
  g_assert_nonnull (strstr (tooltip, "photo-001.jpg\nOffline: its disk"));
  sem_fake_set_pictures_fail (TRUE);
  g_signal_emit_by_name (fixture->photos, "open-photo", 1);
  wait_until (ui_test_shows (sem_window_get_viewer (fixture->window), "Offline: its disk"));
  gtk_widget_activate_action (GTK_WIDGET (sem_window_get_viewer (fixture->window)), "viewer.close",
                              NULL);
  sem_fake_set_pictures_fail (FALSE);
  /* It is found elsewhere. */
  sem_fake_photo_move (sem_photo_tile_get_photo (tile), "/new place/a.jpg");
  assert_label (tile, "a.jpg");
  ui_test_settle (fixture);
  g_assert_false (shows_mark (tile, "media-eject-symbolic"));
  sem_fake_photo_move (sem_photo_tile_get_photo (tile), "/photos/photo-001.jpg");
  assert_label (tile, "photo-001.jpg, offline");
  g_list_store_remove_all (folders);
  sem_fake_library_add_folder (fixture->library, "/photos", 3, SEM_FOLDER_PRESENT);
  tile = ui_test_find_tile (fixture->photos, 1);
  assert_label (tile, "photo-001.jpg");
  ui_test_settle (fixture);
  g_assert_false (shows_mark (tile, "media-eject-symbolic"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/undo/order", test_order);
  ui_test_add ("/ui/undo/trash", test_trash);
  ui_test_add ("/ui/undo/later", test_later);
  ui_test_add ("/ui/undo/viewer", test_viewer);
  ui_test_add ("/ui/undo/text", test_text);
  ui_test_add ("/ui/undo/folders", test_folders);
  ui_test_add ("/ui/undo/offline", test_offline);
  return g_test_run ();
}
