/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-grid"

#include "config.h"

#include "ui/grid/grid-view-private.h"

#define NATURAL_SIZE 200

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  ACTIVATE,
  PLACE_CHANGED,
  MENU,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (SemGridView,
                               sem_grid_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* Emits "place-changed", unless the grid is about to go to a place. */
static void
place_changed (SemGridView *self)
{
  if (!self->placing)
    g_signal_emit (self, signals[PLACE_CHANGED], 0);
}

/* Scrolling ------------------------------------------------------------------------------------ */

static void
allocate_band (SemGridView *self, int width, int height)
{
  const double scroll = sem_grid_view_get_scroll (self);
  const double y = CLAMP (self->pointer_y, 0, height) + scroll;
  const double x = CLAMP (self->pointer_x, 0, width);

  gtk_widget_measure (self->band, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->band,
                            &(GtkAllocation){ (int) MIN (x, self->band_x),
                                              (int) (MIN (y, self->band_y) - scroll),
                                              (int) MAX (4, ABS (x - self->band_x)),
                                              (int) MAX (4, ABS (y - self->band_y)) },
                            -1);
}

/* Only places change. To ask for a layout would make GTK ask the display for the size of its work
 * area, in each frame. */
static void
value_changed_cb (SemGridView *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->configuring)
    return;
  sem_grid_view_update_cells (self, height);
  if (width > 0 && height > 0)
    {
      sem_grid_view_allocate_cells (self);
      if (self->band)
        allocate_band (self, width, height);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  place_changed (self);
}

static void
set_adjustment (SemGridView *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment *old = self->adjustments[orientation];

  if (old && old == adjustment)
    return;
  if (!adjustment)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  if (old)
    g_signal_handlers_disconnect_by_func (old, value_changed_cb, self);
  g_clear_object (&self->adjustments[orientation]);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
sem_grid_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SemGridView *self = SEM_GRID_VIEW (widget);
  const gboolean placed = sem_grid_view_lay_out (self, width, height);

  if (!sem_grid_view_has_cells (self, height))
    sem_grid_view_catch_up (self);
  sem_grid_view_allocate_cells (self);
  if (self->band)
    allocate_band (self, width, height);
  if (placed)
    g_signal_emit (self, signals[PLACE_CHANGED], 0);
}

static void
sem_grid_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = 2 * SEM_GRID_MARGIN + 48;
  *natural = NATURAL_SIZE;
}

static GtkSizeRequestMode
sem_grid_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* Focus ---------------------------------------------------------------------------------------- */

static void
sem_grid_view_set_focus_child (GtkWidget *widget, GtkWidget *child)
{
  SemGridView *self = SEM_GRID_VIEW (widget);

  GTK_WIDGET_CLASS (sem_grid_view_parent_class)->set_focus_child (widget, child);
  if (!SEM_IS_GRID_CELL (child))
    return;
  if (sem_grid_cell_get_position (SEM_GRID_CELL (child)) == GTK_INVALID_LIST_POSITION)
    return;
  self->focus = sem_grid_cell_get_position (SEM_GRID_CELL (child));
  place_changed (self);
}

static gboolean
sem_grid_view_grab_focus (GtkWidget *widget)
{
  return sem_grid_view_focus_last (SEM_GRID_VIEW (widget), FALSE);
}

static gboolean
sem_grid_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (gtk_widget_get_focus_child (widget))
    return FALSE;
  return sem_grid_view_focus_last (SEM_GRID_VIEW (widget), FALSE);
}

/* The object ----------------------------------------------------------------------------------- */

