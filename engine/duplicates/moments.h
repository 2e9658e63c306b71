/* moments.h - time, size, name and hash of all photos, in memory; for engine/duplicates only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/details/duplicates.h"

G_BEGIN_DECLS

/* Seconds between neighbours of a burst. */
#define SEM_BURST_SECONDS 2

/**
 * SemMoment:
 * @hash: perceptual hash, see engine/index/sketch.h; 0 without @has_hash
 * @taken: the camera's clock in seconds; 0 unless @is_taken
 * @folder, @stem, @stem_letters: of its first file: its folder, its name without the ending, and
 *   that name without digits; as numbers that differ where the texts do, but for chance. Case does
 *   not count
 *
 * One photo. A row of the table is small, since there are half a million of them.
 */
typedef struct
{
  gint64 photo;
  guint64 hash;
  gint64 taken;
  guint32 nanoseconds;
  guint32 width;
  guint32 height;
  guint32 folder;
  guint64 stem;
  guint32 stem_letters;
  guint8 has_hash;
  guint8 is_taken;
  guint8 is_raw;
  guint8 is_developed; /* JPEG or HEIF, as cameras write beside a raw file */
} SemMoment;

/**
 * SemMoments:
 * @rows: (array length=n): by ascending @photo
 * @by_time: (array length=n_by_time): rows of photos with a time at which they were taken, by time
 * @by_stem: (array length=n_by_stem): rows of raw files and developed ones, by stem
 */
typedef struct
{
  SemMoment *rows;
  guint n;
  guint32 *by_time;
  guint n_by_time;
  guint32 *by_stem;
  guint n_by_stem;
} SemMoments;

/* Reads all photos of the library, hidden ones too. Returns: (transfer full) */
SemMoments *sem_moments_read (SemStore *store,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_moments_free (SemMoments *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemMoments, sem_moments_free)

/* Returns: the first row whose photo is above @photo; @n where there is none */
guint sem_moments_find_after (const SemMoments *self, gint64 photo);
/* Returns: the row of @photo; -1 where there is none */
gint64 sem_moments_find (const SemMoments *self, gint64 photo);

/**
 * sem_moment_is_another:
 *
 * Whether two photos are two exposures according to their metadata, so that neither is a copy of
 * the other however similar they are: they differ in the second, by more than a change of the
 * clock's time zone explains, or in its fraction, or have consecutive numbers of the same camera.
 */
gboolean sem_moment_is_another (const SemMoment *a, const SemMoment *b);
/* Whether one is a raw file and the other what the camera made of it: of one name and time; where
 * the time is not known, in one folder. */
gboolean sem_moment_is_pair (const SemMoment *a, const SemMoment *b);

/**
 * sem_moments_list_pairs:
 * @row: a row
 * @rows: (element-type guint32): the rows before it that are a pair with it are appended
 */
void sem_moments_list_pairs (const SemMoments *self, guint row, GArray *rows);
/* The same for the rows before it that were taken within %SEM_BURST_SECONDS of it, in pictures of
 * the same size; only the nearest few. */
void sem_moments_list_neighbours (const SemMoments *self, guint row, GArray *rows);

G_END_DECLS
