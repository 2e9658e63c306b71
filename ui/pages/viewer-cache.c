/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-viewer"

#include "config.h"

#include "ui/pages/viewer-cache.h"

#include <glib/gi18n-lib.h>

#include "ui/pictures/texture.h"

/* A photo that is wanted. Its loads hold a reference, and are cancelled with it. */
typedef struct
{
  SemViewerCache *cache; /* NULL where it is not wanted any more */
  SemPhoto *photo;
  SemViewerPicture picture;
  guint side;
  gboolean ahead;
  gboolean loading;
  GCancellable *cancellable;
} Entry;

struct _SemViewerCache
{
  SemPictures *pictures;
  GPtrArray *entries; /* Entry */
  SemViewerCacheFunc func;
  gpointer user_data;
};

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_clear_object (&entry->photo);
  g_clear_object (&entry->picture.texture);
  g_clear_object (&entry->cancellable);
  g_free (entry->picture.error);
}

static void
entry_release (Entry *entry)
{
  g_rc_box_release_full (entry, entry_clear);
}

static void
entry_drop (gpointer data)
{
  Entry *entry = data;

  entry->cache = NULL;
  g_cancellable_cancel (entry->cancellable);
  entry_release (entry);
}

static void
tell (Entry *entry)
{
  entry->cache->func (entry->photo, entry->cache->user_data);
}

/* Loading -------------------------------------------------------------------------------------- */

static void
take_texture (Entry *entry, const SemPixels *pixels, guint width, guint height)
{
  g_clear_object (&entry->picture.texture);
  entry->picture.texture = sem_texture_new_for_pixels (pixels);
  entry->picture.width = width;
  entry->picture.height = height;
}

static void
picture_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Entry *entry = user_data;
  g_autoptr (GError) error = NULL;
  guint width, height;
  g_autoptr (SemPixels) pixels =
    sem_pictures_load_finish (SEM_PICTURES (source), result, &width, &height, &error);

  entry->loading = FALSE;
  if (entry->cache)
    {
      g_clear_pointer (&entry->picture.error, g_free);
      entry->picture.sharp = TRUE;
      if (pixels)
        take_texture (entry, pixels, width, height);
      else
        entry->picture.error = g_strdup (error->message);
      tell (entry);
    }
  entry_release (entry);
}

static void
load_picture (Entry *entry)
{
  const SemPictureWish wish = { .file = sem_photo_get_file (entry->photo),
                                .bytes = sem_photo_get_bytes (entry->photo),
                                .side = entry->side,
                                .ahead = entry->ahead };

  if (!wish.file && !wish.bytes)
    {
      entry->picture.sharp = TRUE;
      g_free (entry->picture.error);
      entry->picture.error =
        g_strdup (_("The file of this photo is missing. If it is on another disk, connect that "
                    "disk."));
      tell (entry);
      return;
    }
  entry->loading = TRUE;
  sem_pictures_load_async (entry->cache->pictures, &wish, entry->cancellable, picture_cb,
                           g_rc_box_acquire (entry));
}

static void
thumbnail_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Entry *entry = user_data;
  g_autoptr (SemPixels) pixels = sem_photo_load_thumbnail_finish (SEM_PHOTO (source), result, NULL);

  if (entry->cache)
    {
      if (pixels)
        {
          const guint width = sem_photo_get_width (entry->photo);
          const guint height = sem_photo_get_height (entry->photo);

          take_texture (entry, pixels, width ? width : pixels->width,
                        height ? height : pixels->height);
          tell (entry);
        }
      if (entry->cache)
        load_picture (entry);
    }
  entry_release (entry);
}

static Entry *
find (SemViewerCache *self, SemPhoto *photo)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->photo == photo)
        return entry;
    }
  return NULL;
}

static void
add (SemViewerCache *self, SemPhoto *photo, guint side, gboolean ahead)
{
  Entry *entry = g_rc_box_new0 (Entry);

  entry->cache = self;
  entry->photo = g_object_ref (photo);
  entry->side = side;
  entry->ahead = ahead;
  entry->cancellable = g_cancellable_new ();
  g_ptr_array_add (self->entries, entry);
  sem_photo_load_thumbnail_async (photo, entry->cancellable, thumbnail_cb,
                                  g_rc_box_acquire (entry));
}

/* The picture is shown in a larger window now. */
static void
enlarge (Entry *entry, guint side)
{
  const SemViewerPicture *picture = &entry->picture;
  guint shown = 0;

  if (picture->texture)
    shown = (guint) MAX (gdk_texture_get_width (picture->texture),
                         gdk_texture_get_height (picture->texture));
  if (entry->loading || !picture->sharp || picture->error || side <= entry->side
      || shown >= MAX (picture->width, picture->height))
    return;
  entry->side = side;
  load_picture (entry);
}

/* Public --------------------------------------------------------------------------------------- */

SemViewerCache *
sem_viewer_cache_new (SemViewerCacheFunc func, gpointer user_data)
{
  SemViewerCache *self = g_new0 (SemViewerCache, 1);

  self->pictures = sem_pictures_new ();
  self->entries = g_ptr_array_new_with_free_func (entry_drop);
  self->func = func;
  self->user_data = user_data;
  return self;
}

void
sem_viewer_cache_free (SemViewerCache *self)
{
  g_ptr_array_unref (self->entries);
  g_object_unref (self->pictures);
  g_free (self);
}

static gboolean
is_among (SemPhoto *photo, SemPhoto *const *photos, guint n)
{
  for (guint i = 0; i < n; i++)
    if (photos[i] == photo)
      return TRUE;
  return FALSE;
}

void
sem_viewer_cache_want (SemViewerCache *self, SemPhoto *const *photos, guint n, guint side)
{
  for (guint i = self->entries->len; i > 0; i--)
    {
      Entry *entry = g_ptr_array_index (self->entries, i - 1);

      if (!is_among (entry->photo, photos, n))
        g_ptr_array_remove_index (self->entries, i - 1);
    }
  for (guint i = 0; i < n; i++)
    {
      Entry *entry = find (self, photos[i]);

      if (!entry)
        add (self, photos[i], side, i > 0);
      else if (i == 0)
        enlarge (entry, side);
    }
}

void
sem_viewer_cache_try_again (SemViewerCache *self, SemPhoto *photo)
{
  Entry *entry = find (self, photo);

  if (entry && entry->picture.error && !entry->loading)
    load_picture (entry);
}

const SemViewerPicture *
sem_viewer_cache_get (SemViewerCache *self, SemPhoto *photo)
{
  const Entry *entry = find (self, photo);

  return entry ? &entry->picture : NULL;
}

SemPictures *
sem_viewer_cache_get_pictures (SemViewerCache *self)
{
  return self->pictures;
}
