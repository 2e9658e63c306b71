/* copies-private.h - the parts of a search for copies
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/points.h"
#include "engine/index/sketch-place.h"
#include "engine/index/sketch.h"
#include "engine/search/copies/copy-windows.h"
#include "engine/search/request/search-hits.h"
#include "engine/search/searcher/search-source.h"

G_BEGIN_DECLS

/* Eight orientations of the trimmed query, its negative, and the untrimmed query where trimming
 * took something; then the windows. */
#define SEM_COPY_MAX_WHOLE (SEM_N_ORIENTATIONS + 2)
#define SEM_COPY_MAX_VIEWS (SEM_COPY_MAX_WHOLE + SEM_COPY_MAX_WINDOWS)
#define SEM_COPY_MAX_WORDS SEM_HASH_WORDS (SEM_HASH_MAX_BITS)
/* Side of the grey pictures that thumbnails are compared by, in pixels. */
#define SEM_COPY_CLOSE_SIDE 56
/* The distance of perceptual hashes where there is none. */
#define SEM_COPY_NO_DCT 65
/* Maximum number of windows that a candidate is located with. */
#define SEM_COPY_BEST_WINDOWS 3

/**
 * SemCopyView:
 * @frame: the part of the upright query that it shows, before it is turned
 * @orientation: as for sem_sketch_orient()
 * @inverted: whether it is the negative
 * @fits: whether it may show just a photo: all but the windows of the grid
 * @width: in pixels of the query, in this orientation
 * @height: likewise
 * @aspect: width over height, in this orientation
 * @norm: the length of @vector
 * @part: its sketch, prepared for being located as a crop
 * @close_part: @close, prepared in the same way
 * @flat: whether @close has too little contrast, so that @points are compared
 *
 * One of the ways to look at the query.
 */
typedef struct
{
  SemSearchRegion frame;
  guint orientation;
  gboolean inverted;
  gboolean fits;
  double aspect;
  guint width;
  guint height;
  float feature[SEM_BACKBONE_DIM];
  float outputs[SEM_HASH_MAX_BITS];
  guint64 code[SEM_COPY_MAX_WORDS];
  gint8 vector[SEM_VECTOR_DIM];
  double norm;
  guint8 sketch[SEM_SKETCH_SIZE];
  guint8 close[SEM_COPY_CLOSE_SIDE * SEM_COPY_CLOSE_SIDE];
  SemSketchPart *part;
  SemSketchPart *close_part;
  gboolean flat;
  guint8 points[SEM_POINTS_SIZE];
  gboolean has_dct;
  guint64 dct;
} SemCopyView;

/* The trimmed query, or the square in its middle, in one orientation, as it may be shown inside a
 * stored photo; @close: as in SemCopyView. */
typedef struct
{
  gboolean has_dct;
  guint64 dct;
  guint8 close[SEM_COPY_CLOSE_SIDE * SEM_COPY_CLOSE_SIDE];
} SemCopyTile;

#define SEM_COPY_N_TILES (2 * SEM_N_ORIENTATIONS)

/* An inner picture of a stored photo that is like a tile: the nearest of the photo's. */
typedef struct
{
  guint tile;
  guint distance;
  SemSearcherInner place;
} SemCopyInner;

/* One source of the request in all its views: @n_whole of the whole query, then the windows.
 * @inner: (element-type gint64 SemCopyInner): by photo */
typedef struct
{
  SemCopyView views[SEM_COPY_MAX_VIEWS];
  guint n_whole;
  guint n_views;
  SemCopyTile tiles[SEM_COPY_N_TILES];
  GHashTable *inner;
} SemCopyQuery;

/**
 * SemCopyCandidate:
 * @hit: the score is that of the view that fits best, and of the place where it is located
 * @view: the view of the query that fits best
 * @other: another view that correlates about as well with its sketch, or @view
 * @whole: the views of the whole query: the upright one, then what fits best first; @n_whole
 * @windows: likewise the windows; the first @n_windows
 * @agrees: whether perceptual hashes or sketches show that @view is the whole photo
 * @base: the score without the place
 * @inner: (nullable) (transfer none): the inner picture of the photo that is nearest to a tile;
 *   owned by the query
 * @region: the part of the upright query in which the photo is located, or else the part that the
 *   best view shows; all 0 for nearly all of it
 */
typedef struct
{
  SemRankedHit hit;
  guint view;
  guint other;
  guint whole[SEM_COPY_MAX_WHOLE];
  guint n_whole;
  guint windows[SEM_COPY_BEST_WINDOWS];
  guint n_windows;
  gboolean agrees;
  float base;
  const SemCopyInner *inner;
  SemSearchRegion region;
} SemCopyCandidate;

