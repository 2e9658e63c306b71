/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-plot-view"

#include "config.h"

#include "ui/quality/plot-view.h"

#include <math.h>

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define HEIGHT 300
#define MIN_WIDTH 260
/* Radians a pixel, and a key. */
#define DRAG 0.01
#define STEP (G_PI / 24)
#define ZOOM 0.25
#define MOST_ZOOM 4.0

struct _SemPlotView
{
  GtkWidget parent_instance;

  SemFigure *figure;
  SemPlotColours colours;
  gboolean has_point;
  SemPlotPoint point;
  char *words;
  SemPlotTurn turn;  /* of a space */
  SemPlotTurn begun; /* when it was dragged or pinched */
  gboolean dragged;
};

enum
{
  PROP_0,
  PROP_WORDS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint opened_signal;

G_DEFINE_FINAL_TYPE (SemPlotView, sem_plot_view, GTK_TYPE_WIDGET)

static SemPlotLook
get_look (SemPlotView *self)
{
  return (SemPlotLook){ .colours = &self->colours,
                        .width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1),
                        .height = MAX (gtk_widget_get_height (GTK_WIDGET (self)), 1),
                        .text = 1,
                        .turn = self->turn };
}

static gboolean
is_space (SemPlotView *self)
{
  return sem_plot_get_n_eyes (sem_figure_get_plot (self->figure)) > 0;
}

/* The card behind it shows through. */
static void
update_colours (SemPlotView *self)
{
  self->colours =
    *sem_plot_colours_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  self->colours.background.alpha = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What stands in for a picture that is not seen. */
static const char *
get_description (SemPlotView *self)
{
  const char *healthy = sem_figure_get_healthy (self->figure);

  if (self->words)
    return self->words;
  return *healthy ? healthy : sem_figure_get_explanation (self->figure);
}

/* @point: (nullable) */
static void
set_point (SemPlotView *self, const SemPlotPoint *point)
{
  self->has_point = point != NULL;
  if (point)
    self->point = *point;
  g_free (self->words);
  self->words = point ? sem_plot_describe (sem_figure_get_plot (self->figure), point) : NULL;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  get_description (self), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORDS]);
}

void
sem_plot_view_point_at (SemPlotView *self, double x, double y)
{
  const SemPlotLook look = get_look (self);
  SemPlotPoint point;
  gboolean found = sem_plot_find (sem_figure_get_plot (self->figure), &look, x, y, &point);

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), found ? "pointer" : NULL);
  if (found && self->has_point && point.series == self->point.series
      && point.index == self->point.index)
    return;
  if (found || self->has_point)
    set_point (self, found ? &point : NULL);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, SemPlotView *self)
{
  sem_plot_view_point_at (self, x, y);
}

static void
leave_cb (GtkEventControllerMotion *motion, SemPlotView *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self)))
    set_point (self, NULL);
}

static void
open_point (SemPlotView *self)
{
  SemPlotPoint point = self->point;

  if (self->has_point)
    g_signal_emit (self, opened_signal, 0, &point);
}

/* Turns and zooms a space; nothing turns further than upside down. */
static void
turn (SemPlotView *self, double yaw, double pitch, double zoom)
{
  self->turn.yaw = fmod (yaw, 2 * G_PI);
  self->turn.pitch = CLAMP (pitch, -G_PI / 2, G_PI / 2);
  self->turn.zoom = CLAMP (zoom, -MOST_ZOOM, MOST_ZOOM);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, SemPlotView *self)
{
  self->begun = self->turn;
  self->dragged = FALSE;
  if (!is_space (self))
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_update_cb (GtkGestureDrag *drag, double x, double y, SemPlotView *self)
{
  if (!self->dragged && !gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) x, (int) y))
    return;
  self->dragged = TRUE;
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  turn (self, self->begun.yaw + x * DRAG, self->begun.pitch + y * DRAG, self->turn.zoom);
}

static void
pinch_begin_cb (GtkGesture *pinch, GdkEventSequence *sequence, SemPlotView *self)
{
  self->begun = self->turn;
  if (!is_space (self))
    gtk_gesture_set_state (pinch, GTK_EVENT_SEQUENCE_DENIED);
}

static void
pinch_cb (GtkGestureZoom *pinch, double scale, SemPlotView *self)
{
  if (is_space (self) && scale > 0)
    turn (self, self->turn.yaw, self->turn.pitch, self->begun.zoom + log2 (scale));
}

/* Without Ctrl the page is scrolled. */
static gboolean
scroll_cb (GtkEventControllerScroll *scroll, double x, double y, SemPlotView *self)
{
  const GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if (!is_space (self) || !(state & GDK_CONTROL_MASK))
    return FALSE;
  turn (self, self->turn.yaw, self->turn.pitch, self->turn.zoom - y * ZOOM);
  return TRUE;
}

