/* search-answer.h - what a search has found
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/search/request/copy-kind.h"

G_BEGIN_DECLS

/**
 * SemSearchRegion:
 * @x, @y, @width, @height: a part of an upright photo, as shares of its sides, from 0 to 1; all 0
 *   where the part is not known
 */
typedef struct
{
  double x, y;
  double width, height;
} SemSearchRegion;

/**
 * SemSearchHit:
 * @photo: the photo's id in the library
 * @path: (nullable) (type filename): the file to show: the first of @paths that exists, is within
 *   the scope, and is not the query's own file, else the first; %NULL where the photo has left the
 *   library meanwhile
 * @paths: (array zero-terminated) (element-type filename): all files of the photo that the last
 *   scan found, those of offline folders last
 * @width: of the upright photo, in pixels
 * @height: of the upright photo, in pixels
 * @date: of the file at @path, as in SemSearchScope: when the photo was taken, or where it does not
 *   say so, when the file was changed
 * @is_dated: whether the photo says when it was taken
 * @distance: Hamming distance of the codes, in bits
 * @cosine: cosine of the features, centred on the library's mean, clamped to [0, 1]
 * @likeness: how alike the photos are, from 0 to 1, the same in every library and falling along the
 *   hits; 1 for an identical file
 * @above_chance: whether the likeness is above the line of the hit's rank (sem_likeness_line()), or
 *   the kind is not %SEM_COPY_ALIKE; and so for all hits before this one
 * @score: what the hits are ordered by, unless by distance
 * @kind: what the hit is; other than %SEM_COPY_ALIKE only where the bytes are identical, or where
 *   copies were searched for and the hit is proven to be one
 * @region: where in the upright source the hit is located; all 0 for the whole source and where it
 *   is not known. A guess until the answer is proven
 * @part: where in the hit's photo the source is located, without its plain borders; all 0 for the
 *   whole photo, and where nothing is proven
 * @source: index among the request's sources of the one that distance, likeness, kind, region
 *   and part are about. It has a positive weight. Of similar photos it is the one that the hit is
 *   most alike, of copies the one that adds most to the score, or by distance the nearest
 */
typedef struct
{
  gint64 photo;
  const char *path;
  char **paths;
  guint width;
  guint height;
  gint64 date;
  gboolean is_dated;
  guint distance;
  float cosine;
  float likeness;
  gboolean above_chance;
  float score;
  SemCopyKind kind;
  SemSearchRegion region;
  SemSearchRegion part;
  guint source;
} SemSearchHit;

/**
 * SemSearchSubject:
 * @photo: the photo of the library that the source is; 0 for none, or where it was not looked up
 * @feature: (nullable) (array): its feature, SEM_BACKBONE_DIM floats; %NULL from a search for
 * copies
 * @thumbnail: (nullable): a small JPEG of it
 * @width: of the upright picture or its region, in pixels
 * @height: of the upright picture or its region, in pixels
 *
 * A source as it was searched for.
 */
typedef struct
{
  gint64 photo;
  float *feature;
  GBytes *thumbnail;
  guint width;
  guint height;
} SemSearchSubject;

/* Bins of a spread: of 2 % each. */
#define SEM_SEARCH_N_BINS 50

/**
 * SemSearchSpread:
 * @counts: (array): how many photos have a likeness from i / 50 on and below (i + 1) / 50; the last
 *   bin has those of likeness 1 as well. Where they are estimated, they need not be whole
 * @n_photos: the sum of the counts
 * @exact_from: from this likeness on the counts are those of hits; below it they are estimated from
 *   the distances of the codes. 0 where nothing is estimated
 * @line: the likeness above which another hit would have been more alike than chance
 *
 * A histogram of the likeness of all photos within the scope, regardless of the bounds.
 */
typedef struct
{
  float counts[SEM_SEARCH_N_BINS];
  guint n_photos;
  float exact_from;
  float line;
} SemSearchSpread;

/**
 * SemSearchAnswer:
 * @hits: (array length=n_hits): best first
 * @subjects: (array length=n_subjects): as the request's sources
 * @copies: whether copies were searched for
 * @n_above: how many of the hits, from the first, are above chance: after them the photos are not
 *   more alike than the best of unrelated ones
 * @is_cut: whether the list ends because the request limits their number: there may be more that
 *   are above chance, or above the requested likeness
 * @is_relative: whether the network has no reference (engine/photos/reference.h), so that likeness
 *   is relative to the photos of this library and cannot be compared with that of another one
 * @n_bits: bits of the codes that were compared
 * @spread: of all photos; its n_photos is 0 where it was not requested, and where there are none
 * @method: the hash method of the codes, such as "gs-itq"; static
 * @proven: whether the first hits have been proven; before that no hit is called a copy of any kind
 *   but %SEM_COPY_IDENTICAL
 * @seconds: time that the search took, without the proof
 * @proof_seconds: time that the proof took
 *
 * Immutable, so that any thread may read it.
 */
typedef struct
{
  const SemSearchHit *hits;
  guint n_hits;
  const SemSearchSubject *subjects;
  guint n_subjects;
  gboolean copies;
  gboolean proven;
  guint n_above;
  gboolean is_cut;
  gboolean is_relative;
  guint n_bits;
  SemSearchSpread spread;
  const char *method;
  double seconds;
  double proof_seconds;
} SemSearchAnswer;

void sem_search_answer_free (SemSearchAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSearchAnswer, sem_search_answer_free)

G_END_DECLS
