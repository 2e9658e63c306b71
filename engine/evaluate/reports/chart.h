/* chart.h - line charts as SVG pictures
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemChartLine:
 * @name: for the legend, copied
 * @reference: whether it is the reference for the other lines; drawn in grey and dashed
 * @n: number of points, at least 1
 * @x: shape (n), rising
 * @y: shape (n)
 * @sd: (nullable): shape (n): drawn as a band of y ± sd
 */
typedef struct
{
  const char *name;
  gboolean reference;
  guint n;
  const double *x;
  const double *y;
  const double *sd;
} SemChartLine;

/**
 * SemChart:
 * @title, @subtitle, @x_label, @y_label: text, not markup
 * @logarithmic: whether the x axis is; then every x is greater than 0
 * @x_ticks: shape (n_x_ticks), rising; the axis goes from the first to the last
 * @lines: shape (n_lines)
 */
typedef struct
{
  const char *title;
  const char *subtitle;
  const char *x_label;
  const char *y_label;
  gboolean logarithmic;
  const double *x_ticks;
  guint n_x_ticks;
  const SemChartLine *lines;
  guint n_lines;
} SemChart;

/**
 * sem_chart_to_svg:
 *
 * The y axis ends at round numbers around the data. The background is transparent and texts are of
 * a medium grey, so that the picture can be read on light and dark pages. Lines differ by colour
 * (the palette of Okabe and Ito, for colour-blind readers), by marks, and then by dashes.
 *
 * Returns: (transfer full): a standalone SVG 1.1 document in UTF-8
 */
char *sem_chart_to_svg (const SemChart *chart) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
