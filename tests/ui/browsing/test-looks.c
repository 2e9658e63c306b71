/* test-looks.c - what a person sees of each page in a narrow window: texts that are whole
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "engine/model/codes-private.h"
#include "tests/support/made-locale.h"
#include "tests/ui/browsing/duplicates-test.h"
#include "ui/asking/query-chip.h"
#include "ui/models/models-private.h"
#include "ui/pages/library-page-private.h"
#include "ui/preferences/help.h"
#include "ui/quality/quality-private.h"
#include "ui/window-private.h"
#include "ui/words.h"

#define WIDTH 420
#define HEIGHT 800

/* Names of files and folders may be as long as they like. */
static gboolean
is_name (const char *text)
{
  return strstr (text, ".jpg") || strchr (text, '/');
}

/* Whether a number would come out as "% 85" where text runs to the left. */
static gboolean
is_backwards (const char *text)
{
  if (gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL || !strchr (text, '%')
      || g_str_has_prefix (text, "\u2068"))
    return FALSE;
  for (const char *c = text; *c; c = g_utf8_next_char (c))
    if (g_unichar_isalpha (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

/* Whether a line begins with what belongs to the number before it. */
static gboolean
parts_unit (PangoLayout *layout)
{
  for (int i = 1; i < pango_layout_get_line_count (layout); i++)
    if (pango_layout_get_text (layout)[pango_layout_get_line_readonly (layout, i)->start_index]
        == '%')
      return TRUE;
  return FALSE;
}

/* Fails for a button that says the same as one beside it: a translation may have one word for two.
 */
static void
check_button (GtkWidget *widget, const char *page)
{
  const char *text = gtk_button_get_label (GTK_BUTTON (widget));

  for (GtkWidget *other = gtk_widget_get_next_sibling (widget); text && other;
       other = gtk_widget_get_next_sibling (other))
    if (GTK_IS_BUTTON (other) && gtk_widget_get_visible (other)
        && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (other)), text) == 0)
      {
        g_test_message ("%s: two buttons say “%s”", page, text);
        g_test_fail ();
      }
}

/* Fails for each text that is cut off, and for each that breaks between a number and its unit. */
static void
check_labels (GtkWidget *widget, const char *page)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    {
      const char *text = gtk_label_get_text (GTK_LABEL (widget));
      PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));

      if ((pango_layout_is_ellipsized (layout) && !is_name (text)) || parts_unit (layout)
          || is_backwards (text))
        {
          g_test_message ("%s: “%s” is cut off, parts a unit, or is backwards, at %d pixels", page,
                          text, gtk_widget_get_width (widget));
          g_test_fail ();
        }
    }
  if (GTK_IS_BUTTON (widget))
    check_button (widget, page);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    check_labels (child, page);
}

/* All that the window shows, with its popovers. */
static void
check (Fixture *fixture, const char *page)
{
  int minimum;

  ui_test_settle (fixture);
  check_labels (GTK_WIDGET (fixture->window), page);
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  if (minimum > 360)
    g_test_message ("%s is %d pixels wide", page, minimum);
  g_assert_cmpint (minimum, <=, 360);
}

static void
see_library (Fixture *fixture)
{
  SemLibraryPage *page = sem_window_get_library_page (fixture->window);

  check (fixture, "welcome");
  ui_test_fill (fixture, 40);
  check (fixture, "library");
  gtk_menu_button_popup (page->filter_button);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (page->filter)));
  check (fixture, "filter");
  gtk_menu_button_popdown (page->filter_button);
  sem_photo_grid_select (fixture->photos, 3);
  check (fixture, "selection");
  sem_window_show_quality (fixture->window, TRUE);
  check (fixture, "quality");
  sem_window_show_quality (fixture->window, FALSE);
}

/* Returns: (nullable): a label below @widget that can be seen, with the name of a photo */
static GtkLabel *
find_name (GtkWidget *widget)
{
  GtkLabel *found = NULL;

  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), ".jpg")
      && gtk_widget_get_mapped (widget))
    return GTK_LABEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_name (child);
  return found;
}

/* The name of a query's only photo is whole, whatever stands beside it; those of two would not be,
 * and are left to their tooltips. */
static void
check_chips (Fixture *fixture)
{
  GtkWidget *chips = ui_test_find (GTK_WIDGET (fixture->window), SEM_TYPE_QUERY_CHIP);

  g_assert_nonnull (find_name (chips));
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (find_name (chips))));
  sem_photo_grid_select (sem_results_page_get_grid (fixture->window->results_page), 4);
  ui_test_activate (fixture, "add-selected");
  check (fixture, "results of two");
  chips = ui_test_find (GTK_WIDGET (fixture->window), SEM_TYPE_QUERY_CHIP);
  g_assert_null (find_name (gtk_widget_get_parent (chips)));
  ui_test_activate (fixture, "back");
  check (fixture, "results");
}

