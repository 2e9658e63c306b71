/* test-quality.c - the quality page
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/plot/plot-private.h"
#include "tests/ui/ui-test.h"
#include "ui/quality/figure-card.h"
#include "ui/quality/quality-private.h"
#include "ui/window-private.h"

#include <string.h>

#include <glib/gstdio.h>

static SemQualityPage *
page (Fixture *fixture)
{
  return sem_window_get_quality_page (fixture->window);
}

static SemInspector *
inspector (Fixture *fixture)
{
  return sem_quality_page_get_inspector (page (fixture));
}

static void
open_page (Fixture *fixture)
{
  ui_test_fill (fixture, 10);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (4));
  g_assert_true (sem_window_get_shows_quality (fixture->window));
  wait_until (sem_inspector_get_running (inspector (fixture)));
}

static SemFigureCard *
get_card (Fixture *fixture, int number)
{
  GtkFlowBoxChild *child =
    gtk_flow_box_get_child_at_index (sem_quality_page_get_cards (page (fixture)), number);

  g_assert_nonnull (child);
  return SEM_FIGURE_CARD (gtk_flow_box_child_get_child (child));
}

static void
open_point (SemFigureCard *card, guint index)
{
  SemPlotPoint point;

  g_assert_true (
    sem_plot_get_point (sem_figure_get_plot (sem_figure_card_get_figure (card)), 0, index, &point));
  g_signal_emit_by_name (sem_figure_card_get_view (card), "point-opened", &point);
}

/* Nothing is measured before someone looks, and then it says so. */
static void
test_measures_when_shown (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 10);
  g_assert_false (sem_inspector_get_running (inspector (fixture)));
  open_page (fixture);
  g_assert_cmpstr (sem_quality_page_get_shown (page (fixture)), ==, "empty");
  wait_until (ui_test_shows (page (fixture), "about a minute"));
  sem_inspector_stop (inspector (fixture));
  wait_until (!sem_inspector_get_running (inspector (fixture)));
  wait_until (ui_test_shows (page (fixture), "Nothing was measured yet"));
  sem_fake_inspector_fail (inspector (fixture), "“R&D <1>.db” is too small.");
  wait_until (ui_test_shows (page (fixture), "“R&D <1>.db” is too small."));
}

/* What a job or another program changes is measured again while the page is shown, once it is idle;
 * photos that are looked at stay. */
static void
test_follows (Fixture *fixture, gconstpointer data)
{
  const guint looks = sem_fake_library_get_n_looks (fixture->library);

  open_page (fixture);
  g_assert_cmpuint (sem_fake_library_get_n_looks (fixture->library), >, looks);
  /* While it is measured. */
  sem_fake_library_set_codes (fixture->library, sem_fake_codes_new (7, "lsh", 64, NULL));
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  g_assert_true (sem_inspector_get_running (inspector (fixture)));
  sem_fake_inspector_finish (inspector (fixture), "Search finds 91 %.", TRUE);
  g_assert_false (sem_inspector_get_running (inspector (fixture)));

  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, 0.5, "Indexing");
  sem_fake_library_add_photos (fixture->library, 3);
  g_assert_false (sem_inspector_get_running (inspector (fixture)));
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  g_assert_true (sem_inspector_get_running (inspector (fixture)));
  sem_fake_inspector_finish (inspector (fixture), "Search finds 92 %.", TRUE);

  open_point (get_card (fixture, 0), 1);
  sem_fake_library_add_photos (fixture->library, 3);
  g_assert_cmpstr (sem_quality_page_get_shown (page (fixture)), ==, "photos");
  g_assert_false (sem_inspector_get_running (inspector (fixture)));
  /* Not while nobody looks. */
  sem_window_show_quality (fixture->window, FALSE);
  sem_fake_library_set_codes (fixture->library, sem_fake_codes_new (8, "lsh", 64, NULL));
  g_assert_false (sem_inspector_get_running (inspector (fixture)));
}

