/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/inspect/labels/label-plots.h"

#include <stdlib.h>

#include <glib/gi18n-lib.h>

#define MOST_RADIUS 2

static const struct
{
  const char *name;
  const char *title;
  const char *explanation;
} plots[SEM_LABEL_N_PLOTS] = {
  [SEM_LABEL_PLOT_MAP] = { "labels-map", N_("Mean Average Precision"),
                           N_("How far ahead of all others the photos of a photo’s own folder "
                              "are; 1 where all of them come first.") },
  [SEM_LABEL_PLOT_FIRST] = { "labels-precision", N_("Precision of the First Results"),
                             N_("The share of the first k results that is from the folder of the "
                                "photo that is searched for; less than 1 for a folder with fewer "
                                "than k others.") },
  [SEM_LABEL_PLOT_RECALL] = { "labels-recall", N_("Precision and Recall"),
                              N_(
                                "How much of the results is from the same folder, once so much of "
                                "the folder is found, by codes.") },
  [SEM_LABEL_PLOT_RADIUS] = { "labels-radius", N_("Precision Within a Radius"),
                              N_("The share of the photos whose codes differ in at most 0, 1 or 2 "
                                 "bits that is from the same folder; 0 for photos that have none "
                                 "so near.") },
  [SEM_LABEL_PLOT_CLASSES_MAP] = { "labels-folders", N_("Folders"),
                                   N_("Mean average precision by folder, the lowest first, as "
                                      "searches order the results.") },
  [SEM_LABEL_PLOT_CONFUSION] = { "labels-confusion", N_("Confusion of Folders"),
                                 N_("Which folders the first ten results are from, as searches "
                                    "order them, for the photos of each folder.") },
};

const char *
sem_label_plot_get_name (SemLabelPlot plot)
{
  return plots[plot].name;
}

const char *
sem_label_plot_get_explanation (SemLabelPlot plot)
{
  return _(plots[plot].explanation);
}

/* The rows of one model or method, or of the centred features, which have only one order. */
typedef struct
{
  guint hamming;
  guint score;
} Contender;

/* Returns: (transfer full) (element-type Contender): the centred features first */
static GArray *
list_contenders (const SemLabels *labels)
{
  GArray *contenders = g_array_new (FALSE, FALSE, sizeof (Contender));

  for (guint r = 1; r < sem_evaluation_get_n_rows (labels->evaluation); r += r == 1 ? 1 : 2)
    {
      const Contender one = { r, r == 1 ? r : r + 1 };

      g_array_append_val (contenders, one);
    }
  return contenders;
}

static const char *
get_title (const SemLabels *labels, guint row)
{
  return g_ptr_array_index (labels->titles, row);
}

static SemPlot *
begin (SemLabelPlot plot, const SemPlotAxis *x, const SemPlotAxis *y)
{
  SemPlot *self = sem_plot_new (_(plots[plot].title), NULL);

  sem_plot_set_x_axis (self, x);
  sem_plot_set_y_axis (self, y);
  return self;
}

/* The contenders from @first on are named below their bars. */
static void
name_bars (const SemLabels *labels, SemPlot *plot, const GArray *contenders, guint first)
{
  g_autofree const char **names = g_new (const char *, contenders->len);

  for (guint i = first; i < contenders->len; i++)
    names[i - first] = get_title (labels, g_array_index (contenders, Contender, i).hamming);
  sem_plot_set_categories (plot, names, contenders->len - first);
}

static double *
count_up (guint n)
{
  double *numbers = g_new (double, n);

  for (guint i = 0; i < n; i++)
    numbers[i] = i;
  return numbers;
}

static SemPlot *
plot_map (const SemLabels *labels)
{
  const SemPlotAxis x = { 0 };
  const SemPlotAxis y = { .label = "mAP@all", .unit = SEM_PLOT_SHARE, .high = 1 };
  SemPlot *plot = begin (SEM_LABEL_PLOT_MAP, &x, &y);
  g_autoptr (GArray) contenders = list_contenders (labels);
  guint n = contenders->len;
  g_autofree double *places = count_up (n), *hamming = g_new (double, n);
  g_autofree double *score = g_new (double, n);
  const SemPlotSeries by_codes = { _("By codes"), SEM_PLOT_BARS, FALSE, n, places, hamming, NULL };
  const SemPlotSeries searched = { _("Re-ranked"), SEM_PLOT_BARS, FALSE, n, places, score, NULL };

  for (guint i = 0; i < n; i++)
    {
      const Contender *one = &g_array_index (contenders, Contender, i);

      hamming[i] = sem_evaluation_get_row (labels->evaluation, one->hamming)
                     ->mean.figures[SEM_EVALUATION_MAP_ALL];
      score[i] = sem_evaluation_get_row (labels->evaluation, one->score)
                   ->mean.figures[SEM_EVALUATION_MAP_ALL];
    }
  name_bars (labels, plot, contenders, 0);
  sem_plot_add (plot, &by_codes);
  sem_plot_add (plot, &searched);
  return plot;
}

