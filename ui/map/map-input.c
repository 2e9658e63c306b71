/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-map-view"

#include "config.h"

#include "ui/map/map-view-private.h"

#include <math.h>

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, SemMapView *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, SemMapView *self)
{
  sem_map_place_zoom (&self->place, pow (SEM_MAP_VIEW_STEP, -dy), self->pointer_x, self->pointer_y);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return GDK_EVENT_STOP;
}

static void
click_cb (GtkGestureClick *gesture, int n_press, double x, double y, SemMapView *self)
{
  guint position;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!sem_map_place_find (&self->place, x, y, &position))
    return;
  sem_map_view_move_cursor (self, position);
  if (n_press == 2)
    g_signal_emit_by_name (self, "open-photo", position);
}

static void
menu_click_cb (GtkGestureClick *gesture, int n_press, double x, double y, SemMapView *self)
{
  guint position;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!sem_map_place_find (&self->place, x, y, &position))
    return;
  sem_map_view_move_cursor (self, position);
  g_signal_emit_by_name (self, "menu", x, y);
}

/* In the middle of the photo that has the cursor. */
static void
ask_for_menu (SemMapView *self)
{
  graphene_rect_t bounds;

  sem_map_place_get_bounds (&self->place, self->cursor, &bounds);
  g_signal_emit_by_name (self, "menu", (double) (bounds.origin.x + bounds.size.width / 2),
                         (double) (bounds.origin.y + bounds.size.height / 2));
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
  gtk_widget_queue_draw (GTK_WIDGET (self));
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
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sem_map_view_zoom_middle (SemMapView *self, double factor)
{
  sem_map_place_zoom (&self->place, factor, gtk_widget_get_width (GTK_WIDGET (self)) / 2.,
                      gtk_widget_get_height (GTK_WIDGET (self)) / 2.);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Steps of the cursor; the arrows mean what the screen shows, in whatever direction people read. */
static gboolean
move_by_key (SemMapView *self, guint key, gboolean control)
{
  const int columns = (int) self->place.columns, n = (int) sem_map_view_get_n (self);
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
    sem_map_view_move_cursor (self, (guint) ((int) self->cursor + step));
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

  if (sem_map_view_get_n (self) == 0 || (state & GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (move_by_key (self, key, control))
    return GDK_EVENT_STOP;
  if (control)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    g_signal_emit_by_name (self, "open-photo", self->cursor);
  else if (key == GDK_KEY_Delete || key == GDK_KEY_KP_Delete)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.trash", NULL);
  else if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && (state & GDK_SHIFT_MASK)))
    ask_for_menu (self);
  else if (key == GDK_KEY_plus || key == GDK_KEY_KP_Add || key == GDK_KEY_equal)
    sem_map_view_zoom_middle (self, SEM_MAP_VIEW_STEP);
  else if (key == GDK_KEY_minus || key == GDK_KEY_KP_Subtract)
    sem_map_view_zoom_middle (self, 1 / SEM_MAP_VIEW_STEP);
  else if (key == GDK_KEY_0 || key == GDK_KEY_KP_0)
    {
      sem_map_place_fit (&self->place);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
add_controller (SemMapView *self, gpointer controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (controller));
}

void
sem_map_view_add_input (SemMapView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (click_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (menu_click_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  add_controller (self, motion);
  add_controller (self, scroll);
  add_controller (self, key);
  add_controller (self, click);
  add_controller (self, menu);
  add_controller (self, drag);
  add_controller (self, pinch);
}
