/* test-accessible.c - accessible roles, labels and tooltips
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/ui-test.h"
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
  assert_label (ui_test_find (fixture->photos, GTK_TYPE_GRID_VIEW), "Photos");
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
  assert_label (tile, "photo-001.jpg, 86 % similar, 37 bits apart");
  assert_label (gtk_widget_get_parent (tile), "photo-001.jpg, 86 % similar, 37 bits apart");
}

static void
test_progress (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = ui_test_find (fixture->window, GTK_TYPE_PROGRESS_BAR);

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_INDEXING, .5, "Indexing");
  assert_label (bar, "Progress");
}

/* A button with an icon only must have a tooltip, which is also its accessible name. */
static guint
check_buttons (GtkWidget *widget)
{
  guint n = 0;

  if (GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget))
    {
      g_autofree char *icon = NULL;
      g_autofree char *tooltip = NULL;

      g_object_get (widget, "icon-name", &icon, "tooltip-text", &tooltip, NULL);
      if (icon && !gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS))
        {
          g_assert_nonnull (tooltip);
          n++;
        }
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_MENU_BUTTON (widget))
      n += check_buttons (child);
  return n;
}

static void
test_buttons (Fixture *fixture, gconstpointer data)
{
  ui_test_fill (fixture, 3);
  g_assert_cmpuint (check_buttons (GTK_WIDGET (fixture->window)), >=, 8);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  if (g_strcmp0 (g_getenv ("GTK_A11Y"), "test") != 0)
    g_error ("Set GTK_A11Y=test.");

  ui_test_add ("/ui/accessible/photos", test_photos);
  ui_test_add ("/ui/accessible/matches", test_matches);
  ui_test_add ("/ui/accessible/progress", test_progress);
  ui_test_add ("/ui/accessible/buttons", test_buttons);

  return g_test_run ();
}
