/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/search/pictures.h"
#include "engine/archive/search/fetch.h"
#include "engine/archive/search/found-places.h"
#include "engine/archive/search/thumbnails.h"
#include "engine/index/sketch.h"
#include "engine/photos/content.h"

#include <string.h>
#include <unistd.h>

/* Files of a photo that are looked at, and the longest of them, in bytes. */
#define N_FILES 8
#define MAX_FILE (G_GINT64_CONSTANT (1) << 30)
/* Bytes of a sketch that are fetched: of one. */
#define MAX_SKETCH 1024
G_STATIC_ASSERT (MAX_SKETCH == SEM_SKETCH_SIZE);
/* Sides of a picture that can be, in pixels. */
#define MAX_SIDE 1000000

typedef struct
{
  SemSearchPicture picture;
  guint8 hash[SEM_STORE_HASH_SIZE];
} Known;

/* @known: (element-type gint64 Known); @sketches: bytes; @thumbnails: (element-type gint64 GBytes);
 * @files: (nullable): as of sem_found_places_read() */
struct _SemPictures
{
  SemParts *parts;
  const guint8 *identity;
  GCancellable *cancellable;
  GHashTable *known;
  GHashTable *sketches;
  GHashTable *thumbnails;
  GHashTable *files;
};

/* Of the pictures, what is too large is not sent. */
static const SemPartsForm sketches_form = {
  .table = "features",
  .before = "SELECT photo, sketch FROM",
  .after = "WHERE photo = ANY ($1) AND length (sketch) <= " G_STRINGIFY (MAX_SKETCH),
};

static const SemPartsForm thumbnails_form = {
  .table = "features",
  .before = "SELECT photo, thumbnail FROM",
  .after =
    "WHERE photo = ANY ($1) AND length (thumbnail) <= " G_STRINGIFY (SEM_ARCHIVE_MAX_THUMBNAIL),
};

SemGalleryPictures *
sem_gallery_pictures_new (SemParts *parts, const guint8 *identity, GCancellable *cancellable)
{
  SemGalleryPictures *self = g_new0 (SemGalleryPictures, 1);

  self->parts = parts;
  self->identity = identity;
  self->cancellable = cancellable;
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->sketches = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->thumbnails =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_bytes_unref);
  return self;
}

void
sem_gallery_pictures_free (SemGalleryPictures *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->sketches);
  g_hash_table_unref (self->thumbnails);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_free (self);
}

/* Pictures --------------------------------------------------------------------------------------*/

static void
take_known (SemGalleryPictures *self, SemRows *rows, guint i)
{
  const SemCell cell = sem_rows_get (rows, i, 0), hash = sem_rows_get (rows, i, 1);
  const SemCell width = sem_rows_get (rows, i, 2), height = sem_rows_get (rows, i, 3);
  const SemCell dct = sem_rows_get (rows, i, 4);
  g_autofree Known *known = g_new0 (Known, 1);
  gint64 photo, wide, high, bits;

  if (!sem_cell_get_int (&cell, 1, G_MAXINT64, &photo)
      || !sem_cell_get_bytes (&hash, sizeof known->hash, known->hash))
    return;
  if (sem_cell_get_int (&width, 1, MAX_SIDE, &wide)
      && sem_cell_get_int (&height, 1, MAX_SIDE, &high))
    {
      known->picture.width = (guint) wide;
      known->picture.height = (guint) high;
    }
  known->picture.has_dct = sem_cell_get_int (&dct, G_MININT64, G_MAXINT64, &bits);
  if (known->picture.has_dct)
    known->picture.dct = (guint64) bits;
  g_hash_table_replace (self->known, g_memdup2 (&photo, sizeof photo), g_steal_pointer (&known));
}

