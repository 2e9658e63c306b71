/* test-browse.c - order, filter, folders and selection of all photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/browse/hidden.h"
#include "tests/ui/ui-test.h"
#include "ui/grid/grid-cell.h"
#include "ui/pages/library-page-private.h"
#include "ui/settings.h"
#include "ui/widgets/photo-grid-private.h"
#include "ui/window-private.h"

static SemLibraryPage *
page (Fixture *fixture)
{
  return sem_window_get_library_page (fixture->window);
}

static SemGridSelection *
selection (Fixture *fixture)
{
  return sem_grid_view_get_selection (sem_photo_grid_get_view (fixture->photos));
}

/* The ids of the first ten photos. */
static char *
list_ids (Fixture *fixture)
{
  SemBrowse *browse = page (fixture)->browse;
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (browse));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, 10); i++)
    g_string_append_printf (text, "%s%d", i ? " " : "", (int) sem_browse_get_id (browse, i));
  return g_string_free (text, FALSE);
}

static void
assert_ids (Fixture *fixture, const char *expected)
{
  g_autofree char *ids = NULL;

  wait_until (!sem_browse_get_busy (page (fixture)->browse));
  ui_test_settle (fixture);
  ids = list_ids (fixture);
  g_assert_cmpstr (ids, ==, expected);
}

static void
set_order (Fixture *fixture, const char *order)
{
  gtk_widget_activate_action (GTK_WIDGET (page (fixture)), "library.order", "s", order);
}

static void
reset (Fixture *fixture)
{
  set_order (fixture, "date");
  gtk_widget_activate_action (GTK_WIDGET (page (fixture)), "library.clear-filter", NULL);
  g_assert_false (sem_browse_rule_is_filtered (sem_browse_get_rule (page (fixture)->browse)));
}

/* Headings stand where sections begin, and photos keep clear of them. */
static void
test_sections (Fixture *fixture, gconstpointer data)
{
  const SemGridLayout *layout = NULL;

  ui_test_fill (fixture, 300);
  layout = sem_grid_view_get_layout (sem_photo_grid_get_view (fixture->photos));
  wait_until (ui_test_shows (fixture->photos, "July 2026"));
  g_assert_cmpuint (sem_grid_layout_get_n_sections (layout), ==, 3);
  g_assert_cmpfloat (gtk_adjustment_get_value (sem_photo_grid_get_vadjustment (fixture->photos)),
                     ==, 0);
  gtk_adjustment_set_value (sem_photo_grid_get_vadjustment (fixture->photos),
                            sem_grid_layout_get_top (layout, 1));
  ui_test_settle (fixture);
  g_assert_true (ui_test_shows (fixture->photos, "June 2026"));
  g_assert_false (ui_test_shows (fixture->photos, "July 2026"));
  reset (fixture);
}

/* From where one was in the list, sorting leads to its start; both are remembered. */
static void
test_sorting (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (fixture->photos);

  ui_test_fill (fixture, 200);
  assert_ids (fixture, "0 1 2 3 4 5 6 7 8 9");
  gtk_adjustment_set_value (scroll, 3000);
  set_order (fixture, "likeness");
  assert_ids (fixture, "0 146 39 185 78 117 10 156 49 195");
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
  g_assert_false (ui_test_shows (fixture->photos, "2026"));
  gtk_widget_activate_action (GTK_WIDGET (page (fixture)), "library.reversed", NULL);
  set_order (fixture, "name");
  assert_ids (fixture, "199 198 197 196 195 194 193 192 191 190");
  g_assert_true (ui_test_shows (fixture->photos, "P"));
  g_assert_cmpint (g_settings_get_enum (sem_settings_get (), "sort-order"), ==, SEM_BROWSE_BY_NAME);
  g_assert_true (g_settings_get_boolean (sem_settings_get (), "sort-reversed"));
  gtk_widget_activate_action (GTK_WIDGET (page (fixture)), "library.reversed", NULL);
  reset (fixture);
}

