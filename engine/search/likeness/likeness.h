/* likeness.h - how alike two photos are, on one scale for every library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/photos/reference.h"

G_BEGIN_DECLS

/* How many of the first hits are made monotone together, if fewer are wanted: the likeness of a hit
 * then does not depend on how many are shown. */
#define SEM_LIKENESS_HEAD 100
/* Number of first hits that are compared with chance one by one (tests/bench/ABLATION.md). */
#define SEM_LIKENESS_FIRST 3

/**
 * SemLikeness:
 *
 * The cosine of features centred on the mean
 *
 *   m' = m + V V' (m_library - m)
 *
 * with m the mean and V the styles of a #SemReference. Centred on the library's own mean, the
 * cosine orders photos best, but the same cosine means something else in each library: in a library
 * of flowers only, two flowers are not similar. Centred on m, it means the same in all libraries,
 * except where all pictures share a style (tiny, drawn, scanned) and are similar for that reason;
 * the second term removes the style and keeps the content. Immutable; any thread may use it.
 */
typedef struct _SemLikeness SemLikeness;

/**
 * sem_likeness_new:
 * @library_mean: (array): shape (%SEM_BACKBONE_DIM): mean feature of the library's photos, of the
 *   backbone of @reference
 *
 * Returns: (transfer full): copies what it needs
 */
SemLikeness *sem_likeness_new (const SemReference *reference,
                               const float *library_mean) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable) */
void sem_likeness_free (SemLikeness *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemLikeness, sem_likeness_free)

/* (transfer none): shape (%SEM_BACKBONE_DIM): m': what features are centred on. */
const float *sem_likeness_get_mean (const SemLikeness *self);
/* Centres @feature, %SEM_BACKBONE_DIM floats, and scales it to length 1; 0 if it is the mean. */
void sem_likeness_centre (const SemLikeness *self, const float *feature, float *centred);
/* The cosine of two centred features, from -1 to 1; exactly 1 if they are equal and not 0. */
double sem_likeness_cosine (const float *a, const float *b);

/**
 * sem_likeness_fit:
 * @values: (array length=n) (inout): how alike each hit is, in the order of the hits; each from 0
 *   to 1
 *
 * Makes them fall along the order, by the least change in squares (isotonic regression, by pooling
 * adjacent violators; Ayer, Brunk, Ewing, Reid and Silverman, Ann. Math. Statist. 1955).
 */
void sem_likeness_fit (float *values, guint n);

/**
 * sem_likeness_line:
 * @self: (nullable): %NULL for our own network
 * @n_photos: N: photos in the library
 * @rank: i: the place of a hit among the hits, from 1
 *
 * Where likeness ends: at the first hit whose likeness is not above the line of its rank. For the
 * first %SEM_LIKENESS_FIRST hits that is the likeness of the best of N unrelated photos, with a
 * margin. Once that many hits are above chance, the library contains what was searched for, and the
 * test is no longer whether a single hit is due to chance but whether most of them are: the i-th
 * best of N unrelated photos is as alike as the best of N / i, so that the line of the i-th hit is
 * that of a library of N * %SEM_LIKENESS_FIRST / i. This is how Benjamini and Hochberg (J. R. Stat.
 * Soc. B 1995) bound the share of false discoveries, but stops at the first failure, so that later
 * hits change nothing.
 *
 * Returns: the likeness that the hit has to exceed; rises with @n_photos, falls with @rank
 */
float sem_likeness_line (const SemLikeness *self, gsize n_photos, guint rank);

G_END_DECLS
