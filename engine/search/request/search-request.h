/* search-request.h - what one search looks for, and where
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/decoder.h"

G_BEGIN_DECLS

/**
 * SemSearchView:
 * @SEM_SEARCH_SIMILAR: photos that look alike, by their codes and features
 * @SEM_SEARCH_COPIES: photos that a source is a copy of, an altered copy of, or a part of; each hit
 *   has a #SemCopyKind
 */
typedef enum
{
  SEM_SEARCH_SIMILAR,
  SEM_SEARCH_COPIES,
} SemSearchView;

typedef enum
{
  SEM_SEARCH_PHOTO,
  SEM_SEARCH_FILE,
  SEM_SEARCH_BYTES,
} SemSearchSourceKind;

/**
 * SemSearchSource:
 * @kind: what is searched for: a photo of the library, a file, or bytes
 * @photo: id of a photo of the library
 * @path: (type filename): any image file; for a photo, which of its files is the source, %NULL
 *   for the one that is shown
 * @bytes: the contents of an image file
 * @name: what messages call @bytes (UTF-8); %NULL for the other kinds
 * @region: (nullable): the part of the upright picture to search for, and what else to do with it
 *   first; %NULL for the whole picture as it is
 * @weight: finite; positive for an example, negative for a picture that hits shall not resemble
 *
 * One picture that is searched for. Owned by its request.
 */
typedef struct
{
  SemSearchSourceKind kind;
  gint64 photo;
  char *path;
  GBytes *bytes;
  char *name;
  SemDecodeView *region;
  double weight;
} SemSearchSource;

/**
 * SemSearchOrientation:
 * @SEM_SEARCH_SQUARE: the sides differ by at most 2 % of the longer one
 * @SEM_SEARCH_LANDSCAPE: wider than high, and not square
 * @SEM_SEARCH_PORTRAIT: higher than wide, and not square
 */
typedef enum
{
  SEM_SEARCH_ANY_ORIENTATION,
  SEM_SEARCH_LANDSCAPE,
  SEM_SEARCH_PORTRAIT,
  SEM_SEARCH_SQUARE,
} SemSearchOrientation;

/**
 * SemSearchScope:
 * @folders: (nullable) (array zero-terminated) (element-type filename): absolute paths: files in
 *   them or anywhere below; %NULL for everywhere, an empty array for nowhere
 * @types: (nullable) (array zero-terminated): endings of file names without the dot, such as "jpg",
 *   in any case; "jpeg" and "jpg", "tiff" and "tif", "heif" and "heic" are the same; %NULL for all
 * @from: earliest date, in seconds since 1970 on the clock of the place where the photo was taken:
 *   midnight of 1970-01-02 is 86400 wherever that was; %G_MININT64 for any. A photo has the date
 *   that it says it was taken (SemMetadata); one that says none has for each of its files the time
 *   of the file's last change, on the clock of this computer
 * @until: the date has to be earlier than this; %G_MAXINT64 for any
 * @orientation: of the upright photo
 * @not_own_folder: leave out files that lie directly in the folder of a source of positive weight
 *
 * Where to search. A photo is within the scope if its orientation is, and at least one of its files
 * that are there meets all that is said of files.
 */
typedef struct
{
  char **folders;
  char **types;
  gint64 from;
  gint64 until;
  SemSearchOrientation orientation;
  gboolean not_own_folder;
} SemSearchScope;

/**
 * SemSearchRequest:
 * @sources: (element-type SemSearchSource): at least one of positive weight
 * @view: what to look for
 * @k: the most hits, at least 1
 * @max_distance: leave out hits whose codes differ in more bits
 * @min_likeness: leave out hits below this likeness; from 0 to 1, 0 for no bound
 * @max_likeness: leave out hits above this likeness; 1 for no bound
 * @scope: where to search
 * @by_distance: order the hits by their Hamming distance alone
 * @keep_own: rank the photos that the sources are like all others: neither left out nor called
 *   identical. For evaluation
 * @spread: for similar photos without an upper bound on likeness: count how alike all photos are
 * @prove: for copies: prove the first hits before answering; otherwise sem_search_prove() can do so
 *   later
 * @cancellable: (nullable): ends the search with %G_IO_ERROR_CANCELLED
 *
 * All inputs of sem_search(). Bounds apply to the numbers that the hit carries; hits beyond the end
 * of likeness are found as well, and marked. A request is a
 * plain value: one owner, who may change the fields, and any number of copies; sources are added by
 * the functions below. A search only reads it.
 */
typedef struct
{
  GArray *sources;
  SemSearchView view;
  guint k;
  guint max_distance;
  float min_likeness;
  float max_likeness;
  SemSearchScope scope;
  gboolean by_distance;
  gboolean keep_own;
  gboolean spread;
  gboolean prove;
  GCancellable *cancellable;
} SemSearchRequest;

/**
 * sem_search_request_new:
 * @k: the most hits, at least 1
 *
 * Returns: (transfer full): a request for similar photos, without sources, bounds and scope
 */
SemSearchRequest *sem_search_request_new (SemSearchView view, guint k) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): an equal request that shares the bytes and the cancellable only. */
SemSearchRequest *sem_search_request_copy (const SemSearchRequest *self) G_GNUC_WARN_UNUSED_RESULT;
void sem_search_request_free (SemSearchRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSearchRequest, sem_search_request_free)

/**
 * sem_search_request_add_photo:
 * @photo: id of a photo of the library
 *
 * Returns: (transfer none): the new source, of weight 1, whose region and weight may be set; valid
 *   until the next one is added
 */
SemSearchSource *sem_search_request_add_photo (SemSearchRequest *self, gint64 photo);
/* @path: (type filename): any image file. */
SemSearchSource *sem_search_request_add_file (SemSearchRequest *self, const char *path);
/* @bytes: the contents of an image file; @name: what messages call it, UTF-8. */
SemSearchSource *
sem_search_request_add_bytes (SemSearchRequest *self, GBytes *bytes, const char *name);

/* @region: (nullable): copied; see SemSearchSource. */
void sem_search_source_set_region (SemSearchSource *source, const SemDecodeView *region);

/* Whether the sources can be searched for copies: nothing is more or less of a copy, so that none
 * may be a picture that hits shall not resemble. */
gboolean sem_search_request_can_find_copies (const SemSearchRequest *self);

/* @cancellable: (nullable): replaces the one that the request has. */
void sem_search_request_set_cancellable (SemSearchRequest *self, GCancellable *cancellable);

G_END_DECLS
