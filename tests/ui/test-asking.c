/* test-asking.c - the row of chips, the list of searches, and results that grow
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/asking.h"

static GtkWidget *
get_chip (Fixture *fixture, guint number)
{
  g_autoptr (GPtrArray) chips = g_ptr_array_new ();

  list_chips (GTK_WIDGET (get_bar (fixture)), chips);
  return number < chips->len ? chips->pdata[number] : NULL;
}

/* Each part can be turned round and taken out; the last one is the way back to the library. */
static void
test_chips (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 10);
  ask (fixture, 1, (const guint[]){ 0 });
  assert_chips (fixture, "photo-000.jpg");
  ask_with_two (fixture);
  assert_chips (fixture, "+photo-000.jpg|+photo-005.jpg");
  g_assert_true (ui_test_shows (fixture->window, "Similar to 2 photos"));
  activate (fixture, "query.unlike", 0);
  wait_for_title (fixture, "1 photo, unlike 1");
  assert_chips (fixture, "−photo-000.jpg|+photo-005.jpg");
  g_assert_true (gtk_widget_has_css_class (get_chip (fixture, 0), "unlike"));
  g_assert_false (gtk_widget_has_css_class (get_chip (fixture, 1), "unlike"));
  /* One example has to be left. */
  activate (fixture, "query.unlike", 1);
  wait_until (ui_test_shows (fixture->window, "A query needs a photo"));
  activate (fixture, "query.remove", 1);
  ui_test_settle (fixture);
  assert_chips (fixture, "−photo-000.jpg|+photo-005.jpg");
  activate (fixture, "query.like", 0);
  wait_for_title (fixture, "2 photos");
  activate (fixture, "query.remove", 0);
  wait_for_title (fixture, "photo-005.jpg");
  assert_chips (fixture, "photo-005.jpg");
  activate (fixture, "query.remove", 0);
  wait_until (!sem_window_get_shows_results (fixture->window));
  ui_test_activate (fixture, "back");
  wait_until (sem_window_get_shows_results (fixture->window));
}

/* What is dropped on the row comes to the query; what is dropped beside it asks anew. */
static void
test_drop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) green = ui_test_make_image ("green.png", 120);
  g_autoptr (GFile) blue = ui_test_make_image ("blue.png", 240);
  g_autoptr (GSList) list = g_slist_append (NULL, green);
  GtkDropTarget *target = sem_query_bar_get_drop_target (get_bar (fixture));
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (SemPhoto) photo = NULL;
  gboolean taken = FALSE;

  list = g_slist_append (list, blue);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (list));
  ui_test_fill (fixture, 10);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 3);
  ask (fixture, 1, (const guint[]){ 0 });
  g_signal_emit_by_name (target, "drop", &value, 10., 10., &taken);
  g_assert_true (taken);
  wait_for_title (fixture, "3 photos");
  assert_chips (fixture, "+photo-000.jpg|+green.png|+blue.png");
  g_assert_true (ui_test_drop (fixture, SEM_TYPE_PHOTO, photo));
  wait_for_title (fixture, "photo-003.jpg");
  assert_chips (fixture, "photo-003.jpg");
}

/* From the library, too, photo by photo. */
static void
test_add (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 10);
  g_assert_true (ui_test_enabled (fixture, "add-to-query"));
  g_assert_false (ui_test_enabled (fixture, "more-like"));
  ui_test_activate (fixture, "add-to-query");
  wait_until (ui_test_shows (fixture->window, "Select a photo first."));
  sem_photo_grid_select (fixture->photos, 2);
  ui_test_activate (fixture, "add-to-query");
  wait_for_title (fixture, "photo-002.jpg");
  wait_until (sem_window_get_shows_results (fixture->window));
  g_assert_false (ui_test_enabled (fixture, "add-to-query"));
  ui_test_activate (fixture, "show-library");
  sem_photo_grid_select (fixture->photos, 7);
  ui_test_activate (fixture, "add-selected");
  wait_for_title (fixture, "2 photos");
  assert_chips (fixture, "+photo-002.jpg|+photo-007.jpg");
  sem_photo_grid_select (fixture->results, 4);
  ui_test_activate (fixture, "less-like");
  wait_for_title (fixture, "2 photos, unlike 1");
}

static void
select_some (SemPhotoGrid *grid, guint from, guint n)
{
  g_autoptr (GtkBitset) positions = gtk_bitset_new_range (from, n);

  sem_grid_selection_set (sem_grid_view_get_selection (sem_photo_grid_get_view (grid)), positions);
}

