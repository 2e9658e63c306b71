/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-region-view"

#include "config.h"

#include "ui/region/region-view.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"

/* Around a corner, in pixels. */
#define HANDLE 14
/* Least side of a region, in pixels of the widget, when it is drawn; shorter drags are clicks. */
#define LEAST 8
/* Shares of the sides that a key moves. */
#define STEP .02
#define FINE_STEP .002
#define LEAST_SHARE .002

/* What a drag does: draws a new region, moves it, or moves two of its edges. */
typedef enum
{
  DRAW,
  MOVE,
  RESIZE,
} Mode;

typedef struct
{
  double x, y, width, height;
} Region;

struct _SemRegionView
{
  GtkWidget parent_instance;

  SemPictureView *view;
  gboolean marking;
  Region region; /* shares of the picture */

  Mode mode;
  Region start;             /* of the drag */
  double start_x, start_y;  /* in the widget */
  gboolean at_left, at_top; /* the edges that are moved */
};

enum
{
  PROP_0,
  PROP_VIEW,
  N_PROPS,
};

enum
{
  ACCEPTED,
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemRegionView, sem_region_view, GTK_TYPE_WIDGET)

static void
describe (SemRegionView *self)
{
  const Region *region = &self->region;
  g_autofree char *text =
    /* Translators: a part of a picture, in percent of its sides, for a screen reader. */
    g_strdup_printf (_("Region: %d %% from the left, %d %% from the top, %d %% wide, %d %% high"),
                     (int) (region->x * 100 + .5), (int) (region->y * 100 + .5),
                     (int) (region->width * 100 + .5), (int) (region->height * 100 + .5));

  sem_accessible_set_label (GTK_WIDGET (self), self->marking ? text : "");
}

