/* near-hashes.h - perceptual hashes that differ in few bits; for engine/duplicates only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Maximum distance, in bits, of the pairs that are found. */
#define SEM_NEAR_HASHES_REACH 11

/**
 * SemNearHashes:
 *
 * Multi-index hashing (Norouzi, Punjani and Fleet, CVPR 2012): the 64 bits in four parts, a table
 * for each; hashes that differ in at most 11 bits differ in at most two of one part. A query takes
 * time in proportion to the hashes that share a part with it, which is a small share of all:
 * comparing each of N with all others costs far less than their square. Immutable; any thread may
 * search it.
 */
typedef struct _SemNearHashes SemNearHashes;

/* @hashes: (array length=n), which are copied. Takes 52 bytes for each. */
SemNearHashes *sem_near_hashes_new (const guint64 *hashes, guint n) G_GNUC_WARN_UNUSED_RESULT;
void sem_near_hashes_free (SemNearHashes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemNearHashes, sem_near_hashes_free)

/**
 * SemNearHash:
 * @index: of the hash in the array
 * @distance: in bits
 * @orientation: of the query's hash, in which it is at this distance; as for sem_sketch_orient()
 */
typedef struct
{
  guint32 index;
  guint16 distance;
  guint16 orientation;
} SemNearHash;

/**
 * sem_near_hashes_ask:
 * @index: of the hash that is the query; all its eight orientations are tried
 * @found: (out caller-allocates) (array): at most @most, the nearest first, of equal ones the first
 *   in the array; all before @index in the array
 *
 * Where very many hashes are near each other, as of pages of a book, only a limited number is
 * compared.
 *
 * Returns: how many were found
 */
guint sem_near_hashes_ask (const SemNearHashes *self, guint index, SemNearHash *found, guint most);

/* The hash of a picture in another orientation, except for bits whose coefficients are near the
 * median: turning and mirroring permutes the coefficients of the cosine transform and changes their
 * signs.
 */
guint64 sem_near_hashes_orient (guint64 hash, guint orientation);

G_END_DECLS
