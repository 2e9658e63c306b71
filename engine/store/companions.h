/* companions.h - what is computed from a photo's pixels: thumbnail, sketch and feature
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/photos.h"

G_BEGIN_DECLS

/* The companion files have these by the hash of the photo's contents, @hash: (array fixed-size=32),
 * so that they can be written before the photo has a row. Call the put functions in a
 * transaction. */

/* @jpeg: the thumbnail as a JPEG file; not checked. */
gboolean sem_store_put_thumbnail (SemStore *self, const guint8 *hash, GBytes *jpeg, GError **error);
/* @jpeg: (out) (transfer full) (nullable): NULL where there is no thumbnail or no photo. */
gboolean sem_store_get_thumbnail (SemStore *self, gint64 photo, GBytes **jpeg, GError **error);

/**
 * sem_store_put_sketch:
 * @photo: its row, which receives @dct
 * @sketch: (array length=size): grey values
 * @dct: (nullable): the photo's perceptual hash, 64 bits
 */
gboolean sem_store_put_sketch (SemStore *self,
                               gint64 photo,
                               const guint8 *hash,
                               const guint8 *sketch,
                               gsize size,
                               const guint64 *dct,
                               GError **error);
/**
 * sem_store_get_sketch:
 * @sketch: (out) (array length=size): written only where it is found
 * @found: (out): FALSE where the photo has no sketch of @size bytes
 */
gboolean sem_store_get_sketch (SemStore *self,
                               const SemStorePhoto *photo,
                               guint8 *sketch,
                               gsize size,
                               gboolean *found,
                               GError **error);
/**
 * sem_store_list_dct:
 * @ids: (element-type gint64): visible photos with ids above @after are appended, ascending
 * @hashes: (element-type guint64): their perceptual hashes are appended in the same order
 */
gboolean
sem_store_list_dct (SemStore *self, gint64 after, GArray *ids, GArray *hashes, GError **error);

/* @feature: (array length=dim): half-precision floats (IEEE 754 binary16). */
gboolean sem_store_put_feature (SemStore *self,
                                const guint8 *hash,
                                const char *backbone,
                                const guint16 *feature,
                                guint dim,
                                GError **error);
/**
 * sem_store_get_feature:
 * @feature: (out) (array length=dim): half-precision floats; written only where it is found
 * @found: (out): FALSE where there is no such photo, or no feature of @dim values
 */
gboolean sem_store_get_feature (SemStore *self,
                                gint64 photo,
                                const char *backbone,
                                guint16 *feature,
                                guint dim,
                                gboolean *found,
                                GError **error);

/* @feature: (array): half-precision floats. Must not use the store. Returns: FALSE with @error to
 * end the walk */
typedef gboolean (*SemStoreFeatureFunc) (gint64 photo,
                                         const guint16 *feature,
                                         gpointer user_data,
                                         GError **error);

/**
 * sem_store_walk_features:
 * @dim: numbers of a feature; features of another length are skipped
 *
 * Calls @func once for each visible photo that has a feature of the backbone, in the order in which
 * the features lie on the disk. Reads the table from its beginning to its end, which for most
 * photos of a library is much faster than sem_store_get_feature() for each.
 *
 * Returns: FALSE with what @func set, or an error of the store
 */
gboolean sem_store_walk_features (SemStore *self,
                                  const char *backbone,
                                  guint dim,
                                  SemStoreFeatureFunc func,
                                  gpointer user_data,
                                  GError **error);

G_END_DECLS