static void
test_filtering (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBrowseRule) rule = NULL;
  SemFilterPopover *filter = page (fixture)->filter;

  ui_test_fill (fixture, 200);
  rule = sem_browse_rule_copy (sem_browse_get_rule (page (fixture)->browse));
  rule->shapes = 1 << SEM_PHOTO_PORTRAIT;
  sem_filter_popover_show_rule (filter, rule);
  g_signal_emit_by_name (filter, "changed");
  assert_ids (fixture, "0 3 6 9 12 15 18 21 24 27");
  g_assert_true (ui_test_shows (fixture->window, "67 of 200 photos"));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (page (fixture)->filter_button), "filtered"));
  g_free (rule->text);
  rule->text = g_strdup ("photo-03");
  sem_filter_popover_show_rule (filter, rule);
  g_signal_emit_by_name (filter, "changed");
  assert_ids (fixture, "30 33 36 39");
  g_free (rule->text);
  rule->text = g_strdup ("nothing like it");
  sem_filter_popover_show_rule (filter, rule);
  g_signal_emit_by_name (filter, "changed");
  wait_until (g_str_equal (sem_library_page_get_view (page (fixture)), "nothing"));
  g_assert_true (ui_test_shows (fixture->window, "No Photos Match"));
  /* The photos have the focus then, which the button had. */
  gtk_widget_grab_focus (page (fixture)->clear_button);
  gtk_widget_activate_action (GTK_WIDGET (page (fixture)), "library.clear-filter", NULL);
  assert_ids (fixture, "0 1 2 3 4 5 6 7 8 9");
  g_assert_cmpuint (ui_test_focus (fixture->photos), !=, GTK_INVALID_LIST_POSITION);
  g_assert_true (ui_test_shows (fixture->window, "200 photos"));
  reset (fixture);
}

/* What a date field says, and what it leaves where it says nothing that can be read. */
static void
test_dates (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_new (), shown = sem_browse_rule_new ();

  g_assert_true (sem_browse_parse_date ("2024-03", &rule->since, &rule->until));
  sem_filter_popover_show_rule (page (fixture)->filter, rule);
  sem_filter_popover_fill_rule (page (fixture)->filter, shown);
  g_assert_cmpint (shown->since, ==, rule->since);
  g_assert_cmpint (shown->until, ==, rule->until);
  for (guint i = 0; i < 2; i++)
    {
      GtkEntry *entry = ui_test_find (page (fixture)->filter, GTK_TYPE_ENTRY);

      gtk_editable_set_text (GTK_EDITABLE (entry), i ? "2025" : "2025-17");
      g_assert_cmpint (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"), ==, i == 0);
    }
  reset (fixture);
}

/* A folder shows what is in it and below; its photos are counted; offline ones are marked. One row
 * is selected, whatever has the focus. */
static void
test_folders (Fixture *fixture, gconstpointer data)
{
  GtkListBox *entries = ui_test_find (fixture->window->sidebar, GTK_TYPE_LIST_BOX);

  ui_test_fill (fixture, 30);
  sem_fake_library_add_folder (fixture->library, "/disk", 0, SEM_FOLDER_OFFLINE);
  wait_until (ui_test_shows (fixture->window->sidebar, "disk"));
  g_assert_true (ui_test_shows (fixture->window->sidebar, "All Photos"));
  g_assert_true (ui_test_shows (fixture->window->sidebar, "30"));
  g_signal_emit_by_name (fixture->window->sidebar, "folder-chosen", "/disk");
  wait_until (g_str_equal (sem_library_page_get_view (page (fixture)), "nothing"));
  g_assert_true (ui_test_shows (fixture->window, "No Photos Here"));
  g_signal_emit_by_name (fixture->window->sidebar, "folder-chosen", "/photos");
  assert_ids (fixture, "0 1 2 3 4 5 6 7 8 9");
  g_assert_cmpstr (sem_library_page_get_folder (page (fixture)), ==, "/photos");
  sem_sidebar_select (fixture->window->sidebar, "/photos");
  gtk_list_box_select_row (entries, gtk_list_box_get_row_at_index (entries, 0));
  g_assert_null (gtk_list_box_get_selected_row (entries));
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (1));
  g_assert_null (sem_library_page_get_folder (page (fixture)));
  g_assert_nonnull (gtk_list_box_get_selected_row (entries));
}

static void
set_width (Fixture *fixture, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 600);
  wait_until (ABS (gtk_widget_get_width (GTK_WIDGET (fixture->window)) - width) < 60);
  ui_test_settle (fixture);
}

/* Below 720 pixels the sidebar folds, and a button brings it over the page. */
static void
test_folding (Fixture *fixture, gconstpointer data)
{
  AdwFlap *frame = fixture->window->frame;

  ui_test_fill (fixture, 30);
  set_width (fixture, 900);
  g_assert_false (adw_flap_get_folded (frame));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->sidebar)));
  g_assert_false (gtk_widget_get_mapped (page (fixture)->sidebar_button));
  set_width (fixture, 600);
  wait_until (adw_flap_get_folded (frame));
  g_assert_true (gtk_widget_get_mapped (page (fixture)->sidebar_button));
  ui_test_activate (fixture, "sidebar");
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (fixture->window->sidebar)));
  g_signal_emit_by_name (fixture->window->sidebar, "folder-chosen", "/photos");
  wait_until (!adw_flap_get_reveal_flap (frame));
  set_width (fixture, 900);
  wait_until (!adw_flap_get_folded (frame));
}