static void
sem_grid_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemGridView *self = SEM_GRID_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_grid_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SemGridView *self = SEM_GRID_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_HORIZONTAL] = g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_VERTICAL] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_grid_view_dispose (GObject *object)
{
  SemGridView *self = SEM_GRID_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->catching_up, g_source_remove);
  sem_grid_view_end_band (self);
  sem_grid_view_disconnect_model (self);
  g_clear_object (&self->model);
  g_clear_object (&self->absence);
  for (guint i = 0; i < G_N_ELEMENTS (self->adjustments); i++)
    {
      if (self->adjustments[i])
        g_signal_handlers_disconnect_by_func (self->adjustments[i], value_changed_cb, self);
      g_clear_object (&self->adjustments[i]);
    }
  g_ptr_array_set_size (self->cells, 0);
  g_ptr_array_set_size (self->spare, 0);
  g_ptr_array_set_size (self->headings, 0);
  g_ptr_array_set_size (self->spare_headings, 0);
  self->stray = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (sem_grid_view_parent_class)->dispose (object);
}

static void
sem_grid_view_finalize (GObject *object)
{
  SemGridView *self = SEM_GRID_VIEW (object);

  g_ptr_array_unref (self->cells);
  g_ptr_array_unref (self->spare);
  g_ptr_array_unref (self->headings);
  g_ptr_array_unref (self->spare_headings);
  g_signal_handlers_disconnect_by_data (self->selection, self);
  g_object_unref (self->selection);
  sem_grid_layout_clear (&self->layout);

  G_OBJECT_CLASS (sem_grid_view_parent_class)->finalize (object);
}

