/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/inspect/show/plots.h"

#include "engine/inspect/figures.h"
#include "engine/inspect/hubs.h"
#include "engine/inspect/metrics.h"
#include "engine/inspect/ranks.h"
#include "engine/measure/nearest.h"
#include "engine/measure/quality.h"
#include "engine/plot/figures.h"

#include <math.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#define DEPTHS SEM_QUALITY_N_DEPTHS
#define MOST_BINS 64

static const struct
{
  const char *name;
  const char *title;
  const char *explanation;
  SemInspectMetric metric;
} plots[SEM_INSPECT_N_PLOTS] = {
  [SEM_INSPECT_PLOT_RECALL] = { "recall", N_("True Neighbors Found"),
                                N_("The share of each photo’s ten nearest by their features that "
                                   "is among the first R results."),
                                SEM_INSPECT_REACH },
  [SEM_INSPECT_PLOT_COPIES] = { "copies", N_("Copies Found"),
                                N_("How often a changed copy finds its original."),
                                SEM_INSPECT_FIRST },
  [SEM_INSPECT_PLOT_DISTANCES] = { "distances", N_("Distances"),
                                   N_("Neighbors and copies should be nearer than random pairs."),
                                   SEM_INSPECT_OVERLAP },
  [SEM_INSPECT_PLOT_BALANCE] = { "balance", N_("Balance of Bits"),
                                 N_("A bit says most where it is set for half of the photos."),
                                 SEM_INSPECT_IMBALANCE },
  [SEM_INSPECT_PLOT_CORRELATION] = { "correlation", N_("Correlation of Bits"),
                                     N_("Bits that vary together say the same twice."),
                                     SEM_INSPECT_CORRELATION },
  [SEM_INSPECT_PLOT_HUBS] = { "hubs", N_("Hubs"),
                              N_("Photos that are among the nearest of many others spoil their "
                                 "results."),
                              SEM_INSPECT_HUBNESS },
  [SEM_INSPECT_PLOT_OUTPUTS] = { "outputs", N_("Outputs"),
                                 N_(
                                   "Outputs near 0 are rounded to a bit that is nearly arbitrary."),
                                 SEM_INSPECT_QUANTIZATION },
};

const char *
sem_inspect_plot_get_name (SemInspectPlot plot)
{
  return plots[plot].name;
}

const char *
sem_inspect_plot_get_explanation (SemInspectPlot plot)
{
  return _(plots[plot].explanation);
}

static guint
get_n_bits (const SemInspection *inspection)
{
  const double *library = sem_inspection_get_exactly (inspection, "library", 4);

  return library ? (guint) CLAMP (library[3], 1, SEM_HASH_MAX_BITS) : 1;
}

char *
sem_inspect_plot_dup_healthy (const SemInspection *inspection, SemInspectPlot plot)
{
  SemInspectMetric metric = plots[plot].metric;
  SemPlotUnit unit = sem_inspect_metric_get_unit (metric);
  double value = sem_inspect_metric_get (inspection, metric), low, high;
  double step = unit == SEM_PLOT_NUMBER ? 0.1 : unit == SEM_PLOT_PERCENT ? 0.01 : 0.001;
  g_autofree char *number = NULL, *from = NULL, *to = NULL;

  if (isnan (value))
    return g_strdup ("");
  sem_inspect_metric_get_healthy (inspection, metric, &low, &high);
  number = sem_inspect_metric_dup_number (inspection, metric, step);
  from = sem_inspect_metric_dup_bound (metric, low, step * 10);
  to = sem_inspect_metric_dup_bound (metric, high, step * 10);
  if (metric == SEM_INSPECT_REACH)
    /* Translators: name of a figure, R, the figure's value, and the range of healthy values */
    return g_strdup_printf (_("%s at R = %u: %s (healthy: %s to %s)"),
                            sem_inspect_metric_get_title (metric),
                            sem_inspect_get_first_results (inspection), number, from, to);
  /* Translators: name of a figure, its value, and the range of healthy values */
  return g_strdup_printf (_("%s: %s (healthy: %s to %s)"), sem_inspect_metric_get_title (metric),
                          number, from, to);
}

