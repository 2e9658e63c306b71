/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/widgets/photo-grid-private.h"

#include <math.h>

/* Layouts of a frame that the grid gets at most to lay out a new model. GTK allows four. */
#define LAYOUTS 2

static GtkAdjustment *
vadjustment (SemPhotoGrid *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}

/* Emits "place-changed", unless the grid is about to go to a place. */
static void
place_changed (SemPhotoGrid *self)
{
  if (!self->placing)
    g_signal_emit_by_name (self, "place-changed");
}

/* Cells ---------------------------------------------------------------------------------------- */

/* Returns: the position of the item that @cell shows, or GTK_INVALID_LIST_POSITION. */
static guint
cell_position (GtkWidget *cell)
{
  GtkWidget *tile = cell != NULL ? gtk_widget_get_first_child (cell) : NULL;
  GtkListItem *item = tile != NULL ? g_object_get_data (G_OBJECT (tile), "list-item") : NULL;

  return item != NULL ? gtk_list_item_get_position (item) : GTK_INVALID_LIST_POSITION;
}

static GtkWidget *
find_cell (SemPhotoGrid *self, guint position)
{
  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (self->view)); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    if (cell_position (cell) == position && position != GTK_INVALID_LIST_POSITION)
      return cell;
  return NULL;
}

/* Returns: 0 for a cell out of view, 1 for one that is partly in view, 2 for one that is wholly. */
static int
visibility (SemPhotoGrid *self, GtkWidget *cell)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self->view));
  graphene_rect_t bounds;
  double top, bottom;

  /* Cells that were scrolled away are hidden where they were. */
  if (!gtk_widget_get_child_visible (cell)
      || !gtk_widget_compute_bounds (cell, GTK_WIDGET (self->view), &bounds)
      || bounds.size.height <= 0)
    return 0;
  top = bounds.origin.y;
  bottom = top + bounds.size.height;
  if (top >= -.5 && bottom <= height + .5)
    return 2;
  return bottom > 0 && top < height ? 1 : 0;
}

/* Returns: (nullable): the first cell that is wholly in view, else the first one in view, else the
 * first one. */
static GtkWidget *
first_cell_in_view (SemPhotoGrid *self)
{
  GtkWidget *best = NULL;
  int best_visibility = -1;

  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (self->view)); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      int visible = visibility (self, cell);

      if (cell_position (cell) == GTK_INVALID_LIST_POSITION || visible < best_visibility
          || (visible == best_visibility && cell_position (cell) > cell_position (best)))
        continue;
      best = cell;
      best_visibility = visible;
    }
  return best;
}

/* Focus ---------------------------------------------------------------------------------------- */

/* GtkGridView keeps the cell that had the focus last, but does not tell which it is. */
static void
focus_cb (SemPhotoGrid *self)
{
  GtkWidget *cell = gtk_widget_get_focus_child (GTK_WIDGET (self->view));

  if (!cell || cell == self->focus_cell)
    return;
  g_set_weak_pointer (&self->focus_cell, cell);
  place_changed (self);
}

static void
root_cb (SemPhotoGrid *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->root)
    g_signal_handlers_disconnect_by_func (self->root, focus_cb, self);
  g_set_weak_pointer (&self->root, root);
  if (GTK_IS_WINDOW (root))
    g_signal_connect_object (root, "notify::focus-widget", G_CALLBACK (focus_cb), self,
                             G_CONNECT_SWAPPED);
}

gboolean
sem_photo_grid_focus_cell (SemPhotoGrid *self, gboolean in_view)
{
  GtkWidget *cell = self->focus_cell;

  if (cell
      && (cell_position (cell) == GTK_INVALID_LIST_POSITION
          || (in_view && visibility (self, cell) == 0)))
    cell = NULL;
  if (!cell)
    cell = first_cell_in_view (self);
  return gtk_widget_grab_focus (cell != NULL ? cell : GTK_WIDGET (self->view));
}

static gboolean
is_navigation (guint keyval)
{
  static const guint keys[] = {
    GDK_KEY_Left,    GDK_KEY_Right,     GDK_KEY_Up,         GDK_KEY_Down,
    GDK_KEY_Page_Up, GDK_KEY_Page_Down, GDK_KEY_KP_Left,    GDK_KEY_KP_Right,
    GDK_KEY_KP_Up,   GDK_KEY_KP_Down,   GDK_KEY_KP_Page_Up, GDK_KEY_KP_Page_Down,
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i] == keyval)
      return TRUE;
  return FALSE;
}