/* All that is selected makes one query, or is added to it. */
static void
test_several (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 40);
  select_some (fixture->photos, 2, 3);
  ui_test_activate (fixture, "find-similar");
  wait_for_title (fixture, "3 photos");
  wait_until (sem_window_get_shows_results (fixture->window));
  assert_chips (fixture, "+photo-002.jpg|+photo-003.jpg|+photo-004.jpg");
  ui_test_activate (fixture, "show-library");
  select_some (fixture->photos, 10, 2);
  ui_test_activate (fixture, "add-to-query");
  wait_for_title (fixture, "5 photos");
  wait_until (sem_window_get_shows_results (fixture->window));
  ui_test_settle (fixture);
  select_some (fixture->results, 7, 2);
  ui_test_activate (fixture, "less-like");
  wait_for_title (fixture, "5 photos, unlike 2");
  ui_test_activate (fixture, "show-library");
  select_some (fixture->photos, 0, 21);
  ui_test_activate (fixture, "find-similar");
  wait_until (ui_test_shows (fixture->window, "At most 20 photos"));
  g_assert_null (ui_test_results (fixture));
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  const guint numbers[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  int minimum;

  ui_test_fill (fixture, 10);
  ask (fixture, G_N_ELEMENTS (numbers), numbers);
  sem_photo_grid_select (fixture->results, 0);
  ui_test_activate (fixture, "more-like");
  wait_until (ui_test_shows (fixture->window, "At most 20 photos"));
  g_assert_cmpuint (sem_query_get_n_sources (get_query (fixture)), ==, 20);
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_VERTICAL, 360, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, 600);
  /* GTK 4.8 measures the window for no width; the row itself is asked, with its margins. */
  gtk_widget_measure (GTK_WIDGET (get_bar (fixture)), GTK_ORIENTATION_VERTICAL, 360, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, 400);
}

/* History and growth ----------------------------------------------------------------------------*/

static void
test_history (Fixture *fixture, gconstpointer data)
{
  SemSession *session = sem_window_get_session (fixture->window);

  ui_test_fill (fixture, 10);
  ask (fixture, 1, (const guint[]){ 1 });
  ask (fixture, 1, (const guint[]){ 2 });
  ask (fixture, 1, (const guint[]){ 3 });
  ui_test_activate (fixture, "history");
  wait_until (ui_test_shows (fixture->window, "Similar to photo-001.jpg"));
  g_assert_true (ui_test_shows (fixture->window, "All Photos"));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "go-to",
                                  g_variant_new_uint32 (1));
  g_assert_cmpstr (ui_test_query_title (fixture), ==, "photo-001.jpg");
  g_assert_true (sem_session_get_can_go_forward (session));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "go-to",
                                  g_variant_new_uint32 (0));
  wait_until (!sem_window_get_shows_results (fixture->window));
  /* Nothing is at a place that there is not. */
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "go-to",
                                  g_variant_new_uint32 (9));
  g_assert_null (ui_test_results (fixture));
}

/* Photos that come while results are shown come into them, and the tile that is pointed at stays
 * where it is. */
static void
test_growth (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tile;

  ui_test_fill (fixture, 10);
  ask (fixture, 1, (const guint[]){ 0 });
  ui_test_settle (fixture);
  g_assert_true (ui_test_shows (fixture->window, "10 photos"));
  tile = ui_test_find_tile (fixture->results, 2);
  sem_session_set_held (sem_window_get_session (fixture->window), 2);
  sem_photo_grid_select (fixture->results, 1);
  sem_fake_library_add_photos (fixture->library, 30);
  wait_until (ui_test_shows (fixture->window, "40 photos"));
  ui_test_settle (fixture);
  g_assert_true (ui_test_find_tile (fixture->results, 2) == tile);
  g_assert_cmpuint (sem_photo_grid_get_selected_position (fixture->results), ==, 1);
}

static const char *
viewed (Fixture *fixture)
{
  return sem_photo_get_title (sem_viewer_get_photo (sem_window_get_viewer (fixture->window)));
}

static void
ask_viewer (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (sem_window_get_viewer (fixture->window)), action, NULL);
}

/* The pictures of the query are looked at as all others are: photos of the library, files and
 * pasted pictures. The viewer goes from one to the next, and back to the chip. */
static void
test_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) green = ui_test_make_image ("green.png", 120);
  g_autoptr (GBytes) bytes = g_file_load_bytes (green, NULL, NULL, NULL);
  g_autoptr (SemQuery) file = sem_query_new_for_file (green);
  g_autoptr (SemQuery) pasted = sem_query_new_for_bytes (bytes, "Pasted Picture");
  g_autofree char *loads = NULL;

  ui_test_fill (fixture, 10);
  ask (fixture, 1, (const guint[]){ 3 });
  sem_window_add_to_query (fixture->window, file, TRUE);
  wait_for_title (fixture, "2 photos");
  sem_window_add_to_query (fixture->window, pasted, FALSE);
  wait_for_title (fixture, "2 photos, unlike 1");
  g_free (sem_fake_steal_loads ());
  activate (fixture, "query.open", 1);
  wait_until (sem_window_get_shows_viewer (fixture->window));
  g_assert_cmpstr (viewed (fixture), ==, "green.png");
  ui_test_settle (fixture);
  loads = sem_fake_steal_loads ();
  g_assert_nonnull (strstr (loads, "now:green.png"));
  g_assert_nonnull (strstr (loads, "bytes"));
  ask_viewer (fixture, "viewer.trash");
  ui_test_settle (fixture);
  g_assert_cmpstr (viewed (fixture), ==, "green.png");
  ask_viewer (fixture, "viewer.previous");
  g_assert_cmpstr (viewed (fixture), ==, "photo-003.jpg");
  ask_viewer (fixture, "viewer.next");
  ask_viewer (fixture, "viewer.next");
  g_assert_cmpstr (viewed (fixture), ==, "Pasted Picture");
  ask_viewer (fixture, "viewer.close");
  g_assert_false (sem_window_get_shows_viewer (fixture->window));
  g_assert_true (sem_query_bar_has_focus (get_bar (fixture)));
  assert_chips (fixture, "+photo-003.jpg|+green.png|−Pasted Picture");

  /* From there one goes on asking with what is looked at. */
  activate (fixture, "query.open", 2);
  wait_until (sem_window_get_shows_viewer (fixture->window));
  ui_test_activate (fixture, "find-similar");
  wait_for_title (fixture, "Pasted Picture");
  g_assert_true (sem_window_get_shows_results (fixture->window));
  g_assert_null (sem_session_get_photo (sem_window_get_session (fixture->window)));
  ui_test_activate (fixture, "back");
  activate (fixture, "query.open", 0);
  wait_until (sem_window_get_shows_viewer (fixture->window));
  ui_test_activate (fixture, "find-similar");
  wait_for_title (fixture, "photo-003.jpg");
  g_assert_nonnull (sem_session_get_photo (sem_window_get_session (fixture->window)));
}

