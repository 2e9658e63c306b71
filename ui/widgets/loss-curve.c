/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-loss-curve"

#include "config.h"

#include "ui/widgets/loss-curve.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "engine/model/quality/course.h"
#include "engine/model/quality/figure.h"

#define PANEL_HEIGHT 190
/* Of the name above a plot. */
#define TITLE 32
/* Two panels stand side by side from this width on. */
#define TWO_PANELS 520
#define PADDING 12

struct _SemLossCurve
{
  GtkWidget parent_instance;

  GListModel *epochs;
  SemPlot *plots[SEM_COURSE_N_TERMS]; /* (nullable): those that there are */
  guint pointed;                      /* number of an epoch, from 1; 0 for none */
};

/* Where a plot is. */
typedef struct
{
  SemPlotColours colours;
  SemPlotLook look;
  double x;
  double y; /* of the title; the plot is below it */
} Panel;

G_DEFINE_FINAL_TYPE (SemLossCurve, sem_loss_curve, GTK_TYPE_WIDGET)

static guint
get_n_epochs (SemLossCurve *self)
{
  return self->epochs ? g_list_model_get_n_items (self->epochs) : 0;
}

static guint
count_panels (SemLossCurve *self)
{
  guint n = 0;

  for (guint i = 0; i < SEM_COURSE_N_TERMS; i++)
    n += self->plots[i] != NULL;
  return n;
}

/* Each line has a colour of its own. @number: of the panel, from 0 */
static void
lay_out (SemLossCurve *self, SemCourseTerm term, guint number, Panel *panel)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  guint columns = width >= TWO_PANELS && count_panels (self) > 1 ? 2 : 1;
  double each = (double) width / columns;
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  panel->colours = *sem_plot_colours_get (dark);
  panel->colours.background.alpha = 0;
  panel->colours.series[0] = panel->colours.series[term];
  panel->look = (SemPlotLook){
    .colours = &panel->colours, .width = MAX (each, 1), .height = PANEL_HEIGHT - TITLE, .text = 1
  };
  panel->x = each * (number % columns);
  panel->y = PANEL_HEIGHT * (number / columns);
}

/* @point: (out): that of an epoch
 * Returns: whether the epoch has one */
static gboolean
find_point (const SemPlot *plot, guint epoch, SemPlotPoint *point)
{
  guint n = sem_plot_get_series (plot, 0)->n;

  for (guint i = 0; i < n; i++)
    if (sem_plot_get_point (plot, 0, i, point) && point->x == epoch)
      return TRUE;
  return FALSE;
}

/* @align: 0 for text that begins at @x, 1 for text that ends there; @y: its middle */
static void
draw_text (SemLossCurve *self, cairo_t *cr, const char *text, double x, double y, double align)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA colour;
  int width, height;

  gtk_style_context_get_color (context, &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, x - align * width, y - height / 2.0);
  pango_cairo_show_layout (cr, layout);
}

/* The name, and the epoch that is pointed at, or the last one, in words. */
static void
draw_panel (SemLossCurve *self, cairo_t *cr, const SemPlot *plot, const Panel *panel)
{
  guint last = sem_plot_get_series (plot, 0)->n - 1;
  SemPlotPoint point;
  gboolean pointed = find_point (plot, self->pointed, &point);
  g_autofree char *words = NULL;

  if (!pointed && !sem_plot_get_point (plot, 0, last, &point))
    return;
  words = sem_plot_describe (plot, &point);
  draw_text (self, cr, sem_plot_get_title (plot), panel->x + PADDING, panel->y + TITLE / 2.0 + 4,
             0);
  draw_text (self, cr, words, panel->x + panel->look.width - PADDING - 6,
             panel->y + TITLE / 2.0 + 4, 1);
  cairo_save (cr);
  cairo_translate (cr, panel->x, panel->y + TITLE);
  sem_plot_draw (plot, cr, &panel->look);
  if (pointed)
    sem_plot_draw_point (plot, cr, &panel->look, &point);
  cairo_restore (cr);
}

static void
sem_loss_curve_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SemLossCurve *self = SEM_LOSS_CURVE (widget);
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                            (float) gtk_widget_get_height (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &all);
  guint number = 0;

  if (get_n_epochs (self) == 0)
    draw_text (self, cr, _("Training progress appears here."), PADDING, 2 * PADDING, 0);
  for (guint i = 0; i < SEM_COURSE_N_TERMS; i++)
    {
      Panel panel;

      if (!self->plots[i])
        continue;
      lay_out (self, i, number++, &panel);
      draw_panel (self, cr, self->plots[i], &panel);
    }
  cairo_destroy (cr);
}

/* Pointing ------------------------------------------------------------------------------------- */

