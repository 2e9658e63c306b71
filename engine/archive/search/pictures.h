/* pictures.h - sketches, hashes and thumbnails of an archive, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/search/parts.h"
#include "engine/search/searcher/search-gallery.h"

G_BEGIN_DECLS

/**
 * SemGalleryPictures:
 *
 * Fetches the data that a search for copies compares, for many photos at once, and holds it in
 * memory; the functions are those of #SemSearchGallery. Malformed values count as missing.
 */
typedef struct _SemPictures SemGalleryPictures;

/* @parts, @identity: as for sem_archive_gallery_new(). */
SemGalleryPictures *sem_gallery_pictures_new (SemParts *parts,
                                              const guint8 *identity,
                                              GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable) */
void sem_gallery_pictures_free (SemGalleryPictures *self);

gboolean sem_gallery_pictures_expect (SemGalleryPictures *self,
                                      const gint64 *photos,
                                      guint n,
                                      GError **error);
void
sem_gallery_pictures_get (const SemGalleryPictures *self, gint64 photo, SemSearchPicture *picture);
gboolean sem_gallery_pictures_expect_looks (SemGalleryPictures *self,
                                            const gint64 *photos,
                                            guint n,
                                            gboolean thumbnails,
                                            GError **error);
gboolean
sem_gallery_pictures_get_sketch (const SemGalleryPictures *self, gint64 photo, guint8 *sketch);
int sem_gallery_pictures_open_thumbnail (const SemGalleryPictures *self, gint64 photo);
gboolean sem_gallery_pictures_expect_files (SemGalleryPictures *self,
                                            const gint64 *photos,
                                            guint n,
                                            GError **error);
/* Tries the first few places of the photo only, and no file of more than 1 GiB. */
int sem_gallery_pictures_open_file (const SemGalleryPictures *self, gint64 photo);

G_END_DECLS
