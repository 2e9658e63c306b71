/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/plot/made-plots.h"

#include <math.h>

const MadePlot made_plots[MADE_N_PLOTS] = {
  { "lines", made_plot_lines }, { "histograms", made_plot_histograms },
  { "strip", made_plot_strip }, { "bars", made_plot_bars },
  { "heat", made_plot_heat },   { "space", made_plot_space },
};

SemPlot *
made_plot_lines (void)
{
  static const double x[] = { 10, 20, 50, 100, 200, 500, 1000 };
  static const double y[] = { 0.71, 0.84, 0.93, 0.97, 0.985, 0.995, 1 };
  static const double z[] = { 0.95, 0.96, 0.97, 0.97, 0.98, 0.99, 1 };
  static const double sd[] = { 0.03, 0.02, 0.02, 0.01, 0.01, 0.005, 0 };
  const SemPlotAxis depth = { "R", SEM_PLOT_COUNT, TRUE, 0, 0, x, G_N_ELEMENTS (x) };
  const SemPlotAxis share = { .label = "found", .unit = SEM_PLOT_PERCENT };
  const SemPlotSeries hamming = { "Hamming", SEM_PLOT_LINE, FALSE, G_N_ELEMENTS (x), x, y, sd };
  const SemPlotSeries ranked = { "re-ranked", SEM_PLOT_LINE, FALSE, G_N_ELEMENTS (x), x, z, NULL };
  const SemPlotSeries float_line = { "float", SEM_PLOT_LINE, TRUE, G_N_ELEMENTS (x), x, z, NULL };
  SemPlot *plot = sem_plot_new ("Recall", "of 500 photos");

  sem_plot_set_x_axis (plot, &depth);
  sem_plot_set_y_axis (plot, &share);
  sem_plot_set_band (plot, 0.9, 1);
  sem_plot_add (plot, &hamming);
  sem_plot_add (plot, &ranked);
  sem_plot_add (plot, &float_line);
  return plot;
}

SemPlot *
made_plot_histograms (void)
{
  double x[17], near[17], far[17];
  const SemPlotAxis bits = { "bits", SEM_PLOT_COUNT, FALSE, 0, 0, NULL, 0 };
  const SemPlotAxis share = { "share", SEM_PLOT_SHARE, FALSE, 0, 0, NULL, 0 };
  const SemPlotSeries neighbours = { "neighbors", SEM_PLOT_STEPS, FALSE, 17, x, near, NULL };
  const SemPlotSeries others = { "random", SEM_PLOT_STEPS, FALSE, 17, x, far, NULL };
  SemPlot *plot = sem_plot_new ("Distances", NULL);

  for (guint i = 0; i < 17; i++)
    {
      x[i] = i * 4;
      near[i] = 0.3 * exp (-0.02 * pow (x[i] - 12, 2));
      far[i] = 0.2 * exp (-0.01 * pow (x[i] - 32, 2));
    }
  sem_plot_set_x_axis (plot, &bits);
  sem_plot_set_y_axis (plot, &share);
  sem_plot_add (plot, &neighbours);
  sem_plot_add (plot, &others);
  return plot;
}

SemPlot *
made_plot_strip (void)
{
  double x[64], p[64];
  const SemPlotAxis bit = { .label = "bit", .unit = SEM_PLOT_COUNT };
  const SemPlotAxis share = { "set", SEM_PLOT_PERCENT, FALSE, 0, 1, NULL, 0 };
  const SemPlotSeries bars = { "bits", SEM_PLOT_BARS, FALSE, 64, x, p, NULL };
  SemPlot *plot = sem_plot_new ("Balance", NULL);

  for (guint i = 0; i < 64; i++)
    {
      x[i] = i;
      p[i] = i / 63.0;
    }
  sem_plot_set_x_axis (plot, &bit);
  sem_plot_set_y_axis (plot, &share);
  sem_plot_set_band (plot, 0.45, 0.55);
  sem_plot_add (plot, &bars);
  return plot;
}

SemPlot *
made_plot_bars (void)
{
  static const char *const labels[] = { "crop, 80 %", "mirrored", "say \"cheese\"" };
  static const double x[] = { 0, 1, 2 };
  static const double first[] = { 0.98, 1, 0.4 };
  static const double ten[] = { 1, 1, 0.75 };
  const SemPlotAxis share = { "found", SEM_PLOT_PERCENT, FALSE, 0, 1, NULL, 0 };
  const SemPlotSeries one = { "first", SEM_PLOT_BARS, FALSE, 3, x, first, NULL };
  const SemPlotSeries more = { "among ten", SEM_PLOT_BARS, FALSE, 3, x, ten, NULL };
  SemPlot *plot = sem_plot_new ("Copies", NULL);

  sem_plot_set_categories (plot, labels, 3);
  sem_plot_set_y_axis (plot, &share);
  sem_plot_add (plot, &one);
  sem_plot_add (plot, &more);
  return plot;
}

SemPlot *
made_plot_heat (void)
{
  double values[MADE_CELLS * MADE_CELLS];
  const SemPlotAxis bit = { .label = "bit", .unit = SEM_PLOT_COUNT };
  SemPlot *plot = sem_plot_new ("Correlation", NULL);

  for (guint i = 0; i < MADE_CELLS * MADE_CELLS; i++)
    values[i] = i / MADE_CELLS == i % MADE_CELLS ? 1 : (i * 37 % 100) / 250.0;
  sem_plot_set_x_axis (plot, &bit);
  sem_plot_set_y_axis (plot, &bit);
  sem_plot_set_cells (plot, values, MADE_CELLS);
  return plot;
}

SemPlot *
made_plot_space (void)
{
  const SemPlotAxis photo = { .label = "photo", .unit = SEM_PLOT_COUNT };
  const SemPlotAxis points = { .label = "points", .unit = SEM_PLOT_COUNT };
  SemPlot *plot = sem_plot_new ("Scene", NULL);
  SemPlotDot dots[5 * 5 * 5];
  SemPlotEye eyes[MADE_EYES] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (dots); i++)
    for (guint j = 0, at = i; j < 3; j++, at /= 5)
      {
        dots[i].place[j] = ((float) (at % 5) - 2) / 5;
        dots[i].colour[j] = (guint8) (255 * (at % 5) / 4);
      }
  for (guint i = 0; i < MADE_EYES; i++)
    {
      const float angle = (float) i / MADE_EYES * 2 * (float) G_PI;

      eyes[i].place[0] = sinf (angle);
      eyes[i].place[2] = cosf (angle);
      eyes[i].axis[0] = -sinf (angle);
      eyes[i].axis[2] = -cosf (angle);
      eyes[i].up[1] = 1;
      eyes[i].value = 100 * (i + 1);
    }
  sem_plot_set_x_axis (plot, &photo);
  sem_plot_set_y_axis (plot, &points);
  sem_plot_set_space (plot, dots, G_N_ELEMENTS (dots), eyes, MADE_EYES);
  return plot;
}
