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
  GtkWidget *menu_tile; /* tile of the open menu, whose tooltip is off meanwhile; weak */

  int zoom_level;
  double scroll_sum;
  guint columns_id;
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

/* photo-grid-menu.c: the context menu of a photo */

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
