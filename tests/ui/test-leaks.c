/* test-leaks.c - pages and dialogs leave nothing behind
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/ui/ui-test.h"
#include "ui/asking/query-bar.h"
#include "ui/asking/scope-popover.h"
#include "ui/compare/compare-private.h"
#include "ui/library/left-out-dialog.h"
#include "ui/likeness/likeness-slider.h"
#include "ui/window-private.h"

#ifdef __SANITIZE_ADDRESS__
/* There only widgets are counted: the heap is not malloc's. */
#define N_ROUNDS 4
#define N_WARMUPS 4
#else
#define N_ROUNDS 20
#define N_WARMUPS 8
#endif
#define N_LONG_ROUNDS 50 /* with SEMBLANCE_TEST_LONG */
#define N_TRIES 3
/* Bytes that a round may leave in caches of GTK, and what the process may grow by, in MB. A
 * forgotten label takes more than that, a forgotten page a thousand times as much. */
#define MOST_A_ROUND 600
#define MOST_RESIDENT 6.
#define MOST_WIDGETS 8192

/* What there is. */
typedef struct
{
  guint n_toplevels;
  guint n_widgets;
  GType types[MOST_WIDGETS]; /* of the widgets, without a place on the heap */
  gsize heap;                /* bytes in use */
  double resident;           /* MB */
} Counts;

static void
count_widgets (GtkWidget *widget, Counts *counts)
{
  g_assert_cmpuint (counts->n_widgets, <, MOST_WIDGETS);
  counts->types[counts->n_widgets++] = G_OBJECT_TYPE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count_widgets (child, counts);
}

static guint
count_type (const Counts *counts, GType type)
{
  guint n = 0;

  for (guint i = 0; i < counts->n_widgets; i++)
    n += counts->types[i] == type;
  return n;
}

/* Says what there are more of in @counts than in @others. */
static void
tell_more (const Counts *counts, const Counts *others, const char *when)
{
  for (guint i = 0; i < counts->n_widgets; i++)
    {
      const GType type = counts->types[i];
      const guint n = count_type (counts, type), n_others = count_type (others, type);

      if (n > n_others)
        g_test_message ("%s: %u of %s, not %u", when, n, g_type_name (type), n_others);
    }
}

static double
read_resident (void)
{
  FILE *file = fopen ("/proc/self/statm", "r");
  unsigned long total, resident = 0;

  g_assert_nonnull (file);
  g_assert_cmpint (fscanf (file, "%lu %lu", &total, &resident), ==, 2);
  fclose (file);
  return (double) resident * (double) sysconf (_SC_PAGESIZE) / 1e6;
}

static gboolean
has_toast (GtkWidget *widget)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwToastWidget"))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (has_toast (child))
      return TRUE;
  return FALSE;
}

static void
count (Fixture *fixture, Counts *counts)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  counts->n_toplevels = g_list_model_get_n_items (toplevels);
  counts->n_widgets = 0;
  ui_test_settle (fixture);
  /* Toasts go in their own time. */
  wait_until (!has_toast (GTK_WIDGET (fixture->window)));
  for (guint i = 0; i < counts->n_toplevels; i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      count_widgets (toplevel, counts);
    }
  malloc_trim (0);
  counts->heap = mallinfo2 ().uordblks;
  counts->resident = read_resident ();
}

/* Opens and closes something many times; again where caches were still being filled. */
static void
check (Fixture *fixture, const char *name, void (*open_and_close) (Fixture *fixture))
{
  const guint n_rounds = g_getenv ("SEMBLANCE_TEST_LONG") ? N_LONG_ROUNDS : N_ROUNDS;
  static Counts before, after;
  double a_round = MOST_A_ROUND;

  for (guint i = 0; i < N_WARMUPS; i++)
    open_and_close (fixture);
  for (guint try = 0; try < N_TRIES && a_round >= MOST_A_ROUND; try++)
    {
      count (fixture, &before);
      for (guint i = 0; i < n_rounds; i++)
        open_and_close (fixture);
      count (fixture, &after);
      a_round = ((double) after.heap - (double) before.heap) / n_rounds;
    }
  g_test_message ("%s: %u widgets, %.0f bytes a round, %.1f MB resident, %.1f MB more", name,
                  after.n_widgets, a_round, after.resident, after.resident - before.resident);
  tell_more (&before, &after, "before");
  tell_more (&after, &before, "after");
  g_assert_cmpuint (after.n_toplevels, ==, before.n_toplevels);
  /* Fewer where GTK's own window for tooltips was there, and went. */
  g_assert_cmpuint (after.n_widgets, <=, before.n_widgets);
  g_assert_cmpfloat (a_round, <, MOST_A_ROUND);
#ifndef __SANITIZE_ADDRESS__
  /* AddressSanitizer keeps what was freed for a while, and looks for leaks itself. */
  g_assert_cmpfloat (after.resident - before.resident, <, MOST_RESIDENT);
#endif
}

