/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-photo-grid"

#include "config.h"

#include "ui/widgets/photo-grid.h"

#include <glib/gi18n-lib.h>

#include "ui/photo-actions.h"
#include "ui/widgets/photo-tile.h"
#include "ui/toast.h"

#define MOST_COLUMNS 24
#define NATURAL_WIDTH 560

/* Pixels that a tile is wide at least, for each zoom level. */
static const int tile_sizes[SEM_PHOTO_GRID_N_ZOOM_LEVELS] = { 88, 120, 164, 224, 300 };

struct _SemPhotoGrid
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkGridView *view;
  GtkSingleSelection *selection;
  GMenuModel *menu;
  GtkWidget *popover;
  GtkWidget *menu_tile; /* the one with the menu, without its tooltip meanwhile; weak */

  int zoom_level;
  double scroll_sum;
  guint columns_id;
};

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
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemPhotoGrid, sem_photo_grid, GTK_TYPE_WIDGET)

static SemPhoto *
photo_of (gpointer item)
{
  if (SEM_IS_MATCH (item))
    return sem_match_get_photo (item);
  return item;
}

/* GtkGridView binds some 31 rows of as many columns as it may have: never allow more than fit. */
static gboolean
update_columns_cb (gpointer user_data)
{
  SemPhotoGrid *self = user_data;
  int size = tile_sizes[self->zoom_level];
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  self->columns_id = 0;
  if (width > 0)
    gtk_grid_view_set_max_columns (self->view, (guint) CLAMP (width / size, 1, MOST_COLUMNS));
  return G_SOURCE_REMOVE;
}

static void
queue_columns (SemPhotoGrid *self)
{
  if (self->columns_id == 0)
    self->columns_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_columns_cb, self, NULL);
}

static void
resize_tile (GtkWidget *tile, gpointer user_data)
{
  SemPhotoGrid *self = user_data;

  sem_photo_tile_set_size (SEM_PHOTO_TILE (tile), tile_sizes[self->zoom_level]);
}

static void
for_each_tile (SemPhotoGrid *self, void (*function) (GtkWidget *, gpointer))
{
  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (self->view)); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *tile = gtk_widget_get_first_child (cell);

      if (SEM_IS_PHOTO_TILE (tile))
        function (tile, self);
    }
}

static void
find_similar (SemPhotoGrid *self, gpointer item)
{
  if (item != NULL)
    g_signal_emit (self, signals[FIND_SIMILAR], 0, photo_of (item));
}

static void
activate_cb (GtkGridView *view, guint position, SemPhotoGrid *self)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  find_similar (self, item);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, SemPhotoTile *tile)
{
  SemPhoto *photo = sem_photo_tile_get_photo (tile);

  return photo != NULL ? sem_photo_make_content (photo, sem_photo_tile_get_texture (tile)) : NULL;
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, SemPhotoTile *tile)
{
  g_autoptr (GdkPaintable) icon = gtk_widget_paintable_new (GTK_WIDGET (tile));
  g_autoptr (GdkPaintable) still = gdk_paintable_get_current_image (icon);

  gtk_drag_source_set_icon (source, still, gtk_widget_get_width (GTK_WIDGET (tile)) / 2,
                            gtk_widget_get_height (GTK_WIDGET (tile)) / 2);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, SemPhotoGrid *self)
{
  GtkWidget *tile = sem_photo_tile_new ();
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_object (source, "prepare", G_CALLBACK (drag_prepare_cb), tile, 0);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), tile, 0);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (source));

  g_object_set_data (G_OBJECT (tile), "list-item", list_item);
  gtk_list_item_set_child (list_item, tile);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, SemPhotoGrid *self)
{
  SemPhotoTile *tile = SEM_PHOTO_TILE (gtk_list_item_get_child (list_item));

  sem_photo_tile_set_size (tile, tile_sizes[self->zoom_level]);
  sem_photo_tile_bind (tile, gtk_list_item_get_item (list_item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, SemPhotoGrid *self)
{
  sem_photo_tile_unbind (SEM_PHOTO_TILE (gtk_list_item_get_child (list_item)));
}

static void
teardown_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, SemPhotoGrid *self)
{
  GtkWidget *tile = gtk_list_item_get_child (list_item);

  if (tile != NULL)
    g_object_set_data (G_OBJECT (tile), "list-item", NULL);
  gtk_list_item_set_child (list_item, NULL);
}

static SemPhotoTile *
tile_at (SemPhotoGrid *self, double x, double y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  if (picked == NULL)
    return NULL;
  return (SemPhotoTile *) gtk_widget_get_ancestor (picked, SEM_TYPE_PHOTO_TILE);
}

/* A tooltip would lie over the menu. */
static void
forget_menu_tile (SemPhotoGrid *self)
{
  if (self->menu_tile != NULL)
    gtk_widget_set_has_tooltip (self->menu_tile, TRUE);
  g_clear_weak_pointer (&self->menu_tile);
}

static void
popup_at (SemPhotoGrid *self, SemPhotoTile *tile, double x, double y)
{
  GtkListItem *list_item = g_object_get_data (G_OBJECT (tile), "list-item");

  if (list_item == NULL)
    return;
  gtk_single_selection_set_selected (self->selection, gtk_list_item_get_position (list_item));

  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (self->menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (forget_menu_tile), self);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  forget_menu_tile (self);
  g_set_weak_pointer (&self->menu_tile, GTK_WIDGET (tile));
  gtk_widget_set_has_tooltip (self->menu_tile, FALSE);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
popup_in_view (SemPhotoGrid *self, double x, double y)
{
  SemPhotoTile *tile = tile_at (self, x, y);

  if (tile != NULL)
    {
      gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &x, &y);
      popup_at (self, tile, x, y);
    }
}

static void
secondary_click_cb (GtkGestureClick *gesture, int n_press, double x, double y, SemPhotoGrid *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup_in_view (self, x, y);
}

static void
long_press_cb (GtkGestureLongPress *gesture, double x, double y, SemPhotoGrid *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup_in_view (self, x, y);
}

static void
popup_menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemPhotoGrid *self = SEM_PHOTO_GRID (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *tile = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  double x, y;

  if (!SEM_IS_PHOTO_TILE (tile) || !gtk_widget_is_ancestor (tile, widget))
    return;
  gtk_widget_translate_coordinates (tile, widget, gtk_widget_get_width (tile) / 2,
                                    gtk_widget_get_height (tile) / 2, &x, &y);
  popup_at (self, SEM_PHOTO_TILE (tile), x, y);
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
  gboolean any = gtk_single_selection_get_selected_item (selection) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.open", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.show-in-folder", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "grid.copy", any);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
find_similar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemPhotoGrid *self = SEM_PHOTO_GRID (widget);
  gpointer item = sem_photo_grid_get_selected (self);

  if (item == NULL)
    sem_toast_show (widget, _("Select a photo first."));
  else
    find_similar (self, item);
}

