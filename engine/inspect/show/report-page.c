/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-inspect"

#include "config.h"

#include "engine/inspect/show/report.h"

#include "engine/inspect/show/behind.h"
#include "engine/inspect/hubs.h"
#include "engine/inspect/labels/label-plots.h"
#include "engine/inspect/metrics.h"
#include "engine/inspect/show/plots.h"
#include "engine/inspect/show/strips.h"
#include "engine/inspect/verdict.h"
#include "engine/plot/export.h"
#include "engine/plot/figures.h"
#include "engine/store/companions.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define WIDTH 720
#define HEIGHT 380
#define WORST 8
#define HUBS 10
/* Tables of more points are left out: they are for files. */
#define MOST_ROWS 600

static const char style[] =
  "body{font:15px/1.5 sans-serif;margin:2em auto;max-width:60em;padding:0 1em;"
  "color:#241f31;background:#fafafa}"
  "h1{font-size:1.6em}h2{font-size:1.25em;margin-top:2em}"
  ".verdict{font-size:1.2em;padding:.8em 1em;border-left:4px solid #2ec27e;background:#2ec27e22}"
  ".fault{border-color:#e5a50a;background:#e5a50a22}"
  "table{border-collapse:collapse}td,th{padding:.2em .8em;text-align:left;"
  "border-bottom:1px solid #77767b55}td.n{text-align:right;font-variant-numeric:tabular-nums}"
  "figure{margin:1em 0}svg{width:100%;height:auto;max-width:45em}"
  ".strip{display:flex;gap:6px;overflow-x:auto;margin:.3em 0}"
  ".strip div{flex:0 0 84px;font-size:12px;text-align:center}"
  ".strip img{width:84px;height:84px;object-fit:cover;display:block}"
  ".lost img{outline:3px solid #e66100;outline-offset:-3px}"
  ".order{flex:0 0 7em!important;text-align:left!important;align-self:center}"
  "@media(prefers-color-scheme:dark){body{color:#fff;background:#242424}}";

typedef struct
{
  SemInspectSubject subject;
  const SemInspection *inspection;
  const SemProgress *progress;
  GString *html;
} Page;

static void
add_escaped (GString *html, const char *before, const char *text, const char *after)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (html, "%s%s%s", before, escaped, after);
}

static void
add_metric (Page *page, SemInspectMetric metric)
{
  SemPlotUnit unit = sem_inspect_metric_get_unit (metric);
  double value = sem_inspect_metric_get (page->inspection, metric), low, high;
  double step = unit == SEM_PLOT_COUNT ? 1 : unit == SEM_PLOT_NUMBER ? 0.1 : 0.001;
  g_autofree char *number = NULL, *from = NULL, *to = NULL, *range = NULL;

  if (isnan (value))
    return;
  sem_inspect_metric_get_healthy (page->inspection, metric, &low, &high);
  number = sem_inspect_metric_dup_number (page->inspection, metric, step);
  from = sem_inspect_metric_dup_bound (metric, low, step);
  to = sem_inspect_metric_dup_bound (metric, high, step);
  range = g_strdup_printf (_("%s to %s"), from, to);
  add_escaped (page->html, "<tr><td>", sem_inspect_metric_get_title (metric), "</td>");
  add_escaped (page->html, "<td class=\"n\">", number, "</td>");
  add_escaped (page->html, "<td class=\"n\">", range, "</td>");
  add_escaped (page->html, "<td>",
               sem_inspect_metric_is_healthy (page->inspection, metric) ? _("healthy")
                                                                        : _("outside"),
               "</td></tr>\n");
}

static void
add_metrics (Page *page)
{
  add_escaped (page->html, "<h2>", _("Figures"), "</h2>\n<table><thead><tr>");
  add_escaped (page->html, "<th>", _("Figure"), "</th>");
  add_escaped (page->html, "<th>", _("Value"), "</th>");
  add_escaped (page->html, "<th>", _("Healthy Range"), "</th><th></th></tr></thead><tbody>\n");
  for (guint m = 0; m < SEM_INSPECT_N_METRICS; m++)
    add_metric (page, m);
  g_string_append (page->html, "</tbody></table>\n");
}