/* What is in the trash is no hit, neither here nor in an older search; it comes back to its place,
 * and what is selected stays so. */
static void
test_trash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemMatch) selected = NULL, second = NULL, still = NULL;
  SemSession *session = sem_window_get_session (fixture->window);
  GListModel *results;

  ui_test_fill (fixture, 10);
  ask (fixture, 1, (const guint[]){ 0 });
  ui_test_assert_distances (fixture, UI_TEST_FROM_RED);
  sem_photo_grid_select (fixture->results, 4);
  selected = sem_session_dup_selected_match (session);
  ask (fixture, 1, (const guint[]){ 0 });
  ui_test_settle (fixture);
  results = G_LIST_MODEL (ui_test_results (fixture));
  sem_photo_grid_select (fixture->results, 2);
  second = sem_session_dup_selected_match (session);
  ui_test_activate (fixture, "trash");
  wait_until (ui_test_shows (fixture->window, "is in the trash"));
  g_assert_cmpuint (g_list_model_get_n_items (results), ==, 9);
  g_assert_cmpuint (sem_session_get_selected (session), ==, SEM_SESSION_NONE);
  g_assert_true (ui_test_shows (fixture->window, "9 photos"));
  ui_test_settle (fixture);
  ui_test_activate (fixture, "back");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (ui_test_results (fixture))), ==, 9);
  g_assert_cmpuint (sem_session_get_selected (session), ==, 3);
  still = sem_session_dup_selected_match (session);
  g_assert_true (still == selected);
  ui_test_activate (fixture, "forward");
  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (fixture->window), "_Undo"));
  wait_until (g_list_model_get_n_items (results) == 10);
  g_clear_object (&still);
  still = g_list_model_get_item (results, 2);
  g_assert_true (still == second);
  ui_test_activate (fixture, "back");
  g_assert_cmpuint (sem_session_get_selected (session), ==, 4);
}

/* Where a popover is, what it belongs to shows no tooltip, which would lie over it. */
static void
test_tooltips (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chip, *button;
  GtkPopover *popover;

  ask_with_two (fixture);
  chip = get_chip (fixture, 1);
  button = gtk_widget_get_first_child (chip);
  g_assert_true (GTK_IS_MENU_BUTTON (button));
  for (guint turn = 0; turn < 2; turn++)
    {
      g_assert_true (gtk_widget_get_has_tooltip (button));
      gtk_menu_button_popup (GTK_MENU_BUTTON (button));
      popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));
      wait_until (gtk_widget_get_mapped (GTK_WIDGET (popover)));
      g_assert_false (gtk_widget_get_has_tooltip (button));
      gtk_popover_popdown (popover);
      wait_until (!gtk_widget_get_mapped (GTK_WIDGET (popover)));
    }
  g_assert_true (gtk_widget_get_has_tooltip (button));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Like photo-005.jpg");
}

/* A test goes on where GTK finds an icon that another thread lets go, see ui-test.c. */
static void
test_icons (Fixture *fixture, gconstpointer data)
{
  g_log ("GLib-GObject", G_LOG_LEVEL_CRITICAL,
         "g_object_ref: assertion '!object_already_finalized' failed");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/asking/chips", test_chips);
  ui_test_add ("/ui/asking/drop", test_drop);
  ui_test_add ("/ui/asking/add", test_add);
  ui_test_add ("/ui/asking/several", test_several);
  ui_test_add ("/ui/asking/many", test_many);
  ui_test_add ("/ui/asking/history", test_history);
  ui_test_add ("/ui/asking/growth", test_growth);
  ui_test_add ("/ui/asking/open", test_open);
  ui_test_add ("/ui/asking/trash", test_trash);
  ui_test_add ("/ui/asking/tooltips", test_tooltips);
  ui_test_add ("/ui/asking/icons", test_icons);

  return g_test_run ();
}