static SemPlot *
plot_first (const SemLabels *labels)
{
  const double depths[] = { 1, 10, 100 };
  const SemPlotAxis x = {
    .label = "k", .logarithmic = TRUE, .ticks = depths, .n_ticks = G_N_ELEMENTS (depths)
  };
  const SemPlotAxis y = { .label = "P@k", .unit = SEM_PLOT_SHARE };
  SemPlot *plot = begin (SEM_LABEL_PLOT_FIRST, &x, &y);
  g_autoptr (GArray) contenders = list_contenders (labels);

  for (guint i = 0; i < contenders->len; i++)
    {
      const Contender *one = &g_array_index (contenders, Contender, i);
      const SemRecord *mean = &sem_evaluation_get_row (labels->evaluation, one->score)->mean;
      const double shares[] = { mean->figures[SEM_EVALUATION_P_1],
                                mean->figures[SEM_EVALUATION_P_10],
                                mean->figures[SEM_EVALUATION_P_100] };
      const SemPlotSeries line = { get_title (labels, one->score),
                                   SEM_PLOT_LINE,
                                   i == 0,
                                   G_N_ELEMENTS (shares),
                                   depths,
                                   shares,
                                   NULL };

      sem_plot_add (plot, &line);
    }
  return plot;
}

static SemPlot *
plot_recall (const SemLabels *labels)
{
  const SemPlotAxis x = { .label = _("recall"), .unit = SEM_PLOT_SHARE, .high = 1 };
  const SemPlotAxis y = { .label = _("precision"), .unit = SEM_PLOT_SHARE };
  SemPlot *plot = begin (SEM_LABEL_PLOT_RECALL, &x, &y);
  g_autoptr (GArray) contenders = list_contenders (labels);
  double recalls[SEM_RECORD_N_RECALLS];

  for (guint i = 0; i < SEM_RECORD_N_RECALLS; i++)
    recalls[i] = i / (SEM_RECORD_N_RECALLS - 1.0);
  for (guint i = 0; i < contenders->len; i++)
    {
      guint row = g_array_index (contenders, Contender, i).hamming;
      const SemRecord *mean = &sem_evaluation_get_row (labels->evaluation, row)->mean;
      const SemPlotSeries line = {
        get_title (labels, row), SEM_PLOT_LINE, i == 0, SEM_RECORD_N_RECALLS, recalls,
        mean->precision,         NULL
      };

      sem_plot_add (plot, &line);
    }
  return plot;
}

/* Features have no radius. */
static SemPlot *
plot_radius (const SemLabels *labels)
{
  const SemPlotAxis x = { 0 };
  const SemPlotAxis y = { .label = _("precision"), .unit = SEM_PLOT_SHARE };
  SemPlot *plot = begin (SEM_LABEL_PLOT_RADIUS, &x, &y);
  g_autoptr (GArray) contenders = list_contenders (labels);
  guint n = contenders->len - 1;
  g_autofree double *places = count_up (n), *shares = g_new0 (double, n + 1);

  name_bars (labels, plot, contenders, 1);
  for (guint radius = 0; radius <= MOST_RADIUS; radius++)
    {
      g_autofree char *name = g_strdup_printf (_("Radius %u"), radius);
      const SemPlotSeries bars = { name, SEM_PLOT_BARS, FALSE, n, places, shares, NULL };

      for (guint i = 0; i < n; i++)
        {
          guint row = g_array_index (contenders, Contender, i + 1).hamming;

          shares[i] =
            sem_evaluation_get_row (labels->evaluation, row)->mean.radius_precision[radius];
        }
      sem_plot_add (plot, &bars);
    }
  return plot;
}

typedef struct
{
  guint class;
  double map;
} Ordered;

