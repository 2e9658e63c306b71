/* test-strips.c - the page that inspects a search
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/models/models-page.h"
#include "ui/models/models-private.h"
#include "ui/quality/findings-group.h"
#include "ui/quality/quality-private.h"
#include "ui/quality/strip-cell.h"
#include "ui/widgets/photo-tile.h"
#include "ui/window-private.h"

static SemStripsPage *
page (Fixture *fixture)
{
  return sem_window_get_strips_page (fixture->window);
}

static SemStrips *
strips (Fixture *fixture)
{
  return sem_strips_page_get_strips (page (fixture));
}

static SemStripView *
view (Fixture *fixture)
{
  return sem_strips_page_get_view (page (fixture));
}

/* The id of the photo that has the focus; -1 where no photo of the strips has it. */
static gint64
focused (Fixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus && SEM_IS_STRIP_CELL (focus) ? sem_photo_get_id (
           sem_strip_hit_get_photo (sem_strip_cell_get_hit (SEM_STRIP_CELL (focus))))
                                            : -1;
}

static void
wait_for_strips (Fixture *fixture)
{
  wait_until (g_str_equal (sem_strips_page_get_shown (page (fixture)), "strips"));
  wait_until (focused (fixture) >= 0);
}

/* Photo 0 has the hue 0, as the query of UI_TEST_FROM_RED. */
static void
inspect_first (Fixture *fixture)
{
  ui_test_fill (fixture, 40);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "inspect");
  wait_for_strips (fixture);
}

static void
press (Fixture *fixture, guint key)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  /* As GTK does: the controllers of all widgets around the focus, from the outside. */
  for (guint depth = 100; depth-- > 0;)
    {
      GtkWidget *widget = focus;
      g_autoptr (GListModel) controllers = NULL;

      for (guint i = 0; widget && i < depth; i++)
        widget = gtk_widget_get_parent (widget);
      controllers = widget ? gtk_widget_observe_controllers (widget) : NULL;
      for (guint i = 0; controllers && i < g_list_model_get_n_items (controllers); i++)
        {
          g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
          gboolean taken = FALSE;

          if (!GTK_IS_EVENT_CONTROLLER_KEY (controller)
              || gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE
              || GTK_IS_WINDOW (widget))
            continue;
          g_signal_emit_by_name (controller, "key-pressed", key, 0u, (GdkModifierType) 0, &taken);
          if (taken)
            return;
        }
    }
}

static gint64
get_id (SemStrips *self, SemStrip strip, guint place)
{
  g_autoptr (SemStripHit) hit = g_list_model_get_item (sem_strips_get_hits (self, strip), place);

  return sem_photo_get_id (sem_strip_hit_get_photo (hit));
}

/* Fits on a phone. */
static void
assert_narrow (Fixture *fixture)
{
  int minimum;

  ui_test_settle (fixture);
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* A hit of a strip can be dragged into another program. */
static void
test_drag_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = NULL;

  inspect_first (fixture);
  ui_test_settle (fixture);
  file = ui_test_drag_out (
    ui_test_find (ui_test_find (page (fixture), SEM_TYPE_STRIP_CELL), SEM_TYPE_PHOTO_TILE));
  g_assert_nonnull (file);
}

/* A photo that is selected is inspected, also where nothing was searched for. */
static void
test_photo (Fixture *fixture, gconstpointer data)
{
  inspect_first (fixture);
  g_assert_cmpint (sem_photo_get_id (sem_strips_get_photo (strips (fixture))), ==, 0);
  wait_until (ui_test_shows (page (fixture), "photo-000.jpg"));
  /* Of the ten nearest, codes lose the first and the search the last. */
  wait_until (ui_test_shows (page (fixture), "shows 9, and that of the search 9"));
  wait_until (ui_test_shows (page (fixture), "✕ Codes 15"));
  wait_until (ui_test_shows (page (fixture), "✕ Search –"));
  assert_narrow (fixture);
  g_assert_true (sem_window_leave_strips (fixture->window));
  g_assert_false (sem_window_get_shows_strips (fixture->window));
  g_assert_false (sem_window_leave_strips (fixture->window));
}