static void
test_cards (Fixture *fixture, gconstpointer data)
{
  open_page (fixture);
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  g_assert_cmpstr (sem_quality_page_get_shown (page (fixture)), ==, "cards");
  wait_until (ui_test_shows (page (fixture), "Search finds 90\u00a0%."));
  wait_until (ui_test_shows (page (fixture), "More is better."));
  wait_until (ui_test_shows (page (fixture), "Found: 90\u00a0%"));
  g_assert_null (gtk_flow_box_get_child_at_index (sem_quality_page_get_cards (page (fixture)), 2));
  /* Measured again, there are as many. */
  sem_fake_inspector_finish (inspector (fixture), "2 bits carry nothing.", FALSE);
  wait_until (ui_test_shows (page (fixture), "2 bits carry nothing."));
  g_assert_null (gtk_flow_box_get_child_at_index (sem_quality_page_get_cards (page (fixture)), 2));
}

static void
test_photos_behind (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) model = NULL;

  open_page (fixture);
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  open_point (get_card (fixture, 0), 2);
  g_assert_cmpstr (sem_quality_page_get_shown (page (fixture)), ==, "photos");
  g_object_get (sem_quality_page_get_grid (page (fixture)), "model", &model, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 2);
  /* The header says what was clicked, and a line which photos these are. */
  wait_until (ui_test_shows (page (fixture), "Recall"));
  wait_until (ui_test_shows (page (fixture), "90.0 %"));
  wait_until (ui_test_shows (page (fixture), "Photos behind point 2"));
  g_assert_true (ui_test_enabled (fixture, "back"));
  ui_test_activate (fixture, "back");
  g_assert_cmpstr (sem_quality_page_get_shown (page (fixture)), ==, "cards");
  g_assert_false (ui_test_enabled (fixture, "back"));
  /* Behind the first point is nothing: it says so and stays. */
  open_point (get_card (fixture, 0), 0);
  g_assert_cmpstr (sem_quality_page_get_shown (page (fixture)), ==, "cards");
  wait_until (ui_test_shows (fixture->window, "no photos behind"));
}

/* The numbers of a point stand below the plot while the pointer is on it. */
static void
test_hover (Fixture *fixture, gconstpointer data)
{
  SemPlotView *view;
  SemPlotLook look = { .colours = sem_plot_colours_get (FALSE), .text = 1 };
  SemPlotPoint point;
  double x, y;

  open_page (fixture);
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  view = sem_figure_card_get_view (get_card (fixture, 0));
  wait_until (gtk_widget_get_width (GTK_WIDGET (view)) > 0);
  look.width = gtk_widget_get_width (GTK_WIDGET (view));
  look.height = gtk_widget_get_height (GTK_WIDGET (view));
  g_assert_true (
    sem_plot_get_point (sem_figure_get_plot (sem_figure_card_get_figure (get_card (fixture, 0))), 0,
                        1, &point));
  sem_plot_get_place (sem_figure_get_plot (sem_figure_card_get_figure (get_card (fixture, 0))),
                      &look, &point, &x, &y);
  sem_plot_view_point_at (view, x, y);
  g_assert_cmpstr (sem_plot_view_get_words (view), ==, "20: 80.0 %");
  wait_until (ui_test_shows (page (fixture), "20: 80.0\u00a0%"));
  sem_plot_view_point_at (view, 1, 1);
  g_assert_null (sem_plot_view_get_words (view));
}

/* Behind each plot is a table, whose rows open photos as the points do. */
static void
test_table (Fixture *fixture, gconstpointer data)
{
  SemFigureCard *card;
  GtkListView *table;

  open_page (fixture);
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  card = get_card (fixture, 0);
  table = sem_figure_card_get_table (card);
  g_assert_null (gtk_list_view_get_model (table));
  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (card), "view-list-symbolic"));
  wait_until (gtk_list_view_get_model (table) != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (table))), ==,
                    3);
  wait_until (ui_test_shows (card, "20: 80.0 %"));
  g_signal_emit_by_name (table, "activate", 1);
  g_assert_cmpstr (sem_quality_page_get_shown (page (fixture)), ==, "photos");
  /* Of a heat map the pairs are listed, and not the diagonal. */
  card = get_card (fixture, 1);
  sem_quality_page_step_back (page (fixture));
  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (card), "view-list-symbolic"));
  table = sem_figure_card_get_table (card);
  wait_until (gtk_list_view_get_model (table) != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (table))), ==,
                    1);
}