/* Pages ---------------------------------------------------------------------------------------- */

static void
search (Fixture *fixture)
{
  g_autoptr (SemPhoto) photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 3);

  ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (sem_window_get_shows_results (fixture->window));
}

static void
show_library (Fixture *fixture)
{
  ui_test_settle (fixture);
  ui_test_activate (fixture, "show-library");
  ui_test_settle (fixture);
}

static void
visit_results (Fixture *fixture)
{
  search (fixture);
  wait_until (ui_test_find_tile (fixture->results, 0) != NULL);
  sem_photo_grid_select (fixture->results, 2);
  show_library (fixture);
}

static void
visit_narrowed (Fixture *fixture)
{
  SemLikenessSlider *slider = ui_test_find (fixture->window, SEM_TYPE_LIKENESS_SLIDER);
  SemResults *all;

  search (fixture);
  all = ui_test_results (fixture);
  gtk_range_set_value (ui_test_find (slider, GTK_TYPE_SCALE), 80);
  wait_until (ui_test_results (fixture) != all);
  show_library (fixture);
}

static void
visit_copies (Fixture *fixture)
{
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "find-copies");
  wait_until (sem_window_get_shows_results (fixture->window));
  wait_until (sem_results_is_proven (ui_test_results (fixture)));
  sem_results_show_more (ui_test_results (fixture));
  show_library (fixture);
}

static void
visit_viewer (Fixture *fixture)
{
  SemViewer *viewer = sem_window_get_viewer (fixture->window);

  sem_window_open_viewer (fixture->window, fixture->photos, 2);
  ui_test_settle (fixture);
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.next", NULL);
  ui_test_activate (fixture, "details");
  wait_until (ui_test_shows (viewer, "KODAK"));
  ui_test_activate (fixture, "details");
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.close", NULL);
  ui_test_settle (fixture);
}

static void
visit_strips (Fixture *fixture)
{
  SemStripsPage *page = sem_window_get_strips_page (fixture->window);

  sem_photo_grid_select (fixture->photos, 1);
  ui_test_activate (fixture, "inspect");
  wait_until (g_str_equal (sem_strips_page_get_shown (page), "strips"));
  ui_test_settle (fixture);
  ui_test_activate (fixture, "back");
  ui_test_settle (fixture);
}

/* A part of the photo is marked, and where to search is chosen. */
static void
visit_query (Fixture *fixture)
{
  GtkWidget *bar = ui_test_find (fixture->window, SEM_TYPE_QUERY_BAR);
  GtkPopover *scope;

  search (fixture);
  gtk_widget_activate_action (bar, "query.mark-region", "u", 0);
  wait_until (sem_window_get_shows_region (fixture->window));
  ui_test_settle (fixture);
  ui_test_activate (fixture, "back");
  ui_test_activate (fixture, "narrow");
  wait_until ((scope = ui_test_find (fixture->window, SEM_TYPE_SCOPE_POPOVER))
              && gtk_widget_get_mapped (GTK_WIDGET (scope)));
  gtk_popover_popdown (scope);
  show_library (fixture);
}

/* Dialogs and menus ---------------------------------------------------------------------------- */

static void
close_dialogs (Fixture *fixture)
{
  g_autolist (GtkWindow) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    {
      g_object_ref (item->data);
      if (item->data != fixture->window)
        gtk_window_close (item->data);
    }
  ui_test_settle (fixture);
}

static void
visit_dialog (Fixture *fixture, const char *action)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  const guint before = g_list_model_get_n_items (toplevels);

  ui_test_activate (fixture, action);
  wait_until (g_list_model_get_n_items (toplevels) > before);
  ui_test_settle (fixture);
  close_dialogs (fixture);
  wait_until (g_list_model_get_n_items (toplevels) == before);
}

static void
visit_folders (Fixture *fixture)
{
  visit_dialog (fixture, "folders");
}

static void
visit_left_out (Fixture *fixture)
{
  g_autoptr (SemFolder) folder =
    g_list_model_get_item (sem_library_get_folders (fixture->library), 0);
  GtkWindow *dialog =
    sem_left_out_dialog_new (GTK_WINDOW (fixture->window), fixture->library, folder);

  gtk_window_present (dialog);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  gtk_window_close (dialog);
}

static void
visit_problems (Fixture *fixture)
{
  visit_dialog (fixture, "problems");
}

static void
visit_check (Fixture *fixture)
{
  visit_dialog (fixture, "check");
}

static void
visit_training (Fixture *fixture)
{
  ui_test_activate (fixture, "train");
  ui_test_settle (fixture);
  ui_test_activate (fixture, "models");
  ui_test_settle (fixture);
  ui_test_activate (fixture, "networks");
  ui_test_settle (fixture);
  ui_test_activate (fixture, "back");
  ui_test_settle (fixture);
}