/* The data of a plot, for screen readers and to copy. */
static void
add_table (Page *page, const SemPlot *plot)
{
  SemPlotPoint point;
  guint n_rows = 0;

  for (guint s = 0; s < sem_plot_get_n_series (plot); s++)
    n_rows += sem_plot_get_series (plot, s)->n;
  if (n_rows == 0 || n_rows > MOST_ROWS)
    return;
  add_escaped (page->html, "<details><summary>", _("Show as Table"), "</summary><table>\n");
  for (guint s = 0; s < sem_plot_get_n_series (plot); s++)
    for (guint i = 0; sem_plot_get_point (plot, s, i, &point); i++)
      {
        g_autofree char *words = sem_plot_describe (plot, &point);

        add_escaped (page->html, "<tr><td>", words, "</td></tr>\n");
      }
  g_string_append (page->html, "</table></details>\n");
}

/* @which: tells its ids from those of the others on the page */
static void
add_figure (Page *page, const SemPlot *plot, guint which, const char *words, const char *healthy)
{
  const SemPlotLook look = {
    .colours = sem_plot_colours_get_neutral (), .width = WIDTH, .height = HEIGHT, .text = 1
  };
  g_autofree char *prefix = g_strdup_printf ("p%c", 'a' + (char) which);
  g_autofree char *svg = sem_plot_to_html (plot, &look, prefix);

  add_escaped (page->html, "<h2>", sem_plot_get_title (plot), "</h2>\n");
  add_escaped (page->html, "<p>", words, "<br>");
  add_escaped (page->html, "", healthy, "</p>\n<figure>");
  g_string_append_printf (page->html, "%s</figure>\n", svg);
  add_table (page, plot);
}

static void
add_plot (Page *page, SemInspectPlot which)
{
  g_autoptr (SemPlot) plot = sem_inspect_plot_new (page->inspection, which);
  g_autofree char *healthy = NULL;

  if (!plot)
    return;
  healthy = sem_inspect_plot_dup_healthy (page->inspection, which);
  add_figure (page, plot, which, sem_inspect_plot_get_explanation (which), healthy);
}

static void
add_label_plots (Page *page, const SemLabels *labels)
{
  for (guint i = 0; labels && i < SEM_LABEL_N_PLOTS; i++)
    {
      g_autoptr (SemPlot) plot = sem_label_plot_new (labels, i);

      add_figure (page, plot, SEM_INSPECT_N_PLOTS + i, sem_label_plot_get_explanation (i), "");
    }
}

/* A thumbnail with words below it; without a thumbnail the words alone. */
static gboolean
add_photo (Page *page, gint64 photo, const char *class, const char *words, GError **error)
{
  g_autoptr (GBytes) jpeg = NULL;

  if (!sem_store_get_thumbnail (page->subject.store, photo, &jpeg, error))
    return FALSE;
  g_string_append_printf (page->html, "<div class=\"%s\">", class);
  if (jpeg)
    {
      gsize size;
      const guint8 *bytes = g_bytes_get_data (jpeg, &size);
      g_autofree char *base64 = g_base64_encode (bytes, size);

      add_escaped (page->html, "<img alt=\"", words, "\" ");
      g_string_append_printf (page->html, "src=\"data:image/jpeg;base64,%s\">", base64);
    }
  add_escaped (page->html, "", words, "</div>\n");
  return TRUE;
}

static const char *
get_order_name (SemInspectOrder order)
{
  static const char *const names[SEM_INSPECT_N_ORDERS] = { N_("By features"), N_("By codes"),
                                                           N_("By search") };

  return _(names[order]);
}

/* Likeness, and the ranks in the other orders. */
static char *
describe_hit (const SemInspectHit *hit, SemInspectOrder order)
{
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, _("%.0f %%"), hit->likeness * 100);
  for (guint other = 0; other < SEM_INSPECT_N_ORDERS; other++)
    if (other == order)
      continue;
    else if (hit->ranks[other] > 0)
      g_string_append_printf (words, " · %u", hit->ranks[other]);
    else
      g_string_append (words, " · –");
  return g_string_free (words, FALSE);
}

static gboolean
add_strip (Page *page, const SemInspectStrips *strips, SemInspectOrder order, GError **error)
{
  g_string_append (page->html, "<div class=\"strip\">");
  add_escaped (page->html, "<div class=\"order\">", get_order_name (order), "</div>");
  for (guint i = 0; i < strips->n[order]; i++)
    {
      const SemInspectHit *hit = &strips->hits[order][i];
      g_autofree char *words = describe_hit (hit, order);
      /* One of the nearest that a search does not show. */
      gboolean lost = order == SEM_INSPECT_BY_FEATURES
                      && (hit->ranks[SEM_INSPECT_BY_SEARCH] == 0
                          || hit->ranks[SEM_INSPECT_BY_SEARCH] > SEM_INSPECT_STRIP);

      if (!add_photo (page, hit->photo, lost ? "lost" : "", words, error))
        return FALSE;
    }
  g_string_append (page->html, "</div>\n");
  return TRUE;
}