static void
point_at (SemLossCurve *self, guint epoch)
{
  if (self->pointed == epoch)
    return;
  self->pointed = epoch;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
point_nowhere (SemLossCurve *self)
{
  point_at (self, 0);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, SemLossCurve *self)
{
  guint number = 0;

  for (guint i = 0; i < SEM_COURSE_N_TERMS; i++)
    {
      SemPlotPoint point;
      Panel panel;

      if (!self->plots[i])
        continue;
      lay_out (self, i, number++, &panel);
      if (x < panel.x || x >= panel.x + panel.look.width || y < panel.y
          || y >= panel.y + PANEL_HEIGHT)
        continue;
      point_at (self, sem_plot_find (self->plots[i], &panel.look, x - panel.x, y - panel.y - TITLE,
                                     &point)
                        ? (guint) point.x
                        : 0);
      return;
    }
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint key,
        guint code,
        GdkModifierType state,
        SemLossCurve *self)
{
  guint n = get_n_epochs (self);
  g_autoptr (SemEpoch) last = n > 0 ? g_list_model_get_item (self->epochs, n - 1) : NULL;
  guint end = last ? sem_epoch_get_number (last) : 0;
  guint at = self->pointed > 0 ? self->pointed : end;

  if (!last || (key != GDK_KEY_Left && key != GDK_KEY_Right))
    return GDK_EVENT_PROPAGATE;
  point_at (self, key == GDK_KEY_Left ? MAX (at, 2) - 1 : MIN (at + 1, end));
  return GDK_EVENT_STOP;
}

/* The widget ----------------------------------------------------------------------------------- */

static void
append_words (SemLossCurve *self, SemCourseTerm term, GString *words)
{
  const SemPlotSeries *series = sem_plot_get_series (self->plots[term], 0);
  SemPlotPoint first, last;
  g_autofree char *before = NULL, *now = NULL;

  if (!sem_plot_get_point (self->plots[term], 0, 0, &first)
      || !sem_plot_get_point (self->plots[term], 0, series->n - 1, &last))
    return;
  before = sem_plot_describe (self->plots[term], &first);
  now = sem_plot_describe (self->plots[term], &last);
  /* Translators: what is measured, its value, and its initial value. */
  g_string_append_printf (words, _(" %s: %s, initially %s."), sem_course_get_name (term), now,
                          before);
}

static void
clear_plots (SemLossCurve *self)
{
  for (guint i = 0; i < SEM_COURSE_N_TERMS; i++)
    g_clear_pointer (&self->plots[i], sem_plot_unref);
}

static void
update (SemLossCurve *self)
{
  guint n = get_n_epochs (self);
  g_autoptr (SemEpoch) last = n > 0 ? g_list_model_get_item (self->epochs, n - 1) : NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  clear_plots (self);
  if (last)
    /* Translators: progress of training, such as "Epoch 12 of 30." */
    g_string_append_printf (words, _("Epoch %u of %u."), sem_epoch_get_number (last),
                            sem_epoch_get_total (last));
  for (guint i = 0; i < SEM_COURSE_N_TERMS && last; i++)
    {
      self->plots[i] = sem_course_new_plot (self->epochs, i);
      if (self->plots[i])
        append_words (self, i, words);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  n > 0 ? words->str : _("Training progress appears here."), -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static GtkSizeRequestMode
sem_loss_curve_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sem_loss_curve_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  guint n = MAX (count_panels (SEM_LOSS_CURVE (widget)), 1);
  guint rows = for_size < 0 || for_size >= TWO_PANELS ? (n + 1) / 2 : n;

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? (int) rows * PANEL_HEIGHT : 0;
}

static void
sem_loss_curve_dispose (GObject *object)
{
  SemLossCurve *self = SEM_LOSS_CURVE (object);

  if (self->epochs)
    g_signal_handlers_disconnect_by_data (self->epochs, self);
  g_clear_object (&self->epochs);
  clear_plots (self);

  G_OBJECT_CLASS (sem_loss_curve_parent_class)->dispose (object);
}

static void
sem_loss_curve_class_init (SemLossCurveClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_loss_curve_dispose;
  widget_class->snapshot = sem_loss_curve_snapshot;
  widget_class->measure = sem_loss_curve_measure;
  widget_class->get_request_mode = sem_loss_curve_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "losscurve");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sem_loss_curve_init (SemLossCurve *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (point_nowhere), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Training progress"), -1);
  update (self);
}

void
sem_loss_curve_set_epochs (SemLossCurve *self, GListModel *epochs)
{
  g_return_if_fail (SEM_IS_LOSS_CURVE (self));

  if (self->epochs == epochs)
    return;
  if (self->epochs)
    g_signal_handlers_disconnect_by_data (self->epochs, self);
  g_set_object (&self->epochs, epochs);
  if (epochs)
    g_signal_connect_swapped (epochs, "items-changed", G_CALLBACK (update), self);
  update (self);
}