static SemPlot *
begin (SemInspectPlot plot, const SemPlotAxis *x, const SemPlotAxis *y)
{
  SemPlot *self = sem_plot_new (_(plots[plot].title), NULL);

  sem_plot_set_x_axis (self, x);
  sem_plot_set_y_axis (self, y);
  return self;
}

static void
set_band (SemPlot *plot, const SemInspection *inspection, SemInspectMetric metric)
{
  double low, high;

  sem_inspect_metric_get_healthy (inspection, metric, &low, &high);
  sem_plot_set_band (plot, low, high);
}

static SemPlot *
plot_recall (const SemInspection *inspection)
{
  double depths[DEPTHS], codes[DEPTHS], searches[DEPTHS];
  const double *library = sem_inspection_get_exactly (inspection, "library", 4);
  guint n = 1;
  SemPlotAxis x = { "R", SEM_PLOT_COUNT, TRUE, 0, 0, depths, 0 };
  const SemPlotAxis y = { .label = _("neighbors found"), .unit = SEM_PLOT_PERCENT };
  SemPlotSeries by_codes = { _("by codes"), SEM_PLOT_LINE, FALSE, 0, depths, codes, NULL };
  SemPlotSeries by_search = { _("by searches"), SEM_PLOT_LINE, FALSE, 0, depths, searches, NULL };
  SemPlot *plot;

  if (!library || !sem_inspect_get_curve (inspection, "queries.reach", codes)
      || !sem_inspect_get_curve (inspection, "queries.ranked", searches))
    return NULL;
  for (guint d = 0; d < DEPTHS; d++)
    depths[d] = sem_quality_depths[d];
  /* A photo has one fewer others, and at that depth all of them are found. */
  while (n < DEPTHS && depths[n] < library[0] - 1)
    n++;
  x.n_ticks = by_codes.n = by_search.n = n;
  plot = begin (SEM_INSPECT_PLOT_RECALL, &x, &y);
  set_band (plot, inspection, SEM_INSPECT_REACH);
  sem_plot_add (plot, &by_codes);
  sem_plot_add (plot, &by_search);
  return plot;
}

static SemPlot *
plot_copies (const SemInspection *inspection)
{
  const char *labels[SEM_INSPECT_N_ALTERATIONS];
  double x[SEM_INSPECT_N_ALTERATIONS];
  double first[SEM_INSPECT_N_ALTERATIONS], tenth[SEM_INSPECT_N_ALTERATIONS];
  const SemPlotAxis none = { .unit = SEM_PLOT_COUNT };
  const SemPlotAxis y = { _("found"), SEM_PLOT_PERCENT, FALSE, 0, 1, NULL, 0 };
  const SemPlotSeries one = { _("first"), SEM_PLOT_BARS, FALSE, SEM_INSPECT_N_ALTERATIONS,
                              x,           first,         NULL };
  const SemPlotSeries ten = { _("among ten"), SEM_PLOT_BARS, FALSE, SEM_INSPECT_N_ALTERATIONS, x,
                              tenth,           NULL };
  SemPlot *plot;

  for (guint a = 0; a < SEM_INSPECT_N_ALTERATIONS; a++)
    {
      labels[a] = sem_inspect_get_alteration_name (a);
      x[a] = a;
      first[a] = sem_inspect_metric_get (inspection, SEM_INSPECT_FIRST + a);
      tenth[a] = sem_inspect_metric_get (inspection, SEM_INSPECT_TENTH + a);
      if (isnan (first[a]) || isnan (tenth[a]))
        return NULL;
    }
  plot = begin (SEM_INSPECT_PLOT_COPIES, &none, &y);
  sem_plot_set_categories (plot, labels, SEM_INSPECT_N_ALTERATIONS);
  set_band (plot, inspection, SEM_INSPECT_FIRST);
  sem_plot_add (plot, &one);
  sem_plot_add (plot, &ten);
  return plot;
}

