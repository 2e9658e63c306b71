/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-map-view"

#include "config.h"

#include "ui/map/map-view.h"

#include <math.h>

#include "ui/accessible.h"
#include "ui/map/map-place.h"
#include "ui/map/map-tiles.h"

/* Squares of fewer lengths a side show colours alone. */
#define THUMBNAIL_SIDE 20
/* Between thumbnails, on each side of one. */
#define GAP 1
/* A notch of the wheel, or a key. */
#define STEP 1.25
/* Of a line around a hit, and around the cursor. */
#define LINE 2

struct _SemMapView
{
  GtkWidget parent_instance;

  SemMap *map;
  GListModel *hits;
  SemMapTiles *tiles;
  cairo_surface_t *colours; /* a pixel for each photo */
  SemMapPlace place;
  guint cursor;
  SemPhoto *photo; /* at the cursor */
  GCancellable *naming;

  double pointer_x, pointer_y;
  SemMapPlace start; /* of a drag or a pinch */
};

enum
{
  PROP_0,
  PROP_CURSOR,
  N_PROPS,
};

enum
{
  OPEN_PHOTO,
  NAMED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemMapView, sem_map_view, GTK_TYPE_WIDGET)

static guint
get_n (SemMapView *self)
{
  return self->map ? g_list_model_get_n_items (G_LIST_MODEL (self->map)) : 0;
}

static void
redraw (gpointer self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The cursor ----------------------------------------------------------------------------------- */

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemMapView) self = user_data;
  g_autoptr (GError) error = NULL;
  SemPixels *pixels = sem_photo_load_thumbnail_finish (SEM_PHOTO (source), result, &error);

  g_clear_pointer (&pixels, sem_pixels_free);
  if (SEM_PHOTO (source) != self->photo)
    return;
  sem_accessible_set_label (GTK_WIDGET (self), sem_map_view_get_name (self));
  g_signal_emit (self, signals[NAMED], 0);
}

/* Titles are read when they are needed. */
static void
load_name (SemMapView *self)
{
  g_cancellable_cancel (self->naming);
  g_clear_object (&self->naming);
  g_clear_object (&self->photo);
  if (self->cursor < get_n (self))
    self->photo = g_list_model_get_item (G_LIST_MODEL (self->map), self->cursor);
  if (!self->photo)
    return;
  self->naming = g_cancellable_new ();
  sem_photo_load_thumbnail_async (self->photo, self->naming, named_cb, g_object_ref (self));
}

static void
move_cursor (SemMapView *self, guint position)
{
  if (position >= get_n (self))
    return;
  sem_map_place_reveal (&self->place, position);
  redraw (self);
  if (position == self->cursor && self->photo)
    return;
  self->cursor = position;
  load_name (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURSOR]);
}

/* Input ---------------------------------------------------------------------------------------- */

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, SemMapView *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, SemMapView *self)
{
  sem_map_place_zoom (&self->place, pow (STEP, -dy), self->pointer_x, self->pointer_y);
  redraw (self);
  return GDK_EVENT_STOP;
}

static void
click_cb (GtkGestureClick *gesture, int n_press, double x, double y, SemMapView *self)
{
  guint position;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!sem_map_place_find (&self->place, x, y, &position))
    return;
  move_cursor (self, position);
  if (n_press == 2)
    g_signal_emit (self, signals[OPEN_PHOTO], 0, position);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, SemMapView *self)
{
  self->start = self->place;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, SemMapView *self)
{
  if (self->place.fits)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  sem_map_place_move (&self->place, self->start.x + dx, self->start.y + dy);
  redraw (self);
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, SemMapView *self)
{
  self->start = self->place;
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, SemMapView *self)
{
  double x, y;

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  sem_map_place_zoom (&self->place, self->start.side * scale / self->place.side, x, y);
  redraw (self);
}