gboolean
sem_gallery_pictures_expect (SemGalleryPictures *self,
                             const gint64 *photos,
                             guint n,
                             GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  sem_values_add_ids (values, photos, n);
  rows = sem_link_run (self->parts->archive->link,
                       "SELECT id, hash, width, height, dct FROM semblance.photos"
                       " WHERE id = ANY ($1)",
                       values, self->cancellable, error);
  for (guint i = 0; rows && i < sem_rows_get_n (rows); i++)
    take_known (self, rows, i);
  return rows != NULL;
}

void
sem_gallery_pictures_get (const SemGalleryPictures *self, gint64 photo, SemSearchPicture *picture)
{
  const Known *known = g_hash_table_lookup (self->known, &photo);

  *picture = known ? known->picture : (SemSearchPicture){ 0 };
}

/* Sketches and thumbnails -----------------------------------------------------------------------*/

static gpointer
read_sketch (const SemCell *cell)
{
  g_autofree guint8 *sketch = g_malloc (SEM_SKETCH_SIZE);

  return sem_cell_get_bytes (cell, SEM_SKETCH_SIZE, sketch) ? g_steal_pointer (&sketch) : NULL;
}

static gpointer
read_thumbnail (const SemCell *cell)
{
  return sem_cell_dup_bytes (cell, SEM_ARCHIVE_MAX_THUMBNAIL);
}

gboolean
sem_gallery_pictures_expect_looks (SemGalleryPictures *self,
                                   const gint64 *photos,
                                   guint n,
                                   gboolean thumbnails,
                                   GError **error)
{
  return sem_fetch (self->parts, thumbnails ? &thumbnails_form : &sketches_form,
                    thumbnails ? read_thumbnail : read_sketch,
                    thumbnails ? self->thumbnails : self->sketches, photos, n, self->cancellable,
                    error);
}

gboolean
sem_gallery_pictures_get_sketch (const SemGalleryPictures *self, gint64 photo, guint8 *sketch)
{
  const guint8 *known = g_hash_table_lookup (self->sketches, &photo);

  if (known)
    memcpy (sketch, known, SEM_SKETCH_SIZE);
  return known != NULL;
}

int
sem_gallery_pictures_open_thumbnail (const SemGalleryPictures *self, gint64 photo)
{
  GBytes *thumbnail = g_hash_table_lookup (self->thumbnails, &photo);

  return thumbnail ? sem_content_open_bytes (thumbnail, NULL) : -1;
}

/* Files -----------------------------------------------------------------------------------------*/

gboolean
sem_gallery_pictures_expect_files (SemGalleryPictures *self,
                                   const gint64 *photos,
                                   guint n,
                                   GError **error)
{
  g_clear_pointer (&self->files, g_hash_table_unref);
  self->files = sem_found_places_read (self->parts->archive->link, self->identity, photos, n,
                                       self->cancellable, error);
  return self->files != NULL && sem_gallery_pictures_expect (self, photos, n, error);
}

/* Any publisher can claim that a photo lies at a path: only its bytes prove it. */
static int
open_same (const SemGalleryPictures *self, const char *path, const guint8 *wanted)
{
  SemFileIdentity identity = { 0 };
  guint8 hash[SEM_STORE_HASH_SIZE];
  const int fd = sem_content_open (path, &identity, NULL);

  if (fd < 0)
    return -1;
  if (identity.size <= MAX_FILE && sem_content_hash (fd, "", hash, self->cancellable, NULL)
      && memcmp (hash, wanted, sizeof hash) == 0)
    return fd;
  close (fd);
  return -1;
}

int
sem_gallery_pictures_open_file (const SemGalleryPictures *self, gint64 photo)
{
  const Known *known = g_hash_table_lookup (self->known, &photo);
  const GPtrArray *places = self->files ? g_hash_table_lookup (self->files, &photo) : NULL;
  int fd = -1;

  for (guint i = 0; known && places && fd < 0 && i < MIN (places->len, N_FILES); i++)
    {
      const SemArchivePlace *place = g_ptr_array_index (places, i);

      if (place->path)
        fd = open_same (self, place->path, known->hash);
    }
  return fd;
}
