/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-picture-view"

#include "config.h"

#include "ui/pictures/picture-view.h"

#include <math.h>

/* Largest enlargement of a pixel. */
#define MAX_ZOOM 16
/* A notch of the wheel. */
#define STEP 1.25

struct _SemPictureView
{
  GtkWidget parent_instance;

  GdkTexture *texture;
  GdkTexture *detail;
  graphene_rect_t detail_area;
  double width, height; /* of the picture, in its pixels */
  double zoom;
  gboolean fits;
  gboolean fills;
  double x, y; /* the point in the middle of the widget, in pixels of the picture */

  double pointer_x, pointer_y;
  double start_x, start_y, start_zoom; /* of a drag or a pinch */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemPictureView, sem_picture_view, GTK_TYPE_WIDGET)

/* Geometry ------------------------------------------------------------------------------------- */

/* Lengths of the widget for a pixel of the picture. */
static double
get_scale (SemPictureView *self)
{
  return self->zoom / gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

static double
get_fit_zoom (SemPictureView *self)
{
  const double factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const double width = gtk_widget_get_width (GTK_WIDGET (self)) * factor;
  const double height = gtk_widget_get_height (GTK_WIDGET (self)) * factor;

  if (self->width <= 0 || width <= 0 || height <= 0)
    return 1;
  return MIN (self->fills ? MAX_ZOOM : 1, MIN (width / self->width, height / self->height));
}

/* In the middle where the picture is smaller than the widget; else no edge is inside it. */
static double
clamp_centre (double centre, double picture, double visible)
{
  if (picture <= visible)
    return picture / 2;
  return CLAMP (centre, visible / 2, picture - visible / 2);
}

static void
settle (SemPictureView *self)
{
  const double fit = get_fit_zoom (self);
  double scale;

  self->zoom = self->fits ? fit : CLAMP (self->zoom, fit, MAX_ZOOM);
  scale = get_scale (self);
  self->x = clamp_centre (self->x, self->width, gtk_widget_get_width (GTK_WIDGET (self)) / scale);
  self->y = clamp_centre (self->y, self->height, gtk_widget_get_height (GTK_WIDGET (self)) / scale);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Zooms so that the point of the picture at @x, @y of the widget stays there. */
static void
zoom_at (SemPictureView *self, double zoom, double x, double y)
{
  const double from_x = x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.;
  const double from_y = y - gtk_widget_get_height (GTK_WIDGET (self)) / 2.;
  const double fit = get_fit_zoom (self);
  const double before = get_scale (self);
  double after;

  if (!self->texture)
    return;
  self->fits = zoom <= fit;
  self->zoom = CLAMP (zoom, fit, MAX_ZOOM);
  after = get_scale (self);
  self->x += from_x / before - from_x / after;
  self->y += from_y / before - from_y / after;
  settle (self);
}

/* Input ---------------------------------------------------------------------------------------- */

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, SemPictureView *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, SemPictureView *self)
{
  zoom_at (self, self->zoom * pow (STEP, -dy), self->pointer_x, self->pointer_y);
  return GDK_EVENT_STOP;
}

static void
click_cb (GtkGestureClick *gesture, int n_press, double x, double y, SemPictureView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (n_press != 2)
    return;
  if (self->fits && get_fit_zoom (self) < 1)
    zoom_at (self, 1, x, y);
  else
    sem_picture_view_fit (self);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, SemPictureView *self)
{
  self->start_x = self->x;
  self->start_y = self->y;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, SemPictureView *self)
{
  const double scale = get_scale (self);

  if (self->fits)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->x = self->start_x - dx / scale;
  self->y = self->start_y - dy / scale;
  settle (self);
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, SemPictureView *self)
{
  self->start_zoom = self->zoom;
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, SemPictureView *self)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    zoom_at (self, self->start_zoom * scale, x, y);
}

/* Widget --------------------------------------------------------------------------------------- */

static graphene_rect_t
place (SemPictureView *self, const graphene_rect_t *area)
{
  const double scale = get_scale (self);
  const double left = gtk_widget_get_width (GTK_WIDGET (self)) / 2. - self->x * scale;
  const double top = gtk_widget_get_height (GTK_WIDGET (self)) / 2. - self->y * scale;

  return GRAPHENE_RECT_INIT ((float) (left + area->origin.x * scale),
                             (float) (top + area->origin.y * scale),
                             (float) (area->size.width * scale),
                             (float) (area->size.height * scale));
}

static void
sem_picture_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SemPictureView *self = SEM_PICTURE_VIEW (widget);
  const graphene_rect_t whole =
    GRAPHENE_RECT_INIT (0, 0, (float) self->width, (float) self->height);
  graphene_rect_t bounds;

  if (!self->texture)
    return;
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget)));
  bounds = place (self, &whole);
  gtk_snapshot_append_texture (snapshot, self->texture, &bounds);
  if (self->detail)
    {
      bounds = place (self, &self->detail_area);
      gtk_snapshot_append_texture (snapshot, self->detail, &bounds);
    }
  gtk_snapshot_pop (snapshot);
}

static void
sem_picture_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  settle (SEM_PICTURE_VIEW (widget));
}

