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

/* Least side of a tile in pixels, by zoom level. */
static const int tile_sizes[SEM_PHOTO_GRID_N_ZOOM_LEVELS] = { 88, 120, 164, 216, 320 };
/* Largest side, with the gap: two photos beside each other on a usual window. */
#define LARGEST_TILE 520

static void
activate_cb (SemGridView *view, guint position, SemPhotoGrid *self)
{
  g_signal_emit (self, signals[OPEN_PHOTO], 0, position);
}

static void
place_changed_cb (SemGridView *view, SemPhotoGrid *self)
{
  g_signal_emit (self, signals[PLACE_CHANGED], 0);
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

/* Holds a reference to the item, which the list would otherwise create anew. */
static void
selected_cb (SemPhotoGrid *self)
{
  GListModel *model = sem_grid_view_get_model (self->view);
  const guint position = sem_grid_selection_get_lead (sem_grid_view_get_selection (self->view));

  g_clear_object (&self->selected);
  if (model)
    self->selected = g_list_model_get_item (model, position);
  sem_photo_grid_update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static gboolean
sem_photo_grid_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SEM_PHOTO_GRID (widget)->view));
}

/* The grid is one stop of the Tab key. An open menu keeps the focus: newer versions of GTK ask here
 * where its keys lead. */
static gboolean
sem_photo_grid_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SemPhotoGrid *self = SEM_PHOTO_GRID (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus && self->popover && gtk_widget_is_ancestor (focus, self->popover))
    return gtk_widget_child_focus (self->popover, direction);
  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return gtk_widget_child_focus (self->scroller, direction);
  if (focus && gtk_widget_is_ancestor (focus, widget))
    return FALSE;
  return gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Two fingers change the size of the photos, as Control and the wheel do. */
static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, SemPhotoGrid *self)
{
  self->pinched_level = self->zoom_level;
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, SemPhotoGrid *self)
{
  int level = self->pinched_level;

  /* A level is about a third larger than the one before. */
  for (; scale > 1.2 && level < SEM_PHOTO_GRID_N_ZOOM_LEVELS - 1; scale /= 1.33)
    level++;
  for (; scale < 1 / 1.2 && level > 0; scale *= 1.33)
    level--;
  sem_photo_grid_set_zoom_level (self, level);
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

  const int left = sem_photo_grid_allocate_scrubber (self, width, height);
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (self->scroller,
                            &(GtkAllocation){ rtl ? width - left : 0, 0, left, height }, -1);
  if (gtk_widget_should_layout (self->scrubbed))
    sem_photo_grid_allocate_scrubbed (self, width, height);
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
      g_value_set_object (value, sem_grid_view_get_model (self->view));
      break;
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
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

  g_clear_handle_id (&self->scrolled_to_id, g_source_remove);
  g_clear_handle_id (&self->scrubber_id, g_source_remove);
  if (self->view)
    g_signal_handlers_disconnect_by_data (sem_grid_view_get_selection (self->view), self);
  g_clear_object (&self->selected);
  g_clear_weak_pointer (&self->menu_tile);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->scrubbed, gtk_widget_unparent);
  if (self->scrubber)
    gtk_widget_unparent (GTK_WIDGET (self->scrubber));
  self->scrubber = NULL;
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
  widget_class->focus = sem_photo_grid_focus;
  widget_class->measure = sem_photo_grid_measure;
  widget_class->size_allocate = sem_photo_grid_size_allocate;

  install_properties (object_class);
  signals[FIND_SIMILAR] = g_signal_new ("find-similar", SEM_TYPE_PHOTO_GRID, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, SEM_TYPE_PHOTO);
  signals[PLACE_CHANGED] = g_signal_new ("place-changed", SEM_TYPE_PHOTO_GRID, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPEN_PHOTO] = g_signal_new ("open-photo", SEM_TYPE_PHOTO_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  g_signal_new ("mark-region", SEM_TYPE_PHOTO_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_UINT);
  sem_photo_grid_install_actions (widget_class);

  g_type_ensure (SEM_TYPE_GRID_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/photo-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, SemPhotoGrid, scroller);
  gtk_widget_class_bind_template_child (widget_class, SemPhotoGrid, view);
  gtk_widget_class_bind_template_child (widget_class, SemPhotoGrid, menu);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sem_photo_grid_menu_cb);
  gtk_widget_class_bind_template_callback (widget_class, scroll_cb);
  gtk_widget_class_bind_template_callback (widget_class, pinch_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, pinch_cb);
  gtk_widget_class_set_css_name (widget_class, "photogrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
resize_tiles (SemPhotoGrid *self)
{
  sem_grid_view_set_tile_size (self->view, tile_sizes[self->zoom_level], LARGEST_TILE);
}

static void
sem_photo_grid_init (SemPhotoGrid *self)
{
  self->zoom_level = SEM_PHOTO_GRID_DEFAULT_ZOOM;
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_photo_grid_add_scrubbed (self);
  resize_tiles (self);
  g_signal_connect_swapped (sem_grid_view_get_selection (self->view), "changed",
                            G_CALLBACK (selected_cb), self);
  selected_cb (self);
}

void
sem_photo_grid_set_model (SemPhotoGrid *self, GListModel *model)
{
  g_return_if_fail (SEM_IS_PHOTO_GRID (self));

  if (sem_grid_view_get_model (self->view) == model)
    return;
  sem_grid_view_set_model (self->view, model);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

SemPhoto *
sem_photo_grid_get_selected_photo (SemPhotoGrid *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_GRID (self), NULL);

  return sem_item_get_photo (self->selected);
}

guint
sem_photo_grid_get_selected_position (SemPhotoGrid *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_GRID (self), GTK_INVALID_LIST_POSITION);

  return sem_grid_selection_get_lead (sem_grid_view_get_selection (self->view));
}

void
sem_photo_grid_select (SemPhotoGrid *self, guint position)
{
  GListModel *model;

  g_return_if_fail (SEM_IS_PHOTO_GRID (self));

  model = sem_grid_view_get_model (self->view);
  if (!model || position >= g_list_model_get_n_items (model))
    position = SEM_GRID_SELECTION_NONE;
  sem_grid_selection_set_only (sem_grid_view_get_selection (self->view), position);
}

GMenuModel *
sem_photo_grid_get_menu (SemPhotoGrid *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_GRID (self), NULL);

  return self->menu;
}

SemGridView *
sem_photo_grid_get_view (SemPhotoGrid *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_GRID (self), NULL);

  return self->view;
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
  resize_tiles (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM_LEVEL]);
}

SemGridPlace
sem_photo_grid_get_place (SemPhotoGrid *self)
{
  return sem_grid_view_get_place (self->view);
}

void
sem_photo_grid_set_place (SemPhotoGrid *self, const SemGridPlace *place)
{
  g_return_if_fail (SEM_IS_PHOTO_GRID (self));

  sem_grid_view_set_place (self->view, place);
}

guint
sem_photo_grid_get_position_at (SemPhotoGrid *self, double x, double y)
{
  g_return_val_if_fail (SEM_IS_PHOTO_GRID (self), GTK_INVALID_LIST_POSITION);

  gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (self->view), x, y, &x, &y);
  return sem_grid_view_get_position_at (self->view, x, y);
}

GtkAdjustment *
sem_photo_grid_get_vadjustment (SemPhotoGrid *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_GRID (self), NULL);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}