/* F10 opens the menu that a page shows. */
static void
test_menu (Fixture *fixture, gconstpointer data)
{
  GtkMenuButton *button;

  open_page (fixture);
  button = GTK_MENU_BUTTON (ui_test_find (page (fixture), GTK_TYPE_MENU_BUTTON));
  g_assert_true (gtk_menu_button_get_primary (button));
  g_assert_nonnull (gtk_menu_button_get_menu_model (button));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (button)));
}

/* Leads back to the photos. */
static void
test_leave (Fixture *fixture, gconstpointer data)
{
  open_page (fixture);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (1));
  g_assert_false (sem_window_get_shows_quality (fixture->window));
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "a.png", "a.svg", "a.csv" };
  const char *const begin[] = { "\x89PNG", "<?xml", "series,x,y,sd" };

  open_page (fixture);
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes =
        sem_figure_save (sem_figure_card_get_figure (get_card (fixture, 0)), names[i], NULL,
                         &error);

      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), strlen (begin[i]), begin[i],
                       strlen (begin[i]));
    }
}

/* Whoever saves is told that it was done, or that it was not. */
static void
test_saving (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("semblance-plots-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "plöt.svg", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "none", "plot.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path), missing = g_file_new_for_path (nowhere);

  open_page (fixture);
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  sem_figure_card_save (get_card (fixture, 0), file);
  wait_until (ui_test_shows (fixture->window, "Saved as “plöt.svg”"));
  g_assert_true (g_file_query_exists (file, NULL));
  ui_test_dismiss_toast (fixture);
  sem_figure_card_save (get_card (fixture, 0), missing);
  wait_until (ui_test_shows (fixture->window, "cannot be written"));
  g_file_delete (file, NULL, NULL);
  g_rmdir (folder);
}

static SemLabelsGroup *
labels (Fixture *fixture)
{
  return sem_quality_page_get_labels (page (fixture));
}

static void
assert_asked (Fixture *fixture, const char *expected)
{
  g_autofree char *asked =
    sem_fake_labels_steal_asked (sem_labels_group_get_inspector (labels (fixture)));

  g_assert_cmpstr (asked, ==, expected);
}

/* Folders are classes when someone asks for it; then another choice is measured at once. */
static void
test_labels (Fixture *fixture, gconstpointer data)
{
  SemLabelInspector *measured = sem_labels_group_get_inspector (labels (fixture));
  GtkFlowBoxChild *child;

  open_page (fixture);
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  sem_labels_group_choose (labels (fixture), FALSE, 1);
  assert_asked (fixture, NULL);
  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (labels (fixture)), "_Measure"));
  wait_until (sem_label_inspector_get_running (measured));
  assert_asked (fixture, "models 1");
  sem_fake_labels_finish (measured, "Of the first ten 71 % are.", NULL);
  wait_until (ui_test_shows (labels (fixture), "Of the first ten 71\u00a0% are."));
  sem_labels_group_choose (labels (fixture), TRUE, 1);
  assert_asked (fixture, "methods 1");
  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (labels (fixture)), "_Stop"));
  wait_until (!sem_label_inspector_get_running (measured));
  sem_fake_labels_finish (measured, NULL, "All photos are of one class.");
  wait_until (ui_test_shows (labels (fixture), "All photos are of one class."));

  child = gtk_flow_box_get_child_at_index (sem_labels_group_get_cards (labels (fixture)), 0);
  open_point (SEM_FIGURE_CARD (gtk_flow_box_child_get_child (child)), 2);
  g_assert_cmpstr (sem_quality_page_get_shown (page (fixture)), ==, "photos");
  wait_until (ui_test_shows (page (fixture), "searched with tulips, results from roses: 0.250"));
  wait_until (ui_test_shows (page (fixture), "Photos of folder 2"));
  g_assert_true (sem_quality_page_step_back (page (fixture)));
}

