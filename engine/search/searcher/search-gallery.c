/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/searcher/search-gallery.h"
#include "engine/photos/codes.h"
#include "engine/search/searcher/searcher-private.h"
#include "engine/store/codes.h"

gsize
sem_search_gallery_count (SemSearcher *searcher)
{
  const SemSearchGallery *gallery = searcher->gallery;

  return gallery ? gallery->n_photos : sem_hamming_index_get_size (searcher->index);
}

GArray *
sem_search_gallery_scan (SemSearcher *searcher, const SemHammingQuery *query, GError **error)
{
  const SemSearchGallery *gallery = searcher->gallery;

  return gallery ? gallery->scan (gallery->data, query, error)
                 : sem_hamming_index_search (searcher->index, query, error);
}

void
sem_search_gallery_get_code (SemSearcher *searcher, guint32 position, guint64 *code)
{
  const SemSearchGallery *gallery = searcher->gallery;

  if (gallery)
    gallery->get_code (gallery->data, position, code);
  else
    sem_hamming_index_get_code (searcher->index, position, code);
}

gboolean
sem_search_gallery_load_vector (SemSearcher *searcher,
                                gint64 photo,
                                gint8 *vector,
                                gboolean *found,
                                GError **error)
{
  const SemSearchGallery *gallery = searcher->gallery;

  return gallery ? gallery->load_vector (gallery->data, photo, vector, found, error)
                 : sem_store_get_vector (searcher->store, searcher->model_id, photo, vector,
                                         SEM_VECTOR_DIM, found, error);
}

gboolean
sem_search_gallery_load_feature (SemSearcher *searcher,
                                 gint64 photo,
                                 float *feature,
                                 gboolean *found,
                                 GError **error)
{
  const SemSearchGallery *gallery = searcher->gallery;

  return gallery ? gallery->load_feature (gallery->data, photo, feature, found, error)
                 : sem_codes_load_feature (searcher->store, photo,
                                           sem_backbone_get_id (searcher->backbone), feature, found,
                                           error);
}

gboolean
sem_search_gallery_expect_features (SemSearcher *searcher,
                                    const gint64 *photos,
                                    guint n,
                                    GError **error)
{
  const SemSearchGallery *gallery = searcher->gallery;

  return !gallery || gallery->expect_features (gallery->data, photos, n, error);
}
