/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-viewer"

#include "config.h"

#include "ui/pages/viewer-private.h"

#include <math.h>

#include "ui/pictures/texture.h"

/* How the engine counts a part, see engine/model/viewer/pictures.h. */
#define SHARE 65536
/* Of the visible part, on each side, so that a small move needs no load. */
#define MARGIN .25f
/* A texture may be this much smaller than it is shown. */
#define TOLERANCE 1.05

typedef struct
{
  SemViewer *self;
  SemPhoto *photo;
  graphene_rect_t area;
} Load;

static void
load_free (Load *load)
{
  g_object_unref (load->self);
  g_object_unref (load->photo);
  g_free (load);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Load) load = user_data;
  SemViewer *self = load->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (SemPixels) pixels =
    sem_pictures_load_finish (SEM_PICTURES (source), result, NULL, NULL, &error);
  g_autoptr (GdkTexture) texture = pixels ? sem_texture_new_for_pixels (pixels) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->photo != load->photo)
    return;
  g_clear_object (&self->detail_load);
  if (error)
    g_debug ("part of a photo: %s", error->message);
  if (texture)
    sem_picture_view_set_detail (self->view, texture, &load->area);
}

/* The share of @length that begins at @from, and what the decoder makes of it in pixels. */
static void
snap (float *from, float *length, double whole, double *share_from, double *share_length)
{
  const double first = floor (*from / whole * SHARE);
  const double n = MIN (SHARE - first, ceil (*length / whole * SHARE));

  *share_from = first / SHARE;
  *share_length = n / SHARE;
  *from = (float) floor (first * whole / SHARE);
  *length = (float) MAX (1, floor (n * whole / SHARE));
}

static void
load (SemViewer *self, const SemViewerPicture *picture, const graphene_rect_t *visible, double zoom)
{
  const graphene_rect_t whole =
    GRAPHENE_RECT_INIT (0, 0, (float) picture->width, (float) picture->height);
  SemPictureWish wish = { .file = sem_photo_get_file (self->photo),
                          .bytes = sem_photo_get_bytes (self->photo) };
  graphene_rect_t area;
  Load *job;
  double side;

  graphene_rect_inset_r (visible, -visible->size.width * MARGIN, -visible->size.height * MARGIN,
                         &area);
  graphene_rect_intersection (&area, &whole, &area);
  snap (&area.origin.x, &area.size.width, picture->width, &wish.x, &wish.width);
  snap (&area.origin.y, &area.size.height, picture->height, &wish.y, &wish.height);
  side = ceil (MAX (area.size.width, area.size.height) * MIN (1, zoom));
  wish.side = (guint) CLAMP (side, 1, SEM_PICTURES_MAX_SIDE);

  sem_viewer_drop_detail (self);
  self->detail_load = g_cancellable_new ();
  self->detail_area = area;
  self->detail_zoom = zoom;
  job = g_new (Load, 1);
  *job = (Load){ g_object_ref (self), g_object_ref (self->photo), area };
  sem_pictures_load_async (sem_viewer_cache_get_pictures (self->cache), &wish, self->detail_load,
                           loaded_cb, job);
}

void
sem_viewer_drop_detail (SemViewer *self)
{
  g_cancellable_cancel (self->detail_load);
  g_clear_object (&self->detail_load);
  self->detail_area = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  self->detail_zoom = 0;
}

void
sem_viewer_update_detail (SemViewer *self)
{
  const SemViewerPicture *picture =
    self->photo ? sem_viewer_cache_get (self->cache, self->photo) : NULL;
  const double zoom = sem_picture_view_get_zoom (self->view);
  graphene_rect_t visible;
  double texture_zoom;

  if (!picture || !picture->sharp || !picture->texture || picture->error)
    return;
  texture_zoom = (double) gdk_texture_get_width (picture->texture) / picture->width;
  if (texture_zoom >= 1 || MIN (1, zoom) <= texture_zoom * TOLERANCE)
    return;
  sem_picture_view_get_visible (self->view, &visible);
  if (visible.size.width < 1 || visible.size.height < 1)
    return;
  if (graphene_rect_contains_rect (&self->detail_area, &visible)
      && MIN (1, zoom) <= self->detail_zoom * TOLERANCE)
    return;
  load (self, picture, &visible, zoom);
}