static void
install_signals (void)
{
  signals[ACTIVATE] = g_signal_new ("activate", SEM_TYPE_GRID_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[PLACE_CHANGED] = g_signal_new ("place-changed", SEM_TYPE_GRID_VIEW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MENU] = g_signal_new ("menu", SEM_TYPE_GRID_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
sem_grid_view_class_init (SemGridViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_grid_view_dispose;
  object_class->finalize = sem_grid_view_finalize;
  object_class->get_property = sem_grid_view_get_property;
  object_class->set_property = sem_grid_view_set_property;
  widget_class->measure = sem_grid_view_measure;
  widget_class->get_request_mode = sem_grid_view_get_request_mode;
  widget_class->size_allocate = sem_grid_view_size_allocate;
  widget_class->set_focus_child = sem_grid_view_set_focus_child;
  widget_class->grab_focus = sem_grid_view_grab_focus;
  widget_class->focus = sem_grid_view_focus;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  install_signals ();
  sem_grid_view_add_bindings (widget_class);
  gtk_widget_class_set_css_name (widget_class, "gridview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
sem_grid_view_init (SemGridView *self)
{
  sem_grid_layout_init (&self->layout);
  self->least = self->most = NATURAL_SIZE;
  self->focus = self->pressed = GTK_INVALID_LIST_POSITION;
  self->selection = sem_grid_selection_new ();
  self->cells = g_ptr_array_new ();
  self->spare = g_ptr_array_new ();
  self->headings = g_ptr_array_new ();
  self->spare_headings = g_ptr_array_new ();
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  g_signal_connect_swapped (self->selection, "changed", G_CALLBACK (sem_grid_view_show_selection),
                            self);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  sem_grid_view_add_pointer (self);
}

static gboolean
contains_focus (SemGridView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

void
sem_grid_view_set_model (SemGridView *self, GListModel *model)
{
  gboolean had_focus;

  g_return_if_fail (SEM_IS_GRID_VIEW (self));

  if (self->model == model)
    return;
  had_focus = contains_focus (self);
  sem_grid_view_end_band (self);
  sem_grid_view_disconnect_model (self);
  sem_grid_view_drop_cells (self);
  self->first = 0;
  g_set_object (&self->model, model);
  sem_grid_view_connect_model (self);
  sem_grid_selection_set_only (self->selection, SEM_GRID_SELECTION_NONE);
  sem_grid_view_set_place (self, &(SemGridPlace){ .focus = 0 });
  if (had_focus)
    sem_grid_view_focus_item (self, 0, FALSE);
}

GListModel *
sem_grid_view_get_model (SemGridView *self)
{
  g_return_val_if_fail (SEM_IS_GRID_VIEW (self), NULL);

  return self->model;
}

SemGridSelection *
sem_grid_view_get_selection (SemGridView *self)
{
  g_return_val_if_fail (SEM_IS_GRID_VIEW (self), NULL);

  return self->selection;
}

void
sem_grid_view_set_tile_size (SemGridView *self, int least, int most)
{
  g_return_if_fail (SEM_IS_GRID_VIEW (self));

  if (self->least == least && self->most == most)
    return;
  self->least = least;
  self->most = most;
  sem_grid_view_lay_out_now (self);
}

void
sem_grid_view_expect_width (SemGridView *self, int width)
{
  const int height = gtk_widget_get_height (GTK_WIDGET (self));

  g_return_if_fail (SEM_IS_GRID_VIEW (self));

  if (width > 0 && height > 0)
    sem_grid_view_lay_out (self, width, height);
}

guint
sem_grid_view_get_columns (SemGridView *self)
{
  g_return_val_if_fail (SEM_IS_GRID_VIEW (self), 1);

  return self->layout.columns;
}

const SemGridLayout *
sem_grid_view_get_layout (SemGridView *self)
{
  g_return_val_if_fail (SEM_IS_GRID_VIEW (self), NULL);

  return &self->layout;
}

SemGridPlace
sem_grid_view_get_place (SemGridView *self)
{
  const double scroll = sem_grid_view_get_scroll (self);
  SemGridPlace place = { .focus = self->focus };

  g_return_val_if_fail (SEM_IS_GRID_VIEW (self), place);
  if (self->placing && self->place.scroll >= 0)
    return self->place;
  place.scroll = sem_grid_layout_count_above (&self->layout, scroll);
  if (self->layout.heading > 0)
    place.before = sem_grid_layout_find_above (&self->layout, place.scroll) - scroll;
  if (place.before < .5)
    /* The start of the list is above its first heading. */
    place.before = place.scroll == 0 && scroll > 0 ? -.1 : 0;
  return place;
}

/* Its item has the focus the next time that the grid gets it, or at once where the grid has it. */
void
sem_grid_view_set_place (SemGridView *self, const SemGridPlace *place)
{
  g_return_if_fail (SEM_IS_GRID_VIEW (self));

  self->place = *place;
  self->placing = TRUE;
  self->focus = place->focus;
  sem_grid_view_lay_out_now (self);
  if (contains_focus (self))
    sem_grid_view_focus_item (self, place->focus, FALSE);
}

guint
sem_grid_view_get_position_at (SemGridView *self, double x, double y)
{
  g_return_val_if_fail (SEM_IS_GRID_VIEW (self), GTK_INVALID_LIST_POSITION);

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;
  return sem_grid_layout_find (&self->layout, x, y + sem_grid_view_get_scroll (self));
}

void
sem_grid_view_set_absence (SemGridView *self, SemAbsence *absence)
{
  g_return_if_fail (SEM_IS_GRID_VIEW (self));

  if (self->absence)
    g_signal_handlers_disconnect_by_data (self->absence, self);
  g_set_object (&self->absence, absence);
  if (absence)
    g_signal_connect_object (absence, "changed", G_CALLBACK (sem_grid_view_show_absence), self,
                             G_CONNECT_SWAPPED);
  sem_grid_view_show_absence (self);
}

GtkWidget *
sem_grid_view_get_cell (SemGridView *self, guint position)
{
  g_return_val_if_fail (SEM_IS_GRID_VIEW (self), NULL);

  return sem_grid_view_find_cell (self, position);
}

guint
sem_grid_view_get_focus (SemGridView *self)
{
  g_return_val_if_fail (SEM_IS_GRID_VIEW (self), GTK_INVALID_LIST_POSITION);

  return self->focus;
}

gboolean
sem_grid_view_take_focus (SemGridView *self, gboolean in_view)
{
  g_return_val_if_fail (SEM_IS_GRID_VIEW (self), FALSE);

  return sem_grid_view_focus_last (self, in_view);
}