static void
see_results (Fixture *fixture)
{
  ui_test_activate (fixture, "find-similar");
  wait_until (sem_window_get_shows_results (fixture->window));
  check (fixture, "results");
  check_chips (fixture);
  ui_test_activate (fixture, "narrow");
  check (fixture, "scope");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.details", NULL);
  check (fixture, "the query beside its results");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.details", NULL);
  ui_test_activate (fixture, "find-copies");
  check (fixture, "copies");
  ui_test_activate (fixture, "show-library");
}

static void
see_networks (Fixture *fixture)
{
  SemNetworksPage *page = ui_test_find (fixture->window, SEM_TYPE_NETWORKS_PAGE);
  SemNetworks *networks = sem_networks_page_get_networks (page);
  const SemNetworkRow own = {
    .name = "default",
    .own = TRUE,
    .title = "EfficientNet-Lite0",
    .d = 1280,
    .usable = TRUE,
    .active = TRUE,
    .rate = 331,
    .n_photos = 12,
    .has_codes = TRUE,
    .finds = .98,
    .keeps = .9,
  };
  const SemNetworkRow other = {
    .name = "clip-of-a-long-name",
    .title = "CLIP ViT-B/32 by OpenAI, of 2021",
    .d = 512,
    .words = TRUE,
    .usable = TRUE,
    .relative = TRUE,
    .rate = 7.2,
    .n_photos = 12,
    .has_codes = TRUE,
    .finds = -1,
    .keeps = .85,
  };

  sem_fake_networks_put (networks, &own);
  sem_fake_networks_put (networks, &other);
  ui_test_activate (fixture, "networks");
  check (fixture, "networks");
  sem_fake_library_set_coming_network (fixture->library, other.name);
  check (fixture, "a network that is being used");
  sem_fake_library_set_coming_network (fixture->library, NULL);
}

/* Also in the narrowest window. */
static void
see_duplicates (Fixture *fixture)
{
  open_groups (fixture, "copy!1,2,3 same!4,7 maybe?8,9 burst?10,11");
  check (fixture, "duplicates");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, HEIGHT);
  check (fixture, "duplicates in the narrowest window");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, HEIGHT);
}

static void
see_map (Fixture *fixture)
{
  sem_window_show_map (fixture->window);
  sem_fake_map_finish (sem_map_page_get_map (fixture->window->map_page), 30);
  check (fixture, "map");
  ui_test_activate (fixture, "show-library");
}

static void
see_others (Fixture *fixture)
{
  see_duplicates (fixture);
  see_map (fixture);
  sem_window_open_viewer (fixture->window, fixture->photos, 3);
  check (fixture, "viewer");
  ui_test_activate (fixture, "details");
  check (fixture, "details");
  ui_test_activate (fixture, "details");
  gtk_widget_activate_action (GTK_WIDGET (sem_window_get_viewer (fixture->window)), "viewer.close",
                              NULL);
  ui_test_activate (fixture, "models");
  wait_until (sem_window_get_shows_learning (fixture->window));
  check (fixture, "models");
  see_networks (fixture);
  ui_test_activate (fixture, "train");
  check (fixture, "train");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_TRAINING, .5, "Busy");
  check (fixture, "training");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  g_assert_true (sem_window_leave_learning (fixture->window));
}

/* An offer of new codes, on a page that lies above it. */
static void
see_offer (Fixture *fixture)
{
  g_autoptr (GListStore) epochs = g_list_store_new (SEM_TYPE_EPOCH);
  const SemCodesRow row = {
    .id = 5,
    .method = "ddh",
    .n_bits = 64,
    .comparison = "New codes find 97 % of each photo’s closest matches; the current codes find "
                  "95 %. Their bits say the same less often (correlation 0.13, was 0.16).",
    .compared = TRUE,
    .before = { .reach = .61, .lift = .9, .unique = 1, .correlation = .1, .imbalance = .05 },
    .after = { .reach = .98, .lift = .9, .unique = 1, .correlation = .2, .imbalance = .05 },
    .better = TRUE,
  };

  for (guint i = 0; i < 9; i++)
    sem_fake_library_add_epoch (fixture->library, 9, 230 - i, 3 + .1 * i, .9);
  sem_fake_library_set_codes (fixture->library, sem_fake_codes_new (4, "gs-itq", 256, NULL));
  sem_fake_library_set_offer (fixture->library, sem_codes_new (&row, G_LIST_MODEL (epochs)));
  check (fixture, "offer");
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->window->codes_bar)), <, HEIGHT / 4);
  ui_test_activate (fixture, "train");
  wait_until (sem_window_get_shows_learning (fixture->window));
  check (fixture, "offer on the page of training");
  g_assert_true (sem_window_leave_learning (fixture->window));
  sem_fake_library_add_moved_folder (fixture->library, "/media/holiday/A Disk Of Mine/Pictures", 7,
                                     "/media/holiday/A Disk Of Mine 1/Pictures");
  check (fixture, "folder that was moved");
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, HEIGHT);
  ui_test_settle (fixture);
  see_library (fixture);
  see_results (fixture);
  see_others (fixture);
  see_offer (fixture);
}

