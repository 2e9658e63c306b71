/* plot.h - the data of a plot: lines, bars, histograms, a heat map or a space, and its axes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most numbers along a side of a heat map. */
#define SEM_PLOT_MAX_CELLS 1024

/**
 * SemPlotUnit:
 * @SEM_PLOT_NUMBER: any number
 * @SEM_PLOT_COUNT: whole numbers from 0 on
 * @SEM_PLOT_SHARE: from 0 to 1, shown as "0.53"; an axis that fits the data stays within these
 * @SEM_PLOT_PERCENT: the same, shown as "53 %"
 *
 * Numbers are written in the format of the locale, except in CSV and where a look says so.
 */
typedef enum
{
  SEM_PLOT_NUMBER,
  SEM_PLOT_COUNT,
  SEM_PLOT_SHARE,
  SEM_PLOT_PERCENT,
} SemPlotUnit;

/**
 * SemPlotAxis:
 * @label: (nullable): text, not markup
 * @unit: of its numbers
 * @logarithmic: whether its values are placed by their logarithm; then all are greater than 0
 * @low: where it begins
 * @high: where it ends; where it is not above @low, the axis ends at round numbers around the data
 * @ticks: (nullable): shape (n_ticks), rising: where it has numbers; %NULL for round ones
 * @n_ticks: their number
 */
typedef struct
{
  const char *label;
  SemPlotUnit unit;
  gboolean logarithmic;
  double low;
  double high;
  const double *ticks;
  guint n_ticks;
} SemPlotAxis;

/**
 * SemPlotMark:
 * @SEM_PLOT_LINE: a line through the points, with marks on them where they are few
 * @SEM_PLOT_STEPS: a histogram: a step for each point, whose x is the middle of its bin; the area
 *   below it is tinted
 * @SEM_PLOT_BARS: a bar for each point; the bars of several series stand side by side
 */
typedef enum
{
  SEM_PLOT_LINE,
  SEM_PLOT_STEPS,
  SEM_PLOT_BARS,
} SemPlotMark;

/**
 * SemPlotSeries:
 * @name: for the legend and the table, not markup
 * @mark: how it is drawn
 * @reference: whether the others are compared with it; drawn in grey and dashed
 * @n: number of points, at least 1
 * @x: (array): shape (n), rising, finite
 * @y: (array): shape (n), finite
 * @sd: (nullable): shape (n), 0 or more: drawn as a band of y ± sd, of lines only
 */
typedef struct
{
  const char *name;
  SemPlotMark mark;
  gboolean reference;
  guint n;
  const double *x;
  const double *y;
  const double *sd;
} SemPlotSeries;

/**
 * SemPlot:
 *
 * The data of one plot, of series, of a heat map or of a space. It is built by one thread;
 * afterwards any number of threads may draw it. It knows neither its size nor its colours.
 */
typedef struct _SemPlot SemPlot;

/* @title: text, not markup, as all texts of a plot; what is no UTF-8 is replaced.
 * @subtitle: (nullable) */
SemPlot *sem_plot_new (const char *title, const char *subtitle) G_GNUC_WARN_UNUSED_RESULT;
SemPlot *sem_plot_ref (SemPlot *self);
void sem_plot_unref (SemPlot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemPlot, sem_plot_unref)

/* What @axis points to is copied. */
void sem_plot_set_x_axis (SemPlot *self, const SemPlotAxis *axis);
void sem_plot_set_y_axis (SemPlot *self, const SemPlotAxis *axis);
/* @labels: (array length=n): words instead of numbers below the x axis, for the values 0, 1 … n - 1
 */
void sem_plot_set_categories (SemPlot *self, const char *const *labels, guint n);
/* Tints the values from @low to @high of the y axis as healthy; @high may be above the axis. */
void sem_plot_set_band (SemPlot *self, double low, double high);
/* Copies the series. All series of a plot with bars have the same x. */
void sem_plot_add (SemPlot *self, const SemPlotSeries *series);

/**
 * sem_plot_set_cells:
 * @values: (array): shape (n, n), row-major, from 0 to 1
 * @n: 1 to %SEM_PLOT_MAX_CELLS
 *
 * Makes it a heat map, whose rows go down. The labels of the axes say what the columns and rows
 * are, and their units how their numbers, 0 … n - 1, are shown, unless categories name both.
 */
void sem_plot_set_cells (SemPlot *self, const double *values, guint n);

/* The most dots and eyes of a space. */
#define SEM_PLOT_MAX_DOTS 20000
#define SEM_PLOT_MAX_EYES 2000

/* A dot of a space, in red, green and blue; black is drawn in the colour of texts, fainter the
 * farther it is, since it stands for colours that are not known. All dots lie within about 1 of the
 * origin; x points to the right, y upwards, z to the viewer. */
typedef struct
{
  float place[3];
  guint8 colour[3];
} SemPlotDot;

/**
 * SemPlotEye:
 * @place: where a photo was taken from
 * @axis: the direction it was taken in, of length 1
 * @up: its upward direction, of length 1
 * @value: a number that belongs to it
 */
typedef struct
{
  float place[3];
  float axis[3];
  float up[3];
  double value;
} SemPlotEye;

/**
 * sem_plot_set_space:
 * @dots: (array length=n_dots): all numbers finite
 * @eyes: (array length=n_eyes): all numbers finite, at least one eye
 *
 * Makes it a space that can be turned. The points of the plot are the eyes: x is an eye's number, y
 * its value; the labels of the axes say what these are.
 */
void sem_plot_set_space (SemPlot *self,
                         const SemPlotDot *dots,
                         guint n_dots,
                         const SemPlotEye *eyes,
                         guint n_eyes);

/* (transfer none) */
const char *sem_plot_get_title (const SemPlot *self);
/* Returns: the number of series; 0 for a heat map */
guint sem_plot_get_n_series (const SemPlot *self);
/* Returns: (transfer none): valid as long as the plot */
const SemPlotSeries *sem_plot_get_series (const SemPlot *self, guint series);
/* Returns: the number of cells along a side of the heat map; 0 where it is none */
guint sem_plot_get_n_cells (const SemPlot *self);
/* Returns: the number of eyes of a space; 0 where it is none */
guint sem_plot_get_n_eyes (const SemPlot *self);

/**
 * SemPlotPoint:
 * @series: the series; 0 in a heat map and in a space
 * @index: the point in the series; in a heat map row · n + column; in a space the eye
 * @x, @y: its numbers; in a heat map column and row
 * @value: in a heat map the cell's value, otherwise @y
 *
 * One point of the data.
 */
typedef struct
{
  guint series;
  guint index;
  double x;
  double y;
  double value;
} SemPlotPoint;

/* @point: (out)
 * Returns: FALSE where there is no such point */
gboolean sem_plot_get_point (const SemPlot *self, guint series, guint index, SemPlotPoint *point);
/* Returns: (transfer full): the point in words for a person: "Hamming, R 100: 97 %" */
char *sem_plot_describe (const SemPlot *self, const SemPlotPoint *point) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
