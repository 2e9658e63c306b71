/* test-asking.c - the row of chips, where is searched, regions and the list of searches
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/asking/query-chip.h"
#include "ui/asking/scope-popover.h"
#include "ui/pages/viewer-private.h"
#include "ui/pictures/picture-view.h"
#include "ui/region/region-view.h"
#include "ui/window-private.h"

/* The question ----------------------------------------------------------------------------------*/

static SemQueryBar *
get_bar (Fixture *fixture)
{
  return sem_results_page_get_query_bar (sem_window_get_results_page (fixture->window));
}

static SemQuery *
get_query (Fixture *fixture)
{
  return sem_session_get_query (sem_window_get_session (fixture->window));
}

static void
list_chips (GtkWidget *widget, GPtrArray *chips)
{
  if (SEM_IS_QUERY_CHIP (widget))
    g_ptr_array_add (chips, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    list_chips (child, chips);
}

static GtkWidget *
get_chip (Fixture *fixture, guint number)
{
  g_autoptr (GPtrArray) chips = g_ptr_array_new ();

  list_chips (GTK_WIDGET (get_bar (fixture)), chips);
  return number < chips->len ? chips->pdata[number] : NULL;
}

static void
append_texts (GtkWidget *widget, GString *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    g_string_append (text, gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    append_texts (child, text);
}

/* What the chips say, as "+a.png|−b.png|In /photos". */
static void
assert_chips (Fixture *fixture, const char *wanted)
{
  g_autoptr (GPtrArray) chips = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  ui_test_settle (fixture);
  list_chips (GTK_WIDGET (get_bar (fixture)), chips);
  for (guint i = 0; i < chips->len; i++)
    {
      g_string_append (text, i > 0 ? "|" : "");
      append_texts (chips->pdata[i], text);
    }
  g_assert_cmpstr (text->str, ==, wanted);
}

static void
wait_for_title (Fixture *fixture, const char *title)
{
  wait_until (get_query (fixture) && g_str_equal (ui_test_query_title (fixture), title));
}

/* Asks with the photos @numbers, so that none of them needs a file. */
static void
ask (Fixture *fixture, guint n, const guint *numbers)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SemPhoto) photo =
        g_list_model_get_item (sem_library_get_photos (fixture->library), numbers[i]);
      g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);
      SemResults *before = ui_test_results (fixture);

      if (i == 0)
        sem_session_search (sem_window_get_session (fixture->window), query, photo);
      else
        sem_window_add_to_query (fixture->window, query, TRUE);
      wait_until (ui_test_results (fixture) && ui_test_results (fixture) != before);
    }
  wait_until (sem_window_get_shows_results (fixture->window));
}

static void
ask_with_two (Fixture *fixture)
{
  ui_test_fill (fixture, 10);
  ask (fixture, 2, (const guint[]){ 0, 5 });
}

static void
activate (Fixture *fixture, const char *action, guint target)
{
  gtk_widget_activate_action (GTK_WIDGET (get_bar (fixture)), action, "u", target);
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
  ui_test_activate (fixture, "forward");
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

/* All that is selected is one question, or comes to it. */
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
}

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
                                  ui_test_find_button (GTK_WIDGET (popover), "JPG")),
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
  assert_chips (fixture, "+photo-000.jpg|+photo-005.jpg|In /photos|2024 – 2025-06|Portrait|JPG");
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
  assert_chips (fixture, "+photo-000.jpg|+photo-005.jpg|In /photos|2024 – 2025-06|Portrait|JPG");
}

/* It stays while a person asks on from results; a question from the library is about all of it. */
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

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/asking/chips", test_chips);
  ui_test_add ("/ui/asking/drop", test_drop);
  ui_test_add ("/ui/asking/add", test_add);
  ui_test_add ("/ui/asking/several", test_several);
  ui_test_add ("/ui/asking/many", test_many);
  ui_test_add ("/ui/asking/scope", test_scope);
  ui_test_add ("/ui/asking/scope-stays", test_scope_stays);
  ui_test_add ("/ui/asking/dates", test_dates);
  ui_test_add ("/ui/asking/viewer-region", test_viewer_region);
  ui_test_add ("/ui/asking/chip-region", test_chip_region);
  ui_test_add ("/ui/asking/history", test_history);
  ui_test_add ("/ui/asking/growth", test_growth);

  return g_test_run ();
}