static gboolean
add_worst (Page *page, GError **error)
{
  g_autoptr (GArray) worst = sem_inspect_list_worst (page->inspection, WORST);
  g_autofree SemInspectStrips *strips = g_new0 (SemInspectStrips, WORST);
  const gint64 *photos = (const gint64 *) (gpointer) worst->data;

  if (worst->len == 0)
    return TRUE;
  if (!sem_inspect_strips (&page->subject, photos, NULL, worst->len, strips, page->progress, error))
    return FALSE;
  add_escaped (page->html, "<h2>", _("Worst Queries"), "</h2>\n");
  add_escaped (page->html, "<p>",
               _("Photos whose nearest are lost most. Below each hit are its likeness and its "
                 "ranks in the other two orders; framed ones are missing from the search."),
               "</p>\n");
  for (guint i = 0; i < worst->len; i++)
    {
      g_string_append (page->html, "<section><div class=\"strip\">");
      if (!add_photo (page, strips[i].photo, "", "", error))
        return FALSE;
      g_string_append (page->html, "</div>\n");
      for (guint order = 0; order < SEM_INSPECT_N_ORDERS; order++)
        if (!add_strip (page, &strips[i], order, error))
          return FALSE;
      g_string_append (page->html, "</section>\n");
    }
  return TRUE;
}

static gboolean
add_hubs (Page *page, GError **error)
{
  gsize n;
  const double *hubs = sem_inspection_get (page->inspection, "hubs.photos", &n);
  const double *counts = sem_inspection_get_exactly (page->inspection, "hubs.counts", n);

  if (!hubs || !counts)
    return TRUE;
  add_escaped (page->html, "<h2>", _("Hubs"), "</h2>\n<div class=\"strip\">");
  for (gsize i = 0; i < MIN (n, HUBS); i++)
    {
      g_autofree char *words = g_strdup_printf (_("%.1f ×"), counts[i]);

      if (!add_photo (page, (gint64) hubs[i], "", words, error))
        return FALSE;
    }
  g_string_append (page->html, "</div>\n");
  return TRUE;
}

static void
add_head (Page *page)
{
  g_autofree char *verdict = sem_inspect_dup_verdict (page->inspection);
  g_autofree char *model = g_strdup_printf (_("%s, %u bits, %u photos, %u of them in the sample"),
                                            page->subject.row.method, page->subject.n_bits,
                                            page->subject.ids->len, page->subject.n_queries);

  g_string_append_printf (page->html,
                          "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
                          "<meta name=\"viewport\" content=\"width=device-width\">"
                          "<title>%s</title><style>%s</style></head><body>\n",
                          _("Quality of a Semblance Library"), style);
  add_escaped (page->html, "<h1>", _("Quality of a Semblance Library"), "</h1>\n");
  add_escaped (page->html,
               sem_inspect_find_faults (page->inspection) ? "<p class=\"verdict fault\">"
                                                          : "<p class=\"verdict\">",
               verdict, "</p>\n");
  add_escaped (page->html, "<p>", model, "</p>\n");
}

char *
sem_inspect_make_page (const char *path,
                       gint64 model,
                       const SemInspection *inspection,
                       const SemLabels *labels,
                       const SemProgress *progress,
                       GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_READ, error);
  g_autoptr (GString) html = g_string_new (NULL);
  Page page = { .inspection = inspection, .progress = progress, .html = html };
  gboolean ok = store
                && sem_inspect_subject_init (&page.subject, store, model,
                                             sem_progress_get_cancellable (progress), error);

  if (ok)
    {
      add_head (&page);
      add_metrics (&page);
      for (guint i = 0; i < SEM_INSPECT_N_PLOTS; i++)
        add_plot (&page, i);
      add_label_plots (&page, labels);
      ok = add_worst (&page, error) && add_hubs (&page, error);
      g_string_append (html, "</body></html>\n");
    }
  sem_inspect_subject_clear (&page.subject);
  return ok ? g_string_free (g_steal_pointer (&html), FALSE) : NULL;
}
