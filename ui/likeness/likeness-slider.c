/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-likeness-slider"

#include "config.h"

#include "ui/likeness/likeness-slider.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/likeness/likeness-histogram.h"
#include "ui/words.h"

/* After the last move of an end. */
#define REST_MS 150

struct _SemLikenessSlider
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *area;
  SemLikenessHistogram *histogram;
  GtkRange *least;
  GtkRange *most;
  GtkLabel *range;
  GtkLabel *note;
  GtkWidget *reset;

  int line;          /* in percent: where the lower end is at first */
  gboolean updating; /* the ends are moved by the program */
  GtkRange *moved;   /* (nullable): the end that the pointer moves */
  double start_x;
  guint rest_id;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemLikenessSlider, sem_likeness_slider, GTK_TYPE_WIDGET)

static int
get_percent (GtkRange *range)
{
  return (int) lround (gtk_range_get_value (range));
}

static gboolean
is_narrow (SemLikenessSlider *self)
{
  return get_percent (self->least) != self->line || get_percent (self->most) != 100;
}

static void
say_value (GtkRange *range, const char *words)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (range), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words,
                                  -1);
}

static void
show_range (SemLikenessSlider *self)
{
  const int least = get_percent (self->least), most = get_percent (self->most);
  g_autofree char *low = sem_words_for_likeness (least / 100.);
  g_autofree char *high = sem_words_for_likeness (most / 100.);
  /* Translators: two percentages. */
  g_autofree char *range = g_strdup_printf (_("Likeness %s to %s"), low, high);

  sem_likeness_histogram_set_range (self->histogram, least, most);
  gtk_label_set_label (self->range, range);
  say_value (self->least, low);
  say_value (self->most, high);
  gtk_widget_set_visible (self->reset, is_narrow (self));
}

static gboolean
rest_cb (gpointer user_data)
{
  SemLikenessSlider *self = user_data;

  self->rest_id = 0;
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* The ends push each other. */
static void
value_cb (GtkRange *range, SemLikenessSlider *self)
{
  if (self->updating)
    return;
  self->updating = TRUE;
  if (range == self->least && gtk_range_get_value (self->most) < gtk_range_get_value (range))
    gtk_range_set_value (self->most, gtk_range_get_value (range));
  else if (range == self->most && gtk_range_get_value (self->least) > gtk_range_get_value (range))
    gtk_range_set_value (self->least, gtk_range_get_value (range));
  self->updating = FALSE;
  show_range (self);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add (REST_MS, rest_cb, self);
}

/* The pointer ---------------------------------------------------------------------------------- */

static double
get_value_at (SemLikenessSlider *self, double x)
{
  const double width = gtk_widget_get_width (self->area) - 2 * SEM_LIKENESS_HISTOGRAM_EDGE;
  const double share = (x - SEM_LIKENESS_HISTOGRAM_EDGE) / MAX (width, 1);
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return round (CLAMP (rtl ? 1 - share : share, 0, 1) * 100);
}

/* The nearer end; of two at one place the one that the pointer can move there. */
static GtkRange *
find_end (SemLikenessSlider *self, double value)
{
  const double to_least = fabs (value - gtk_range_get_value (self->least));
  const double to_most = fabs (value - gtk_range_get_value (self->most));

  if (to_least != to_most)
    return to_least < to_most ? self->least : self->most;
  return value < gtk_range_get_value (self->least) || gtk_range_get_value (self->least) >= 100
           ? self->least
           : self->most;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, SemLikenessSlider *self)
{
  const double value = get_value_at (self, x);

  self->start_x = x;
  self->moved = find_end (self, value);
  gtk_widget_grab_focus (GTK_WIDGET (self->moved));
  gtk_range_set_value (self->moved, value);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, SemLikenessSlider *self)
{
  if (self->moved)
    gtk_range_set_value (self->moved, get_value_at (self, self->start_x + dx));
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, SemLikenessSlider *self)
{
  self->moved = NULL;
}

/* Widget --------------------------------------------------------------------------------------- */

static void
reset_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemLikenessSlider *self = SEM_LIKENESS_SLIDER (widget);

  /* The button goes away, and the focus would go nowhere. */
  gtk_widget_grab_focus (GTK_WIDGET (self->least));
  sem_likeness_slider_reset (self);
}