guint
sem_inspect_get_bin_width (guint n_bits)
{
  return MAX (n_bits / MOST_BINS, 1);
}

/* Adds the shares of distances in @values, every @stride-th from the first on. */
static void
add_histogram (SemPlot *plot,
               const char *name,
               const double *values,
               gsize n,
               guint stride,
               guint n_bits)
{
  guint width = sem_inspect_get_bin_width (n_bits), n_bins = n_bits / width + 1;
  g_autofree double *x = g_new (double, n_bins);
  g_autofree double *y = g_new0 (double, n_bins);
  const SemPlotSeries series = { name, SEM_PLOT_STEPS, FALSE, n_bins, x, y, NULL };

  if (!values || n == 0)
    return;
  for (guint b = 0; b < n_bins; b++)
    x[b] = b * width + (width - 1) / 2.0;
  for (gsize i = 0; i < n; i += stride)
    y[MIN ((guint) MAX (values[i], 0) / width, n_bins - 1)] += (double) stride / (double) n;
  sem_plot_add (plot, &series);
}

static SemPlot *
plot_distances (const SemInspection *inspection)
{
  const SemPlotAxis x = { .label = _("bits that differ"), .unit = SEM_PLOT_COUNT };
  const SemPlotAxis y = { .label = _("share of pairs"), .unit = SEM_PLOT_PERCENT };
  guint n_bits = get_n_bits (inspection);
  gsize n, n_near, n_altered;
  const double *pairs = sem_inspection_get (inspection, "random.pairs", &n);
  const double *near = sem_inspection_get (inspection, "near.distances", &n_near);
  const double *altered = sem_inspection_get (inspection, "altered.distances", &n_altered);
  SemPlot *plot;

  if (!pairs || n < 3 || !near)
    return NULL;
  plot = begin (SEM_INSPECT_PLOT_DISTANCES, &x, &y);
  add_histogram (plot, _("random pairs"), pairs + 2, n - 2, 3, n_bits);
  add_histogram (plot, _("neighbors"), near, n_near, 1, n_bits);
  add_histogram (plot, _("copies"), altered, n_altered, 1, n_bits);
  return plot;
}

typedef struct
{
  double share;
  guint bit;
} Bit;

static int
compare_bits (const void *a, const void *b)
{
  const Bit *first = a, *second = b;

  if (first->share < second->share || first->share > second->share)
    return first->share < second->share ? -1 : 1;
  return first->bit < second->bit ? -1 : 1;
}

guint *
sem_inspect_sort_bits (const double *share, guint n)
{
  g_autofree Bit *bits = g_new (Bit, n);
  guint *order = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    bits[i] = (Bit){ share[i], i };
  qsort (bits, n, sizeof *bits, compare_bits);
  for (guint i = 0; i < n; i++)
    order[i] = bits[i].bit;
  return order;
}

static SemPlot *
plot_balance (const SemInspection *inspection)
{
  const SemPlotAxis x = { .label = _("bit, the rarest first"), .unit = SEM_PLOT_COUNT };
  const SemPlotAxis y = { _("set"), SEM_PLOT_PERCENT, FALSE, 0, 1, NULL, 0 };
  guint n = get_n_bits (inspection);
  const double *share = sem_inspection_get_exactly (inspection, "bits.share", n);
  g_autofree double *place = g_new (double, n), *height = g_new (double, n);
  g_autofree guint *order = share ? sem_inspect_sort_bits (share, n) : NULL;
  const SemPlotSeries bars = { _("bits"), SEM_PLOT_BARS, FALSE, n, place, height, NULL };
  SemPlot *plot;

  if (!share)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      place[i] = i + 1;
      height[i] = share[order[i]];
    }
  plot = begin (SEM_INSPECT_PLOT_BALANCE, &x, &y);
  sem_plot_set_band (plot, 0.35, 0.65);
  sem_plot_add (plot, &bars);
  return plot;
}

