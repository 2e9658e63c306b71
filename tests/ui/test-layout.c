/* test-layout.c - where tiles lie, and which are selected, without a display
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/grid/layout.h"
#include "ui/grid/selection.h"

#define NONE GTK_INVALID_LIST_POSITION

/* Five columns of 100 pixels. @n_sections: 0 for none, else sections of 1, 7, 13, … items. */
static void
set_up (SemGridLayout *layout, guint n, guint n_sections)
{
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0, start = 0; i < n_sections && start < n; i++)
    {
      g_array_append_val (starts, start);
      start += 1 + 6 * i;
    }
  sem_grid_layout_init (layout);
  sem_grid_layout_set_items (layout, n, starts, 40);
  sem_grid_layout_fit (layout, 518, 100, 200);
  g_assert_cmpuint (layout->columns, ==, 5);
  g_assert_cmpint (layout->tile, ==, 100);
}

/* Every item is found where it lies, and nothing between. */
static void
test_places (void)
{
  for (guint n_sections = 0; n_sections < 6; n_sections++)
    {
      SemGridLayout layout;
      double last = 0;

      set_up (&layout, 83, n_sections);
      for (guint i = 0; i < 83; i++)
        {
          double x, y;

          sem_grid_layout_get_place (&layout, i, &x, &y);
          g_assert_cmpfloat (y, >=, last);
          g_assert_cmpuint (sem_grid_layout_find (&layout, x + 1, y + 1), ==, i);
          g_assert_cmpuint (sem_grid_layout_find (&layout, x + 99, y + 99), ==, i);
          last = y;
        }
      g_assert_cmpfloat (last + 100 + SEM_GRID_MARGIN, ==, sem_grid_layout_get_height (&layout));
      g_assert_cmpuint (sem_grid_layout_find (&layout, 4, 200), ==, NONE);
      g_assert_cmpuint (sem_grid_layout_find (&layout, 510, 200), ==, NONE);
      g_assert_cmpuint (sem_grid_layout_find (&layout, 200, 1e6), ==, NONE);
      sem_grid_layout_clear (&layout);
    }
}

/* The range of any strip has exactly the rows that touch it. */
static void
test_ranges (void)
{
  for (guint n_sections = 0; n_sections < 6; n_sections++)
    {
      SemGridLayout layout;

      set_up (&layout, 83, n_sections);
      for (double from = 0; from < sem_grid_layout_get_height (&layout); from += 37)
        {
          const double to = from + 250;
          guint first, end;

          sem_grid_layout_get_range (&layout, from, to, &first, &end);
          for (guint i = 0; i < 83; i++)
            {
              double x, y;
              const gboolean in_range = i >= first && i < end;

              sem_grid_layout_get_place (&layout, i, &x, &y);
              if (y + 100 > from && y < to)
                g_assert_true (in_range);
              else if (y + 200 < from || y > to + 100)
                g_assert_false (in_range);
            }
        }
      sem_grid_layout_clear (&layout);
    }
}

/* Going to where one was leads to the same pixel, unless that is in a heading. */
static void
test_returns (void)
{
  for (guint n_sections = 0; n_sections < 6; n_sections++)
    {
      SemGridLayout layout;

      set_up (&layout, 83, n_sections);
      for (double y = 0; y < sem_grid_layout_get_height (&layout) - 200; y++)
        {
          const double above = sem_grid_layout_count_above (&layout, y);
          const double back = sem_grid_layout_find_above (&layout, above);

          g_assert_cmpfloat (above, >=, 0);
          g_assert_cmpfloat (ABS (back - y), <, n_sections ? 50.5 : .01);
        }
      sem_grid_layout_clear (&layout);
    }
}

static void
test_steps (void)
{
  SemGridLayout layout;

  set_up (&layout, 40, 0);
  g_assert_cmpuint (sem_grid_layout_step (&layout, 7, 1), ==, 12);
  g_assert_cmpuint (sem_grid_layout_step (&layout, 7, -1), ==, 2);
  g_assert_cmpuint (sem_grid_layout_step (&layout, 2, -1), ==, 2);
  g_assert_cmpuint (sem_grid_layout_step (&layout, 38, 1), ==, 38);
  g_assert_cmpuint (sem_grid_layout_leap (&layout, 0, 330), ==, 15);
  g_assert_cmpuint (sem_grid_layout_leap (&layout, 17, -330), ==, 2);
  g_assert_cmpuint (sem_grid_layout_leap (&layout, 37, 330), ==, 37);
  g_assert_cmpuint (sem_grid_layout_leap (&layout, 3, 10), ==, 8);
  sem_grid_layout_clear (&layout);

  /* Sections of 1, 7 and 13 items; the last rows are shorter. */
  set_up (&layout, 21, 3);
  g_assert_cmpuint (sem_grid_layout_get_n_sections (&layout), ==, 3);
  g_assert_cmpuint (sem_grid_layout_step (&layout, 0, 1), ==, 1);
  g_assert_cmpuint (sem_grid_layout_step (&layout, 5, -1), ==, 0);
  g_assert_cmpuint (sem_grid_layout_step (&layout, 5, 1), ==, 7);
  g_assert_cmpuint (sem_grid_layout_step (&layout, 7, 1), ==, 9);
  g_assert_cmpuint (sem_grid_layout_step (&layout, 8, -1), ==, 6);
  g_assert_cmpuint (sem_grid_layout_leap (&layout, 0, 1000), ==, 18);
  g_assert_cmpuint (sem_grid_layout_leap (&layout, 20, -1000), ==, 0);
  sem_grid_layout_clear (&layout);
}

