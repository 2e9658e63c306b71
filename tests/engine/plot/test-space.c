/* test-space.c - plots of spaces, which are turned
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/draw.h"
#include "engine/plot/export.h"
#include "engine/plot/find.h"
#include "engine/plot/plot-private.h"
#include "tests/engine/plot/made-plots.h"

#define WIDTH 320
#define HEIGHT 220

/* What is turned to the right comes into sight from the left, and an eye is found where it is
 * drawn. */
static void
test_turn (void)
{
  g_autoptr (SemPlot) plot = made_plot_space ();
  SemPlotLook look = { .colours = sem_plot_colours_get (FALSE), WIDTH, HEIGHT, .text = 1 };
  SemPlotPoint point, found;
  double x, y, turned, up, near;

  g_assert_true (sem_plot_get_point (plot, 0, 0, &point));
  sem_plot_get_place (plot, &look, &point, &x, &y);
  look.turn.yaw = 0.2;
  sem_plot_get_place (plot, &look, &point, &turned, &up);
  g_assert_cmpfloat (turned, >, x + 5);
  look.turn.pitch = 0.2;
  sem_plot_get_place (plot, &look, &point, &near, &up);
  g_assert_cmpfloat (up, >, y + 5);
  g_assert_true (sem_plot_find (plot, &look, near, up, &found));
  g_assert_cmpuint (found.index, ==, 0);
  look.turn.zoom = 1;
  sem_plot_get_place (plot, &look, &point, &x, &y);
  g_assert_cmpfloat_with_epsilon (x - WIDTH / 2, 2 * (near - WIDTH / 2), 1e-9);
  g_assert_cmpfloat_with_epsilon (y - HEIGHT / 2, 2 * (up - HEIGHT / 2), 1e-9);
}

static cairo_surface_t *
draw (const SemPlot *plot, const SemPlotColours *colours)
{
  const SemPlotLook look = { .colours = colours, .width = WIDTH, .height = HEIGHT, .text = 1 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  sem_plot_draw (plot, cr, &look);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Dots of the colour of the page are seen, also those whose colour is not known. */
static void
test_dots_are_seen (void)
{
  for (guint dark = 0; dark < 2; dark++)
    {
      const SemPlotDot dot = { { 0, 0, 0 }, { dark ? 10 : 255, dark ? 10 : 255, dark ? 10 : 255 } };
      const SemPlotEye eye = { .place = { 0.9f, 0.9f, 0 }, .axis = { 1, 0, 0 }, .up = { 0, 1, 0 } };
      g_autoptr (SemPlot) plot = sem_plot_new ("Dot", NULL);
      cairo_surface_t *drawn;
      const guint8 *pixel;

      sem_plot_set_space (plot, &dot, 1, &eye, 1);
      drawn = draw (plot, sem_plot_colours_get (dark));
      pixel = cairo_image_surface_get_data (drawn)
              + (gsize) (HEIGHT / 2) * (gsize) cairo_image_surface_get_stride (drawn)
              + (gsize) WIDTH / 2 * 4;
      if (dark)
        g_assert_cmpuint (pixel[0], >, 50);
      else
        g_assert_cmpuint (pixel[0], <, 205);
      cairo_surface_destroy (drawn);
    }
}

static void
test_words (void)
{
  g_autoptr (SemPlot) space = made_plot_space ();
  g_autofree char *words = NULL;
  SemPlotPoint point;

  g_assert_true (sem_plot_get_point (space, 0, 1, &point));
  words = sem_plot_describe (space, &point);
  g_assert_cmpstr (words, ==, "photo 1: 200 points; at (0.95; 0.00; 0.31)");
  g_assert_false (sem_plot_get_point (space, 0, MADE_EYES, &point));
}

static void
test_csv (void)
{
  g_autoptr (SemPlot) space = made_plot_space ();
  g_autofree char *csv = sem_plot_to_csv (space);
  g_auto (GStrv) eyes = g_strsplit (csv, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (eyes), ==, 1 + MADE_EYES + 125 + 1);
  g_assert_cmpstr (eyes[0], ==, "eye,x,y,z,axis_x,axis_y,axis_z,value");
  g_assert_cmpstr (eyes[1], ==, "0,0,0,1,-0,0,-1,100");
  g_assert_cmpstr (eyes[1 + MADE_EYES], ==, ",-0.400000006,-0.400000006,-0.400000006,,,,");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/space/turn", test_turn);
  g_test_add_func ("/space/dots-are-seen", test_dots_are_seen);
  g_test_add_func ("/space/words", test_words);
  g_test_add_func ("/space/csv", test_csv);
  return g_test_run ();
}
