/* photo-grid-private.h - shared by the grid's source files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/widgets/photo-grid.h"
#include "ui/widgets/photo-tile.h"

G_BEGIN_DECLS

struct _SemPhotoGrid
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkGridView *view;
  GtkSingleSelection *selection;
  GMenuModel *menu;
  GtkWidget *popover;
  guint clicked;        /* position of the photo that was clicked last */
  GtkWidget *menu_tile; /* tile of the open menu, whose tooltip is off meanwhile; weak */

  int zoom_level;
  double scroll_sum;
  guint columns_id;
  guint scrolled_to_id; /* source that moves the focus after a use of the scrollbar */

  GtkRoot *root;         /* whose focus is followed; weak */
  GtkWidget *focus_cell; /* cell that has the focus, or had it last; weak */
  gboolean placing;      /* whether the grid is about to go to @place */
  SemPhotoGridPlace place;
  guint layouts;        /* since placing began */
  GdkFrameClock *clock; /* (nullable): whose layouts are waited for */
};

/* Returns: (transfer none) (nullable): the photo of @item, a #SemPhoto, a #SemMatch or %NULL. */
static inline SemPhoto *
sem_photo_grid_item_photo (gpointer item)
{
  return SEM_IS_MATCH (item) ? sem_match_get_photo (item) : item;
}

/* None of these files calls photo-grid.c. */

/* photo-grid-tiles.c */

/* Queues a change of the number of columns, where another number fits into @width pixels. */
void sem_photo_grid_fit_columns (SemPhotoGrid *self, int width);
/* Follows "zoom-level". */
void sem_photo_grid_resize_tiles (SemPhotoGrid *self);
/* Returns: (transfer none) (nullable): the tile that shows @photo, where there is one. */
SemPhotoTile *sem_photo_grid_find_tile (SemPhotoGrid *self, SemPhoto *photo);

/* Signals of the factory. */
void sem_photo_grid_setup_cb (GtkSignalListItemFactory *factory,
                              GtkListItem *list_item,
                              SemPhotoGrid *self);
void sem_photo_grid_bind_cb (GtkSignalListItemFactory *factory,
                             GtkListItem *list_item,
                             SemPhotoGrid *self);
void sem_photo_grid_unbind_cb (GtkSignalListItemFactory *factory,
                               GtkListItem *list_item,
                               SemPhotoGrid *self);
void sem_photo_grid_teardown_cb (GtkSignalListItemFactory *factory,
                                 GtkListItem *list_item,
                                 SemPhotoGrid *self);

/* photo-grid-place.c: the keyboard focus and the scroll position */

void sem_photo_grid_set_up_place (SemPhotoGrid *self);
void sem_photo_grid_dispose_place (SemPhotoGrid *self);
/* Called in each layout: goes on with what sem_photo_grid_set_place() began. */
void sem_photo_grid_continue_placing (SemPhotoGrid *self);
/* Gives the focus to the photo that had it last, or to the first one in view where there is none
 * or, with @in_view, where it was scrolled out of view. Scrolls no further than needed to show it
 * whole. */
gboolean sem_photo_grid_focus_cell (SemPhotoGrid *self, gboolean in_view);
/* The grid's focus(): the grid is one stop of the Tab key. */
gboolean sem_photo_grid_move_focus (GtkWidget *widget, GtkDirectionType direction);
gboolean sem_photo_grid_key_cb (GtkEventControllerKey *controller,
                                guint keyval,
                                guint keycode,
                                GdkModifierType state,
                                SemPhotoGrid *self);

/* photo-grid-menu.c: clicks, and the context menu of a photo */

void sem_photo_grid_click_cb (GtkGestureClick *gesture,
                              int n_press,
                              double x,
                              double y,
                              SemPhotoGrid *self);

void sem_photo_grid_secondary_click_cb (GtkGestureClick *gesture,
                                        int n_press,
                                        double x,
                                        double y,
                                        SemPhotoGrid *self);
void
sem_photo_grid_long_press_cb (GtkGestureLongPress *gesture, double x, double y, SemPhotoGrid *self);
/* The action grid.popup-menu: the menu of the photo with the focus. */
void sem_photo_grid_popup_menu (GtkWidget *widget, const char *name, GVariant *parameter);

/* photo-grid-actions.c */

void sem_photo_grid_install_actions (GtkWidgetClass *widget_class);
/* Enables the actions that need a selected photo while there is one. */
void sem_photo_grid_update_actions (SemPhotoGrid *self);

G_END_DECLS