/* Steps of the cursor; the arrows mean what the screen shows, in whatever direction people read. */
static gboolean
move_by_key (SemMapView *self, guint key, gboolean control)
{
  const int columns = (int) self->place.columns, n = (int) get_n (self);
  const int column = (int) self->cursor % columns;
  const int page =
    columns * MAX (1, (int) (gtk_widget_get_height (GTK_WIDGET (self)) / self->place.side) - 1);
  int step = 0;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      step = column > 0 ? -1 : 0;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      step = column + 1 < columns ? 1 : 0;
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step = -columns;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step = columns;
      break;
    case GDK_KEY_Page_Up:
      step = -MIN (page, (int) self->cursor / columns * columns);
      break;
    case GDK_KEY_Page_Down:
      step = MIN (page, (n - 1 - (int) self->cursor) / columns * columns);
      break;
    case GDK_KEY_Home:
      step = control ? -(int) self->cursor : -column;
      break;
    case GDK_KEY_End:
      step = control ? n - 1 - (int) self->cursor : columns - 1 - column;
      step = MIN (step, n - 1 - (int) self->cursor);
      break;
    default:
      return FALSE;
    }
  if ((int) self->cursor + step >= 0 && (int) self->cursor + step < n)
    move_cursor (self, (guint) ((int) self->cursor + step));
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        SemMapView *self)
{
  const gboolean control = (state & GDK_CONTROL_MASK) != 0;

  if (get_n (self) == 0 || (state & GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (move_by_key (self, key, control))
    return GDK_EVENT_STOP;
  if (control)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    g_signal_emit (self, signals[OPEN_PHOTO], 0, self->cursor);
  else if (key == GDK_KEY_plus || key == GDK_KEY_KP_Add || key == GDK_KEY_equal)
    sem_map_view_zoom (self, STEP);
  else if (key == GDK_KEY_minus || key == GDK_KEY_KP_Subtract)
    sem_map_view_zoom (self, 1 / STEP);
  else if (key == GDK_KEY_0 || key == GDK_KEY_KP_0)
    sem_map_view_fit (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* Drawing -------------------------------------------------------------------------------------- */

static void
make_colours (SemMapView *self)
{
  const guint8 *colours = self->map ? sem_map_get_colours (self->map) : NULL;
  const int columns = (int) self->place.columns, n = (int) get_n (self);
  const int rows = columns > 0 ? (n + columns - 1) / columns : 0;
  guint8 *pixels;
  int stride;

  g_clear_pointer (&self->colours, cairo_surface_destroy);
  if (!colours || rows == 0)
    return;
  self->colours = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, columns, rows);
  pixels = cairo_image_surface_get_data (self->colours);
  stride = cairo_image_surface_get_stride (self->colours);
  for (int i = 0; pixels && i < n; i++)
    {
      const guint8 *colour = colours + (gsize) i * 3;
      guint32 *pixel =
        (guint32 *) (gpointer) (pixels + (gsize) (i / columns) * (gsize) stride) + i % columns;

      *pixel = 0xff000000u | (guint32) colour[0] << 16 | (guint32) colour[1] << 8 | colour[2];
    }
  cairo_surface_mark_dirty (self->colours);
}

static void
draw_colours (SemMapView *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);

  cairo_translate (cr, self->place.x, self->place.y);
  cairo_scale (cr, self->place.side, self->place.side);
  cairo_set_source_surface (cr, self->colours, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static void
draw_thumbnail (SemMapView *self, GtkSnapshot *snapshot, guint position)
{
  const int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  GdkTexture *texture =
    sem_map_tiles_get (self->tiles, position, (guint) ceil (self->place.side) * (guint) factor);
  graphene_rect_t bounds;

  sem_map_place_get_bounds (&self->place, position, &bounds);
  graphene_rect_inset (&bounds, GAP, GAP);
  if (texture)
    gtk_snapshot_append_texture (snapshot, texture, &bounds);
  else
    {
      const guint8 *colour = sem_map_get_colours (self->map) + (gsize) position * 3;
      const GdkRGBA rgba = { colour[0] / 255.f, colour[1] / 255.f, colour[2] / 255.f, 1 };

      gtk_snapshot_append_color (snapshot, &rgba, &bounds);
    }
}

static void
draw_thumbnails (SemMapView *self, GtkSnapshot *snapshot)
{
  const guint columns = self->place.columns, n = get_n (self);
  SemMapRange range;

  sem_map_place_get_visible (&self->place, &range);
  for (guint row = range.top; row < range.bottom; row++)
    for (guint column = range.left; column < range.right; column++)
      if (row * columns + column < n)
        draw_thumbnail (self, snapshot, row * columns + column);
}

static void
draw_line (SemMapView *self, GtkSnapshot *snapshot, guint position, const GdkRGBA *colour)
{
  const float widths[] = { LINE, LINE, LINE, LINE };
  const GdkRGBA colours[] = { *colour, *colour, *colour, *colour };
  graphene_rect_t bounds;
  GskRoundedRect outline;

  sem_map_place_get_bounds (&self->place, position, &bounds);
  /* So that it can be seen from far away. */
  if (bounds.size.width < 4 * LINE)
    graphene_rect_inset (&bounds, bounds.size.width / 2 - 2 * LINE,
                         bounds.size.height / 2 - 2 * LINE);
  gsk_rounded_rect_init_from_rect (&outline, &bounds, LINE);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

static gint64
get_id (gpointer item)
{
  return SEM_IS_MATCH (item) ? sem_photo_get_id (sem_match_get_photo (item))
                             : sem_photo_get_id (item);
}

static void
draw_hits (SemMapView *self, GtkSnapshot *snapshot, const GdkRGBA *colour)
{
  for (guint i = 0; self->hits && i < g_list_model_get_n_items (self->hits); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->hits, i);
      guint position;

      if (sem_map_find (self->map, get_id (item), &position))
        draw_line (self, snapshot, position, colour);
    }
}

static void
sem_map_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SemMapView *self = SEM_MAP_VIEW (widget);
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                     (float) gtk_widget_get_height (widget));
  GdkRGBA accent = { .208f, .518f, .894f, 1 }, text;

  if (get_n (self) == 0 || !self->colours)
    return;
  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "accent_bg_color",
                                  &accent);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  gtk_snapshot_push_clip (snapshot, &bounds);
  if (self->place.side < THUMBNAIL_SIDE)
    draw_colours (self, snapshot, &bounds);
  else
    {
      sem_map_tiles_begin (self->tiles);
      draw_thumbnails (self, snapshot);
      sem_map_tiles_end (self->tiles);
    }
  draw_hits (self, snapshot, &accent);
  if (gtk_widget_has_focus (widget))
    draw_line (self, snapshot, self->cursor, &text);
  gtk_snapshot_pop (snapshot);
}

/* Widget --------------------------------------------------------------------------------------- */

static void
sem_map_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  sem_map_place_resize (&SEM_MAP_VIEW (widget)->place, width, height);
}