static void
test_touched (void)
{
  SemGridLayout layout;
  g_autoptr (GtkBitset) items = gtk_bitset_new_empty ();

  set_up (&layout, 21, 3);
  /* The second and third column, from the second section to the first row of the third. */
  sem_grid_layout_add_touched (&layout, &GRAPHENE_RECT_INIT (150, 160, 100, 330), items);
  for (guint i = 0; i < 21; i++)
    g_assert_cmpint (gtk_bitset_contains (items, i), ==,
                     i == 2 || i == 3 || i == 7 || i == 9 || i == 10);
  sem_grid_layout_clear (&layout);
}

static void
test_empty (void)
{
  SemGridLayout layout;
  g_autoptr (GtkBitset) items = gtk_bitset_new_empty ();
  guint first, end;

  set_up (&layout, 0, 0);
  sem_grid_layout_get_range (&layout, 0, 500, &first, &end);
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (end, ==, 0);
  g_assert_cmpuint (sem_grid_layout_find (&layout, 100, 100), ==, NONE);
  sem_grid_layout_add_touched (&layout, &GRAPHENE_RECT_INIT (0, 0, 500, 500), items);
  g_assert_true (gtk_bitset_is_empty (items));
  g_assert_cmpfloat (sem_grid_layout_count_above (&layout, 50), ==, 0);
  sem_grid_layout_clear (&layout);
}

/* Half a million photos high and one column wide: still every pixel is found. */
static void
test_long (void)
{
  SemGridLayout layout;
  double x, y;

  sem_grid_layout_init (&layout);
  sem_grid_layout_set_items (&layout, 500000, NULL, 0);
  sem_grid_layout_fit (&layout, 440, 400, 512);
  sem_grid_layout_get_place (&layout, 499999, &x, &y);
  g_assert_cmpuint (sem_grid_layout_find (&layout, 100, y + 1), ==, 499999);
  g_assert_cmpfloat (
    ABS (sem_grid_layout_find_above (&layout, sem_grid_layout_count_above (&layout, y + 123)) - y
         - 123),
    <, .01);
  sem_grid_layout_clear (&layout);
}

/* Selection ------------------------------------------------------------------------------------ */

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
assert_selected (SemGridSelection *selection, const char *expected)
{
  g_autofree char *text =
    gtk_bitset_is_empty (sem_grid_selection_get (selection)) ? g_strdup ("") : NULL;
  GString *list = g_string_new (NULL);
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_iter_init_first (&iter, sem_grid_selection_get (selection), &position))
    do
      g_string_append_printf (list, "%s%u", list->len ? " " : "", position);
    while (gtk_bitset_iter_next (&iter, &position));
  g_free (text);
  text = g_string_free (list, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_selection (void)
{
  g_autoptr (SemGridSelection) selection = sem_grid_selection_new ();
  guint n = 0;

  g_signal_connect_swapped (selection, "changed", G_CALLBACK (count_cb), &n);
  g_assert_cmpuint (sem_grid_selection_get_lead (selection), ==, NONE);
  sem_grid_selection_set_only (selection, 3);
  sem_grid_selection_set_only (selection, 3);
  g_assert_cmpuint (n, ==, 1);
  sem_grid_selection_extend (selection, 6, FALSE);
  assert_selected (selection, "3 4 5 6");
  g_assert_cmpuint (sem_grid_selection_get_lead (selection), ==, 6);
  sem_grid_selection_extend (selection, 1, FALSE);
  assert_selected (selection, "1 2 3");
  sem_grid_selection_toggle (selection, 9);
  sem_grid_selection_toggle (selection, 2);
  assert_selected (selection, "1 3 9");
  sem_grid_selection_toggle (selection, 8);
  sem_grid_selection_extend (selection, 6, TRUE);
  assert_selected (selection, "1 3 6 7 8 9");
  sem_grid_selection_splice (selection, 2, 5, 1);
  assert_selected (selection, "1 3 4 5");
  sem_grid_selection_splice (selection, 0, 0, 2);
  assert_selected (selection, "3 5 6 7");
  sem_grid_selection_set_all (selection, 4);
  assert_selected (selection, "0 1 2 3");
  sem_grid_selection_set_only (selection, NONE);
  assert_selected (selection, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/layout/places", test_places);
  g_test_add_func ("/ui/layout/ranges", test_ranges);
  g_test_add_func ("/ui/layout/returns", test_returns);
  g_test_add_func ("/ui/layout/steps", test_steps);
  g_test_add_func ("/ui/layout/touched", test_touched);
  g_test_add_func ("/ui/layout/empty", test_empty);
  g_test_add_func ("/ui/layout/long", test_long);
  g_test_add_func ("/ui/selection", test_selection);
  return g_test_run ();
}
