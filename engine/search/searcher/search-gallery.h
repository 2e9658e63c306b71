/* search-gallery.h - an interface to photos that are searched but lie outside a library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/index/hamming-index.h"
#include "engine/search/likeness/likeness.h"
#include "engine/search/searcher/searcher.h"

G_BEGIN_DECLS

/**
 * SemSearchPicture:
 * @width, @height: of the upright photo, in pixels; 0 where that is not known
 * @has_dct: whether it has a perceptual hash
 * @dct: the perceptual hash
 */
typedef struct
{
  guint width;
  guint height;
  gboolean has_dct;
  guint64 dct;
} SemSearchPicture;

/**
 * SemSearchGallery:
 * @n_photos: number of photos
 * @find_photo: sets the photo with this content hash (32 bytes), 0 where there is none
 * @has_other_file: sets whether the photo has a file that is not the one at @path (nullable) on
 * this computer
 * @scan: as sem_hamming_index_search(), of all photos; the positions of the hits are what @get_code
 *   takes, as long as the gallery is there
 * @get_code: copies the code of a hit
 * @load_vector: as sem_store_get_vector(), of photos that a scan has found
 * @expect_features: announces the photos whose features will be loaded next
 * @load_feature: as sem_codes_load_feature()
 * @find_code: copies the code of a photo that a scan has found; %FALSE where there is none
 * @expect_pictures: announces the photos of the next calls of @load_picture
 * @load_picture: fills in size and perceptual hash of a photo
 * @expect_looks: announces the photos whose sketches, or thumbnails, will be loaded next
 * @load_sketch: copies the sketch of a photo, %SEM_SKETCH_SIZE bytes; %FALSE where there is none
 * @open_thumbnail: a descriptor with the file of a thumbnail; -1 where there is none
 * @expect_files: announces the photos of the next calls of @open_file
 * @open_file: a descriptor of a file on this computer with the same bytes as the photo; -1 where
 *   there is none
 *
 * Photos that lie elsewhere than in a library on this computer, all of them with codes of one model
 * and features of one backbone. Each function gets @data first, and where it can fail, returns
 * %FALSE or %NULL with @error set. All are called in the searcher's thread.
 */
typedef struct
{
  gpointer data;
  gsize n_photos;
  gboolean (*find_photo) (gpointer data, const guint8 *hash, gint64 *photo, GError **error);
  gboolean (*has_other_file) (gpointer data,
                              gint64 photo,
                              const char *path,
                              gboolean *found,
                              GError **error);
  GArray *(*scan) (gpointer data, const SemHammingQuery *query, GError **error);
  void (*get_code) (gpointer data, guint32 position, guint64 *code);
  gboolean (
    *load_vector) (gpointer data, gint64 photo, gint8 *vector, gboolean *found, GError **error);
  gboolean (*expect_features) (gpointer data, const gint64 *photos, guint n, GError **error);
  gboolean (
    *load_feature) (gpointer data, gint64 photo, float *feature, gboolean *found, GError **error);
  gboolean (*find_code) (gpointer data, gint64 photo, guint64 *code);
  gboolean (*expect_pictures) (gpointer data, const gint64 *photos, guint n, GError **error);
  void (*load_picture) (gpointer data, gint64 photo, SemSearchPicture *picture);
  gboolean (*expect_looks) (gpointer data,
                            const gint64 *photos,
                            guint n,
                            gboolean thumbnails,
                            GError **error);
  gboolean (*load_sketch) (gpointer data, gint64 photo, guint8 *sketch);
  int (*open_thumbnail) (gpointer data, gint64 photo);
  gboolean (*expect_files) (gpointer data, const gint64 *photos, guint n, GError **error);
  int (*open_file) (gpointer data, gint64 photo);
} SemSearchGallery;

/**
 * sem_searcher_new_for_gallery:
 * @backbone: that of the gallery
 * @model: (transfer full): that of the gallery
 * @likeness: (transfer full) (nullable): %NULL where the backbone has no reference
 * @gallery: (transfer none): outlives the searcher
 *
 * A searcher without a library, for sem_search_elsewhere() alone.
 */
SemSearcher *
sem_searcher_new_for_gallery (SemBackbone *backbone,
                              SemHashModel *model,
                              SemLikeness *likeness,
                              const SemSearchGallery *gallery) G_GNUC_WARN_UNUSED_RESULT;

/* For engine/search only: the functions of SemSearchGallery for the searcher's gallery, or for its
 * library where it has no gallery. */
gsize sem_search_gallery_count (SemSearcher *searcher);
GArray *sem_search_gallery_scan (SemSearcher *searcher,
                                 const SemHammingQuery *query,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_search_gallery_get_code (SemSearcher *searcher, guint32 position, guint64 *code);
gboolean sem_search_gallery_load_vector (SemSearcher *searcher,
                                         gint64 photo,
                                         gint8 *vector,
                                         gboolean *found,
                                         GError **error);
gboolean sem_search_gallery_load_feature (SemSearcher *searcher,
                                          gint64 photo,
                                          float *feature,
                                          gboolean *found,
                                          GError **error);
gboolean sem_search_gallery_expect_features (SemSearcher *searcher,
                                             const gint64 *photos,
                                             guint n,
                                             GError **error);

G_END_DECLS