/* The file of the selected photo; says why where there is none. */
static GFile *
selected_file (SemPhotoGrid *self)
{
  SemPhoto *photo = sem_photo_grid_get_selected_photo (self);
  GFile *file = photo != NULL ? sem_photo_get_file (photo) : NULL;

  if (photo != NULL && file == NULL)
    sem_toast_show (GTK_WIDGET (self),
                    _("The photo’s file is not there. If it lies on a disk, connect the disk."));
  return file;
}

static SemPhotoTile *
selected_tile (SemPhotoGrid *self)
{
  SemPhoto *photo = sem_photo_grid_get_selected_photo (self);

  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (self->view)); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *tile = gtk_widget_get_first_child (cell);

      if (SEM_IS_PHOTO_TILE (tile) && sem_photo_tile_get_photo (SEM_PHOTO_TILE (tile)) == photo)
        return SEM_PHOTO_TILE (tile);
    }
  return NULL;
}

static void
file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemPhotoGrid *self = SEM_PHOTO_GRID (widget);
  GFile *file = selected_file (self);

  if (file == NULL)
    return;
  if (g_str_equal (name, "grid.open"))
    sem_file_open (file, widget);
  else if (g_str_equal (name, "grid.show-in-folder"))
    sem_file_show_in_folder (file, widget);
  else
    {
      SemPhotoTile *tile = selected_tile (self);

      sem_file_copy (file, tile != NULL ? sem_photo_tile_get_texture (tile) : NULL, widget);
    }
}

static gboolean
sem_photo_grid_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SEM_PHOTO_GRID (widget)->view));
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
  guint fit = (guint) CLAMP (width / tile_sizes[self->zoom_level], 1, MOST_COLUMNS);

  if (fit != gtk_grid_view_get_max_columns (self->view))
    queue_columns (self);
  gtk_widget_size_allocate (self->scroller, &(GtkAllocation){ 0, 0, width, height }, -1);
  if (self->popover != NULL)
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
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "grid.find-similar", NULL, find_similar_action);
  gtk_widget_class_install_action (widget_class, "grid.open", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "grid.show-in-folder", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "grid.copy", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "grid.popup-menu", NULL, popup_menu_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "grid.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "grid.popup-menu",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "grid.popup-menu", NULL);
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
  widget_class->measure = sem_photo_grid_measure;
  widget_class->size_allocate = sem_photo_grid_size_allocate;

  install_properties (object_class);
  signals[FIND_SIMILAR] = g_signal_new ("find-similar", SEM_TYPE_PHOTO_GRID, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, SEM_TYPE_PHOTO);
  install_actions (widget_class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/photo-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, SemPhotoGrid, scroller);
  gtk_widget_class_bind_template_child (widget_class, SemPhotoGrid, view);
  gtk_widget_class_bind_template_child (widget_class, SemPhotoGrid, selection);
  gtk_widget_class_bind_template_child (widget_class, SemPhotoGrid, menu);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, teardown_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_click_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_press_cb);
  gtk_widget_class_bind_template_callback (widget_class, scroll_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_set_css_name (widget_class, "photogrid");
}

static void
sem_photo_grid_init (SemPhotoGrid *self)
{
  self->zoom_level = SEM_PHOTO_GRID_DEFAULT_ZOOM;
  gtk_widget_init_template (GTK_WIDGET (self));
  selected_cb (self->selection, NULL, self);
}

void
sem_photo_grid_set_model (SemPhotoGrid *self, GListModel *model)
{
  g_return_if_fail (SEM_IS_PHOTO_GRID (self));

  if (gtk_single_selection_get_model (self->selection) == model)
    return;
  gtk_single_selection_set_model (self->selection, model);
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
  gpointer item = sem_photo_grid_get_selected (self);

  return item != NULL ? photo_of (item) : NULL;
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
  for_each_tile (self, resize_tile);
  queue_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM_LEVEL]);
}

GtkAdjustment *
sem_photo_grid_get_vadjustment (SemPhotoGrid *self)
{
  g_return_val_if_fail (SEM_IS_PHOTO_GRID (self), NULL);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}