static void
changed_cb (SemMapView *self)
{
  sem_map_tiles_set_map (self->tiles, self->map);
  sem_map_place_set_grid (&self->place, get_n (self), sem_map_get_columns (self->map));
  make_colours (self);
  self->cursor = MIN (self->cursor, MAX (get_n (self), 1) - 1);
  load_name (self);
  redraw (self);
}

static void
sem_map_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CURSOR)
    g_value_set_uint (value, sem_map_view_get_cursor (SEM_MAP_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_map_view_dispose (GObject *object)
{
  SemMapView *self = SEM_MAP_VIEW (object);

  g_cancellable_cancel (self->naming);
  g_clear_object (&self->naming);
  g_clear_object (&self->photo);
  sem_map_view_set_hits (self, NULL);
  if (self->map)
    g_signal_handlers_disconnect_by_data (self->map, self);
  g_clear_object (&self->map);
  g_clear_pointer (&self->tiles, sem_map_tiles_free);
  g_clear_pointer (&self->colours, cairo_surface_destroy);

  G_OBJECT_CLASS (sem_map_view_parent_class)->dispose (object);
}

static void
sem_map_view_class_init (SemMapViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_map_view_dispose;
  object_class->get_property = sem_map_view_get_property;
  widget_class->snapshot = sem_map_view_snapshot;
  widget_class->size_allocate = sem_map_view_size_allocate;
  properties[PROP_CURSOR] = g_param_spec_uint ("cursor", NULL, NULL, 0, G_MAXUINT, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[OPEN_PHOTO] = g_signal_new ("open-photo", SEM_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[NAMED] = g_signal_new ("named", SEM_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "mapview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_controller (SemMapView *self, gpointer controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (controller));
}

static void
sem_map_view_init (SemMapView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  self->tiles = sem_map_tiles_new (redraw, self);
  sem_map_place_init (&self->place);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (click_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (redraw), NULL);
  add_controller (self, motion);
  add_controller (self, scroll);
  add_controller (self, key);
  add_controller (self, click);
  add_controller (self, drag);
  add_controller (self, pinch);
}

/* Public --------------------------------------------------------------------------------------- */

void
sem_map_view_set_map (SemMapView *self, SemMap *map)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));
  g_return_if_fail (!self->map);

  self->map = g_object_ref (map);
  g_signal_connect_swapped (map, "items-changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
}

void
sem_map_view_set_hits (SemMapView *self, GListModel *hits)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));

  if (self->hits)
    g_signal_handlers_disconnect_by_data (self->hits, self);
  g_set_object (&self->hits, hits);
  if (hits)
    g_signal_connect_swapped (hits, "items-changed", G_CALLBACK (redraw), self);
  redraw (self);
}

guint
sem_map_view_get_cursor (SemMapView *self)
{
  g_return_val_if_fail (SEM_IS_MAP_VIEW (self), 0);
  return self->cursor;
}

void
sem_map_view_set_cursor (SemMapView *self, guint position)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));
  move_cursor (self, position);
}

const char *
sem_map_view_get_name (SemMapView *self)
{
  g_return_val_if_fail (SEM_IS_MAP_VIEW (self), "");
  return self->photo ? sem_photo_get_title (self->photo) : "";
}

double
sem_map_view_get_side (SemMapView *self)
{
  g_return_val_if_fail (SEM_IS_MAP_VIEW (self), 0);
  return self->place.side;
}

void
sem_map_view_zoom (SemMapView *self, double factor)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));

  sem_map_place_zoom (&self->place, factor, gtk_widget_get_width (GTK_WIDGET (self)) / 2.,
                      gtk_widget_get_height (GTK_WIDGET (self)) / 2.);
  redraw (self);
}

void
sem_map_view_fit (SemMapView *self)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));

  sem_map_place_fit (&self->place);
  redraw (self);
}

void
sem_map_view_get_bounds (SemMapView *self, guint position, graphene_rect_t *bounds)
{
  g_return_if_fail (SEM_IS_MAP_VIEW (self));
  sem_map_place_get_bounds (&self->place, position, bounds);
}
