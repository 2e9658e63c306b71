/* test-accessible.c - accessible roles, labels and tooltips
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
#include "ui/checkup/check-dialog-private.h"
#include "ui/library/left-out-dialog.h"
#include "ui/checkup/check-dialog.h"
#include "ui/models/models-private.h"
#include "ui/widgets/photo-tile.h"
#include "ui/window-private.h"

static void
assert_label (gpointer widget, const char *label)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       label);
}

static void
test_photos (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tile;

  ui_test_fill (fixture, 3);
  tile = ui_test_find_tile (fixture->photos, 2);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_ROLE_IMG);
  assert_label (tile, "photo-002.jpg");
  assert_label (gtk_widget_get_parent (tile), "photo-002.jpg");
  assert_label (ui_test_find (fixture->photos, SEM_TYPE_GRID_VIEW), "Photos");
}

static void
test_matches (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemPhoto) photo = NULL;
  g_autoptr (SemQuery) query = NULL;
  GtkWidget *tile;

  ui_test_fill (fixture, 3);
  photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  query = sem_query_new_for_photo (photo);
  sem_session_search (sem_window_get_session (fixture->window), query, photo);
  wait_until ((tile = ui_test_find_tile (fixture->results, 1)) != NULL);
  ui_test_settle (fixture);
  assert_label (tile, "photo-001.jpg, 86 % similar");
  assert_label (gtk_widget_get_parent (tile), "photo-001.jpg, 86 % similar");
}

static void
test_identical (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = ui_test_make_image ("red.png", 0);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (SemQuery) query = sem_query_new_for_bytes (bytes, "Pasted");
  GtkWidget *tile;

  ui_test_fill (fixture, 3);
  sem_session_search (sem_window_get_session (fixture->window), query, NULL);
  wait_until ((tile = ui_test_find_tile (fixture->results, 0)) != NULL);
  ui_test_settle (fixture);
  assert_label (tile, "photo-000.jpg, Identical File, 100 % similar");
}

static void
test_progress (Fixture *fixture, gconstpointer data)
{
  GtkWidget *strip = ui_test_find (fixture->window, SEM_TYPE_PROGRESS_STRIP);
  GtkWidget *bar = ui_test_find (strip, GTK_TYPE_PROGRESS_BAR);

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .5, "Indexing");
  assert_label (bar, "Progress");
}

/* Names ---------------------------------------------------------------------------------------- */

static gboolean
is_structure (GtkAccessibleRole role)
{
  switch (role)
    {
    case GTK_ACCESSIBLE_ROLE_GENERIC:
    case GTK_ACCESSIBLE_ROLE_GROUP:
    case GTK_ACCESSIBLE_ROLE_LIST_ITEM:
    case GTK_ACCESSIBLE_ROLE_NONE:
    case GTK_ACCESSIBLE_ROLE_PRESENTATION:
    case GTK_ACCESSIBLE_ROLE_SEPARATOR:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Returns: (transfer full) (nullable): the label that a screen reader would say. */
static char *
dup_label (GtkWidget *widget)
{
  char *label;

  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    return NULL;
  label = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                              GTK_ACCESSIBLE_PROPERTY_LABEL, "\1");
  return label;
}

static gboolean
is_hidden (GtkWidget *widget)
{
  g_autofree char *other = NULL;

  if (!gtk_test_accessible_has_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN))
    return FALSE;
  other =
    gtk_test_accessible_check_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE);
  return !other;
}

/* Returns: (nullable): what is wrong with the name of @widget. GTK calls a widget without a name by
 * its class, and one that has a label and is labelled by another widget by both. */
static const char *
find_fault (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  g_autofree char *label = dup_label (widget);
  gboolean labelled =
    gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);

  if (is_hidden (widget))
    return NULL;
  if (label && labelled)
    return "is named twice";
  if (label && strchr (label, '_') && !GTK_IS_LABEL (widget))
    return "has a mnemonic in its name";
  if (label && strstr (label, G_OBJECT_TYPE_NAME (widget)))
    return "is named by its class";
  if (labelled && GTK_IS_BUTTON (widget))
    return "is named by what it shows";
  if (label && gtk_accessible_get_accessible_role (accessible) == GTK_ACCESSIBLE_ROLE_WIDGET
      && !gtk_widget_get_focusable (widget))
    return NULL;
  if (labelled || (label && !g_str_equal (label, "''") && *label != '\0'))
    return NULL;
  if (GTK_IS_LABEL (widget) || is_structure (gtk_accessible_get_accessible_role (accessible)))
    return gtk_widget_get_focusable (widget) ? "can have the focus and has no name" : NULL;
  return "has no name";
}

static char *
describe (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);

  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    g_string_append_printf (text, "%s%s", text->len > 0 ? " < " : "", G_OBJECT_TYPE_NAME (widget));
  return g_string_free (text, FALSE);
}