/* What is marked is said, too. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  GtkWidget *cell;

  inspect_first (fixture);
  ui_test_settle (fixture);
  cell = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_ROLE_BUTTON);
  g_assert_true (g_str_has_prefix (sem_strip_cell_get_words (SEM_STRIP_CELL (cell)), "photo-0"));
  g_assert_true (g_str_has_suffix (
    sem_strip_cell_get_words (SEM_STRIP_CELL (cell)),
    "similar: number 1 in the exact order, only number 15 by codes, number 1 in the search"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       sem_strip_cell_get_words (SEM_STRIP_CELL (cell)));
  press (fixture, GDK_KEY_End);
  cell = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (
    g_str_has_suffix (sem_strip_cell_get_words (SEM_STRIP_CELL (cell)), "not found by search"));
}

/* The arrow keys go along a strip, and between strips to the same photo. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  guint place;

  inspect_first (fixture);
  g_assert_cmpint (focused (fixture), ==, get_id (strips (fixture), SEM_STRIP_FEATURES, 0));
  press (fixture, GDK_KEY_Left);
  g_assert_cmpint (focused (fixture), ==, get_id (strips (fixture), SEM_STRIP_FEATURES, 0));
  press (fixture, GDK_KEY_Right);
  g_assert_cmpint (focused (fixture), ==, get_id (strips (fixture), SEM_STRIP_FEATURES, 1));
  /* The second one is the first by codes. */
  press (fixture, GDK_KEY_Down);
  g_assert_cmpint (focused (fixture), ==, get_id (strips (fixture), SEM_STRIP_FEATURES, 1));
  g_assert_cmpuint (sem_strip_view_get_focus (view (fixture), &place), ==, SEM_STRIP_CODES);
  g_assert_cmpuint (place, ==, 0);
  press (fixture, GDK_KEY_Down);
  g_assert_cmpint (focused (fixture), ==, get_id (strips (fixture), SEM_STRIP_FEATURES, 1));
  g_assert_cmpuint (sem_strip_view_get_focus (view (fixture), &place), ==, SEM_STRIP_SEARCH);
  g_assert_cmpuint (place, ==, 1);
  press (fixture, GDK_KEY_Down);
  g_assert_cmpuint (sem_strip_view_get_focus (view (fixture), NULL), ==, SEM_STRIP_SEARCH);
  /* Where a strip lacks it, the focus stays in its column. */
  press (fixture, GDK_KEY_Home);
  press (fixture, GDK_KEY_Up);
  g_assert_cmpuint (sem_strip_view_get_focus (view (fixture), &place), ==, SEM_STRIP_CODES);
  g_assert_cmpuint (place, ==, 0);
  press (fixture, GDK_KEY_End);
  g_assert_cmpint (focused (fixture), ==, get_id (strips (fixture), SEM_STRIP_CODES, 9));
}

static guint
count_same (Fixture *fixture, GtkWidget *widget)
{
  guint n = SEM_IS_STRIP_CELL (widget) && gtk_widget_has_css_class (widget, "same");

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_same (fixture, child);
  return n;
}