static int
compare_classes (const void *a, const void *b)
{
  const Ordered *one = a, *other = b;

  if (one->map < other->map || one->map > other->map)
    return one->map < other->map ? -1 : 1;
  return one->class < other->class ? -1 : one->class > other->class;
}

/* (transfer full) (element-type Ordered): the classes that are shown, in that order */
static GArray *
list_shown (const SemLabels *labels)
{
  g_autofree SemLabelsClass *classes = sem_labels_list_classes (labels, labels->main_row);
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (Ordered));

  for (guint c = 0; c < labels->set->classes->len; c++)
    {
      const Ordered one = { c, classes[c].figures[SEM_EVALUATION_MAP_ALL] };

      if (classes[c].n_queries > 0)
        g_array_append_val (shown, one);
    }
  qsort (shown->data, shown->len, sizeof (Ordered), compare_classes);
  g_array_set_size (shown, MIN (shown->len, SEM_LABEL_PLOT_CLASSES));
  return shown;
}

static void
name_classes (const SemLabels *labels, SemPlot *plot, const GArray *shown)
{
  g_autofree const char **names = g_new (const char *, shown->len + 1);

  for (guint i = 0; i < shown->len; i++)
    names[i] = labels->names[g_array_index (shown, Ordered, i).class];
  sem_plot_set_categories (plot, names, shown->len);
}

static SemPlot *
plot_classes (const SemLabels *labels)
{
  const SemPlotAxis x = { 0 };
  const SemPlotAxis y = { .label = "mAP@all", .unit = SEM_PLOT_SHARE, .high = 1 };
  SemPlot *plot = begin (SEM_LABEL_PLOT_CLASSES_MAP, &x, &y);
  g_autoptr (GArray) shown = list_shown (labels);
  g_autofree double *places = count_up (shown->len), *map = g_new (double, shown->len + 1);
  const SemPlotSeries bars = {
    get_title (labels, labels->main_row), SEM_PLOT_BARS, FALSE, shown->len, places, map, NULL
  };

  for (guint i = 0; i < shown->len; i++)
    map[i] = g_array_index (shown, Ordered, i).map;
  name_classes (labels, plot, shown);
  sem_plot_add (plot, &bars);
  return plot;
}

static SemPlot *
plot_confusion (const SemLabels *labels)
{
  const SemPlotAxis x = { .label = _("results from") };
  const SemPlotAxis y = { .label = _("searched with") };
  SemPlot *plot = begin (SEM_LABEL_PLOT_CONFUSION, &x, &y);
  g_autoptr (GArray) shown = list_shown (labels);
  g_autofree guint *classes = g_new (guint, shown->len + 1);
  const guint n = shown->len;
  g_autofree double *cells = NULL;

  for (guint i = 0; i < n; i++)
    classes[i] = g_array_index (shown, Ordered, i).class;
  cells = sem_labels_list_confusion (labels, labels->main_row, classes, n);
  name_classes (labels, plot, shown);
  sem_plot_set_cells (plot, cells, n);
  return plot;
}

SemPlot *
sem_label_plot_new (const SemLabels *labels, SemLabelPlot plot)
{
  g_return_val_if_fail (labels != NULL, NULL);

  switch (plot)
    {
    case SEM_LABEL_PLOT_MAP:
      return plot_map (labels);
    case SEM_LABEL_PLOT_FIRST:
      return plot_first (labels);
    case SEM_LABEL_PLOT_RECALL:
      return plot_recall (labels);
    case SEM_LABEL_PLOT_RADIUS:
      return plot_radius (labels);
    case SEM_LABEL_PLOT_CLASSES_MAP:
      return plot_classes (labels);
    default:
      return plot_confusion (labels);
    }
}

/* The row of the evaluation that a point is of. */
static guint
find_row (const SemLabels *labels, SemLabelPlot plot, const SemPlotPoint *point)
{
  g_autoptr (GArray) contenders = list_contenders (labels);
  gboolean by_series = plot == SEM_LABEL_PLOT_FIRST || plot == SEM_LABEL_PLOT_RECALL;
  guint which = by_series ? point->series : point->index + (plot == SEM_LABEL_PLOT_RADIUS);
  const Contender *one;

  if (plot >= SEM_LABEL_PLOT_CLASSES_MAP || which >= contenders->len)
    return labels->main_row;
  one = &g_array_index (contenders, Contender, which);
  return plot == SEM_LABEL_PLOT_FIRST || (plot == SEM_LABEL_PLOT_MAP && point->series == 1)
           ? one->score
           : one->hamming;
}

