/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/inspect/show/behind.h"

#include "engine/inspect/figures.h"
#include "engine/inspect/hubs.h"
#include "engine/inspect/metrics.h"
#include "engine/inspect/ranks.h"
#include "engine/measure/nearest.h"
#include "engine/measure/quality.h"
#include "engine/plot/figures.h"

#include <stdlib.h>

#include <glib/gi18n-lib.h>

#define DEPTHS SEM_QUALITY_N_DEPTHS

static void
add (GArray *photos, double id)
{
  gint64 photo = (gint64) id;

  if (photo > 0 && photos->len < SEM_INSPECT_MOST_BEHIND)
    g_array_append_val (photos, photo);
}

static guint
get_n_bits (const SemInspection *inspection)
{
  const double *library = sem_inspection_get_exactly (inspection, "library", 4);

  return library ? (guint) CLAMP (library[3], 1, SEM_HASH_MAX_BITS) : 1;
}

typedef struct
{
  double value;
  double photo;
} Ranked;

static int
compare_ranked (const void *a, const void *b)
{
  const Ranked *first = a, *second = b;

  if (first->value < second->value || first->value > second->value)
    return first->value < second->value ? -1 : 1;
  return first->photo < second->photo ? -1 : first->photo > second->photo;
}

/* The queries with the lowest reach at a depth, if it is below 1. */
static void
list_lost (const SemInspection *inspection,
           const char *name,
           guint depth,
           guint most,
           GArray *photos)
{
  gsize n;
  const double *queries = sem_inspection_get (inspection, "queries", &n);
  const double *reach = sem_inspection_get_exactly (inspection, name, n * DEPTHS);
  g_autofree Ranked *ranked = g_new (Ranked, n + 1);

  if (!queries || !reach || depth >= DEPTHS)
    return;
  for (gsize i = 0; i < n; i++)
    ranked[i] = (Ranked){ reach[i * DEPTHS + depth], queries[i] };
  qsort (ranked, n, sizeof *ranked, compare_ranked);
  for (gsize i = 0; i < MIN (n, most) && ranked[i].value < 1; i++)
    add (photos, ranked[i].photo);
}

static void
list_recall (const SemInspection *inspection, const SemPlotPoint *point, GArray *photos)
{
  list_lost (inspection, point->series == 0 ? "queries.reach" : "queries.ranked", point->index,
             SEM_INSPECT_MOST_BEHIND, photos);
}

static void
list_copies (const SemInspection *inspection, const SemPlotPoint *point, GArray *photos)
{
  gsize n;
  const double *altered = sem_inspection_get (inspection, "altered.photos", &n);
  const double *ranks =
    sem_inspection_get_exactly (inspection, "altered.ranks", n * SEM_INSPECT_N_ALTERATIONS);

  for (gsize i = 0; i < n && ranks && point->index < SEM_INSPECT_N_ALTERATIONS; i++)
    {
      double rank = ranks[i * SEM_INSPECT_N_ALTERATIONS + point->index];

      if (rank < 1 || rank > (point->series == 0 ? 1 : 10))
        add (photos, altered[i]);
    }
}

/* The pairs of one of the three histograms. */
static void
list_distances (const SemInspection *inspection, const SemPlotPoint *point, GArray *photos)
{
  static const char *const names[] = { "random.pairs", "near.distances", "altered.distances" };
  static const guint widths[] = { 3, 1, 1 },
                     per_photo[] = { 1, SEM_NEAREST_K, SEM_INSPECT_N_ALTERATIONS };
  guint kind = MIN (point->series, G_N_ELEMENTS (names) - 1);
  guint width = sem_inspect_get_bin_width (get_n_bits (inspection));
  gsize n, n_near;
  const double *values = sem_inspection_get (inspection, names[kind], &n);
  const double *near = sem_inspection_get (inspection, "near.photos", &n_near);
  const double *sources =
    sem_inspection_get_exactly (inspection, kind == 1 ? "queries" : "altered.photos",
                                n / per_photo[kind]);

  for (gsize i = 0; i + widths[kind] <= n; i += widths[kind])
    {
      double distance = values[i + (kind == 0 ? 2 : 0)];

      if ((guint) MAX (distance, 0) / width != point->index)
        continue;
      if (kind == 0)
        {
          add (photos, values[i]);
          add (photos, values[i + 1]);
        }
      else if (sources)
        add (photos, sources[i / per_photo[kind]]);
      if (kind == 1 && i < n_near)
        add (photos, near[i]);
    }
}

