/* photo-grid-private.h - shared by the grid's source files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/grid/items.h"
#include "ui/grid/scrubber.h"
#include "ui/widgets/photo-grid.h"
#include "ui/widgets/photo-tile.h"

G_BEGIN_DECLS

struct _SemPhotoGrid
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  SemGridView *view;
  gpointer selected; /* (nullable): the item that was selected last */
  GMenuModel *menu;
  GtkWidget *popover;
  SemScrubber *scrubber;
  GtkWidget *scrubbed;  /* label with the section in view, while the scrollbar is dragged */
  GtkWidget *menu_tile; /* tile of the open menu, whose tooltip is off meanwhile; weak */

  int zoom_level;
  double scroll_sum;
  int pinched_level;    /* zoom level when the pinch began */
  gboolean scrubbing;   /* whether the scrollbar is held */
  guint scrubber_id;    /* source that shows the years or not, after the list changed */
  guint scrolled_to_id; /* source that moves the focus after a use of the scrollbar */
};

/* None of these files calls photo-grid.c. */

/* photo-grid-menu.c: the context menu of a photo */

void
sem_photo_grid_menu_cb (SemGridView *view, guint position, double x, double y, SemPhotoGrid *self);
/* The action grid.popup-menu: the menu of the photo with the focus. */
void sem_photo_grid_popup_menu (GtkWidget *widget, const char *name, GVariant *parameter);

/* photo-grid-scrub.c: the years beside the photos, and the month or folder that a dragged scrollbar
 * leads to */

void sem_photo_grid_add_scrubbed (SemPhotoGrid *self);
/* Shows the years where there is room and use for them. Returns: the width that is left for photos,
 * in pixels */
int sem_photo_grid_allocate_scrubber (SemPhotoGrid *self, int width, int height);
void sem_photo_grid_allocate_scrubbed (SemPhotoGrid *self, int width, int height);
/* @scrubbing: whether the scrollbar is held. */
void sem_photo_grid_set_scrubbing (SemPhotoGrid *self, gboolean scrubbing);

/* photo-grid-actions.c */

void sem_photo_grid_install_actions (GtkWidgetClass *widget_class);
/* Enables the actions that need a selected photo while there is one. */
void sem_photo_grid_update_actions (SemPhotoGrid *self);

/* Returns: (transfer none): the vertical scroll position. */
GtkAdjustment *sem_photo_grid_get_vadjustment (SemPhotoGrid *self);

G_END_DECLS
