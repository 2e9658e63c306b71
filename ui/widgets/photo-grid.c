/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-photo-grid"

#include "config.h"

#include "ui/widgets/photo-grid-private.h"

#define NATURAL_WIDTH 560

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_SELECTED,
  PROP_ZOOM_LEVEL,
  N_PROPS,
};

enum
{
  FIND_SIMILAR,
  OPEN_PHOTO,
  PLACE_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemPhotoGrid, sem_photo_grid, GTK_TYPE_WIDGET)

static void
activate_cb (GtkGridView *view, guint position, SemPhotoGrid *self)
{
  g_signal_emit (self, signals[OPEN_PHOTO], 0, position);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, SemPhotoGrid *self)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;

  self->scroll_sum += dy;
  if (self->scroll_sum >= 1 || self->scroll_sum <= -1)
    {
      sem_photo_grid_set_zoom_level (self, self->zoom_level + (self->scroll_sum > 0 ? -1 : 1));
      self->scroll_sum = 0;
    }
  return GDK_EVENT_STOP;
}

static void
selected_cb (GtkSingleSelection *selection, GParamSpec *pspec, SemPhotoGrid *self)
{
  sem_photo_grid_update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static gboolean
sem_photo_grid_grab_focus (GtkWidget *widget)
{
  return sem_photo_grid_focus_cell (SEM_PHOTO_GRID (widget), FALSE);
}

static void
sem_photo_grid_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  gtk_widget_measure (SEM_PHOTO_GRID (widget)->scroller, orientation, for_size, minimum, natural,
                      NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, NATURAL_WIDTH);
}

static void
sem_photo_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SemPhotoGrid *self = SEM_PHOTO_GRID (widget);

  sem_photo_grid_fit_columns (self, width);
  gtk_widget_size_allocate (self->scroller, &(GtkAllocation){ 0, 0, width, height }, -1);
  sem_photo_grid_continue_placing (self);
  if (self->popover)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
sem_photo_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemPhotoGrid *self = SEM_PHOTO_GRID (object);

  switch (id)
    {
    case PROP_MODEL:
      g_value_set_object (value, gtk_single_selection_get_model (self->selection));
      break;
    case PROP_SELECTED:
      g_value_set_object (value, sem_photo_grid_get_selected (self));
      break;
    case PROP_ZOOM_LEVEL:
      g_value_set_int (value, self->zoom_level);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_photo_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SemPhotoGrid *self = SEM_PHOTO_GRID (object);

  switch (id)
    {
    case PROP_MODEL:
      sem_photo_grid_set_model (self, g_value_get_object (value));
      break;
    case PROP_ZOOM_LEVEL:
      sem_photo_grid_set_zoom_level (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sem_photo_grid_dispose (GObject *object)
{
  SemPhotoGrid *self = SEM_PHOTO_GRID (object);

  g_clear_handle_id (&self->columns_id, g_source_remove);
  sem_photo_grid_dispose_place (self);
  g_clear_weak_pointer (&self->menu_tile);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_photo_grid_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_MODEL] =
    g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, G_TYPE_OBJECT,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ZOOM_LEVEL] =
    g_param_spec_int ("zoom-level", NULL, NULL, 0, SEM_PHOTO_GRID_N_ZOOM_LEVELS - 1,
                      SEM_PHOTO_GRID_DEFAULT_ZOOM,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sem_photo_grid_class_init (SemPhotoGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sem_photo_grid_dispose;
  object_class->get_property = sem_photo_grid_get_property;
  object_class->set_property = sem_photo_grid_set_property;
  widget_class->grab_focus = sem_photo_grid_grab_focus;
  widget_class->focus = sem_photo_grid_move_focus;
  widget_class->measure = sem_photo_grid_measure;
  widget_class->size_allocate = sem_photo_grid_size_allocate;

  install_properties (object_class);
  signals[FIND_SIMILAR] = g_signal_new ("find-similar", SEM_TYPE_PHOTO_GRID, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, SEM_TYPE_PHOTO);
  signals[PLACE_CHANGED] = g_signal_new ("place-changed", SEM_TYPE_PHOTO_GRID, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPEN_PHOTO] = g_signal_new ("open-photo", SEM_TYPE_PHOTO_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  sem_photo_grid_install_actions (widget_class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/photo-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, SemPhotoGrid, scroller);
  gtk_widget_class_bind_template_child (widget_class, SemPhotoGrid, view);
  gtk_widget_class_bind_template_child (widget_class, SemPhotoGrid, selection);
  gtk_widget_class_bind_template_child (widget_class, SemPhotoGrid, menu);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_photo_grid_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_photo_grid_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_photo_grid_unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_photo_grid_teardown_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_photo_grid_click_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_photo_grid_secondary_click_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_photo_grid_long_press_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_photo_grid_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, scroll_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_set_css_name (widget_class, "photogrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_photo_grid_init (SemPhotoGrid *self)
{
  self->zoom_level = SEM_PHOTO_GRID_DEFAULT_ZOOM;
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_photo_grid_set_up_place (self);
  selected_cb (self->selection, NULL, self);
}

void
sem_photo_grid_set_model (SemPhotoGrid *self, GListModel *model)
{
  g_return_if_fail (SEM_IS_PHOTO_GRID (self));

  if (gtk_single_selection_get_model (self->selection) == model)
    return;
  /* The view starts at the top only with a new model: one that changes keeps its place. */
  gtk_grid_view_set_model (self->view, NULL);
  gtk_single_selection_set_model (self->selection, model);
  gtk_grid_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  sem_photo_grid_set_place (self, &(SemPhotoGridPlace){ 0, 0 });
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

gpointer
sem_photo_grid_get_selected (SemPhotoGrid *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_GRID (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}

SemPhoto *
sem_photo_grid_get_selected_photo (SemPhotoGrid *self)
{
  return sem_photo_grid_item_photo (sem_photo_grid_get_selected (self));
}

guint
sem_photo_grid_get_selected_position (SemPhotoGrid *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_GRID (self), GTK_INVALID_LIST_POSITION);

  return gtk_single_selection_get_selected (self->selection);
}

void
sem_photo_grid_select (SemPhotoGrid *self, guint position)
{
  g_return_if_fail (SEM_IS_PHOTO_GRID (self));

  gtk_single_selection_set_selected (self->selection, position);
}

int
sem_photo_grid_get_zoom_level (SemPhotoGrid *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_GRID (self), 0);

  return self->zoom_level;
}

void
sem_photo_grid_set_zoom_level (SemPhotoGrid *self, int level)
{
  g_return_if_fail (SEM_IS_PHOTO_GRID (self));

  level = CLAMP (level, 0, SEM_PHOTO_GRID_N_ZOOM_LEVELS - 1);
  if (level == self->zoom_level)
    return;
  self->zoom_level = level;
  sem_photo_grid_resize_tiles (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM_LEVEL]);
}

GtkAdjustment *
sem_photo_grid_get_vadjustment (SemPhotoGrid *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_GRID (self), NULL);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}
