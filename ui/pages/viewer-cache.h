/* viewer-cache.h - the pictures that the viewer shows, and those it may show next
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/viewer/pictures.h"

G_BEGIN_DECLS

/**
 * SemViewerPicture:
 * @texture: (nullable): the whole photo, first as its thumbnail; %NULL until that is loaded
 * @width: of the photo in pixels
 * @height: likewise
 * @sharp: whether @texture has the requested size, or no larger one can be loaded
 * @error: (nullable): a sentence that says why there is no sharp one
 */
typedef struct
{
  GdkTexture *texture;
  guint width;
  guint height;
  gboolean sharp;
  char *error;
} SemViewerPicture;

typedef struct _SemViewerCache SemViewerCache;

/* Called when the picture of @photo has changed. */
typedef void (*SemViewerCacheFunc) (SemPhoto *photo, gpointer user_data);

SemViewerCache *sem_viewer_cache_new (SemViewerCacheFunc func,
                                      gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Cancels what is being loaded. */
void sem_viewer_cache_free (SemViewerCache *self);

/**
 * sem_viewer_cache_want:
 * @photos: (array length=n): the one that is shown, then those to load ahead; none may be %NULL
 * @side: longest side of their pictures in pixels, of the screen
 *
 * Loads what is missing, and drops all others.
 */
void sem_viewer_cache_want (SemViewerCache *self, SemPhoto *const *photos, guint n, guint side);

/* To be called when the photo has another file: loads that where the earlier one could not be
 * shown. */
void sem_viewer_cache_try_again (SemViewerCache *self, SemPhoto *photo);

/* Returns: (nullable): the picture of a wanted photo, valid until the next change. */
const SemViewerPicture *sem_viewer_cache_get (SemViewerCache *self, SemPhoto *photo);

/* Returns: (transfer none): loads parts of photos. */
SemPictures *sem_viewer_cache_get_pictures (SemViewerCache *self);

G_END_DECLS
