/* test-pen.c - how the words of a plot lie in their places
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/colours.h"
#include "engine/plot/pen.h"

#define PLACE 200.

/* What a text of at most two lines covers, whose place begins at 0, ends there or lies around it.
 */
static cairo_rectangle_t
find_ink (const char *words, SemPlotAnchor anchor, double width)
{
  const SemPlotLook look = { sem_plot_colours_get (FALSE), 320, 220, 1, FALSE };
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  SemPlotPen pen = { .cr = cairo_create (surface), .look = &look, .frame = { .text = 1 } };
  cairo_rectangle_t ink;

  sem_plot_pen_write (&pen, &(SemPlotText){ words, anchor, 0, 0, width, 2, 1, FALSE });
  cairo_recording_surface_ink_extents (surface, &ink.x, &ink.y, &ink.width, &ink.height);
  cairo_destroy (pen.cr);
  cairo_surface_destroy (surface);
  return ink;
}

/* A word is not broken where it can be smaller; several words make lines. */
static void
test_long_words (void)
{
  const cairo_rectangle_t usual = find_ink ("Beschnitten", SEM_PLOT_CENTRE, PLACE);
  const cairo_rectangle_t narrow = find_ink ("Beschnitten", SEM_PLOT_CENTRE, usual.width * .8);

  g_assert_cmpfloat (narrow.height, <=, usual.height);
  g_assert_cmpfloat (narrow.width, <=, usual.width * .8 + 1);
  g_assert_cmpfloat (find_ink ("Neu Beschnitten", SEM_PLOT_CENTRE, usual.width * 1.1).height, >,
                     usual.height * 1.5);
}

/* Words from right to left lie where others would: beside the sample of a legend, at an axis. */
static void
test_right_to_left (void)
{
  static const char *const words[] = { "first", "ראשון", "ראשון Iris", "الأول" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const cairo_rectangle_t left = find_ink (words[i], SEM_PLOT_LEFT, PLACE);
      const cairo_rectangle_t centre = find_ink (words[i], SEM_PLOT_CENTRE, PLACE);
      const cairo_rectangle_t right = find_ink (words[i], SEM_PLOT_RIGHT, PLACE);

      g_assert_cmpfloat (left.width, >, 10);
      g_assert_cmpfloat (left.width, <, PLACE / 2);
      g_assert_cmpfloat (ABS (left.x), <, 3);
      g_assert_cmpfloat (ABS (centre.x + centre.width / 2), <, 3);
      g_assert_cmpfloat (ABS (right.x + right.width), <, 3);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/pen/long-words", test_long_words);
  g_test_add_func ("/plot/pen/right-to-left", test_right_to_left);
  return g_test_run ();
}