/* Whether a bit is set in the code of a query. */
static gboolean
has_bit (const double *sample, guint n_bits, gsize query, guint bit)
{
  return (guint) sample[query * (n_bits / 16) + bit / 16] >> (bit % 16) & 1;
}

static void
list_balance (const SemInspection *inspection, const SemPlotPoint *point, GArray *photos)
{
  guint n_bits = get_n_bits (inspection);
  gsize n;
  const double *queries = sem_inspection_get (inspection, "queries", &n);
  const double *sample = sem_inspection_get_exactly (inspection, "bits.sample", n * (n_bits / 16));
  const double *share = sem_inspection_get_exactly (inspection, "bits.share", n_bits);
  g_autofree guint *order = share ? sem_inspect_sort_bits (share, n_bits) : NULL;

  for (gsize q = 0; q < n && sample && order && point->index < n_bits; q++)
    if (has_bit (sample, n_bits, q, order[point->index]) == (point->y <= 0.5))
      add (photos, queries[q]);
}

static void
list_correlation (const SemInspection *inspection, const SemPlotPoint *point, GArray *photos)
{
  guint n_bits = get_n_bits (inspection);
  gsize n;
  const double *queries = sem_inspection_get (inspection, "queries", &n);
  const double *sample = sem_inspection_get_exactly (inspection, "bits.sample", n * (n_bits / 16));

  for (gsize q = 0; q < n && sample && point->x < n_bits && point->y < n_bits; q++)
    if (has_bit (sample, n_bits, q, (guint) point->x)
        && has_bit (sample, n_bits, q, (guint) point->y))
      add (photos, queries[q]);
}

/* @first: (nullable): the name of an array with one photo a point
 * @rest: the name of an array with SEM_INSPECT_BEHIND photos a point */
static void
list_stored (const SemInspection *inspection,
             const char *first,
             const char *rest,
             guint index,
             GArray *photos)
{
  gsize n, n_rest;
  const double *own = first ? sem_inspection_get (inspection, first, &n) : NULL;
  const double *others = sem_inspection_get (inspection, rest, &n_rest);

  if (own && index < n)
    add (photos, own[index]);
  for (gsize i = (gsize) index * SEM_INSPECT_BEHIND;
       i < MIN ((index + 1u) * SEM_INSPECT_BEHIND, n_rest); i++)
    add (photos, others[i]);
}

GArray *
sem_inspect_list_behind (const SemInspection *inspection,
                         SemInspectPlot plot,
                         const SemPlotPoint *point)
{
  GArray *photos = g_array_new (FALSE, FALSE, sizeof (gint64));

  switch (plot)
    {
    case SEM_INSPECT_PLOT_RECALL:
      list_recall (inspection, point, photos);
      break;
    case SEM_INSPECT_PLOT_COPIES:
      list_copies (inspection, point, photos);
      break;
    case SEM_INSPECT_PLOT_DISTANCES:
      list_distances (inspection, point, photos);
      break;
    case SEM_INSPECT_PLOT_BALANCE:
      list_balance (inspection, point, photos);
      break;
    case SEM_INSPECT_PLOT_CORRELATION:
      list_correlation (inspection, point, photos);
      break;
    case SEM_INSPECT_PLOT_HUBS:
      list_stored (inspection, "hubs.photos", "hubs.sources", point->index, photos);
      break;
    case SEM_INSPECT_PLOT_OUTPUTS:
      list_stored (inspection, NULL, "outputs.photos", point->index, photos);
      break;
    case SEM_INSPECT_N_PLOTS:
    default:
      break;
    }
  return photos;
}

/* Words ---------------------------------------------------------------------------------------- */

static char *
describe_recall (const SemPlotPoint *point)
{
  return g_strdup_printf (
    point->series == 0 ? _("Photos whose ten nearest are not all among the first %.0f by codes")
                       : _("Photos whose ten nearest are not all among the first %.0f results"),
    point->x);
}

static char *
describe_copies (const SemPlotPoint *point)
{
  const char *name = sem_inspect_get_alteration_name (point->index);

  /* Translators: the way in which a copy was changed, such as “Cropped”. */
  return g_strdup_printf (point->series == 0
                            ? _("%s: photos that their changed copy does not find first")
                            : _("%s: photos that their changed copy does not find "
                                "among the first ten"),
                          name);
}

