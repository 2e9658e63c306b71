/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-grid"

#include "config.h"

#include "ui/grid/grid-view-private.h"

#include "ui/grid/items.h"
#include "ui/photo-actions.h"

/* The grid scrolls while the rubber band is pulled over its edge: at most so many pixels a frame.
 */
#define MOST_PER_FRAME 40

static guint
item_at (SemGridView *self, double x, double y)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;
  return sem_grid_layout_find (&self->layout, x, y + sem_grid_view_get_scroll (self));
}

static GdkModifierType
get_state (gpointer controller)
{
  return gtk_event_controller_get_current_event_state (controller);
}

/* Clicks --------------------------------------------------------------------------------------- */

/* A click on one of several selected photos selects it alone only when the button is released: it
 * may be the beginning of a drag. */
static void
press (SemGridView *self, guint position, GdkModifierType state)
{
  self->press_selects = FALSE;
  if (state & GDK_SHIFT_MASK)
    sem_grid_selection_extend (self->selection, position, (state & GDK_CONTROL_MASK) != 0);
  else if (state & GDK_CONTROL_MASK)
    sem_grid_selection_toggle (self->selection, position);
  else if (sem_grid_selection_contains (self->selection, position))
    self->press_selects = TRUE;
  else
    sem_grid_selection_set_only (self->selection, position);
  sem_grid_view_focus_item (self, position, FALSE);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, SemGridView *self)
{
  const guint position = item_at (self, x, y);
  const GdkModifierType state = get_state (gesture);

  if (n_press == 1)
    {
      self->pressed = position;
      if (position != GTK_INVALID_LIST_POSITION)
        press (self, position, state);
      else if (!(state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)))
        sem_grid_selection_set_only (self->selection, SEM_GRID_SELECTION_NONE);
    }
  else if (n_press == 2 && self->pressed != GTK_INVALID_LIST_POSITION
           && !(state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)))
    {
      self->press_selects = FALSE;
      g_signal_emit_by_name (self, "activate", self->pressed);
    }
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, SemGridView *self)
{
  if (self->press_selects && self->pressed == item_at (self, x, y))
    sem_grid_selection_set_only (self->selection, self->pressed);
  self->press_selects = FALSE;
}

static void
want_menu (SemGridView *self, gpointer gesture, double x, double y)
{
  const guint position = item_at (self, x, y);

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (position == GTK_INVALID_LIST_POSITION)
    return;
  if (!sem_grid_selection_contains (self->selection, position))
    sem_grid_selection_set_only (self->selection, position);
  sem_grid_view_focus_item (self, position, FALSE);
  g_signal_emit_by_name (self, "menu", position, x, y);
}

static void
secondary_cb (GtkGestureClick *gesture, int n_press, double x, double y, SemGridView *self)
{
  want_menu (self, gesture, x, y);
}

static void
long_press_cb (GtkGestureLongPress *gesture, double x, double y, SemGridView *self)
{
  want_menu (self, gesture, x, y);
}

/* The rubber band ------------------------------------------------------------------------------ */

static graphene_rect_t
get_band (SemGridView *self)
{
  const double scroll = sem_grid_view_get_scroll (self);
  const double x = CLAMP (self->pointer_x, 0, gtk_widget_get_width (GTK_WIDGET (self)));
  const double y = CLAMP (self->pointer_y, 0, gtk_widget_get_height (GTK_WIDGET (self))) + scroll;

  return GRAPHENE_RECT_INIT ((float) MIN (x, self->band_x), (float) MIN (y, self->band_y),
                             (float) ABS (x - self->band_x), (float) ABS (y - self->band_y));
}

static void
select_in_band (SemGridView *self)
{
  graphene_rect_t band = get_band (self);
  g_autoptr (GtkBitset) touched = gtk_bitset_new_empty ();

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    band.origin.x =
      (float) gtk_widget_get_width (GTK_WIDGET (self)) - band.origin.x - band.size.width;
  sem_grid_layout_add_touched (&self->layout, &band, touched);
  if (self->band_toggles)
    gtk_bitset_difference (touched, self->band_base);
  else
    gtk_bitset_union (touched, self->band_base);
  sem_grid_selection_set (self->selection, touched);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
band_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  SemGridView *self = (SemGridView *) widget;
  const double page = gtk_widget_get_height (widget);
  double beyond = MIN (0, self->pointer_y) + MAX (0, self->pointer_y - page);

  beyond = CLAMP (beyond / 3, -MOST_PER_FRAME, MOST_PER_FRAME);
  if (beyond != 0)
    {
      sem_grid_view_set_scroll (self, sem_grid_view_get_scroll (self) + beyond);
      select_in_band (self);
    }
  return G_SOURCE_CONTINUE;
}