/* Returns: the number of widgets with a fault. */
static guint
count_faults (GtkWidget *widget, const char *where)
{
  guint n = 0;
  const char *fault;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  fault = find_fault (widget);
  if (fault)
    {
      g_autofree char *path = describe (widget);
      g_autofree char *label = dup_label (widget);

      g_test_message ("%s: %s (%s) %s", where, path, label != NULL ? label : "", fault);
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_faults (child, where);
  return n;
}

/* Looks at every window that is open. */
static guint
count_all_faults (Fixture *fixture, const char *where)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = 0;

  ui_test_settle (fixture);
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      n += count_faults (toplevel, where);
    }
  return n;
}

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
}

static guint
count_library_faults (Fixture *fixture)
{
  guint n = 0;

  n += count_all_faults (fixture, "opening");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_BROKEN, 0, "It is damaged.");
  n += count_all_faults (fixture, "broken");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  n += count_all_faults (fixture, "welcome");
  sem_fake_library_add_folder (fixture->library, "/photos", 3, SEM_FOLDER_PRESENT);
  n += count_all_faults (fixture, "empty");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, -1, "Looking");
  n += count_all_faults (fixture, "looking");
  sem_fake_library_add_photos (fixture->library, 10);
  sem_fake_library_add_problem (fixture->library, "/photos/half.jpg", "It ends early.");
  n += count_all_faults (fixture, "indexing");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_PAUSED, .5, "Paused");
  n += count_all_faults (fixture, "paused");
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  n += count_all_faults (fixture, "photos");
  return n;
}

static guint
count_results_faults (Fixture *fixture)
{
  g_autoptr (SemPhoto) photo = g_list_model_get_item (sem_library_get_photos (fixture->library), 0);
  guint n = 0;

  ui_test_drop (fixture, SEM_TYPE_PHOTO, photo);
  wait_until (sem_window_get_shows_results (fixture->window));
  n += count_all_faults (fixture, "results");
  sem_photo_grid_select (fixture->results, 3);
  n += count_all_faults (fixture, "selected");
  ui_test_activate (fixture, "toggle-copies");
  wait_until (sem_query_get_original (sem_results_get_query (ui_test_results (fixture))) != NULL);
  n += count_all_faults (fixture, "copies");
  sem_window_show_toast (fixture->window, "This is a toast.");
  n += count_all_faults (fixture, "toast");
  return n;
}

static SemCheckup *
find_checkup (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (SEM_IS_CHECK_DIALOG (toplevel))
        return sem_check_dialog_get_checkup (SEM_CHECK_DIALOG (toplevel));
    }
  g_assert_not_reached ();
}

static guint
count_quality_faults (Fixture *fixture)
{
  SemQualityPage *page = sem_window_get_quality_page (fixture->window);
  SemStripsPage *strips = sem_window_get_strips_page (fixture->window);
  guint n = 0;

  ui_test_activate (fixture, "inspect");
  n += count_all_faults (fixture, "waiting for strips");
  wait_until (g_str_equal (sem_strips_page_get_shown (strips), "strips"));
  n += count_all_faults (fixture, "strips");
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (4));
  n += count_all_faults (fixture, "quality, not measured");
  sem_fake_inspector_finish (sem_quality_page_get_inspector (page), "Search finds 90 %.", TRUE);
  n += count_all_faults (fixture, "quality");
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (1));
  return n;
}

static guint
count_duplicates_faults (Fixture *fixture)
{
  SemDuplicatesPage *page = sem_window_get_duplicates_page (fixture->window);
  SemDuplicateFinder *finder = sem_duplicates_page_get_finder (page);
  guint n;

  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (2));
  n = count_all_faults (fixture, "looking for duplicates");
  sem_fake_duplicates_finish (finder, "");
  n += count_all_faults (fixture, "no duplicates");
  sem_fake_duplicates_finish (finder, "copy!1,2,3 maybe?4,5 burst?6,7,8");
  gtk_widget_grab_focus (GTK_WIDGET (page));
  gtk_widget_activate_action (GTK_WIDGET (page), "duplicates.accept", NULL);
  n += count_all_faults (fixture, "duplicates");
  g_signal_emit_by_name (sem_duplicates_page_get_view (page), "menu", 10., 10.);
  n += count_all_faults (fixture, "menu of a duplicate");
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "entry",
                                  g_variant_new_uint32 (1));
  return n;
}

static guint
count_network_faults (Fixture *fixture)
{
  const SemNetworkRow row = { .name = "clip", .title = "CLIP", .d = 512, .usable = TRUE };
  SemNetworksPage *page = ui_test_find (fixture->window, SEM_TYPE_NETWORKS_PAGE);

  ui_test_activate (fixture, "networks");
  sem_fake_networks_put (sem_networks_page_get_networks (page), &row);
  return count_all_faults (fixture, "networks");
}

