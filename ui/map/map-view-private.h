/* map-view-private.h - shared by the source files of the similarity map
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/map/map-place.h"
#include "ui/map/map-tiles.h"
#include "ui/map/map-view.h"

G_BEGIN_DECLS

/* A notch of the wheel, or a key. */
#define SEM_MAP_VIEW_STEP 1.25

struct _SemMapView
{
  GtkWidget parent_instance;

  SemMap *map;
  GListModel *hits;
  SemMapTiles *tiles;
  cairo_surface_t *colours; /* a pixel for each photo */
  SemMapGroups *groups;     /* (nullable): whose colours are shown */
  GHashTable *hidden;       /* set of gint64: ids of photos that are not shown */
  SemMapPlace place;
  guint cursor;
  SemPhoto *photo; /* at the cursor */
  GCancellable *naming;

  double pointer_x, pointer_y;
  SemMapPlace start; /* of a drag or a pinch */
};

static inline guint
sem_map_view_get_n (SemMapView *self)
{
  return self->map ? g_list_model_get_n_items (G_LIST_MODEL (self->map)) : 0;
}

static inline gboolean
sem_map_view_hides (SemMapView *self, guint position)
{
  gint64 id;

  if (g_hash_table_size (self->hidden) == 0)
    return FALSE;
  id = sem_map_get_id (self->map, position);
  return g_hash_table_contains (self->hidden, &id);
}

/* map-cursor.c: the photo that has the focus. It calls none of the others. */
void sem_map_view_move_cursor (SemMapView *self, guint position);
/* Reads the title of the photo at the cursor, which others need. */
void sem_map_view_load_name (SemMapView *self);

/* map-input.c: the mouse, fingers and keys. It calls map-cursor.c. */
void sem_map_view_add_input (SemMapView *self);
void sem_map_view_zoom_middle (SemMapView *self, double factor);

/* map-draw.c. It calls none of the others. */
/* Makes the picture of the mean colours, or of those of groups, again. */
void sem_map_view_make_colours (SemMapView *self);
void sem_map_view_draw (SemMapView *self, GtkSnapshot *snapshot);

/* For tests. @bounds: (out): of the photo's square, in the widget's coordinates */
void sem_map_view_get_bounds (SemMapView *self, guint position, graphene_rect_t *bounds);

/* For tests. The length of the side of a photo's square. */
double sem_map_view_get_side (SemMapView *self);

G_END_DECLS