static void
band_begin_cb (GtkGestureDrag *gesture, double x, double y, SemGridView *self)
{
  const GdkModifierType state = get_state (gesture);

  if (item_at (self, x, y) != GTK_INVALID_LIST_POSITION || self->layout.n == 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->band_x = self->pointer_x = x;
  self->pointer_y = y;
  self->band_y = y + sem_grid_view_get_scroll (self);
  self->band_toggles = (state & GDK_CONTROL_MASK) != 0;
  g_clear_pointer (&self->band_base, gtk_bitset_unref);
  self->band_base = state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)
                      ? gtk_bitset_copy (sem_grid_selection_get (self->selection))
                      : gtk_bitset_new_empty ();
}

static void
band_update_cb (GtkGestureDrag *gesture, double dx, double dy, SemGridView *self)
{
  double x, y;

  if (!self->band_base)
    return;
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  self->pointer_x = x + dx;
  self->pointer_y = y + dy;
  if (!self->band
      && !gtk_drag_check_threshold (GTK_WIDGET (self), (int) x, (int) y, (int) (x + dx),
                                    (int) (y + dy)))
    return;
  if (!self->band)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      self->band = g_object_new (GTK_TYPE_BOX, "css-name", "rubberband", "can-target", FALSE, NULL);
      gtk_widget_set_parent (self->band, GTK_WIDGET (self));
      self->band_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), band_tick_cb, NULL, NULL);
    }
  select_in_band (self);
}

void
sem_grid_view_end_band (SemGridView *self)
{
  if (self->band_tick)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->band_tick);
  self->band_tick = 0;
  g_clear_pointer (&self->band, gtk_widget_unparent);
  g_clear_pointer (&self->band_base, gtk_bitset_unref);
}

static void
band_end_cb (GtkGestureDrag *gesture, double dx, double dy, SemGridView *self)
{
  sem_grid_view_end_band (self);
}

/* Escape, and other programs, take the pointer away. */
static void
band_cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, SemGridView *self)
{
  sem_grid_view_end_band (self);
}

/* Drags ---------------------------------------------------------------------------------------- */

/* All selected files, for other programs: there may be many. */
static GdkContentProvider *
make_content (SemGridView *self)
{
  g_autoslist (GFile) files = NULL;
  GtkBitsetIter iter;
  guint at, n = 0;

  if (gtk_bitset_iter_init_first (&iter, sem_grid_selection_get (self->selection), &at))
    do
      {
        GFile *file = sem_list_dup_file (self->model, at);

        if (file)
          files = g_slist_prepend (files, file);
      }
    while (++n < SEM_FILES_MOST && gtk_bitset_iter_next (&iter, &at));
  files = g_slist_reverse (files);
  return files ? sem_files_make_content (files, NULL) : NULL;
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, SemGridView *self)
{
  const guint position = item_at (self, x, y);
  SemGridCell *cell = (SemGridCell *) sem_grid_view_find_cell (self, position);
  SemPhoto *photo = cell ? sem_photo_tile_get_photo (sem_grid_cell_get_tile (cell)) : NULL;

  if (position == GTK_INVALID_LIST_POSITION || !photo)
    return NULL;
  if (sem_grid_selection_get_n (self->selection) > 1
      && sem_grid_selection_contains (self->selection, position))
    return make_content (self);
  return sem_photo_make_content (photo, sem_photo_tile_get_texture (sem_grid_cell_get_tile (cell)));
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, SemGridView *self)
{
  GtkWidget *cell = sem_grid_view_find_cell (self, self->pressed);
  GtkWidget *tile = cell ? GTK_WIDGET (sem_grid_cell_get_tile ((SemGridCell *) cell)) : NULL;
  g_autoptr (GdkPaintable) icon = NULL, still = NULL;

  self->press_selects = FALSE;
  if (!tile)
    return;
  icon = gtk_widget_paintable_new (tile);
  still = gdk_paintable_get_current_image (icon);
  gtk_drag_source_set_icon (source, still, gtk_widget_get_width (tile) / 2,
                            gtk_widget_get_height (tile) / 2);
}

static GtkGesture *
add_gesture (SemGridView *self, GtkGesture *gesture, guint button)
{
  if (button)
    gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), button);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
  return gesture;
}

void
sem_grid_view_add_pointer (SemGridView *self)
{
  GtkGesture *click = add_gesture (self, gtk_gesture_click_new (), GDK_BUTTON_PRIMARY);
  GtkGesture *secondary = add_gesture (self, gtk_gesture_click_new (), GDK_BUTTON_SECONDARY);
  GtkGesture *touch = add_gesture (self, gtk_gesture_long_press_new (), 0);
  GtkGesture *band = add_gesture (self, gtk_gesture_drag_new (), GDK_BUTTON_PRIMARY);
  GtkDragSource *source = gtk_drag_source_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect (secondary, "pressed", G_CALLBACK (secondary_cb), self);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (touch), TRUE);
  g_signal_connect (touch, "pressed", G_CALLBACK (long_press_cb), self);
  g_signal_connect (band, "drag-begin", G_CALLBACK (band_begin_cb), self);
  g_signal_connect (band, "drag-update", G_CALLBACK (band_update_cb), self);
  g_signal_connect (band, "drag-end", G_CALLBACK (band_end_cb), self);
  g_signal_connect (band, "cancel", G_CALLBACK (band_cancel_cb), self);
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
}
