/* searcher.h - photos of a library that look like a given one
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/decoder.h"
#include "engine/hash/models/hash-model.h"
#include "engine/index/rerank.h"
#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/**
 * SemCopyKind:
 * @SEM_COPY_ALIKE: alike, and perhaps a copy: not certain
 * @SEM_COPY_SAME: the same picture at the same size (recompressed, or saved again)
 * @SEM_COPY_RESIZED: the same picture at another size
 * @SEM_COPY_MIRRORED: mirrored, and perhaps turned
 * @SEM_COPY_TURNED: turned by quarters
 * @SEM_COPY_WHOLE: the query is cropped from it
 * @SEM_COPY_PART: it is cropped from the query
 */
typedef enum
{
  SEM_COPY_ALIKE,
  SEM_COPY_SAME,
  SEM_COPY_RESIZED,
  SEM_COPY_MIRRORED,
  SEM_COPY_TURNED,
  SEM_COPY_WHOLE,
  SEM_COPY_PART,
} SemCopyKind;

/* "alike", "same", "resized", "mirrored", "turned", "whole", "part": for JSON. */
const char *sem_copy_kind_get_name (SemCopyKind kind);
/* The same, translated, for people: "Copy", "Mirrored". */
const char *sem_copy_kind_get_words (SemCopyKind kind);

/**
 * SemSearchAnswer:
 * @hits: (element-type SemRankedHit): most alike first
 * @copies: (nullable) (element-type SemCopyKind): what each hit is, from a search for copies
 * @feature: (nullable): the query's, SEM_BACKBONE_DIM floats; none from a search for copies
 * @thumbnail: (nullable): the query's own small JPEG
 * @width: of the upright query, in pixels
 * @height: of the upright query, in pixels
 * @n_bits: bits of the codes that were compared
 * @method: how the codes were learned, such as "gs-itq"; valid for the program's life
 * @seconds: it took
 */
typedef struct
{
  GArray *hits;
  GArray *copies;
  float *feature;
  GBytes *thumbnail;
  guint width;
  guint height;
  guint n_bits;
  const char *method;
  double seconds;
} SemSearchAnswer;

void sem_search_answer_free (SemSearchAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSearchAnswer, sem_search_answer_free)

/**
 * SemSearchOptions:
 * @k: the most results, at least 1
 * @max_distance: leave out photos further than this, in bits
 * @exclude: a photo to leave out, 0 for none; a photo of the library that is asked for is left out
 *   in any case, but not by a search for copies
 * @by_distance: keep the order of the Hamming distance, for comparison
 */
typedef struct
{
  guint k;
  guint max_distance;
  gint64 exclude;
  gboolean by_distance;
} SemSearchOptions;

/**
 * SemSearcher:
 *
 * The codes in memory, a decoder, a network workspace and a connection. One thread at a time. Each
 * search first catches up with what the library has committed since the last one.
 */
typedef struct _SemSearcher SemSearcher;

/* @path: (type filename): the library; opened by the first search. */
SemSearcher *sem_searcher_new (const char *path, SemBackbone *backbone) G_GNUC_WARN_UNUSED_RESULT;
void sem_searcher_free (SemSearcher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSearcher, sem_searcher_free)

/* Loads what is new in the library; searching does so by itself. SEM_ERROR_NO_MODEL where there
 * are no codes yet. */
gboolean sem_searcher_refresh (SemSearcher *self, GError **error);

/**
 * sem_searcher_search_photo:
 * @photo: a photo of the library; it is not among its own results
 *
 * Scans all codes, takes the nearest max (500, 20·k), and orders them by the score of
 * engine/index/rerank.h. The same library gives the same answer on every CPU of one kernel set.
 */
SemSearchAnswer *sem_searcher_search_photo (SemSearcher *self,
                                            gint64 photo,
                                            const SemSearchOptions *options,
                                            GCancellable *cancellable,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_searcher_search_fd:
 * @fd: any image file, or a memfd; stays the caller's
 * @name: what messages call it
 *
 * As above. Where the library has the same content, its feature is used and it is left out.
 */
SemSearchAnswer *sem_searcher_search_fd (SemSearcher *self,
                                         int fd,
                                         const char *name,
                                         const SemSearchOptions *options,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As sem_searcher_search_fd(), for a part of the picture or an altered copy of it: no photo is left
 * out as the query's own. */
SemSearchAnswer *sem_searcher_search_view (SemSearcher *self,
                                           int fd,
                                           const char *name,
                                           const SemDecodeView *view,
                                           const SemSearchOptions *options,
                                           GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As sem_searcher_search_fd(), with a file to open. */
SemSearchAnswer *sem_searcher_search_file (SemSearcher *self,
                                           const char *path,
                                           const SemSearchOptions *options,
                                           GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_searcher_find_copies:
 * @fd: any image file, or a memfd; stays the caller's
 * @view: (nullable): what to do with the picture first; its borders are trimmed in any case
 *
 * The photos that the query may be a copy of, an altered copy of, or a part of (ALGORITHMS section
 * 5). The query is asked in its eight orientations, by its codes and by the perceptual hash of
 * engine/index/sketch.h; the best candidates' sketches, and then the thumbnails of the best of
 * those, are laid over the query's at every place and size, either way round, which finds crops.
 */
SemSearchAnswer *sem_searcher_find_copies (SemSearcher *self,
                                           int fd,
                                           const char *name,
                                           const SemDecodeView *view,
                                           const SemSearchOptions *options,
                                           GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As sem_searcher_find_copies(), for a photo of the library, which is left out; by its thumbnail
 * where its file is not there. */
SemSearchAnswer *sem_searcher_find_copies_of_photo (SemSearcher *self,
                                                    gint64 photo,
                                                    const SemSearchOptions *options,
                                                    GCancellable *cancellable,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As sem_searcher_find_copies(), with a file to open; where it is a file of the library, its own
 * photo is left out. */
SemSearchAnswer *sem_searcher_find_copies_of_file (SemSearcher *self,
                                                   const char *path,
                                                   const SemSearchOptions *options,
                                                   GCancellable *cancellable,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
