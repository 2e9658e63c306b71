/* subject.h - a model and its codes in memory, and the sample of photos that are queries
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/index/hamming-index.h"
#include "engine/index/rerank.h"
#include "engine/measure/nearest.h"
#include "engine/measure/quality.h"
#include "engine/nn/backbone.h"
#include "engine/store/models.h"

G_BEGIN_DECLS

/**
 * SemInspectView:
 *
 * Code, outputs and vector of a photo or an altered photo.
 */
typedef struct
{
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  float outputs[SEM_HASH_MAX_BITS];
  gint8 vector[SEM_VECTOR_DIM];
} SemInspectView;

/**
 * SemInspectSubject:
 * @store: the caller's
 * @row: the model's row
 * @n_bits: K
 * @n_words: 64-bit words in a code
 * @generation: of the library when the codes were read
 * @last: the last photo that has a code, hidden ones included
 * @ids: (element-type gint64): visible photos that have a code, ascending
 * @codes: (element-type guint64): shape (ids->len, n_words)
 * @index: of the same codes, at the same positions
 * @by_hash: (element-type gint64): the same photos by the hash of their contents: any first part of
 *   them is a random sample, which hardly changes while the library grows
 * @n_queries: the first SEM_QUALITY_QUERIES of @by_hash that have a feature
 * @queries: (array length=n_queries): their ids
 * @features: shape (n_queries, SEM_BACKBONE_DIM)
 * @views: (array length=n_queries)
 * @vectors: the int8 vectors that were read, by photo
 *
 * For one thread at a time.
 */
typedef struct
{
  SemStore *store;
  SemStoreModel row;
  SemHashModel *model;
  guint n_bits;
  guint n_words;
  gint64 generation;
  gint64 last;
  GArray *ids;
  GArray *codes;
  SemHammingIndex *index;
  GArray *by_hash;
  guint n_queries;
  gint64 *queries;
  float *features;
  SemInspectView *views;
  GHashTable *vectors;
} SemInspectSubject;

/* @model: its row, or 0 for the active one. It is to be cleared in any case.
 * Returns: FALSE with SEM_ERROR_NO_MODEL, SEM_ERROR_TOO_FEW, SEM_ERROR_DAMAGED, an error of the
 *   store, or G_IO_ERROR_CANCELLED */
gboolean sem_inspect_subject_init (SemInspectSubject *self,
                                   SemStore *store,
                                   gint64 model,
                                   GCancellable *cancellable,
                                   GError **error);
void sem_inspect_subject_clear (SemInspectSubject *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemInspectSubject, sem_inspect_subject_clear)

void sem_inspect_subject_view (SemInspectSubject *self, const float *feature, SemInspectView *view);
/* Returns: the photo's position in @ids; -1 where it has none */
gssize sem_inspect_subject_find (const SemInspectSubject *self, gint64 photo);
const guint64 *sem_inspect_subject_get_code (const SemInspectSubject *self, gsize position);
guint sem_inspect_distance (const SemInspectSubject *self, const guint64 *a, const guint64 *b);
/* @vector: (out) (transfer none) (nullable): NULL where the photo has none; valid as long as @self
 */
gboolean sem_inspect_subject_get_vector (SemInspectSubject *self,
                                         gint64 photo,
                                         const gint8 **vector,
                                         GError **error);

/**
 * sem_inspect_subject_search:
 * @except: a photo to leave out, or 0
 * @hamming: (out) (element-type SemHammingHit): the candidates of a search for ten, nearest first
 * @ranked: (out) (element-type SemRankedHit): the same, as a search orders them
 */
gboolean sem_inspect_subject_search (SemInspectSubject *self,
                                     const SemInspectView *view,
                                     gint64 except,
                                     GArray **hamming,
                                     GArray **ranked,
                                     GError **error);

G_END_DECLS