static void
sem_likeness_slider_dispose (GObject *object)
{
  SemLikenessSlider *self = SEM_LIKENESS_SLIDER (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_likeness_slider_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/likeness-slider.ui");
  gtk_widget_class_bind_template_child (widget_class, SemLikenessSlider, box);
  gtk_widget_class_bind_template_child (widget_class, SemLikenessSlider, area);
  gtk_widget_class_bind_template_child (widget_class, SemLikenessSlider, histogram);
  gtk_widget_class_bind_template_child (widget_class, SemLikenessSlider, least);
  gtk_widget_class_bind_template_child (widget_class, SemLikenessSlider, most);
  gtk_widget_class_bind_template_child (widget_class, SemLikenessSlider, range);
  gtk_widget_class_bind_template_child (widget_class, SemLikenessSlider, note);
  gtk_widget_class_bind_template_child (widget_class, SemLikenessSlider, reset);
  gtk_widget_class_bind_template_callback (widget_class, value_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_update_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_end_cb);
}

static void
sem_likeness_slider_class_init (SemLikenessSliderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_likeness_slider_dispose;
  signals[CHANGED] = g_signal_new ("changed", SEM_TYPE_LIKENESS_SLIDER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (SEM_TYPE_LIKENESS_HISTOGRAM);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "likeness.reset", NULL, reset_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "likenessslider");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_likeness_slider_init (SemLikenessSlider *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
  show_range (self);
}

static void
show_note (SemLikenessSlider *self, const SemSpread *spread)
{
  g_autofree char *from = sem_words_for_likeness (spread->exact_from);
  /* Translators: a percentage. */
  g_autofree char *note = g_strdup_printf (_("Estimated below %s"), from);

  gtk_label_set_label (self->note, lround (spread->exact_from * 100) > 0 ? note : "");
}

/* Half a percent around what is shown, so that a bound is kept by all that show its number. */
static double
to_percent (double likeness, double half)
{
  return likeness * 100 + half;
}

void
sem_likeness_slider_show (SemLikenessSlider *self, const SemSpread *spread, const SemBounds *bounds)
{
  g_return_if_fail (SEM_IS_LIKENESS_SLIDER (self));
  g_return_if_fail (spread != NULL && bounds != NULL);

  sem_likeness_histogram_set_spread (self->histogram, spread);
  show_note (self, spread);
  if (self->rest_id != 0 || self->moved)
    return;
  self->line = (int) lround (CLAMP (spread->line, 0, 1) * 100);
  self->updating = TRUE;
  gtk_range_set_value (self->least,
                       bounds->min > 0 ? round (to_percent (bounds->min, .25)) : self->line);
  gtk_range_set_value (self->most, bounds->max < 1 ? round (to_percent (bounds->max, -.25)) : 100);
  self->updating = FALSE;
  show_range (self);
}

SemBounds
sem_likeness_slider_get_bounds (SemLikenessSlider *self)
{
  SemBounds bounds = SEM_BOUNDS_NONE;
  int least, most;

  g_return_val_if_fail (SEM_IS_LIKENESS_SLIDER (self), bounds);

  least = get_percent (self->least);
  most = get_percent (self->most);
  /* To request everything, a bound is set that everything meets. */
  if (least != self->line)
    bounds.min = MAX ((least - .5) / 100, G_MINDOUBLE);
  if (most < 100)
    bounds.max = (most + .5) / 100;
  return bounds;
}

void
sem_likeness_slider_reset (SemLikenessSlider *self)
{
  g_return_if_fail (SEM_IS_LIKENESS_SLIDER (self));

  gtk_range_set_value (self->most, 100);
  gtk_range_set_value (self->least, self->line);
}

void
sem_likeness_slider_take_focus (SemLikenessSlider *self)
{
  g_return_if_fail (SEM_IS_LIKENESS_SLIDER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->least));
}