static guint
count_focusable (GtkWidget *widget)
{
  guint n = SEM_IS_STRIP_CELL (widget) && gtk_widget_get_focusable (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_focusable (child);
  return n;
}

/* The photo of the focus is marked in each strip that has it; the Tab key stops once. */
static void
test_same (Fixture *fixture, gconstpointer data)
{
  inspect_first (fixture);
  /* The first one is not among those by codes. */
  g_assert_cmpuint (count_same (fixture, GTK_WIDGET (view (fixture))), ==, 2);
  press (fixture, GDK_KEY_Right);
  g_assert_cmpuint (count_same (fixture, GTK_WIDGET (view (fixture))), ==, 3);
  g_assert_cmpuint (count_focusable (GTK_WIDGET (view (fixture))), ==, 1);
}

/* Each picture of a query of several is one strip, in the library or not; keys flip between them.
 */
static void
test_results (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = ui_test_make_image ("green.png", 120);
  g_autoptr (SemPhoto) photo = NULL;
  g_autoptr (GPtrArray) queries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SemQuery) query = NULL;

  ui_test_fill (fixture, 40);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 3);
  g_ptr_array_add (queries, sem_query_new_for_photo (photo));
  g_ptr_array_add (queries, sem_query_new_for_file (file));
  query = sem_query_new_for_several (queries);
  sem_session_search (sem_window_get_session (fixture->window), query, NULL);
  wait_until (ui_test_results (fixture) != NULL);
  ui_test_activate (fixture, "inspect");
  wait_for_strips (fixture);
  g_assert_cmpuint (sem_strips_get_n (strips (fixture)), ==, 2);
  g_assert_cmpint (sem_photo_get_id (sem_strips_get_photo (strips (fixture))), ==, 3);
  wait_until (ui_test_shows (page (fixture), "1 of 2"));
  press (fixture, GDK_KEY_Page_Up);
  g_assert_cmpuint (sem_strips_get_position (strips (fixture)), ==, 0);
  press (fixture, GDK_KEY_Page_Down);
  wait_for_strips (fixture);
  wait_until (ui_test_shows (page (fixture), "2 of 2"));
  wait_until (ui_test_shows (page (fixture), "green.png"));
  g_assert_null (sem_strips_get_photo (strips (fixture)));
  press (fixture, GDK_KEY_Page_Down);
  g_assert_cmpuint (sem_strips_get_position (strips (fixture)), ==, 1);
  /* Back leads to the results. */
  ui_test_activate (fixture, "back");
  g_assert_true (sem_window_get_shows_results (fixture->window));
  g_assert_false (sem_window_get_shows_strips (fixture->window));
}

/* Enter shows the photo, from which one comes back to it; Find Similar asks with it. */
static void
test_photo_of_strip (Fixture *fixture, gconstpointer data)
{
  SemViewer *viewer = sem_window_get_viewer (fixture->window);
  gint64 id;

  inspect_first (fixture);
  press (fixture, GDK_KEY_Right);
  id = focused (fixture);
  press (fixture, GDK_KEY_Return);
  wait_until (sem_window_get_shows_viewer (fixture->window));
  g_assert_cmpint (sem_photo_get_id (sem_viewer_get_photo (viewer)), ==, id);
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.next", NULL);
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.close", NULL);
  g_assert_true (sem_window_get_shows_strips (fixture->window));
  g_assert_cmpint (focused (fixture), ==, get_id (strips (fixture), SEM_STRIP_FEATURES, 2));
  id = focused (fixture);
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  wait_until (!sem_window_get_shows_strips (fixture->window));
  g_assert_cmpint (sem_query_get_source_photo (
                     sem_session_get_query (sem_window_get_session (fixture->window)), 0),
                   ==, id);
}

/* Who goes on before it is compared is not shown what was asked before. */
static void
test_waiting (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 40);
  sem_photo_grid_select (fixture->photos, 0);
  sem_fake_strips_hold (TRUE);
  ui_test_activate (fixture, "inspect");
  g_assert_cmpstr (sem_strips_page_get_shown (page (fixture)), ==, "waiting");
  wait_until (ui_test_shows (page (fixture), "Comparing with all photos"));
  g_assert_true (sem_window_leave_strips (fixture->window));
  sem_photo_grid_select (fixture->photos, 5);
  ui_test_activate (fixture, "inspect");
  sem_fake_strips_hold (FALSE);
  wait_for_strips (fixture);
  g_assert_cmpint (sem_photo_get_id (sem_strips_get_photo (strips (fixture))), ==, 5);
  g_assert_false (ui_test_shows (page (fixture), "Comparing with all photos"));
}

static void
test_problem (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 40);
  sem_photo_grid_select (fixture->photos, 0);
  sem_fake_library_set_search_error (fixture->library, "There are too few photos.");
  ui_test_activate (fixture, "inspect");
  wait_until (g_str_equal (sem_strips_page_get_shown (page (fixture)), "problem"));
  wait_until (ui_test_shows (page (fixture), "There are too few photos."));
}