/* A class of the axes; SEM_NO_CLASS for all of them. */
static guint32
find_class (const SemLabels *labels, SemLabelPlot plot, double place)
{
  g_autoptr (GArray) shown = list_shown (labels);

  return plot < SEM_LABEL_PLOT_CLASSES_MAP || place < 0 || place >= shown->len
           ? SEM_NO_CLASS
           : g_array_index (shown, Ordered, (guint) place).class;
}

/* A query, and how much it finds. */
typedef struct
{
  gsize query;
  double map;
} Asked;

static int
compare_asked (const void *a, const void *b)
{
  const Asked *one = a, *other = b;

  if (one->map < other->map || one->map > other->map)
    return one->map < other->map ? -1 : 1;
  return one->query < other->query ? -1 : one->query > other->query;
}

/* (transfer full) (element-type Asked): the queries of a class, those that find least first */
static GArray *
list_asked (const SemLabels *labels, const SemOutcome *outcome, guint32 class)
{
  GArray *asked = g_array_new (FALSE, FALSE, sizeof (Asked));

  for (gsize q = 0; q < outcome->n; q++)
    {
      const Asked one = { q,
                          outcome->figures[q * SEM_EVALUATION_N_FIGURES + SEM_EVALUATION_MAP_ALL] };

      if (class == SEM_NO_CLASS || labels->set->labels[outcome->queries[q]] == class)
        g_array_append_val (asked, one);
    }
  qsort (asked->data, asked->len, sizeof (Asked), compare_asked);
  return asked;
}

/* The query and those of its first @n hits that are of a class, or nothing where it has none. */
static void
append_confused (const SemLabels *labels,
                 const SemOutcome *outcome,
                 gsize query,
                 guint n,
                 guint32 class,
                 GArray *ids)
{
  guint before = ids->len;

  g_array_append_val (ids, labels->set->ids[outcome->queries[query]]);
  for (guint i = 0; i < n; i++)
    {
      guint32 hit = outcome->head[query * SEM_OUTCOME_HEAD + i];

      if (hit != G_MAXUINT32 && labels->set->labels[hit] == class)
        g_array_append_val (ids, labels->set->ids[hit]);
    }
  if (ids->len == before + 1)
    g_array_set_size (ids, before);
}

GArray *
sem_label_plot_list_behind (const SemLabels *labels,
                            SemLabelPlot plot,
                            const SemPlotPoint *point,
                            guint most)
{
  gboolean cells = plot == SEM_LABEL_PLOT_CONFUSION;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const SemOutcome *outcome;
  g_autoptr (GArray) asked = NULL;
  g_autofree guint *possible = NULL;

  g_return_val_if_fail (labels != NULL && point != NULL, ids);

  outcome = sem_evaluation_get_outcome (labels->evaluation, find_row (labels, plot, point));
  asked = list_asked (labels, outcome, find_class (labels, plot, cells ? point->y : point->x));
  possible = cells ? sem_labels_list_possible (labels, outcome) : NULL;
  for (guint i = 0; i < asked->len && ids->len < most; i++)
    {
      gsize query = g_array_index (asked, Asked, i).query;

      if (cells)
        append_confused (labels, outcome, query,
                         possible[labels->set->labels[outcome->queries[query]]],
                         find_class (labels, plot, point->x), ids);
      else
        g_array_append_val (ids, labels->set->ids[outcome->queries[query]]);
    }
  g_array_set_size (ids, MIN (ids->len, most));
  return ids;
}

char *
sem_label_plot_dup_behind (const SemLabels *labels, SemLabelPlot plot, const SemPlotPoint *point)
{
  guint32 class = find_class (labels, plot, point->x);
  guint32 asked = find_class (labels, plot, point->y);

  if (plot == SEM_LABEL_PLOT_CONFUSION && class != SEM_NO_CLASS && asked != SEM_NO_CLASS)
    return g_strdup_printf (_("Photos of “%s”, each followed by those of its first ten results "
                              "that are from “%s”."),
                            labels->names[asked], labels->names[class]);
  if (class != SEM_NO_CLASS)
    return g_strdup_printf (_("Photos of “%s” that were searched with, those that find least of "
                              "their folder first."),
                            labels->names[class]);
  return g_strdup_printf (_("Photos that find least of their folder by %s."),
                          get_title (labels, find_row (labels, plot, point)));
}
