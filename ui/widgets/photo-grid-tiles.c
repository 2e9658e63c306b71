/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/widgets/photo-grid-private.h"

#include "ui/photo-actions.h"

#define MAX_COLUMNS 24

/* Least width of a tile in pixels, by zoom level. */
static const int tile_sizes[SEM_PHOTO_GRID_N_ZOOM_LEVELS] = { 88, 120, 164, 208, 248 };
/* Largest width: thumbnails have 256 pixels, and larger ones would be blurred. With the gap. */
#define LARGEST_TILE 264

/* Columns that fit into @width pixels, but so many that no tile gets too wide. */
static guint
count_columns (SemPhotoGrid *self, int width)
{
  int fitting = width / tile_sizes[self->zoom_level];
  int needed = (width + LARGEST_TILE - 1) / LARGEST_TILE;

  return (guint) CLAMP (MAX (fitting, needed), 1, MAX_COLUMNS);
}

/* GtkGridView binds about 31 rows of max-columns items, so that max-columns must not exceed what
 * fits.
 */
static gboolean
update_columns_cb (gpointer user_data)
{
  SemPhotoGrid *self = user_data;
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  self->columns_id = 0;
  if (width > 0)
    gtk_grid_view_set_max_columns (self->view, count_columns (self, width));
  return G_SOURCE_REMOVE;
}

static void
queue_columns (SemPhotoGrid *self)
{
  if (self->columns_id == 0)
    self->columns_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_columns_cb, self, NULL);
}

void
sem_photo_grid_fit_columns (SemPhotoGrid *self, int width)
{
  if (count_columns (self, width) != gtk_grid_view_get_max_columns (self->view))
    queue_columns (self);
}

static SemPhotoTile *
get_tile (GtkWidget *cell)
{
  GtkWidget *tile = gtk_widget_get_first_child (cell);

  return SEM_IS_PHOTO_TILE (tile) ? SEM_PHOTO_TILE (tile) : NULL;
}

void
sem_photo_grid_resize_tiles (SemPhotoGrid *self)
{
  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (self->view)); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    if (get_tile (cell))
      sem_photo_tile_set_size (get_tile (cell), tile_sizes[self->zoom_level]);
  queue_columns (self);
}

SemPhotoTile *
sem_photo_grid_find_tile (SemPhotoGrid *self, SemPhoto *photo)
{
  for (GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (self->view)); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    if (get_tile (cell) && sem_photo_tile_get_photo (get_tile (cell)) == photo)
      return get_tile (cell);
  return NULL;
}

/* Cells ---------------------------------------------------------------------------------------- */

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

void
sem_photo_grid_setup_cb (GtkSignalListItemFactory *factory,
                         GtkListItem *list_item,
                         SemPhotoGrid *self)
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

void
sem_photo_grid_bind_cb (GtkSignalListItemFactory *factory,
                        GtkListItem *list_item,
                        SemPhotoGrid *self)
{
  SemPhotoTile *tile = SEM_PHOTO_TILE (gtk_list_item_get_child (list_item));

  sem_photo_tile_set_size (tile, tile_sizes[self->zoom_level]);
  sem_photo_tile_bind (tile, gtk_list_item_get_item (list_item));
}

void
sem_photo_grid_unbind_cb (GtkSignalListItemFactory *factory,
                          GtkListItem *list_item,
                          SemPhotoGrid *self)
{
  sem_photo_tile_unbind (SEM_PHOTO_TILE (gtk_list_item_get_child (list_item)));
}

void
sem_photo_grid_teardown_cb (GtkSignalListItemFactory *factory,
                            GtkListItem *list_item,
                            SemPhotoGrid *self)
{
  GtkWidget *tile = gtk_list_item_get_child (list_item);

  if (tile)
    g_object_set_data (G_OBJECT (tile), "list-item", NULL);
  gtk_list_item_set_child (list_item, NULL);
}