static void
test_nothing_selected (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 40);
  ui_test_activate (fixture, "inspect");
  wait_until (ui_test_shows (fixture->window, "Select a photo first."));
  g_assert_false (sem_window_get_shows_strips (fixture->window));
}

/* Each row of the photos that stand out leads to its strips, and from there to the others. */
static void
test_findings (Fixture *fixture, gconstpointer data)
{
  SemQualityPage *quality = sem_window_get_quality_page (fixture->window);
  GtkWidget *group;

  ui_test_fill (fixture, 40);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (4));
  sem_fake_inspector_finish (sem_quality_page_get_inspector (quality), "Fine.", TRUE);
  wait_until (ui_test_shows (quality, "Half of it is lost"));
  wait_until (ui_test_shows (quality, "Near to many"));
  assert_narrow (fixture);
  group = ui_test_find (quality, SEM_TYPE_FINDINGS_GROUP);
  wait_until (ui_test_shows (group, "photo-003.jpg"));
  gtk_widget_activate (ui_test_find (group, ADW_TYPE_ACTION_ROW));
  wait_for_strips (fixture);
  g_assert_cmpuint (sem_strips_get_n (strips (fixture)), ==, 3);
  g_assert_cmpint (sem_photo_get_id (sem_strips_get_photo (strips (fixture))), ==, 1);
  press (fixture, GDK_KEY_Page_Down);
  wait_for_strips (fixture);
  g_assert_cmpint (sem_photo_get_id (sem_strips_get_photo (strips (fixture))), ==, 2);
  ui_test_activate (fixture, "back");
  g_assert_true (sem_window_get_shows_quality (fixture->window));
  g_assert_false (sem_window_get_shows_strips (fixture->window));
}

/* Old and new codes side by side, from the page of training and back to it. */
static void
test_models (Fixture *fixture, gconstpointer data)
{
  SemSession *session = sem_window_get_session (fixture->window);

  ui_test_fill (fixture, 40);
  ui_test_activate (fixture, "compare-codes");
  g_assert_false (sem_window_get_shows_strips (fixture->window));
  sem_fake_library_set_codes (fixture->library, sem_fake_codes_new (1, "itq", 64, NULL));
  sem_fake_library_set_offer (fixture->library, sem_fake_codes_new (2, "gs-itq", 256, "Better."));
  ui_test_activate (fixture, "train");
  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (fixture->window), "_Compare Searches"));
  wait_for_strips (fixture);
  g_assert_cmpuint (sem_strips_get_n (strips (fixture)), ==, 10);
  wait_until (ui_test_shows (page (fixture), "Search by the New Codes"));
  wait_until (ui_test_shows (page (fixture), "the current codes show 9, and the new ones 9"));
  wait_until (ui_test_shows (page (fixture), "✕ Current 15"));
  press (fixture, GDK_KEY_Page_Down);
  wait_until (ui_test_shows (page (fixture), "2 of 10"));
  g_assert_cmpint (sem_photo_get_id (sem_strips_get_photo (strips (fixture))), ==, 1);
  ui_test_activate (fixture, "back");
  g_assert_true (sem_window_get_shows_learning (fixture->window));
  g_assert_null (sem_session_get_results (session));
}

