/* photo-tile-private.h - shared by the source files of a tile, and its texts for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/widgets/photo-tile.h"

G_BEGIN_DECLS

/* Between the edge of a tile and what lies over its picture, in pixels. */
#define SEM_PHOTO_TILE_MARGIN 6

struct _SemPhotoTile
{
  GtkWidget parent_instance;

  SemPhoto *photo;
  SemMatch *match;
  GCancellable *cancellable;
  SemPixels *pixels;       /* (nullable): the thumbnail */
  GdkTexture *texture;     /* (nullable): the same, once it was requested */
  GskRenderNode *square;   /* (nullable): the middle of the photo in the pixels of the tile */
  guint side;              /* side of the last requested square, in pixels */
  guint sharp_id;          /* source that requests a sharp one */
  SemAbsence *absence;     /* (nullable) */
  SemAbsenceReason reason; /* why the photo cannot be opened */
  GtkWidget *badge;
  GtkWidget *mark; /* (nullable): that it cannot be opened */
  GtkWidget *missing;
  int size;
};

/* photo-tile-absence.c: what says that the photo cannot be opened. It does not call photo-tile.c.
 */

/* Shows why the photo cannot be opened. Returns: whether that differs from what was known before */
gboolean sem_photo_tile_find_reason (SemPhotoTile *self);
void sem_photo_tile_allocate_mark (SemPhotoTile *self, int width);
void
sem_photo_tile_draw_veil (SemPhotoTile *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds);
gboolean sem_photo_tile_query_tooltip (GtkWidget *widget,
                                       int x,
                                       int y,
                                       gboolean keyboard,
                                       GtkTooltip *tooltip);

/* photo-tile.c */

/* Returns: (transfer none) (nullable): its badge, such as "87 % · 12 bits". */
const char *sem_photo_tile_get_badge (SemPhotoTile *self);

/* Returns: (transfer full) (nullable): its tooltip. */
char *sem_photo_tile_dup_tooltip (SemPhotoTile *self);

G_END_DECLS