static char *
describe_distances (const SemInspection *inspection, const SemPlotPoint *point)
{
  guint width = sem_inspect_get_bin_width (get_n_bits (inspection)), first = point->index * width;
  g_autofree char *range =
    width > 1 ? g_strdup_printf ("%u–%u", first, first + width - 1) : g_strdup_printf ("%u", first);

  return g_strdup_printf (point->series == 0
                            ? _("Random pairs that differ in %s bits, one after the other")
                          : point->series == 1
                            ? _("Photos and neighbors that differ in %s bits, one after the other")
                            : _("Photos whose changed copy differs in %s bits"),
                          range);
}

char *
sem_inspect_dup_behind (const SemInspection *inspection,
                        SemInspectPlot plot,
                        const SemPlotPoint *point)
{
  switch (plot)
    {
    case SEM_INSPECT_PLOT_RECALL:
      return describe_recall (point);
    case SEM_INSPECT_PLOT_COPIES:
      return describe_copies (point);
    case SEM_INSPECT_PLOT_DISTANCES:
      return describe_distances (inspection, point);
    case SEM_INSPECT_PLOT_BALANCE:
      return g_strdup (_("Photos with the rarer value of this bit"));
    case SEM_INSPECT_PLOT_CORRELATION:
      return g_strdup_printf (_("Photos for which bits %.0f and %.0f are both set"), point->x,
                              point->y);
    case SEM_INSPECT_PLOT_HUBS:
      return g_strdup (_("A hub, and photos that have it among their nearest"));
    case SEM_INSPECT_PLOT_OUTPUTS:
      return g_strdup_printf (_("Photos with the most outputs near %.2f"), point->x);
    case SEM_INSPECT_N_PLOTS:
    default:
      return g_strdup ("");
    }
}

GArray *
sem_inspect_list_worst (const SemInspection *inspection, guint n)
{
  GArray *photos = g_array_new (FALSE, FALSE, sizeof (gint64));
  const double *library = sem_inspection_get_exactly (inspection, "library", 4);

  list_lost (inspection, "queries.reach", sem_inspect_get_depth (library ? library[0] : 0), n,
             photos);
  return photos;
}

char *
sem_inspect_dup_worst (const SemInspection *inspection, gint64 photo)
{
  gsize n;
  const double *library = sem_inspection_get_exactly (inspection, "library", 4);
  const double *queries = sem_inspection_get (inspection, "queries", &n);
  const double *reach = sem_inspection_get_exactly (inspection, "queries.reach", n * DEPTHS);
  guint depth = sem_inspect_get_depth (library ? library[0] : 0);

  for (gsize i = 0; queries && reach && i < n; i++)
    if (queries[i] == (double) photo)
      {
        g_autofree char *share =
          sem_plot_format (SEM_PLOT_PERCENT, reach[i * DEPTHS + depth], 0.01, FALSE);

        return g_strdup_printf (_("Of its ten nearest, %s are among the first %u by codes"), share,
                                sem_quality_depths[depth]);
      }
  return g_strdup ("");
}

GArray *
sem_inspect_list_hubs (const SemInspection *inspection, guint n)
{
  GArray *photos = g_array_new (FALSE, FALSE, sizeof (gint64));
  gsize n_hubs;
  const double *hubs = sem_inspection_get (inspection, "hubs.photos", &n_hubs);

  for (gsize i = 0; hubs && i < MIN (n_hubs, n); i++)
    add (photos, hubs[i]);
  return photos;
}

char *
sem_inspect_dup_hub (const SemInspection *inspection, gint64 photo)
{
  gsize n;
  const double *hubs = sem_inspection_get (inspection, "hubs.photos", &n);
  const double *counts = sem_inspection_get_exactly (inspection, "hubs.counts", n);

  for (gsize i = 0; hubs && counts && i < n; i++)
    if (hubs[i] == (double) photo)
      {
        g_autofree char *times = sem_plot_format (SEM_PLOT_NUMBER, counts[i], 0.1, FALSE);

        return g_strdup_printf (
          _("Among the ten nearest of %s times as many photos as the average"), times);
      }
  return g_strdup ("");
}
