/* search.h - search an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/mirror/mirror.h"
#include "engine/search/request/search-answer.h"
#include "engine/search/request/search-request.h"

G_BEGIN_DECLS

/* Maximum number of places of a photo that are read: a publisher could add any number. */
#define SEM_ARCHIVE_MAX_PLACES 100

/**
 * SemArchivePlace:
 * @owner: name of the owner of the file, made displayable
 * @mine: whether it was published from the library that searches, by the same user
 * @path: (nullable) (type filename): on the owner's computer; %NULL where paths are not published
 */
typedef struct
{
  char *owner;
  gboolean mine;
  char *path;
} SemArchivePlace;

/**
 * SemArchiveHit:
 * @hit: @photo is the archive's, @path, @paths, size and dates are not set; its kind is
 *   %SEM_COPY_IDENTICAL only where a file was found here that has the same bytes, and another one
 *   than %SEM_COPY_ALIKE only of copies of which a file was found here that is the photo
 * @places: (element-type SemArchivePlace): where it lies, without the query's own file; not empty
 */
typedef struct
{
  SemSearchHit hit;
  GPtrArray *places;
} SemArchiveHit;

/**
 * SemArchiveAnswer:
 * @archive: the display name of the archive, see sem_link_get_name()
 * @hits: (element-type SemArchiveHit): best first
 * @n_above: how many of the hits, from the first, are above chance
 * @method: the hash method of the codes, such as "gs-itq"; static
 * @n_bits: their length
 * @n_parts: servers that have parts of the archive; 1 where the archive has no shards
 * @mirror: whether the mirror on this computer was scanned, or why not
 * @n_missing: number of servers that have not answered, so that their photos are missing
 * @missing: which of the shards these are: bit i for shard i
 * @seconds: time that it took
 */
typedef struct
{
  char *archive;
  GPtrArray *hits;
  guint n_above;
  const char *method;
  guint n_bits;
  guint n_parts;
  guint n_missing;
  guint64 missing;
  SemMirrorState mirror;
  double seconds;
} SemArchiveAnswer;

/* @self: (nullable) */
void sem_archive_answer_free (SemArchiveAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemArchiveAnswer, sem_archive_answer_free)

/**
 * sem_archive_search:
 * @uri: as for sem_link_open()
 * @library: (nullable) (type filename): a library that has the archive's network, where that is not
 *   the program's own; it need not be there
 * @request: of files and bytes, without a scope
 *
 * Finds what sem_search() finds in a library with the same photos and the same model, in the same
 * order, with the same likeness and distance; equally near photos are in the order in which they
 * were published. Codes are scanned in the mirror on this computer where it has every photo, with
 * the same answer, and by the servers otherwise. Where a shard does not answer within the time of
 * engine/archive/search/parts.h, the answer has the photos of the others only, and @n_missing is
 * not 0. Blocks.
 *
 * Returns: (transfer full): %NULL with %SEM_ERROR_NO_MODEL where the archive's network is not here,
 *   an error of sem_archive_open(), the link or sem_search()
 */
SemArchiveAnswer *sem_archive_search (const char *uri,
                                      const char *library,
                                      const SemSearchRequest *request,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
