/* codes.h - the codes and vectors that a model gave to photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemStoreCodes:
 * @ids: (array length=n): photos, ascending
 * @codes: (array): shape (n, words): the bits of a code, in 64-bit words
 * @vectors: (array): shape (n, dim): the int8 vectors that re-ranking compares
 *
 * The codes and vectors of @n photos. All arrays are the caller's.
 */
typedef struct
{
  const gint64 *ids;
  const guint64 *codes;
  const gint8 *vectors;
  gsize n;
  guint words;
  guint dim;
} SemStoreCodes;

/* Appends to the model's codes. The ids of @codes must be greater than those that have one already.
 * Call in a transaction. */
gboolean
sem_store_put_codes (SemStore *self, gint64 model, const SemStoreCodes *codes, GError **error);
/* Returns: the largest id of a photo that has a code of the model; 0 where there are none */
gint64 sem_store_last_code (SemStore *self, gint64 model, GError **error);

/* @ids: (array length=n): ascending; @codes: shape (n, words); both valid during the call only.
 * Returns: FALSE with @error set to stop */
typedef gboolean (*SemStoreCodesFunc) (const gint64 *ids,
                                       const guint64 *codes,
                                       gsize n,
                                       gpointer user_data,
                                       GError **error);
/**
 * sem_store_read_codes:
 * @words: 64-bit words in a code of this model; where the stored ones differ, SEM_ERROR_DAMAGED
 * @func: (scope call): called for runs of codes of photos with ids above @after, ascending. It must
 *   not use @self
 */
gboolean sem_store_read_codes (SemStore *self,
                               gint64 model,
                               guint words,
                               gint64 after,
                               SemStoreCodesFunc func,
                               gpointer user_data,
                               GError **error);
/**
 * sem_store_replace_codes:
 * @codes: the new codes and vectors of photos whose features have changed
 *
 * Replaces the codes and vectors of those of the photos that have a code of the model. Call in a
 * transaction, and sem_store_renew_generation() in it as well.
 */
gboolean
sem_store_replace_codes (SemStore *self, gint64 model, const SemStoreCodes *codes, GError **error);
/**
 * sem_store_get_vector:
 * @vector: (out) (array length=dim): written only where it is found
 * @found: (out): FALSE where the photo has no vector of @dim values from this model
 */
gboolean sem_store_get_vector (SemStore *self,
                               gint64 model,
                               gint64 photo,
                               gint8 *vector,
                               guint dim,
                               gboolean *found,
                               GError **error);

G_END_DECLS
