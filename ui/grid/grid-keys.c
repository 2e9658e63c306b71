/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-grid"

#include "config.h"

#include "ui/grid/grid-view-private.h"

enum
{
  TO_LEFT,
  TO_RIGHT,
  UP,
  DOWN,
  PAGE_UP,
  PAGE_DOWN,
  TO_START,
  TO_END,
  SECTION_UP,
  SECTION_DOWN,
};

static guint
clamp_step (guint position, gboolean forward, guint n)
{
  if (forward)
    return MIN (position + 1, n - 1);
  return position > 0 ? position - 1 : 0;
}

/* The first item of the section before or after; up, first that of its own. */
static guint
find_section (const SemGridLayout *layout, guint from, gboolean up)
{
  const guint section = sem_grid_layout_find_section (layout, from);
  const guint *starts = (const guint *) (void *) layout->starts->data;

  if (layout->starts->len == 0)
    return up ? 0 : layout->n - 1;
  if (up)
    return starts[section] < from || section == 0 ? starts[section] : starts[section - 1];
  return section + 1 < layout->starts->len ? starts[section + 1] : layout->n - 1;
}

static guint
find_target (SemGridView *self, guint from, int move)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const SemGridLayout *layout = &self->layout;
  const double page = MAX (layout->tile, gtk_widget_get_height (GTK_WIDGET (self)));

  switch (move)
    {
    case TO_LEFT:
      return clamp_step (from, rtl, layout->n);
    case TO_RIGHT:
      return clamp_step (from, !rtl, layout->n);
    case UP:
      return sem_grid_layout_step (layout, from, -1);
    case DOWN:
      return sem_grid_layout_step (layout, from, 1);
    case PAGE_UP:
      return sem_grid_layout_leap (layout, from, -page);
    case PAGE_DOWN:
      return sem_grid_layout_leap (layout, from, page);
    case TO_START:
      return 0;
    case SECTION_UP:
    case SECTION_DOWN:
      return find_section (layout, from, move == SECTION_UP);
    default:
      return layout->n - 1;
    }
}

/* Keys start from what is in view, not from a photo that was scrolled away; but the ends of the
 * list are the same from everywhere. */
static gboolean
move (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  SemGridView *self = (SemGridView *) widget;
  gboolean extend, modify;
  guint from = self->focus, to;
  int kind;

  g_variant_get (args, "(ibb)", &kind, &extend, &modify);
  if (self->layout.n == 0)
    return GDK_EVENT_PROPAGATE;
  if (from >= self->layout.n || !sem_grid_view_is_in_view (self, from))
    from = sem_grid_view_find_first_in_view (self);
  to = find_target (self, from, kind);
  if (extend && sem_grid_selection_get_anchor (self->selection) == SEM_GRID_SELECTION_NONE)
    sem_grid_selection_set_only (self->selection, from);
  if (extend)
    sem_grid_selection_extend (self->selection, to, modify);
  else if (!modify)
    sem_grid_selection_set_only (self->selection, to);
  sem_grid_view_focus_item (self, to, TRUE);
  return GDK_EVENT_STOP;
}

static gboolean
activate (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  SemGridView *self = (SemGridView *) widget;

  if (self->focus >= self->layout.n)
    return GDK_EVENT_PROPAGATE;
  g_signal_emit_by_name (self, "activate", self->focus);
  return GDK_EVENT_STOP;
}

static gboolean
toggle (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  SemGridView *self = (SemGridView *) widget;

  if (self->focus >= self->layout.n)
    return GDK_EVENT_PROPAGATE;
  sem_grid_selection_toggle (self->selection, self->focus);
  return GDK_EVENT_STOP;
}

static gboolean
select_all (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  SemGridView *self = (SemGridView *) widget;

  sem_grid_selection_set_all (self->selection, g_variant_get_boolean (args) ? self->layout.n : 0);
  return GDK_EVENT_STOP;
}

static void
add_move (GtkWidgetClass *widget_class, guint keyval, int kind)
{
  for (guint i = 0; i < 4; i++)
    gtk_widget_class_add_binding (widget_class, keyval,
                                  (i & 1 ? GDK_SHIFT_MASK : 0) | (i & 2 ? GDK_CONTROL_MASK : 0),
                                  move, "(ibb)", kind, (i & 1) != 0, (i & 2) != 0);
}

void
sem_grid_view_add_bindings (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint keyval, keypad;
    int kind;
  } moves[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, TO_LEFT },
    { GDK_KEY_Right, GDK_KEY_KP_Right, TO_RIGHT },
    { GDK_KEY_Up, GDK_KEY_KP_Up, UP },
    { GDK_KEY_Down, GDK_KEY_KP_Down, DOWN },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, PAGE_UP },
    { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, PAGE_DOWN },
    { GDK_KEY_Home, GDK_KEY_KP_Home, TO_START },
    { GDK_KEY_End, GDK_KEY_KP_End, TO_END },
  };
  static const struct
  {
    guint keyval;
    int kind;
  } sections[] = {
    { GDK_KEY_Page_Up, SECTION_UP },
    { GDK_KEY_KP_Page_Up, SECTION_UP },
    { GDK_KEY_Page_Down, SECTION_DOWN },
    { GDK_KEY_KP_Page_Down, SECTION_DOWN },
  };
  static const guint enters[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      add_move (widget_class, moves[i].keyval, moves[i].kind);
      add_move (widget_class, moves[i].keypad, moves[i].kind);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    gtk_widget_class_add_binding (widget_class, sections[i].keyval, GDK_ALT_MASK, move, "(ibb)",
                                  sections[i].kind, FALSE, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (enters); i++)
    gtk_widget_class_add_binding (widget_class, enters[i], 0, activate, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, toggle, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, GDK_CONTROL_MASK, toggle, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, select_all, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                select_all, "b", FALSE);
}