static void
released_cb (GtkGestureClick *click, int n_press, double x, double y, SemPlotView *self)
{
  if (self->dragged)
    return;
  sem_plot_view_point_at (self, x, y);
  open_point (self);
}

/* To the next point of the series, and from its end to the next series. */
static void
move (SemPlotView *self, int step)
{
  SemPlot *plot = sem_figure_get_plot (self->figure);
  guint n_series = sem_plot_get_n_series (plot);
  SemPlotPoint point;
  int index = self->has_point ? (int) self->point.index + step : 0;
  guint series = self->has_point ? self->point.series : 0;

  if (index < 0 && series > 0)
    {
      series--;
      index = (int) sem_plot_get_series (plot, series)->n - 1;
    }
  else if (!sem_plot_get_point (plot, series, (guint) MAX (index, 0), &point)
           && series + 1 < n_series)
    {
      series++;
      index = 0;
    }
  if (index >= 0 && sem_plot_get_point (plot, series, (guint) index, &point))
    set_point (self, &point);
}

/* Returns: whether the key turns or zooms a space, or moves to another of its points */
static gboolean
turn_by_key (SemPlotView *self, guint key)
{
  const SemPlotTurn *at = &self->turn;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      turn (self, at->yaw + (key == GDK_KEY_Left ? -STEP : STEP), at->pitch, at->zoom);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      turn (self, at->yaw, at->pitch + (key == GDK_KEY_Up ? -STEP : STEP), at->zoom);
      return TRUE;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      turn (self, at->yaw, at->pitch, at->zoom + ZOOM);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      turn (self, at->yaw, at->pitch, at->zoom - ZOOM);
      return TRUE;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      turn (self, 0, 0, 0);
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
      move (self, key == GDK_KEY_Page_Up ? -1 : 1);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint key,
        guint code,
        GdkModifierType state,
        SemPlotView *self)
{
  int n = (int) sem_plot_get_n_cells (sem_figure_get_plot (self->figure));

  if (is_space (self) && !(state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) && turn_by_key (self, key))
    return TRUE;
  switch (key)
    {
    case GDK_KEY_Left:
      move (self, -1);
      return TRUE;
    case GDK_KEY_Right:
      move (self, 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      if (n == 0)
        return FALSE;
      move (self, key == GDK_KEY_Up ? -n : n);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      open_point (self);
      return self->has_point;
    default:
      return FALSE;
    }
}

static void
sem_plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SemPlotView *self = SEM_PLOT_VIEW (widget);
  const SemPlotLook look = get_look (self);
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) look.width, (float) look.height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  sem_plot_draw (sem_figure_get_plot (self->figure), cr, &look);
  if (self->has_point)
    sem_plot_draw_point (sem_figure_get_plot (self->figure), cr, &look, &self->point);
  cairo_destroy (cr);
}

static void
sem_plot_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : HEIGHT;
}

static void
sem_plot_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_WORDS)
    g_value_set_string (value, SEM_PLOT_VIEW (object)->words);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_plot_view_dispose (GObject *object)
{
  SemPlotView *self = SEM_PLOT_VIEW (object);

  g_clear_object (&self->figure);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (sem_plot_view_parent_class)->dispose (object);
}

static void
sem_plot_view_class_init (SemPlotViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_plot_view_dispose;
  object_class->get_property = sem_plot_view_get_property;
  widget_class->snapshot = sem_plot_view_snapshot;
  widget_class->measure = sem_plot_view_measure;
  properties[PROP_WORDS] =
    g_param_spec_string ("words", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  opened_signal = g_signal_new ("point-opened", SEM_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_css_name (widget_class, "plotview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sem_plot_view_init (SemPlotView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_colours), self, G_CONNECT_SWAPPED);
  update_colours (self);
}

GtkWidget *
sem_plot_view_new (SemFigure *figure)
{
  SemPlotView *self = g_object_new (SEM_TYPE_PLOT_VIEW, NULL);

  self->figure = g_object_ref (figure);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sem_plot_get_title (sem_figure_get_plot (figure)),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, get_description (self), -1);
  return GTK_WIDGET (self);
}

const SemPlotTurn *
sem_plot_view_get_turn (SemPlotView *self)
{
  g_return_val_if_fail (SEM_IS_PLOT_VIEW (self), NULL);

  return &self->turn;
}

const char *
sem_plot_view_get_words (SemPlotView *self)
{
  g_return_val_if_fail (SEM_IS_PLOT_VIEW (self), NULL);

  return self->words;
}