/* The bar is there only while something is selected, and tells how much. */
static void
test_selection (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 30);
  g_assert_false (ui_test_shows (fixture->window, "selected"));
  sem_photo_grid_select (fixture->photos, 2);
  sem_grid_selection_extend (selection (fixture), 4, FALSE);
  ui_test_settle (fixture);
  g_assert_true (ui_test_shows (fixture->window, "3 selected · 3.0"));
  sem_grid_selection_set_all (selection (fixture), 30);
  ui_test_settle (fixture);
  g_assert_true (ui_test_shows (fixture->window, "30 selected · 30.0"));
  g_assert_true (sem_library_page_step_back (page (fixture)));
  ui_test_settle (fixture);
  g_assert_false (ui_test_shows (fixture->window, "selected"));
  g_assert_false (sem_library_page_step_back (page (fixture)));
}

/* What is selected stays so when the list is ordered anew, and when photos come. */
static void
test_selection_stays (Fixture *fixture, gconstpointer data)
{
  SemBrowse *browse;

  ui_test_fill (fixture, 60);
  browse = page (fixture)->browse;
  sem_photo_grid_select (fixture->photos, 7);
  sem_grid_selection_toggle (selection (fixture), 20);
  set_order (fixture, "likeness");
  wait_until (!sem_browse_get_busy (browse));
  g_assert_cmpuint (sem_grid_selection_get_n (selection (fixture)), ==, 2);
  g_assert_true (sem_grid_selection_contains (selection (fixture), sem_browse_find (browse, 7)));
  g_assert_true (sem_grid_selection_contains (selection (fixture), sem_browse_find (browse, 20)));
  sem_fake_library_add_photos (fixture->library, 60);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (browse)) == 120);
  g_assert_cmpuint (sem_grid_selection_get_n (selection (fixture)), ==, 2);
  g_assert_true (sem_grid_selection_contains (selection (fixture), sem_browse_find (browse, 20)));
  reset (fixture);
}

/* Photos that come above do not move what is looked at. */
static void
test_place_stays (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *scroll = sem_photo_grid_get_vadjustment (fixture->photos);
  SemGridView *view = sem_photo_grid_get_view (fixture->photos);
  SemBrowse *browse;
  gint64 id;
  double y, before;

  ui_test_fill (fixture, 300);
  browse = page (fixture)->browse;
  gtk_widget_activate_action (GTK_WIDGET (page (fixture)), "library.reversed", NULL);
  wait_until (sem_browse_get_id (browse, 0) == 299);
  ui_test_settle (fixture);
  gtk_adjustment_set_value (scroll, 2345);
  ui_test_settle (fixture);
  id = sem_browse_get_id (browse, sem_grid_view_get_position_at (view, 100, 300));
  sem_grid_layout_get_place (sem_grid_view_get_layout (view), sem_browse_find (browse, id),
                             &(double){ 0 }, &y);
  before = y - gtk_adjustment_get_value (scroll);
  sem_fake_library_add_photos (fixture->library, 40);
  wait_until (sem_browse_get_id (browse, 0) == 339);
  ui_test_settle (fixture);
  sem_grid_layout_get_place (sem_grid_view_get_layout (view), sem_browse_find (browse, id),
                             &(double){ 0 }, &y);
  g_assert_cmpfloat (ABS (y - gtk_adjustment_get_value (scroll) - before), <,
                     sem_grid_view_get_layout (view)->tile + 1);
  gtk_widget_activate_action (GTK_WIDGET (page (fixture)), "library.reversed", NULL);
  reset (fixture);
}

/* At every turn of the main loop the header and the sidebar agree with the list. */
static void
assert_counts (Fixture *fixture)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (page (fixture)->browse));
  g_autofree char *title = g_strdup_printf ("%u photos", n);
  g_autofree char *entry = g_strdup_printf ("%u", n);
  GtkWidget *sidebar = ui_test_find (fixture->window, SEM_TYPE_SIDEBAR);

  g_assert_cmpstr (adw_window_title_get_subtitle (page (fixture)->window_title), ==, title);
  g_assert_true (ui_test_shows (ui_test_find (sidebar, GTK_TYPE_LIST_BOX), entry));
  g_assert_true (ui_test_shows (ui_test_find (sidebar, GTK_TYPE_LIST_VIEW), entry));
}

