/* test-duplicate-cells.c - the photos of a group of duplicates
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/ui/browsing/duplicates-test.h"
#include "ui/duplicates/duplicate-cell-private.h"
#include "ui/widgets/photo-tile.h"

/* After the last photo of a group went, the one before it has the focus. */
static void
test_end (Fixture *fixture, gconstpointer data)
{
  guint index;

  open_groups (fixture, GROUPS);
  press (fixture, GDK_KEY_End, 0);
  g_assert_cmpuint (sem_duplicate_cell_get_index (wait_for_cell (fixture)), ==, 2);
  ui_test_activate (fixture, "trash");
  wait_until (sem_duplicate_set_get_n_files (current (fixture)) == 2);
  sem_duplicates_view_get_current (view (fixture), &index);
  g_assert_cmpuint (index, ==, 1);
  ui_test_settle (fixture);
  g_assert_cmpuint (sem_duplicate_cell_get_index (wait_for_cell (fixture)), ==, 1);
  g_free (sem_fake_steal_moves ());
}

/* Where each file is; and which it is, where two are called the same. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  SemDuplicateCell *cell;

  open_groups (fixture, "same!4,4b,5");
  press (fixture, GDK_KEY_Right, 0);
  cell = wait_for_cell (fixture);
  wait_until (ui_test_shows (cell, "b/photo-004.jpg"));
  g_assert_true (g_str_has_suffix (gtk_widget_get_tooltip_text (GTK_WIDGET (cell)),
                                   "\n/photos/b/photo-004.jpg"));
  g_assert_nonnull (strstr (sem_duplicate_cell_get_words (cell), "b/photo-004.jpg, To the Trash"));
  press (fixture, GDK_KEY_Right, 0);
  cell = wait_for_cell (fixture);
  wait_until (ui_test_shows (cell, "photo-005.jpg"));
  g_assert_false (ui_test_shows (cell, "/photo-005.jpg"));
}

/* A photo of a group can be dragged into another program. */
static void
test_drag_out (Fixture *fixture, gconstpointer data)
{
  GtkWidget *cell;
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL;

  open_groups (fixture, GROUPS);
  cell = GTK_WIDGET (wait_for_cell (fixture));
  file = ui_test_drag_out (ui_test_find (cell, SEM_TYPE_PHOTO_TILE));
  g_assert_nonnull (file);
  name = g_file_get_basename (file);
  wait_until (ui_test_shows (cell, name));
}

/* Of a long group the row says at once that not all of it is seen. */
static void
test_long (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("same!0");

  for (guint i = 1; i < 45; i++)
    g_string_append_printf (text, ",%u%c", i % 30, 'a' + (int) (i / 30));
  open_groups (fixture, text->str);
  g_assert_true (ui_test_shows (page (fixture), "45 photos · 44 to the trash"));
  g_assert_true (ui_test_shows (page (fixture), "the first 40 are shown"));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/window/duplicate-cells/end", test_end);
  ui_test_add ("/window/duplicate-cells/names", test_names);
  ui_test_add ("/window/duplicate-cells/long", test_long);
  ui_test_add ("/window/duplicate-cells/drag-out", test_drag_out);
  return g_test_run ();
}