/* Keys go on from what is in view, not from a photo that was scrolled away. */
gboolean
sem_photo_grid_key_cb (GtkEventControllerKey *controller,
                       guint keyval,
                       guint keycode,
                       GdkModifierType state,
                       SemPhotoGrid *self)
{
  if (is_navigation (keyval))
    sem_photo_grid_focus_cell (self, TRUE);
  return GDK_EVENT_PROPAGATE;
}

static gboolean
scrolled_to_cb (gpointer user_data)
{
  SemPhotoGrid *self = user_data;

  self->scrolled_to_id = 0;
  sem_photo_grid_focus_cell (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* A scrollbar takes no focus: who scrolls with it goes on with the keys of the grid. What is in
 * view is known only after the next layout. */
static gboolean
scrollbar_event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, SemPhotoGrid *self)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if ((type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END) && self->scrolled_to_id == 0)
    self->scrolled_to_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, scrolled_to_cb, self, NULL);
  return GDK_EVENT_PROPAGATE;
}

gboolean
sem_photo_grid_move_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SemPhotoGrid *self = (SemPhotoGrid *) widget;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return gtk_widget_child_focus (self->scroller, direction);
  /* The grid is one stop: its arrow keys go from photo to photo. */
  if (focus && gtk_widget_is_ancestor (focus, widget))
    return FALSE;
  return sem_photo_grid_focus_cell (self, FALSE);
}

/* Place ---------------------------------------------------------------------------------------- */

static guint
count_places (SemPhotoGrid *self)
{
  guint columns = gtk_grid_view_get_max_columns (self->view);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  return (n + columns - 1) / columns * columns;
}

static void
end_placing (SemPhotoGrid *self)
{
  self->placing = FALSE;
  if (self->clock)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
}

/* After a layout, in which the grid ignores new values. Another layout follows before anything is
 * drawn. */
static void
layout_cb (GdkFrameClock *clock, SemPhotoGrid *self)
{
  GtkAdjustment *adjustment = vadjustment (self);
  double upper = gtk_adjustment_get_upper (adjustment);
  double value = round (self->place.scroll / MAX (1, count_places (self)) * upper);

  if (value > upper - gtk_adjustment_get_page_size (adjustment) && ++self->layouts < LAYOUTS)
    {
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
      return;
    }
  gtk_adjustment_set_value (adjustment, value);
  end_placing (self);
  place_changed (self);
}

void
sem_photo_grid_continue_placing (SemPhotoGrid *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (!self->placing || self->clock || !clock)
    return;
  self->clock = g_object_ref (clock);
  g_signal_connect_after (clock, "layout", G_CALLBACK (layout_cb), self);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
}

static void
scrolled_cb (SemPhotoGrid *self)
{
  place_changed (self);
}

SemPhotoGridPlace
sem_photo_grid_get_place (SemPhotoGrid *self)
{
  GtkAdjustment *adjustment = vadjustment (self);
  double upper = gtk_adjustment_get_upper (adjustment);
  SemPhotoGridPlace place = { 0, cell_position (self->focus_cell) };

  if (self->placing)
    return self->place;
  if (upper > 0)
    place.scroll = gtk_adjustment_get_value (adjustment) / upper * count_places (self);
  return place;
}

void
sem_photo_grid_set_place (SemPhotoGrid *self, const SemPhotoGridPlace *place)
{
  guint n;

  g_return_if_fail (self != NULL);

  end_placing (self);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  self->place = *place;
  if (n == 0)
    return;
  self->placing = TRUE;
  self->layouts = 0;
  if (place->focus < n)
    {
      /* Makes its cell, if there is none, and scrolls to it for the moment. */
      gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u",
                                  place->focus);
      g_set_weak_pointer (&self->focus_cell, find_cell (self, place->focus));
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
sem_photo_grid_set_up_place (SemPhotoGrid *self)
{
  GtkWidget *scrollbar = gtk_scrolled_window_get_vscrollbar (GTK_SCROLLED_WINDOW (self->scroller));
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (scrollbar_event_cb), self, 0);
  gtk_widget_add_controller (scrollbar, controller);
  g_signal_connect_object (vadjustment (self), "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::root", G_CALLBACK (root_cb), NULL);
}

void
sem_photo_grid_dispose_place (SemPhotoGrid *self)
{
  end_placing (self);
  g_clear_handle_id (&self->scrolled_to_id, g_source_remove);
  g_clear_weak_pointer (&self->focus_cell);
  if (self->root)
    g_signal_handlers_disconnect_by_func (self->root, focus_cb, self);
  g_clear_weak_pointer (&self->root);
}