static void
sem_picture_view_dispose (GObject *object)
{
  SemPictureView *self = SEM_PICTURE_VIEW (object);

  g_clear_object (&self->texture);
  g_clear_object (&self->detail);

  G_OBJECT_CLASS (sem_picture_view_parent_class)->dispose (object);
}

static void
sem_picture_view_class_init (SemPictureViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_picture_view_dispose;
  widget_class->snapshot = sem_picture_view_snapshot;
  widget_class->size_allocate = sem_picture_view_size_allocate;
  signals[CHANGED] = g_signal_new ("changed", SEM_TYPE_PICTURE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "pictureview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_controller (SemPictureView *self, gpointer controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (controller));
}

static void
sem_picture_view_init (SemPictureView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  self->zoom = 1;
  self->fits = TRUE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (click_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  add_controller (self, motion);
  add_controller (self, scroll);
  add_controller (self, click);
  add_controller (self, drag);
  add_controller (self, pinch);
}

/* Public --------------------------------------------------------------------------------------- */

void
sem_picture_view_set_picture (SemPictureView *self, GdkTexture *texture, guint width, guint height)
{
  g_return_if_fail (SEM_IS_PICTURE_VIEW (self));

  g_set_object (&self->texture, texture);
  g_clear_object (&self->detail);
  self->width = width;
  self->height = height;
  self->fits = TRUE;
  settle (self);
}

void
sem_picture_view_set_texture (SemPictureView *self, GdkTexture *texture)
{
  g_return_if_fail (SEM_IS_PICTURE_VIEW (self));

  g_set_object (&self->texture, texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sem_picture_view_set_detail (SemPictureView *self, GdkTexture *texture, const graphene_rect_t *area)
{
  g_return_if_fail (SEM_IS_PICTURE_VIEW (self));

  g_set_object (&self->detail, texture);
  if (area)
    self->detail_area = *area;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GdkTexture *
sem_picture_view_get_texture (SemPictureView *self)
{
  g_return_val_if_fail (SEM_IS_PICTURE_VIEW (self), NULL);

  return self->texture;
}

double
sem_picture_view_get_zoom (SemPictureView *self)
{
  g_return_val_if_fail (SEM_IS_PICTURE_VIEW (self), 1);

  return self->zoom;
}

void
sem_picture_view_set_zoom (SemPictureView *self, double zoom)
{
  g_return_if_fail (SEM_IS_PICTURE_VIEW (self));

  zoom_at (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.,
           gtk_widget_get_height (GTK_WIDGET (self)) / 2.);
}

gboolean
sem_picture_view_get_fits (SemPictureView *self)
{
  g_return_val_if_fail (SEM_IS_PICTURE_VIEW (self), TRUE);

  return self->fits;
}

void
sem_picture_view_fit (SemPictureView *self)
{
  g_return_if_fail (SEM_IS_PICTURE_VIEW (self));

  self->fits = TRUE;
  settle (self);
}

void
sem_picture_view_set_fills (SemPictureView *self, gboolean fills)
{
  g_return_if_fail (SEM_IS_PICTURE_VIEW (self));

  self->fills = fills;
  settle (self);
}

double
sem_picture_view_get_place (SemPictureView *self, double *x, double *y)
{
  g_return_val_if_fail (SEM_IS_PICTURE_VIEW (self), 1);

  *x = self->width > 0 ? self->x / self->width : .5;
  *y = self->height > 0 ? self->y / self->height : .5;
  return self->zoom / get_fit_zoom (self);
}

void
sem_picture_view_set_place (SemPictureView *self, double zoom, double x, double y)
{
  g_return_if_fail (SEM_IS_PICTURE_VIEW (self));

  self->fits = zoom <= 1;
  self->zoom = zoom * get_fit_zoom (self);
  self->x = x * self->width;
  self->y = y * self->height;
  settle (self);
}

void
sem_picture_view_pan (SemPictureView *self, double x, double y)
{
  const double scale = get_scale (self);

  g_return_if_fail (SEM_IS_PICTURE_VIEW (self));

  self->x += x * gtk_widget_get_width (GTK_WIDGET (self)) / scale;
  self->y += y * gtk_widget_get_height (GTK_WIDGET (self)) / scale;
  settle (self);
}

void
sem_picture_view_get_visible (SemPictureView *self, graphene_rect_t *area)
{
  const double scale = get_scale (self);
  const double width = gtk_widget_get_width (GTK_WIDGET (self)) / scale;
  const double height = gtk_widget_get_height (GTK_WIDGET (self)) / scale;
  const graphene_rect_t whole =
    GRAPHENE_RECT_INIT (0, 0, (float) self->width, (float) self->height);

  *area = GRAPHENE_RECT_INIT ((float) (self->x - width / 2), (float) (self->y - height / 2),
                              (float) width, (float) height);
  if (!graphene_rect_intersection (area, &whole, area))
    *area = GRAPHENE_RECT_INIT (0, 0, 0, 0);
}

gboolean
sem_picture_view_get_bounds (SemPictureView *self, graphene_rect_t *bounds)
{
  const graphene_rect_t whole =
    GRAPHENE_RECT_INIT (0, 0, (float) self->width, (float) self->height);

  g_return_val_if_fail (SEM_IS_PICTURE_VIEW (self), FALSE);

  *bounds = place (self, &whole);
  return self->texture && self->width > 0 && self->height > 0;
}
