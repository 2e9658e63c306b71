/* copies-private.h - what a search for copies is made of
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/sketch-place.h"
#include "engine/index/sketch.h"
#include "engine/search/searcher/searcher-private.h"

G_BEGIN_DECLS

/* Eight orientations of the trimmed query, and it as it came where trimming took something. */
#define SEM_COPY_MAX_VIEWS (SEM_N_ORIENTATIONS + 1)
#define SEM_COPY_MAX_WORDS SEM_HASH_WORDS (SEM_HASH_MAX_BITS)
/* Grey pictures for a close look, from the network's input or a thumbnail. */
#define SEM_COPY_CLOSE_SIDE 56
/* The distance of perceptual hashes where there is none. */
#define SEM_COPY_NO_DCT 65

/**
 * SemCopyView:
 * @aspect: width over height, as it is held
 * @part: its sketch, as what may be a crop
 * @close_part: %SEM_COPY_CLOSE_SIDE pixels a side, likewise
 *
 * The query, held one of several ways.
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

typedef struct
{
  SemCopyView views[SEM_COPY_MAX_VIEWS];
  guint n_views;
} SemCopyQuestion;

/**
 * SemCopyCandidate:
 * @hit: its score is that of the view that fits best, and of the place where it lies
 * @view: the view of the query that lies best in the photo
 * @dct: the distance of the perceptual hashes there, or %SEM_COPY_NO_DCT
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
  SemCopyKind kind;
} SemCopyCandidate;

/* Looks at the query in every orientation, with its borders trimmed, and as it came. */
SemCopyQuestion *sem_copy_question_new (SemSearcher *searcher,
                                        const SemDecodedPhoto *trimmed,
                                        const SemDecodedPhoto *plain,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_copy_question_free (SemCopyQuestion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemCopyQuestion, sem_copy_question_free)
/* By the model that answers now. */
void sem_copy_question_encode (SemCopyQuestion *self, SemSearcher *searcher);

/* Loads the perceptual hashes that are new. */
gboolean sem_copy_candidates_refresh (SemSearcher *searcher, GError **error);

/**
 * sem_copy_candidates_find:
 *
 * Photos near any view of the query, by codes or by perceptual hash, scored by the view that fits
 * best (ALGORITHMS section 5): a + 2·max (0, c - .5) + 4·max (0, (14 - p) / 14).
 *
 * Returns: (element-type SemCopyCandidate): best first
 */
GArray *sem_copy_candidates_find (SemSearcher *searcher,
                                  const SemCopyQuestion *question,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_copy_candidates_sort (GArray *candidates);

/**
 * sem_copy_candidates_place:
 *
 * Lays the best candidates over the query at every place and size, either way round: many by their
 * sketches, and the best of those by their thumbnails. Adds what that says to their scores, sorts
 * them anew, and says what each is.
 */
gboolean sem_copy_candidates_place (SemSearcher *searcher,
                                    const SemCopyQuestion *question,
                                    GArray *candidates,
                                    GCancellable *cancellable,
                                    GError **error);

/* The photo's thumbnail as a file for the decoder; -1, without @error where there is none. */
int sem_copy_open_thumbnail (SemSearcher *searcher, gint64 photo, GError **error);

G_END_DECLS
