/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates-view"

#include "config.h"

#include "ui/duplicates/duplicates-view-private.h"

/* Groups that Page Up and Page Down pass. */
#define PAGE 5

static void
go_to (SemDuplicatesView *self, guint position, guint index)
{
  g_signal_emit_by_name (self, "go-to", position, index);
}

static guint
move (guint position, int step)
{
  return step < 0 && position < (guint) -step ? 0 : (guint) ((int) position + step);
}

static gboolean
change_group (SemDuplicatesView *self, guint key, gboolean control)
{
  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      go_to (self, move (self->position, key == GDK_KEY_Up || key == GDK_KEY_KP_Up ? -1 : 1), 0);
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
      go_to (self, move (self->position, key == GDK_KEY_Page_Up ? -PAGE : PAGE), 0);
      return TRUE;
    case GDK_KEY_Home:
      go_to (self, control ? 0 : self->position, 0);
      return TRUE;
    case GDK_KEY_End:
      go_to (self, control ? G_MAXUINT : self->position, control ? 0 : G_MAXUINT);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
change_photo (SemDuplicatesView *self, guint key)
{
  const gboolean reversed = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const gboolean left = key == GDK_KEY_Left || key == GDK_KEY_KP_Left;

  if (!left && key != GDK_KEY_Right && key != GDK_KEY_KP_Right)
    return FALSE;
  go_to (self, self->position, move (self->index, left == reversed ? 1 : -1));
  return TRUE;
}

static gboolean
decide (SemDuplicatesView *self, guint key)
{
  SemDuplicateSet *set = self->current;

  if (!set || self->index >= sem_duplicate_set_get_n_files (set))
    return FALSE;
  switch (key)
    {
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      sem_duplicate_set_set_kept (set, self->index, !sem_duplicate_set_get_kept (set, self->index));
      return TRUE;
    case GDK_KEY_k:
    case GDK_KEY_t:
      sem_duplicate_set_set_kept (set, self->index, key == GDK_KEY_k);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      g_signal_emit_by_name (self, "open-photo");
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
show_menu (SemDuplicatesView *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  double x, y;

  if (!focus
      || !gtk_widget_translate_coordinates (focus, GTK_WIDGET (self),
                                            gtk_widget_get_width (focus) / 2.,
                                            gtk_widget_get_height (focus) / 2., &x, &y))
    return FALSE;
  g_signal_emit_by_name (self, "menu", x, y);
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint key,
        guint code,
        GdkModifierType state,
        SemDuplicatesView *self)
{
  const GdkModifierType modifiers = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);

  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    return show_menu (self);
  if (modifiers == GDK_CONTROL_MASK)
    return (key == GDK_KEY_Home || key == GDK_KEY_End) && change_group (self, key, TRUE);
  return modifiers == 0
         && (change_group (self, key, FALSE) || change_photo (self, key) || decide (self, key));
}

static GtkWidget *
find (GtkWidget *picked, GType type)
{
  return !picked || G_TYPE_CHECK_INSTANCE_TYPE (picked, type)
           ? picked
           : gtk_widget_get_ancestor (picked, type);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, SemDuplicatesView *self)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *cell = find (picked, SEM_TYPE_DUPLICATE_CELL);
  GtkWidget *row = find (picked, SEM_TYPE_DUPLICATE_ROW);
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));
  guint position;

  if (!row || find (picked, GTK_TYPE_BUTTON))
    return;
  position =
    sem_duplicate_list_find (self->list, sem_duplicate_row_get_set (SEM_DUPLICATE_ROW (row)));
  if (position == G_MAXUINT)
    return;
  go_to (self, position, cell ? sem_duplicate_cell_get_index (SEM_DUPLICATE_CELL (cell)) : 0);
  if (cell && button == GDK_BUTTON_SECONDARY)
    g_signal_emit_by_name (self, "menu", x, y);
  else if (cell && button == GDK_BUTTON_PRIMARY && n_press == 2)
    g_signal_emit_by_name (self, "open-photo");
}

void
sem_duplicates_view_add_input (SemDuplicatesView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  /* Scrolled windows take Home and End for themselves. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