/* Scenes are shown where there are any, and a bar opens the photos of one. */
static void
test_scenes (Fixture *fixture, gconstpointer data)
{
  SemScenesGroup *scenes = sem_quality_page_get_scenes (page (fixture));
  GtkFlowBoxChild *child;

  open_page (fixture);
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  sem_fake_scenes_finish (sem_scenes_group_get_figures (scenes), NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (scenes)));
  sem_fake_scenes_finish (sem_scenes_group_get_figures (scenes), "Two scenes.");
  wait_until (ui_test_shows (scenes, "Two scenes."));
  child = gtk_flow_box_get_child_at_index (sem_scenes_group_get_cards (scenes), 0);
  open_point (SEM_FIGURE_CARD (gtk_flow_box_child_get_child (child)), 1);
  g_assert_cmpstr (sem_quality_page_get_shown (page (fixture)), ==, "photos");
  wait_until (ui_test_shows (page (fixture), "Photos of scene 1"));
  sem_fake_scenes_finish (sem_scenes_group_get_figures (scenes), "One scene less.");
  g_assert_true (sem_quality_page_step_back (page (fixture)));
}

static SemFigureCard *
get_scene_card (SemScenesGroup *scenes, int number)
{
  GtkFlowBoxChild *child =
    gtk_flow_box_get_child_at_index (sem_scenes_group_get_cards (scenes), number);

  return SEM_FIGURE_CARD (gtk_flow_box_child_get_child (child));
}

/* Another scene can be chosen, while the list keeps the focus, and what is missing of it is said; a
 * pair opens both photos. */
/* Few pairs at first: the page goes on below them, and the wheel does not stop at their list. */
static void
check_pairs (SemScenesGroup *scenes)
{
  GListModel *pairs = sem_scene_figures_get_pairs (sem_scenes_group_get_figures (scenes));
  GtkListBox *list = sem_pairs_card_get_list (sem_scenes_group_get_pairs (scenes));
  GtkWidget *card = GTK_WIDGET (sem_scenes_group_get_pairs (scenes));
  GtkWidget *button = ui_test_find_button (card, "_Show More");

  int natural;

  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, <=, 340);
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_null (ui_test_find (card, GTK_TYPE_SCROLLED_WINDOW));
  for (guint i = 0; i < 9; i++)
    {
      g_autoptr (GObject) pair = g_list_model_get_item (pairs, 0);

      g_list_store_append (G_LIST_STORE (pairs), pair);
    }
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_nonnull (gtk_list_box_get_row_at_index (list, 2));
  g_assert_null (gtk_list_box_get_row_at_index (list, 3));
  g_signal_emit_by_name (button, "clicked");
  g_assert_nonnull (gtk_list_box_get_row_at_index (list, 9));
  g_assert_false (gtk_widget_get_visible (button));
}

static void
test_choose_scene (Fixture *fixture, gconstpointer data)
{
  SemScenesGroup *scenes = sem_quality_page_get_scenes (page (fixture));
  SemSceneFigures *figures = sem_scenes_group_get_figures (scenes);
  GtkSelectionModel *list;

  open_page (fixture);
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  sem_fake_scenes_finish (figures, "Two scenes.");
  wait_until (ui_test_shows (scenes, "Scene 2"));
  g_assert_false (ui_test_shows (scenes, "has no shape"));
  list = sem_scene_list_get_model (sem_scenes_group_get_list (scenes));
  gtk_selection_model_select_item (list, 1, TRUE);
  g_assert_cmpuint (sem_scene_figures_get_chosen (figures), ==, 1);
  sem_fake_scenes_finish (figures, "Two scenes.");
  wait_until (ui_test_shows (scenes, "has no shape"));
  g_assert_true (sem_scene_list_get_model (sem_scenes_group_get_list (scenes)) == list);
  g_assert_true (gtk_selection_model_is_selected (list, 1));
  ui_test_assert_sideways (
    ui_test_find (sem_scenes_group_get_list (scenes), GTK_TYPE_SCROLLED_WINDOW));
  wait_until (ui_test_shows (scenes, "46 % in common"));
  check_pairs (scenes);
  gtk_widget_activate (GTK_WIDGET (
    gtk_list_box_get_row_at_index (sem_pairs_card_get_list (sem_scenes_group_get_pairs (scenes)),
                                   0)));
  g_assert_cmpstr (sem_quality_page_get_shown (page (fixture)), ==, "photos");
  wait_until (ui_test_shows (page (fixture), "12 points of 30 and 26."));
  sem_fake_scenes_finish (figures, "Two scenes.");
  g_assert_true (sem_quality_page_step_back (page (fixture)));
}

