/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-likeness-histogram"

#include "config.h"

#include "ui/likeness/likeness-histogram.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/words.h"

#define HEIGHT 32
#define LEAST_WIDTH 160
#define GAP 1
/* Of a bar that stands for a photo or more. */
#define LEAST_BAR 3

struct _SemLikenessHistogram
{
  GtkWidget parent_instance;

  SemSpread spread;
  double least, most;
};

G_DEFINE_FINAL_TYPE (SemLikenessHistogram, sem_likeness_histogram, GTK_TYPE_WIDGET)

/* Words ---------------------------------------------------------------------------------------- */

static double
count (SemLikenessHistogram *self, guint first, guint end)
{
  double n = 0;

  for (guint bin = first; bin < end; bin++)
    n += self->spread.counts[bin];
  return n;
}

/* Two digits are as much as an estimate is good for. */
static guint
round_estimate (double n)
{
  double unit = 1;

  while (n / unit >= 100)
    unit *= 10;
  return (guint) (floor (n / unit + .5) * unit);
}

/* (transfer full): the photos of the bins from @first on, "80 % to 100 %: 3 photos". */
static char *
describe_bins (SemLikenessHistogram *self, guint first, guint end)
{
  const double from = (double) first / SEM_SPREAD_N_BINS, to = (double) end / SEM_SPREAD_N_BINS;
  const double n = count (self, first, end);
  const gboolean estimated = from < self->spread.exact_from;
  g_autofree char *low = sem_words_for_likeness (from), *high = sem_words_for_likeness (to);
  g_autofree char *photos =
    sem_words_for_photos (estimated ? round_estimate (n) : (guint) (n + .5));

  /* Translators: two percentages and "340 photos". */
  return g_strdup_printf (estimated ? _("%s to %s: about %s") : _("%s to %s: %s"), low, high,
                          photos);
}

/* For a screen reader: the histogram in five steps, the nearest first. */
static void
update_label (SemLikenessHistogram *self)
{
  const guint step = SEM_SPREAD_N_BINS / 5;
  g_autoptr (GString) text = g_string_new (_("Likeness of all photos"));

  for (guint end = SEM_SPREAD_N_BINS; end > 0; end -= step)
    {
      g_autofree char *bins = describe_bins (self, end - step, end);

      if (count (self, end - step, end) >= .5)
        g_string_append_printf (text, "; %s", bins);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str,
                                  -1);
}

static gboolean
is_rtl (SemLikenessHistogram *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static gboolean
query_tooltip_cb (SemLikenessHistogram *self,
                  int x,
                  int y,
                  gboolean keyboard,
                  GtkTooltip *tooltip,
                  gpointer user_data)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * SEM_LIKENESS_HISTOGRAM_EDGE;
  double share = (x - SEM_LIKENESS_HISTOGRAM_EDGE) / MAX (width, 1);
  g_autofree char *text = NULL;
  guint bin;

  if (keyboard || self->spread.n_photos == 0)
    return FALSE;
  share = CLAMP (is_rtl (self) ? 1 - share : share, 0, 1);
  bin = (guint) MIN (share * SEM_SPREAD_N_BINS, SEM_SPREAD_N_BINS - 1);
  text = describe_bins (self, bin, bin + 1);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* Drawing -------------------------------------------------------------------------------------- */

static GdkRGBA
get_color (SemLikenessHistogram *self, gboolean inside, gboolean estimated)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA rgba;

  if (!inside || !gtk_style_context_lookup_color (context, "accent_color", &rgba))
    {
      gtk_style_context_get_color (context, &rgba);
      rgba.alpha *= .4f;
    }
  if (estimated)
    rgba.alpha *= .55f;
  return rgba;
}

static double
get_top (SemLikenessHistogram *self)
{
  double top = 1;

  for (guint bin = 0; bin < SEM_SPREAD_N_BINS; bin++)
    top = MAX (top, self->spread.counts[bin]);
  return log1p (top);
}

static void
draw_bar (SemLikenessHistogram *self, GtkSnapshot *snapshot, guint bin, double top)
{
  const double n = self->spread.counts[bin];
  const double middle = (bin + .5) * 100 / SEM_SPREAD_N_BINS;
  const double all = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * SEM_LIKENESS_HISTOGRAM_EDGE;
  const double width = all / SEM_SPREAD_N_BINS;
  const double height = gtk_widget_get_height (GTK_WIDGET (self));
  const gboolean estimated = (double) bin / SEM_SPREAD_N_BINS < self->spread.exact_from;
  const GdkRGBA color = get_color (self, middle >= self->least && middle <= self->most, estimated);
  double bar = log1p (n) / top * height;

  if (n >= .5)
    bar = MAX (bar, LEAST_BAR);
  gtk_snapshot_append_color (
    snapshot, &color,
    &GRAPHENE_RECT_INIT ((float) (SEM_LIKENESS_HISTOGRAM_EDGE
                                  + (is_rtl (self) ? all - (bin + 1) * width : bin * width)),
                         (float) (height - bar), (float) MAX (width - GAP, 1), (float) bar));
}

static void
sem_likeness_histogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SemLikenessHistogram *self = SEM_LIKENESS_HISTOGRAM (widget);
  const double top = get_top (self);

  for (guint bin = 0; bin < SEM_SPREAD_N_BINS; bin++)
    if (self->spread.counts[bin] > 0)
      draw_bar (self, snapshot, bin, top);
}

static void
sem_likeness_histogram_measure (GtkWidget *widget,
                                GtkOrientation orientation,
                                int for_size,
                                int *minimum,
                                int *natural,
                                int *minimum_baseline,
                                int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : LEAST_WIDTH;
}

static void
sem_likeness_histogram_class_init (SemLikenessHistogramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = sem_likeness_histogram_measure;
  widget_class->snapshot = sem_likeness_histogram_snapshot;
  gtk_widget_class_set_css_name (widget_class, "likenesshistogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sem_likeness_histogram_init (SemLikenessHistogram *self)
{
  self->most = 100;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  update_label (self);
}

void
sem_likeness_histogram_set_spread (SemLikenessHistogram *self, const SemSpread *spread)
{
  g_return_if_fail (SEM_IS_LIKENESS_HISTOGRAM (self));

  self->spread = spread != NULL ? *spread : (SemSpread){ 0 };
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sem_likeness_histogram_set_range (SemLikenessHistogram *self, double least, double most)
{
  g_return_if_fail (SEM_IS_LIKENESS_HISTOGRAM (self));

  self->least = least;
  self->most = most;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