static SemPlot *
plot_correlation (const SemInspection *inspection)
{
  const SemPlotAxis bit = { .label = _("bit"), .unit = SEM_PLOT_COUNT };
  guint n = get_n_bits (inspection);
  const double *values = sem_inspection_get_exactly (inspection, "bits.correlation", (gsize) n * n);
  SemPlot *plot;

  if (!values)
    return NULL;
  plot = begin (SEM_INSPECT_PLOT_CORRELATION, &bit, &bit);
  sem_plot_set_cells (plot, values, n);
  return plot;
}

static SemPlot *
plot_hubs (const SemInspection *inspection)
{
  const SemPlotAxis x = { .label = _("photo, the most frequent first"), .unit = SEM_PLOT_COUNT };
  SemPlotAxis y = { .label = _("times the mean"), .unit = SEM_PLOT_NUMBER };
  double places[SEM_INSPECT_HUBS];
  gsize n;
  const double *counts = sem_inspection_get (inspection, "hubs.counts", &n);
  SemPlotSeries bars = { _("hubs"), SEM_PLOT_BARS, FALSE, 0, places, counts, NULL };
  SemPlot *plot;

  bars.n = (guint) MIN (n, SEM_INSPECT_HUBS);
  if (bars.n == 0)
    return NULL;
  for (guint i = 0; i < bars.n; i++)
    places[i] = i + 1;
  /* Bars stand on 0; the first one is the highest. */
  y.high = floor (counts[0]) + 1;
  plot = begin (SEM_INSPECT_PLOT_HUBS, &x, &y);
  set_band (plot, inspection, SEM_INSPECT_HUBNESS);
  sem_plot_add (plot, &bars);
  return plot;
}

static SemPlot *
plot_outputs (const SemInspection *inspection)
{
  const SemPlotAxis x = { .label = _("output, in units of its spread"), .unit = SEM_PLOT_NUMBER };
  const SemPlotAxis y = { .label = _("share of outputs"), .unit = SEM_PLOT_PERCENT };
  const double *counts = sem_inspection_get_exactly (inspection, "outputs", SEM_INSPECT_N_OUTPUTS);
  double places[SEM_INSPECT_N_OUTPUTS], shares[SEM_INSPECT_N_OUTPUTS], sum = 0;
  const SemPlotSeries steps = { _("outputs"), SEM_PLOT_STEPS, FALSE, SEM_INSPECT_N_OUTPUTS,
                                places,        shares,         NULL };
  SemPlot *plot;

  if (!counts)
    return NULL;
  for (guint i = 0; i < SEM_INSPECT_N_OUTPUTS; i++)
    sum += counts[i];
  for (guint i = 0; i < SEM_INSPECT_N_OUTPUTS; i++)
    {
      places[i] = sem_inspect_get_output (i);
      shares[i] = sum > 0 ? counts[i] / sum : 0;
    }
  plot = begin (SEM_INSPECT_PLOT_OUTPUTS, &x, &y);
  sem_plot_add (plot, &steps);
  return plot;
}

SemPlot *
sem_inspect_plot_new (const SemInspection *inspection, SemInspectPlot plot)
{
  static SemPlot *(*const functions[SEM_INSPECT_N_PLOTS]) (const SemInspection *) = {
    [SEM_INSPECT_PLOT_RECALL] = plot_recall,           [SEM_INSPECT_PLOT_COPIES] = plot_copies,
    [SEM_INSPECT_PLOT_DISTANCES] = plot_distances,     [SEM_INSPECT_PLOT_BALANCE] = plot_balance,
    [SEM_INSPECT_PLOT_CORRELATION] = plot_correlation, [SEM_INSPECT_PLOT_HUBS] = plot_hubs,
    [SEM_INSPECT_PLOT_OUTPUTS] = plot_outputs,
  };

  g_return_val_if_fail (inspection != NULL && plot < SEM_INSPECT_N_PLOTS, NULL);

  return functions[plot](inspection);
}
