/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-map-view"

#include "config.h"

#include "ui/map/map-tiles.h"

#include "ui/pictures/square-node.h"

/* Squares that are loaded at a time. */
#define AT_ONCE 8
/* Of the squares in memory; those of one frame are kept in any case. */
#define MOST_BYTES (64 * 1024 * 1024)
#define LEAST_SIDE 32
#define MOST_SIDE 256

typedef struct
{
  SemMapTiles *tiles;
  guint position;
  guint side;    /* of the square, or of what is loaded */
  guint64 frame; /* the last that it was wanted in */
  GskRenderNode *square;
  gsize bytes;               /* of it */
  GCancellable *cancellable; /* while it is loaded */
} Tile;

struct _SemMapTiles
{
  GtkWidget *widget;
  SemMap *map;
  GHashTable *tiles; /* position to Tile */
  guint n_loading;
  guint64 frame;
  gsize bytes;
};

static void
tile_free (gpointer data)
{
  Tile *tile = data;

  tile->tiles->bytes -= tile->bytes;
  if (tile->cancellable)
    {
      g_cancellable_cancel (tile->cancellable);
      tile->tiles->n_loading--;
    }
  g_clear_object (&tile->cancellable);
  g_clear_pointer (&tile->square, gsk_render_node_unref);
  g_free (tile);
}

SemMapTiles *
sem_map_tiles_new (GtkWidget *widget)
{
  SemMapTiles *self = g_new0 (SemMapTiles, 1);

  self->widget = widget;
  self->tiles = g_hash_table_new_full (NULL, NULL, NULL, tile_free);
  return self;
}

void
sem_map_tiles_free (SemMapTiles *self)
{
  g_hash_table_unref (self->tiles);
  g_clear_object (&self->map);
  g_free (self);
}

void
sem_map_tiles_set_map (SemMapTiles *self, SemMap *map)
{
  g_hash_table_remove_all (self->tiles);
  g_set_object (&self->map, map);
}

/* Loading -------------------------------------------------------------------------------------- */

/* What a load that was cancelled leaves alone. */
typedef struct
{
  SemMapTiles *tiles;
  guint position;
  GCancellable *cancellable;
} Load;

static void
take (SemMapTiles *self, Tile *tile, GBytes *square)
{
  g_clear_pointer (&tile->square, gsk_render_node_unref);
  tile->square = sem_square_node_new (self->widget, square);
  self->bytes += g_bytes_get_size (square) - tile->bytes;
  tile->bytes = g_bytes_get_size (square);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Load *load = user_data;
  g_autoptr (GBytes) square = NULL;
  SemPixels *pixels = sem_photo_load_square_finish (SEM_PHOTO (source), result, &square, NULL);
  g_autoptr (GCancellable) cancellable = load->cancellable;
  Tile *tile;

  g_clear_pointer (&pixels, sem_pixels_free);
  /* The tiles may be gone then. */
  if (g_cancellable_is_cancelled (cancellable))
    return;
  tile = g_hash_table_lookup (load->tiles->tiles, GUINT_TO_POINTER (load->position));
  g_clear_object (&tile->cancellable);
  load->tiles->n_loading--;
  if (square)
    take (load->tiles, tile, square);
  gtk_widget_queue_draw (load->tiles->widget);
}

static void
start_load (SemMapTiles *self, Tile *tile, guint side)
{
  g_autoptr (SemPhoto) photo = g_list_model_get_item (G_LIST_MODEL (self->map), tile->position);
  Load *load = g_new (Load, 1);

  tile->side = side;
  tile->cancellable = g_cancellable_new ();
  self->n_loading++;
  *load = (Load){ self, tile->position, g_object_ref (tile->cancellable) };
  sem_photo_load_square_async (photo, side, 0, FALSE, tile->cancellable, loaded_cb, load);
}

/* A power of two, so that a square is not loaded again for each step of the zoom. */
static guint
choose_side (guint side)
{
  guint chosen = LEAST_SIDE;

  while (chosen < side && chosen < MOST_SIDE)
    chosen *= 2;
  return chosen;
}

/* Frames --------------------------------------------------------------------------------------- */

void
sem_map_tiles_begin (SemMapTiles *self)
{
  self->frame++;
}

GskRenderNode *
sem_map_tiles_get (SemMapTiles *self, guint position, guint side)
{
  const guint wanted = choose_side (side);
  Tile *tile = g_hash_table_lookup (self->tiles, GUINT_TO_POINTER (position));

  if (!tile)
    {
      if (self->n_loading >= AT_ONCE)
        return NULL;
      tile = g_new0 (Tile, 1);
      tile->tiles = self;
      tile->position = position;
      g_hash_table_insert (self->tiles, GUINT_TO_POINTER (position), tile);
    }
  tile->frame = self->frame;
  if (tile->side < wanted && !tile->cancellable && self->n_loading < AT_ONCE)
    start_load (self, tile, wanted);
  return tile->square;
}

static gboolean
is_old (gpointer key, gpointer value, gpointer user_data)
{
  const Tile *tile = value;
  const SemMapTiles *self = user_data;

  return tile->frame < self->frame;
}

/* What is being loaded and is out of sight makes room for what is not. */
static gboolean
is_vain (gpointer key, gpointer value, gpointer user_data)
{
  const Tile *tile = value;

  return tile->cancellable && is_old (key, value, user_data);
}

void
sem_map_tiles_end (SemMapTiles *self)
{
  g_hash_table_foreach_remove (self->tiles, self->bytes > MOST_BYTES ? is_old : is_vain, self);
}
