/* copies-private.h - the parts of a search for copies
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/sketch-place.h"
#include "engine/index/sketch.h"
#include "engine/search/request/search-hits.h"
#include "engine/search/searcher/search-source.h"

G_BEGIN_DECLS

/* Eight orientations of the trimmed query, and the untrimmed query where trimming took something.
 */
#define SEM_COPY_MAX_VIEWS (SEM_N_ORIENTATIONS + 1)
#define SEM_COPY_MAX_WORDS SEM_HASH_WORDS (SEM_HASH_MAX_BITS)
/* Side of the grey pictures that thumbnails are compared by, in pixels. */
#define SEM_COPY_CLOSE_SIDE 56
/* The distance of perceptual hashes where there is none. */
#define SEM_COPY_NO_DCT 65

/**
 * SemCopyView:
 * @aspect: width over height, in this orientation
 * @part: its sketch, as what may be a crop
 * @close_part: %SEM_COPY_CLOSE_SIDE pixels a side, likewise
 *
 * The query in one of several orientations.
 */
typedef struct
{
  guint orientation;
  double aspect;
  guint width;
  guint height;
  float feature[SEM_BACKBONE_DIM];
  float outputs[SEM_HASH_MAX_BITS];
  guint64 code[SEM_COPY_MAX_WORDS];
  gint8 vector[SEM_VECTOR_DIM];
  guint8 sketch[SEM_SKETCH_SIZE];
  guint8 close[SEM_COPY_CLOSE_SIDE * SEM_COPY_CLOSE_SIDE];
  SemSketchPart *part;
  SemSketchPart *close_part;
  gboolean has_dct;
  guint64 dct;
} SemCopyView;

/* One source of the request in all its views. */
typedef struct
{
  SemCopyView views[SEM_COPY_MAX_VIEWS];
  guint n_views;
} SemCopyQuestion;

/**
 * SemCopyCandidate:
 * @hit: the score is that of the view that fits best, and of the place where it is located
 * @view: the view of the query that fits best
 * @dct: the distance of the perceptual hashes there, in bits, or %SEM_COPY_NO_DCT
 * @hashes_agree: whether @dct counts in the score
 * @base: the score without the place
 */
typedef struct
{
  SemRankedHit hit;
  guint view;
  guint dct;
  gboolean hashes_agree;
  float base;
} SemCopyCandidate;

/**
 * sem_copy_question_new:
 * @trimmed: the query without its plain borders
 * @plain: the query as it is
 *
 * Computes the views and their features by the searcher's backbone.
 *
 * Returns: (transfer full): %NULL with %G_IO_ERROR_CANCELLED
 */
SemCopyQuestion *sem_copy_question_new (SemSearcher *searcher,
                                        const SemDecodedPhoto *trimmed,
                                        const SemDecodedPhoto *plain,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_copy_question_free (SemCopyQuestion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemCopyQuestion, sem_copy_question_free)
/* Computes the codes and vectors by the searcher's model. */
void sem_copy_question_encode (SemCopyQuestion *self, SemSearcher *searcher);

/* Loads the perceptual hashes that are new. */
gboolean sem_copy_candidates_refresh (SemSearcher *searcher, GError **error);

/**
 * SemCopyScopes:
 * @codes: (nullable): of the searcher's codes
 * @dct: (nullable): of its perceptual hashes
 *
 * The photos that may be candidates, as rows of either index; %NULL for all.
 */
typedef struct
{
  SemHammingScope *codes;
  SemHammingScope *dct;
} SemCopyScopes;

/**
 * sem_copy_candidates_add:
 * @ids: (element-type gint64): a set that owns its ids
 *
 * Adds the photos near any view of the query: the 500 nearest by codes, and the 200 nearest by
 * perceptual hash of those within 14 bits.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean sem_copy_candidates_add (SemSearcher *searcher,
                                  const SemCopyQuestion *question,
                                  const SemCopyScopes *scopes,
                                  GHashTable *ids,
                                  GCancellable *cancellable,
                                  GError **error);

/**
 * sem_copy_candidates_score:
 * @ids: (element-type gint64): a set
 *
 * Scores photos by the view that fits best: a + 2·max (0, c - .5) + 4·max (0, (14 - p) / 14), with
 * a and c as in engine/index/rerank.h and p the distance of the perceptual hashes in bits.
 *
 * Returns: (transfer full) (element-type SemCopyCandidate): best first; %NULL with an error of the
 *   store
 */
GArray *sem_copy_candidates_score (SemSearcher *searcher,
                                   const SemCopyQuestion *question,
                                   GHashTable *ids,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_copy_candidates_sort (GArray *candidates);

/**
 * sem_copy_candidates_place:
 *
 * Matches the best candidates with the query at every place and size, in both directions: many by
 * their sketches, and the best of those by their thumbnails. Adds the result to their scores, and
 * sorts them again.
 *
 * Returns: %FALSE with an error of the store, or %G_IO_ERROR_CANCELLED
 */
gboolean sem_copy_candidates_place (SemSearcher *searcher,
                                    const SemCopyQuestion *question,
                                    GArray *candidates,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