/**
 * sem_copy_query_new:
 * @photo: the query, with its picture in colour
 *
 * Computes the views and their features by the searcher's backbone, in parallel.
 *
 * Returns: (transfer full): %NULL with %G_IO_ERROR_CANCELLED
 */
SemCopyQuery *sem_copy_query_new (SemSearcher *searcher,
                                  const SemDecodedPhoto *photo,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_copy_query_free (SemCopyQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemCopyQuery, sem_copy_query_free)
/* Computes the codes and vectors by the searcher's model. */
void sem_copy_query_encode (SemCopyQuery *self, SemSearcher *searcher);

/* Load the perceptual hashes that were stored since the last call, and the new inner pictures.
 * FALSE with an error of the store. */
gboolean sem_copy_candidates_refresh (SemSearcher *searcher, GError **error);
gboolean sem_copy_inner_refresh (SemSearcher *searcher, GError **error);

/* Finds the photos that have an inner picture whose perceptual hash is near that of a tile, adds
 * them to @ids, and records the picture in @query. @scope: (nullable): the photos that may be
 * added, as rows of the searcher's codes. FALSE with an error of the store or
 * %G_IO_ERROR_CANCELLED. */
gboolean sem_copy_inner_add (SemSearcher *searcher,
                             SemCopyQuery *query,
                             const SemHammingScope *scope,
                             GHashTable *ids,
                             GCancellable *cancellable,
                             GError **error);
/* What an inner picture adds to a candidate's score: sem_copy_inner_promise() by its perceptual
 * hash alone, sem_copy_inner_verify() after comparing it with the tile. @input: shape (224, 224,
 * 3): the photo, decoded from its thumbnail. */
float sem_copy_inner_promise (const SemCopyInner *self);
float
sem_copy_inner_verify (const SemCopyInner *self, const SemCopyQuery *query, const guint8 *input);

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

/* Maximum distance of perceptual hashes, in bits, at which they count. */
#define SEM_COPY_DCT_REACH 18

/* The stored data of a photo that views are compared with. */
typedef struct
{
  guint64 code[SEM_COPY_MAX_WORDS];
  gint8 vector[SEM_VECTOR_DIM];
  gboolean has_vector;
  guint64 dct;
  gboolean has_dct;
  guint8 sketch[SEM_SKETCH_SIZE];
  gboolean has_sketch;
} SemCopyStored;

/* With a gallery, fetches in one go what sem_copy_stored_load() needs for @photos, since each
 * request to a server takes time; does nothing with a library. @photos: (element-type gint64).
 * FALSE with an error of the gallery. */
gboolean sem_copy_stored_expect (SemSearcher *self,
                                 const SemCopyQuery *query,
                                 const GArray *photos,
                                 GError **error);
/* @known: (out): whether the photo has a code: one that has left the library has none. A sketch is
 * loaded only of a photo whose hash is near that of a view. */
gboolean sem_copy_stored_load (SemSearcher *self,
                               const SemCopyQuery *query,
                               gint64 id,
                               SemCopyStored *stored,
                               gboolean *known,
                               GError **error);

/**
 * sem_copy_candidates_add:
 * @ids: (element-type gint64): a set that owns its ids
 *
 * Adds the photos near any view of the query: of the whole query, the nearest by codes, as many as
 * a search for similar photos re-ranks, and the 200 nearest by perceptual hash of those within 18
 * bits; of each window the 50 nearest by codes.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean sem_copy_candidates_add (SemSearcher *searcher,
                                  SemCopyQuery *query,
                                  const SemCopyScopes *scopes,
                                  GHashTable *ids,
                                  const SemSearchRequest *request,
                                  GError **error);

/**
 * sem_copy_candidates_score:
 * @ids: (element-type gint64): a set
 *
 * Scores photos by the view that fits best: a + 2·max (0, c - .5) + 4·max (0, (14 - p) / 14,
 * (s - .7) / .25), with a and c as in engine/index/rerank.h, p the distance of the perceptual
 * hashes in bits, and s the correlation of the sketches where p is at most 18. A window counts a
 * little less than the whole query, and has no p and s unless it may show just the photo.
 *
 * Returns: (transfer full) (element-type SemCopyCandidate): best first; %NULL with an error of the
 *   store, or %G_IO_ERROR_CANCELLED
 */
GArray *sem_copy_candidates_score (SemSearcher *searcher,
                                   const SemCopyQuery *query,
                                   GHashTable *ids,
                                   GCancellable *cancellable,
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
                                    const SemCopyQuery *query,
                                    GArray *candidates,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