static gboolean
press (SemPlotView *view, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &taken);
    }
  return taken;
}

/* A space is turned and zoomed by keys, within limits, and its eyes are gone through; other plots
 * are not turned. */
static void
test_turn (Fixture *fixture, gconstpointer data)
{
  SemScenesGroup *scenes = sem_quality_page_get_scenes (page (fixture));
  const SemPlotTurn *turn;
  SemPlotView *view;

  open_page (fixture);
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  sem_fake_scenes_finish (sem_scenes_group_get_figures (scenes), "Two scenes.");
  view = sem_figure_card_get_view (get_scene_card (scenes, 0));
  g_assert_true (press (view, GDK_KEY_Right));
  g_assert_cmpfloat (sem_plot_view_get_turn (view)->yaw, ==, 0);

  view = sem_figure_card_get_view (get_scene_card (scenes, 1));
  turn = sem_plot_view_get_turn (view);
  g_assert_true (press (view, GDK_KEY_Right));
  g_assert_cmpfloat (turn->yaw, >, 0);
  for (guint i = 0; i < 100; i++)
    g_assert_true (press (view, GDK_KEY_Down) && press (view, GDK_KEY_plus));
  g_assert_cmpfloat_with_epsilon (turn->pitch, G_PI / 2, 1e-9);
  g_assert_cmpfloat (turn->zoom, >, 1);
  g_assert_cmpfloat (turn->zoom, <, 10);
  g_assert_true (press (view, GDK_KEY_0));
  g_assert_cmpfloat (turn->zoom, ==, 0);
  g_assert_true (press (view, GDK_KEY_Page_Down));
  g_assert_true (press (view, GDK_KEY_Page_Down));
  g_assert_true (g_str_has_prefix (sem_plot_view_get_words (view), "1: 0"));
  g_assert_true (press (view, GDK_KEY_Return));
  wait_until (ui_test_shows (page (fixture), "Photos of scene 1"));
}

/* Of a matrix that is not symmetric, a table has both sides. */
static void
test_confusion_table (Fixture *fixture, gconstpointer data)
{
  SemFigureCard *card;
  GtkListView *table;

  open_page (fixture);
  sem_fake_inspector_finish (inspector (fixture), "Search finds 90 %.", TRUE);
  sem_fake_labels_finish (sem_labels_group_get_inspector (labels (fixture)), "Done.", NULL);
  card = SEM_FIGURE_CARD (gtk_flow_box_child_get_child (
    gtk_flow_box_get_child_at_index (sem_labels_group_get_cards (labels (fixture)), 0)));
  gtk_widget_activate (ui_test_find_button (GTK_WIDGET (card), "view-list-symbolic"));
  table = sem_figure_card_get_table (card);
  wait_until (gtk_list_view_get_model (table) != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (table))), ==,
                    2);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/quality/measures-when-shown", test_measures_when_shown);
  ui_test_add ("/quality/follows", test_follows);
  ui_test_add ("/quality/cards", test_cards);
  ui_test_add ("/quality/photos-behind", test_photos_behind);
  ui_test_add ("/quality/hover", test_hover);
  ui_test_add ("/quality/table", test_table);
  ui_test_add ("/quality/menu", test_menu);
  ui_test_add ("/quality/leave", test_leave);
  ui_test_add ("/quality/files", test_files);
  ui_test_add ("/quality/saving", test_saving);
  ui_test_add ("/quality/labels", test_labels);
  ui_test_add ("/quality/scenes", test_scenes);
  ui_test_add ("/quality/choose-scene", test_choose_scene);
  ui_test_add ("/quality/turn", test_turn);
  ui_test_add ("/quality/confusion-table", test_confusion_table);
  return g_test_run ();
}