/* Any two models of the library, from the page of models. */
static void
test_any_models (Fixture *fixture, gconstpointer data)
{
  const SemCodesRow rows[] = { { .id = 51, .method = "itq", .n_bits = 64 },
                               { .id = 62, .method = "ddh", .n_bits = 128 },
                               { .id = 73, .method = "gs-itq", .n_bits = 256 } };
  GtkWidget *page_of_models;
  SemModelsComparison *comparison;

  ui_test_fill (fixture, 40);
  ui_test_activate (fixture, "models");
  page_of_models = ui_test_find (fixture->window, SEM_TYPE_MODELS_PAGE);
  comparison = sem_models_page_get_comparison (SEM_MODELS_PAGE (page_of_models));
  sem_fake_library_add_model (fixture->library, &rows[0]);
  /* One alone has nothing beside it. */
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (comparison)));
  sem_fake_library_add_model (fixture->library, &rows[1]);
  sem_fake_library_add_model (fixture->library, &rows[2]);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (comparison)));
  sem_models_comparison_choose (comparison, 2, 1);
  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (comparison), "_Compare"));
  wait_until (ui_test_shows (comparison, "Measuring both"));
  sem_fake_pair_finish (sem_models_comparison_get_pair (comparison), NULL);
  wait_until (ui_test_shows (comparison, "73.0 %") && ui_test_shows (comparison, "62.0 %"));
  g_assert_true (ui_test_shows (comparison, "have 50 % in common"));
  /* What was measured is not of what is chosen then. */
  sem_models_comparison_choose (comparison, 0, 1);
  g_assert_false (ui_test_shows (comparison, "73.0 %"));
  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (comparison), "_Compare"));
  sem_fake_pair_finish (sem_models_comparison_get_pair (comparison), "“R&D <1>.db” is damaged.");
  wait_until (ui_test_shows (comparison, "“R&D <1>.db” is damaged."));

  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (comparison), "Compare _Ten Searches"));
  wait_for_strips (fixture);
  wait_until (ui_test_shows (page (fixture), "Search by the Second Model"));
  wait_until (ui_test_shows (page (fixture), "DDH, 128 bits"));
  wait_until (ui_test_shows (page (fixture), "the first model shows 9, and the second 9"));
  g_assert_cmpint (sem_codes_get_id (sem_strips_get_codes (strips (fixture), SEM_STRIP_CODES)), ==,
                   51);
}

/* Whatever led to a page, going back ends with the photos, and leaving all does so at once. */
static void
test_way_out (Fixture *fixture, gconstpointer data)
{
  SemWindow *window = fixture->window;
  GtkWidget *const pages[] = { GTK_WIDGET (window->learning_page), GTK_WIDGET (window->strips_page),
                               GTK_WIDGET (window->viewer) };

  inspect_first (fixture);
  sem_window_leave_pages (window);
  for (guint way = 0; way < 81; way++)
    {
      guint n_back = 0;

      for (guint i = 0, rest = way; i < 4; i++, rest /= 3)
        sem_window_go_to (window, pages[rest % 3]);
      if (way % 2)
        sem_window_leave_pages (window);
      while (gtk_stack_get_visible_child (window->pages) != GTK_WIDGET (window->leaflet))
        {
          g_assert_cmpuint (n_back++, <, 3);
          if (!sem_window_leave_learning (window) && !sem_window_leave_strips (window))
            sem_window_leave_viewer (window);
        }
      g_assert_true (way % 2 == 0 || n_back == 0);
    }
}

/* A photo that is not there yet does not open. */
static void
test_not_yet (Fixture *fixture, gconstpointer data)
{
  inspect_first (fixture);
  sem_strips_clear (strips (fixture));
  g_signal_emit_by_name (view (fixture), "open-photo", 0u, 3u);
  g_assert_false (sem_window_get_shows_viewer (fixture->window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/strips/photo", test_photo);
  ui_test_add ("/strips/drag-out", test_drag_out);
  ui_test_add ("/strips/words", test_words);
  ui_test_add ("/strips/keys", test_keys);
  ui_test_add ("/strips/same", test_same);
  ui_test_add ("/strips/results", test_results);
  ui_test_add ("/strips/photo-of-strip", test_photo_of_strip);
  ui_test_add ("/strips/waiting", test_waiting);
  ui_test_add ("/strips/problem", test_problem);
  ui_test_add ("/strips/nothing-selected", test_nothing_selected);
  ui_test_add ("/strips/findings", test_findings);
  ui_test_add ("/strips/models", test_models);
  ui_test_add ("/strips/any-models", test_any_models);
  ui_test_add ("/strips/way-out", test_way_out);
  ui_test_add ("/strips/not-yet", test_not_yet);
  return g_test_run ();
}