/* Several photos go to the trash, disappear at once, and come back together. */
static void
test_trash (Fixture *fixture, gconstpointer data)
{
  g_autofree char *put = NULL, *restored = NULL;

  sem_fake_library_add_folder (fixture->library, "/photos", 12, SEM_FOLDER_PRESENT);
  ui_test_fill (fixture, 12);
  assert_counts (fixture);
  g_signal_connect_swapped (page (fixture)->browse, "arranged", G_CALLBACK (assert_counts),
                            fixture);
  sem_photo_grid_select (fixture->photos, 2);
  sem_grid_selection_extend (selection (fixture), 4, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->photos));
  ui_test_activate (fixture, "trash");
  wait_until (ui_test_shows (fixture->window, "3 photos are in the trash"));
  put = sem_fake_steal_moves ();
  g_assert_cmpstr (put, ==, "put:photo-002.jpg put:photo-003.jpg put:photo-004.jpg");
  assert_ids (fixture, "0 1 5 6 7 8 9 10 11");
  g_assert_cmpuint (sem_grid_selection_get_n (selection (fixture)), ==, 0);
  g_signal_emit_by_name (ui_test_find_button (GTK_WIDGET (fixture->window), "_Undo"), "clicked");
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (page (fixture)->browse)) == 12);
  restored = sem_fake_steal_moves ();
  g_assert_cmpstr (restored, ==,
                   "restore:photo-002.jpg restore:photo-003.jpg restore:photo-004.jpg");
  assert_ids (fixture, "0 1 2 3 4 5 6 7 8 9");
  assert_counts (fixture);
  g_signal_handlers_disconnect_by_data (page (fixture)->browse, fixture);
}

/* Several selected photos are asked with together. */
static void
test_ask (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 40);
  sem_photo_grid_select (fixture->photos, 2);
  sem_grid_selection_extend (selection (fixture), 4, FALSE);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  g_assert_cmpuint (sem_query_get_n_pictures (sem_results_get_query (ui_test_results (fixture))),
                    ==, 3);
  ui_test_activate (fixture, "show-library");
  sem_grid_selection_set_all (selection (fixture), 40);
  ui_test_activate (fixture, "find-similar");
  wait_until (ui_test_shows (fixture->window, "At most 20 photos"));
  g_assert_false (sem_window_get_shows_results (fixture->window));
}

static void
look_cb (GtkStack *stack)
{
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), !=, "nothing");
}

/* The first photos that are found are not said to be missing before they show. */
static void
test_first (Fixture *fixture, gconstpointer data)
{
  sem_fake_library_add_folder (fixture->library, "/photos", 0, SEM_FOLDER_PRESENT);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, -1, "Looking");
  g_signal_emit_by_name (fixture->window->sidebar, "folder-chosen", "/photos");
  wait_until (sem_browse_get_loaded (page (fixture)->browse)
              && !sem_browse_get_busy (page (fixture)->browse));
  g_assert_cmpstr (sem_library_page_get_view (page (fixture)), ==, "looking");
  g_signal_connect (page (fixture)->stack, "notify::visible-child-name", G_CALLBACK (look_cb),
                    NULL);
  sem_fake_library_add_photos (fixture->library, 30);
  wait_until (sem_browse_get_n_photos (page (fixture)->browse) == 30);
  wait_until (g_str_equal (sem_library_page_get_view (page (fixture)), "grid"));
  g_signal_handlers_disconnect_by_func (page (fixture)->stack, look_cb, NULL);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/browse/sections", test_sections);
  ui_test_add ("/ui/browse/sorting", test_sorting);
  ui_test_add ("/ui/browse/filtering", test_filtering);
  ui_test_add ("/ui/browse/dates", test_dates);
  ui_test_add ("/ui/browse/folders", test_folders);
  ui_test_add ("/ui/browse/folding", test_folding);
  ui_test_add ("/ui/browse/selection", test_selection);
  ui_test_add ("/ui/browse/selection-stays", test_selection_stays);
  ui_test_add ("/ui/browse/place-stays", test_place_stays);
  ui_test_add ("/ui/browse/trash", test_trash);
  ui_test_add ("/ui/browse/ask", test_ask);
  ui_test_add ("/ui/browse/first", test_first);
  return g_test_run ();
}