static void
changed (SemRegionView *self)
{
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Keeps the size where @size is %FALSE. */
static void
set_region (SemRegionView *self, Region region, gboolean keep_size)
{
  region.width = CLAMP (region.width, LEAST_SHARE, 1);
  region.height = CLAMP (region.height, LEAST_SHARE, 1);
  if (keep_size)
    {
      region.x = CLAMP (region.x, 0, 1 - region.width);
      region.y = CLAMP (region.y, 0, 1 - region.height);
    }
  else
    {
      region.x = CLAMP (region.x, 0, 1 - LEAST_SHARE);
      region.y = CLAMP (region.y, 0, 1 - LEAST_SHARE);
      region.width = MIN (region.width, 1 - region.x);
      region.height = MIN (region.height, 1 - region.y);
    }
  self->region = region;
  changed (self);
}

static gboolean
get_bounds (SemRegionView *self, graphene_rect_t *bounds)
{
  return self->view && sem_picture_view_get_bounds (self->view, bounds);
}

static graphene_rect_t
place (const Region *region, const graphene_rect_t *bounds)
{
  return GRAPHENE_RECT_INIT (bounds->origin.x + (float) region->x * bounds->size.width,
                             bounds->origin.y + (float) region->y * bounds->size.height,
                             (float) region->width * bounds->size.width,
                             (float) region->height * bounds->size.height);
}

/* The pointer -----------------------------------------------------------------------------------*/

static gboolean
is_near (double a, double b)
{
  return fabs (a - b) <= HANDLE;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, SemRegionView *self)
{
  graphene_rect_t bounds, shown;
  gboolean left, top, right, bottom;

  if (!self->marking || !get_bounds (self, &bounds))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  shown = place (&self->region, &bounds);
  left = is_near (x, shown.origin.x);
  right = is_near (x, shown.origin.x + shown.size.width);
  top = is_near (y, shown.origin.y);
  bottom = is_near (y, shown.origin.y + shown.size.height);
  self->start = self->region;
  self->start_x = x;
  self->start_y = y;
  self->at_left = left && !right;
  self->at_top = top && !bottom;
  if ((left || right) && (top || bottom))
    self->mode = RESIZE;
  else if (graphene_rect_contains_point (&shown, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
    self->mode = MOVE;
  else
    self->mode = DRAW;
}

/* From one corner to the other, wherever they are. */
static void
span (SemRegionView *self, double x1, double y1, double x2, double y2)
{
  const double left = CLAMP (MIN (x1, x2), 0, 1), right = CLAMP (MAX (x1, x2), 0, 1);
  const double top = CLAMP (MIN (y1, y2), 0, 1), bottom = CLAMP (MAX (y1, y2), 0, 1);

  set_region (self, (Region){ left, top, right - left, bottom - top }, FALSE);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, SemRegionView *self)
{
  const Region *start = &self->start;
  graphene_rect_t bounds;
  double share_x, share_y;

  if (!get_bounds (self, &bounds))
    return;
  share_x = dx / bounds.size.width;
  share_y = dy / bounds.size.height;
  if (self->mode == MOVE)
    set_region (self,
                (Region){ start->x + share_x, start->y + share_y, start->width, start->height },
                TRUE);
  else if (self->mode == RESIZE)
    span (self, start->x + (self->at_left ? share_x : 0), start->y + (self->at_top ? share_y : 0),
          start->x + start->width + (self->at_left ? 0 : share_x),
          start->y + start->height + (self->at_top ? 0 : share_y));
  else if (fabs (dx) >= LEAST && fabs (dy) >= LEAST)
    {
      const double x = (self->start_x - bounds.origin.x) / bounds.size.width;
      const double y = (self->start_y - bounds.origin.y) / bounds.size.height;

      span (self, x, y, x + share_x, y + share_y);
    }
}

static void
click_cb (GtkGestureClick *gesture, int n_press, double x, double y, SemRegionView *self)
{
  if (self->marking && n_press == 2)
    g_signal_emit (self, signals[ACCEPTED], 0);
}

/* Keys ------------------------------------------------------------------------------------------*/

static gboolean
move_by_key (SemRegionView *self, double x, double y, GdkModifierType state)
{
  const double step = (state & GDK_CONTROL_MASK) ? FINE_STEP : STEP;
  Region region = self->region;

  if (state & GDK_SHIFT_MASK)
    {
      region.width += x * step;
      region.height += y * step;
      set_region (self, region, FALSE);
    }
  else
    {
      region.x += x * step;
      region.y += y * step;
      set_region (self, region, TRUE);
    }
  return GDK_EVENT_STOP;
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        SemRegionView *self)
{
  if (!self->marking || (state & GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return move_by_key (self, -1, 0, state);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return move_by_key (self, 1, 0, state);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return move_by_key (self, 0, -1, state);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return move_by_key (self, 0, 1, state);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      g_signal_emit (self, signals[ACCEPTED], 0);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Widget ----------------------------------------------------------------------------------------*/

/* What is not marked is dimmed. */
static void
draw_region (SemRegionView *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  const GdkRGBA shade = { 0, 0, 0, .5f }, line = { 1, 1, 1, 1 }, dark = { 0, 0, 0, .6f };
  const graphene_rect_t r = place (&self->region, bounds);
  const float right = r.origin.x + r.size.width, bottom = r.origin.y + r.size.height;
  const float end_x = bounds->origin.x + bounds->size.width;
  const float end_y = bounds->origin.y + bounds->size.height;
  const graphene_rect_t sides[] = {
    GRAPHENE_RECT_INIT (bounds->origin.x, bounds->origin.y, bounds->size.width,
                        r.origin.y - bounds->origin.y),
    GRAPHENE_RECT_INIT (bounds->origin.x, bottom, bounds->size.width, end_y - bottom),
    GRAPHENE_RECT_INIT (bounds->origin.x, r.origin.y, r.origin.x - bounds->origin.x, r.size.height),
    GRAPHENE_RECT_INIT (right, r.origin.y, end_x - right, r.size.height),
  };
  const graphene_point_t corners[] = {
    GRAPHENE_POINT_INIT (r.origin.x, r.origin.y),
    GRAPHENE_POINT_INIT (right, r.origin.y),
    GRAPHENE_POINT_INIT (r.origin.x, bottom),
    GRAPHENE_POINT_INIT (right, bottom),
  };
  GskRoundedRect frame;

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    if (sides[i].size.width > 0 && sides[i].size.height > 0)
      gtk_snapshot_append_color (snapshot, &shade, &sides[i]);
  gsk_rounded_rect_init_from_rect (&frame, &r, 0);
  gtk_snapshot_append_border (snapshot, &frame, (float[4]){ 2, 2, 2, 2 },
                              (GdkRGBA[4]){ line, line, line, line });
  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      const graphene_rect_t outer = GRAPHENE_RECT_INIT (corners[i].x - 6, corners[i].y - 6, 12, 12);
      const graphene_rect_t inner = GRAPHENE_RECT_INIT (corners[i].x - 5, corners[i].y - 5, 10, 10);

      gtk_snapshot_append_color (snapshot, &dark, &outer);
      gtk_snapshot_append_color (snapshot, &line, &inner);
    }
}

static void
sem_region_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SemRegionView *self = SEM_REGION_VIEW (widget);
  graphene_rect_t bounds;

  GTK_WIDGET_CLASS (sem_region_view_parent_class)->snapshot (widget, snapshot);
  if (!self->marking || !get_bounds (self, &bounds))
    return;
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget)));
  draw_region (self, snapshot, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
sem_region_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SemRegionView *self = SEM_REGION_VIEW (object);

  switch (id)
    {
    case PROP_VIEW:
      self->view = g_value_get_object (value);
      gtk_widget_set_parent (GTK_WIDGET (self->view), GTK_WIDGET (self));
      g_signal_connect_object (self->view, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                               G_CONNECT_SWAPPED);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_region_view_dispose (GObject *object)
{
  GtkWidget *view = (GtkWidget *) SEM_REGION_VIEW (object)->view;

  SEM_REGION_VIEW (object)->view = NULL;
  g_clear_pointer (&view, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_region_view_parent_class)->dispose (object);
}

static void
sem_region_view_class_init (SemRegionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_region_view_dispose;
  object_class->set_property = sem_region_view_set_property;
  widget_class->snapshot = sem_region_view_snapshot;
  properties[PROP_VIEW] =
    g_param_spec_object ("view", NULL, NULL, SEM_TYPE_PICTURE_VIEW,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[ACCEPTED] = g_signal_new ("accepted", SEM_TYPE_REGION_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", SEM_TYPE_REGION_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "regionview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_region_view_init (SemRegionView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_gesture_group (click, drag);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (click_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* Half of each side of what is visible; of all of it where nothing has a size yet. */
static Region
choose_region (SemRegionView *self, const graphene_rect_t *bounds)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  const double height = gtk_widget_get_height (GTK_WIDGET (self));
  const double left = MAX (0, -bounds->origin.x / bounds->size.width);
  const double top = MAX (0, -bounds->origin.y / bounds->size.height);
  const double right = MIN (1, (width - bounds->origin.x) / bounds->size.width);
  const double bottom = MIN (1, (height - bounds->origin.y) / bounds->size.height);

  if (right <= left || bottom <= top)
    return (Region){ .25, .25, .5, .5 };
  return (Region){ left + (right - left) / 4, top + (bottom - top) / 4, (right - left) / 2,
                   (bottom - top) / 2 };
}

void
sem_region_view_set_marking (SemRegionView *self, gboolean marking)
{
  graphene_rect_t bounds;

  g_return_if_fail (SEM_IS_REGION_VIEW (self));

  if (marking == self->marking || (marking && !get_bounds (self, &bounds)))
    return;
  self->marking = marking;
  gtk_widget_set_focusable (GTK_WIDGET (self), marking);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), marking ? "crosshair" : NULL);
  if (marking)
    {
      self->region = choose_region (self, &bounds);
      gtk_widget_grab_focus (GTK_WIDGET (self));
    }
  changed (self);
}

gboolean
sem_region_view_get_marking (SemRegionView *self)
{
  g_return_val_if_fail (SEM_IS_REGION_VIEW (self), FALSE);

  return self->marking;
}

void
sem_region_view_set_region (SemRegionView *self, const double *region)
{
  g_return_if_fail (SEM_IS_REGION_VIEW (self));

  set_region (self, (Region){ region[0], region[1], region[2], region[3] }, FALSE);
}

void
sem_region_view_get_region (SemRegionView *self, double *region)
{
  g_return_if_fail (SEM_IS_REGION_VIEW (self));

  region[0] = self->region.x;
  region[1] = self->region.y;
  region[2] = self->region.width;
  region[3] = self->region.height;
}