static double
find_top (GtkWidget *card)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (card, gtk_widget_get_parent (card), &bounds));
  return bounds.origin.y;
}

/* Plots stand side by side where there is room for two, and below each other where there is none;
 * no verdict parts a number from its unit. */
static void
test_plots (Fixture *fixture, gconstpointer data)
{
  static const int widths[] = { 420, 1280, 1920 };
  SemQualityPage *page = sem_window_get_quality_page (fixture->window);
  GtkFlowBox *cards = sem_quality_page_get_cards (page);

  ui_test_fill (fixture, 10);
  sem_window_show_quality (fixture->window, TRUE);
  sem_fake_inspector_finish (
    sem_quality_page_get_inspector (page),
    "Search finds 97 % of true neighbors; copies are found first in 98 % of trials, and among ten "
    "in 99 % of them; of all photos 72 % are at least 85 % alike, or 86 % where 87 % are.",
    TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      double first, second;

      gtk_window_set_default_size (GTK_WINDOW (fixture->window), widths[i], HEIGHT);
      check (fixture, "quality");
      first = find_top (GTK_WIDGET (gtk_flow_box_get_child_at_index (cards, 0)));
      second = find_top (GTK_WIDGET (gtk_flow_box_get_child_at_index (cards, 1)));
      g_assert_cmpint (second > first, ==, widths[i] < 1280);
    }
}

static void
test_german (Fixture *fixture, gconstpointer data)
{
  if (test_speaks_german ())
    test_pages (fixture, data);
}

/* What is read from right to left has room too, and none of it warns. */
static void
test_mirrored (Fixture *fixture, gconstpointer data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  test_pages (fixture, data);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_units (void)
{
  static const struct
  {
    const char *text;
    const char *kept;
  } texts[] = {
    { "Finds 72 % of all, in 3 ms.", "Finds 72\u00a0% of all, in 3\u00a0ms." },
    { "from 72 % to 100 %", "from 72\u00a0% to 100\u00a0%" },
    { "12 MB · 1.4 s", "12\u00a0MB · 1.4\u00a0s" },
    { "3 slow photos of 7", "3 slow photos of 7" },
    { " % 5", " % 5" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *kept = sem_words_keep_units (texts[i].text);

      g_assert_cmpstr (kept, ==, texts[i].kept);
    }
}

/* The numbers below the photos of strips are whole with text of twice the size. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  SemStripsPage *page = sem_window_get_strips_page (fixture->window);
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  ui_test_fill (fixture, 40);
  sem_photo_grid_select (fixture->photos, 0);
  ui_test_activate (fixture, "inspect");
  wait_until (g_str_equal (sem_strips_page_get_shown (page), "strips"));
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  ui_test_settle (fixture);
  check_labels (GTK_WIDGET (sem_strips_page_get_view (page)), "strips in large text");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  ui_test_settle (fixture);
}

/* Help needs no scrolling, on a screen of 768 lines as on a phone that is held upright, and its
 * window has the room for it. */
static void
test_help (Fixture *fixture, gconstpointer data)
{
  static const int widths[] = { 360, 560 }, heights[] = { 900, 700 };
  GtkWindow *help = sem_help_new (GTK_WINDOW (fixture->window));
  GtkWidget *rows = ui_test_find (help, GTK_TYPE_LIST_BOX);
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (ui_test_find (help, GTK_TYPE_SCROLLED_WINDOW));

  gtk_window_present (help);
  wait_until (gtk_adjustment_get_page_size (adjustment) > 0);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      int height;

      gtk_widget_measure (rows, GTK_ORIENTATION_VERTICAL, widths[i] - 24, NULL, &height, NULL,
                          NULL);
      g_test_message ("%d lines at a width of %d", height, widths[i]);
      g_assert_cmpint (height, <=, heights[i]);
    }
  ui_test_settle (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), <=,
                     gtk_adjustment_get_page_size (adjustment));
  gtk_window_destroy (help);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/looks/units", test_units);
  ui_test_add ("/ui/looks/pages", test_pages);
  ui_test_add ("/ui/looks/mirrored", test_mirrored);
  ui_test_add ("/ui/looks/plots", test_plots);
  ui_test_add ("/ui/looks/help", test_help);
  ui_test_add ("/ui/looks/large-text", test_large);
  /* From here on in German. */
  g_test_add_func ("/ui/looks/set-german", test_use_german);
  ui_test_add ("/ui/looks/pages-german", test_german);
  ui_test_add ("/ui/looks/help-german", test_help);
  return g_test_run ();
}