/* Groups come, one of them goes to the trash and comes back, and all go again. */
static void
visit_duplicates (Fixture *fixture)
{
  SemDuplicatesPage *page = sem_window_get_duplicates_page (fixture->window);
  SemDuplicateFinder *finder = sem_duplicates_page_get_finder (page);
  GListModel *list = G_LIST_MODEL (sem_duplicate_finder_get_list (finder));

  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (2));
  sem_fake_duplicates_finish (finder, "copy!1,2,3 same!4,5 maybe?6,7 burst?8,9");
  gtk_widget_grab_focus (GTK_WIDGET (page));
  ui_test_settle (fixture);
  gtk_widget_activate_action (GTK_WIDGET (page), "duplicates.trash-group", NULL);
  wait_until (g_list_model_get_n_items (list) == 3);
  ui_test_activate (fixture, "undo");
  wait_until (g_list_model_get_n_items (list) == 4);
  ui_test_settle (fixture);
  sem_fake_duplicates_finish (finder, "");
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (1));
  ui_test_settle (fixture);
}

static void
go_to_entry (Fixture *fixture, guint entry)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (entry));
}

static void
visit_map (Fixture *fixture)
{
  SemMap *map = sem_map_page_get_map (sem_window_get_map_page (fixture->window));

  go_to_entry (fixture, 3);
  ui_test_settle (fixture);
  sem_fake_map_finish (map, 10);
  ui_test_settle (fixture);
  go_to_entry (fixture, 1);
  ui_test_settle (fixture);
}

/* Measured anew each time. */
static void
visit_quality (Fixture *fixture)
{
  SemInspector *inspector =
    sem_quality_page_get_inspector (sem_window_get_quality_page (fixture->window));

  go_to_entry (fixture, 4);
  sem_inspector_start (inspector);
  sem_fake_inspector_finish (inspector, "Search finds 90 %.", TRUE);
  ui_test_settle (fixture);
  go_to_entry (fixture, 1);
  ui_test_settle (fixture);
}

static void
visit_compare (Fixture *fixture)
{
  SemComparePage *page = sem_window_get_compare_page (fixture->window);
  SemGridView *view = sem_photo_grid_get_view (fixture->photos);
  g_autoptr (GtkBitset) positions = gtk_bitset_new_range (0, 2);

  sem_grid_selection_set (sem_grid_view_get_selection (view), positions);
  ui_test_activate (fixture, "compare");
  wait_until (sem_window_get_shows_compare (fixture->window));
  wait_until (!sem_comparing_get_running (sem_compare_page_get_comparing (page)));
  ui_test_settle (fixture);
  ui_test_activate (fixture, "back");
  ui_test_settle (fixture);
}

static void
visit_preferences (Fixture *fixture)
{
  visit_dialog (fixture, "preferences");
}

static void
visit_help (Fixture *fixture)
{
  visit_dialog (fixture, "help");
}

/* GTK makes that window once and hides it. */
static void
visit_shortcuts (Fixture *fixture)
{
  ui_test_activate (fixture, "show-help-overlay");
  ui_test_settle (fixture);
  close_dialogs (fixture);
}

static void
visit_menu (Fixture *fixture)
{
  GtkMenuButton *button = ui_test_find (fixture->window, GTK_TYPE_MENU_BUTTON);

  gtk_menu_button_popup (button);
  ui_test_settle (fixture);
  gtk_menu_button_popdown (button);
  ui_test_settle (fixture);
}

static void
test_leaks (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    void (*visit) (Fixture *fixture);
  } visits[] = {
    { "results", visit_results },
    { "narrowed results", visit_narrowed },
    { "copies", visit_copies },
    { "viewer", visit_viewer },
    { "strips", visit_strips },
    { "query", visit_query },
    { "folders", visit_folders },
    { "left-out", visit_left_out },
    { "problems", visit_problems },
    { "training", visit_training },
    { "shortcuts", visit_shortcuts },
    { "menu", visit_menu },
    { "check", visit_check },
    { "duplicates", visit_duplicates },
    { "map", visit_map },
    { "quality", visit_quality },
    { "compare", visit_compare },
    { "preferences", visit_preferences },
    { "help", visit_help },
  };

  ui_test_fill (fixture, 10);
  sem_fake_library_add_problem (fixture->library, "/photos/half.jpg", "It ends early.");
  sem_fake_library_add_folder (fixture->library, "/emptied", 7, SEM_FOLDER_EMPTIED);
  for (guint i = 0; i < G_N_ELEMENTS (visits); i++)
    check (fixture, visits[i].name, visits[i].visit);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  ui_test_add ("/ui/leaks", test_leaks);

  return g_test_run ();
}