static guint
count_dialog_faults (Fixture *fixture)
{
  guint n = 0;

  ui_test_activate (fixture, "problems");
  n += count_all_faults (fixture, "problems");
  close_dialogs (fixture);
  ui_test_activate (fixture, "check");
  n += count_all_faults (fixture, "checking");
  sem_fake_checkup_finish (find_checkup (), FALSE, TRUE);
  n += count_all_faults (fixture, "check");
  close_dialogs (fixture);
  sem_fake_library_add_folder (fixture->library, "/emptied", 7, SEM_FOLDER_EMPTIED);
  ui_test_activate (fixture, "folders");
  n += count_all_faults (fixture, "folders");
  close_dialogs (fixture);
  {
    g_autoptr (SemFolder) folder =
      g_list_model_get_item (sem_library_get_folders (fixture->library), 0);

    gtk_window_present (
      sem_left_out_dialog_new (GTK_WINDOW (fixture->window), fixture->library, folder));
  }
  n += count_all_faults (fixture, "left out");
  close_dialogs (fixture);
  ui_test_activate (fixture, "train");
  n += count_all_faults (fixture, "train");
  sem_fake_library_set_training (fixture->library, TRUE);
  sem_fake_library_add_epoch (fixture->library, 10, 1, 1, .5);
  sem_fake_library_set_offer (fixture->library, sem_fake_codes_new (2, "itq", 64, "Better."));
  n += count_all_faults (fixture, "training");
  sem_fake_library_add_model (fixture->library,
                              &(SemCodesRow){ .id = 2, .method = "itq", .n_bits = 64 });
  ui_test_activate (fixture, "models");
  n += count_all_faults (fixture, "models");
  n += count_network_faults (fixture);
  ui_test_activate (fixture, "back");
  sem_fake_library_set_training (fixture->library, FALSE);
  ui_test_activate (fixture, "show-help-overlay");
  n += count_all_faults (fixture, "shortcuts");
  close_dialogs (fixture);
  return n;
}

static guint
count_viewer_faults (Fixture *fixture)
{
  SemViewer *viewer = sem_window_get_viewer (fixture->window);
  GtkMenuButton *button = ui_test_find (viewer, GTK_TYPE_MENU_BUTTON);
  guint n = 0;

  ui_test_activate (fixture, "show-library");
  g_signal_emit_by_name (ui_test_find (fixture->photos, SEM_TYPE_GRID_VIEW), "activate", 1u);
  n += count_all_faults (fixture, "viewer");
  ui_test_activate (fixture, "details");
  wait_until (ui_test_shows (viewer, "KODAK"));
  n += count_all_faults (fixture, "details");
  gtk_menu_button_popup (button);
  n += count_all_faults (fixture, "menu of the viewer");
  gtk_menu_button_popdown (button);
  sem_fake_set_pictures_fail (TRUE);
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.close", NULL);
  g_signal_emit_by_name (ui_test_find (fixture->photos, SEM_TYPE_GRID_VIEW), "activate", 2u);
  wait_until (ui_test_shows (viewer, "This Photo Cannot Be Shown"));
  n += count_all_faults (fixture, "failure");
  sem_fake_set_pictures_fail (FALSE);
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.close", NULL);
  return n;
}

static guint
count_menu_faults (Fixture *fixture)
{
  GtkMenuButton *button = ui_test_find (fixture->window, GTK_TYPE_MENU_BUTTON);
  guint n = 0;

  ui_test_activate (fixture, "show-library");
  gtk_menu_button_popup (button);
  n += count_all_faults (fixture, "menu");
  gtk_menu_button_popdown (button);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->photos));
  gtk_widget_activate_action (GTK_WIDGET (fixture->photos), "grid.popup-menu", NULL);
  n += count_all_faults (fixture, "menu of a photo");
  return n;
}

/* Every page, dialog and menu: nothing is nameless or named by its class. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  guint n = count_library_faults (fixture);

  n += count_results_faults (fixture);
  n += count_quality_faults (fixture);
  n += count_duplicates_faults (fixture);
  n += count_dialog_faults (fixture);
  n += count_menu_faults (fixture);
  n += count_viewer_faults (fixture);
  g_assert_cmpuint (n, ==, 0);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  if (g_strcmp0 (g_getenv ("GTK_A11Y"), "test") != 0)
    g_error ("Set GTK_A11Y=test.");

  ui_test_add ("/ui/accessible/photos", test_photos);
  ui_test_add ("/ui/accessible/matches", test_matches);
  ui_test_add ("/ui/accessible/identical", test_identical);
  ui_test_add ("/ui/accessible/progress", test_progress);
  ui_test_add ("/ui/accessible/names", test_names);

  return g_test_run ();
}
