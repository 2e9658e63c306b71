/* inspection.h - the measurements of a model's codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemInspection:
 *
 * Arrays of numbers by name. One thread makes it; afterwards it is immutable, and any thread may
 * read it. Ids of photos are numbers among others; 0 stands for no photo. With Q queries, M altered
 * photos, A alterations (SEM_INSPECT_N_ALTERATIONS), D depths (SEM_QUALITY_N_DEPTHS) and k =
 * SEM_NEAREST_K:
 *
 * | name | shape | holds |
 * |---|---|---|
 * | version | 1 | %SEM_INSPECTION_VERSION |
 * | complete | 1 | 1 where everything was measured |
 * | library | 4 | photos, last photo with a code, generation of the library, bits |
 * | queries | Q | the photos of the sample |
 * | near.photos, near.cosines | Q, k | the nearest by the centred cosine, nearest first |
 * | near.last | Q | the last photo that the query was compared with |
 * | near.distances | Q, k | their Hamming distances |
 * | hamming.photos, ranked.photos | Q, k | the nearest by distance, and after re-ranking |
 * | queries.reach, queries.ranked | Q, D | nn10 at each depth of sem_quality_depths |
 * | queries.lift | Q | of each query |
 * | altered.photos | M | the photos that were altered |
 * | altered.ranks | M, A | the rank of the source, from 1; 0 beyond the candidates of a search |
 * | altered.distances | M, A | Hamming distance to the source |
 * | altered.cosines | M | of the unaltered photo's feature and the stored one |
 * | bits.share | K | of codes in which the bit is set |
 * | bits.correlation | K, K | magnitudes |
 * | bits.sample | Q, K / 16 | the codes of the queries, 16 bits a number |
 * | codes.elsewhere | 1 | of the queries whose code is not the model's, the share whose right code
 *   another photo has |
 * | random.pairs | P, 3 | two random photos and their distance |
 * | outputs | B | how many outputs lie in each bin of sem_inspect_get_output() |
 * | outputs.photos | B, 12 | the queries that have most outputs in the bin |
 * | hubs.photos, hubs.counts | H | the photos in most other photos' nearest ten, and how often over
 *   the mean |
 * | hubs.sources | H, 12 | photos that have the hub among their nearest ten |
 * | a metric's key | 1 | its value; none where it was not measured |
 */
typedef struct _SemInspection SemInspection;

/* Changes when an array means something else; others are measured again. */
#define SEM_INSPECTION_VERSION 1

SemInspection *sem_inspection_new (void) G_GNUC_WARN_UNUSED_RESULT;
SemInspection *sem_inspection_ref (SemInspection *self);
void sem_inspection_unref (SemInspection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemInspection, sem_inspection_unref)

/* @values: (array length=n): copied */
void sem_inspection_set (SemInspection *self, const char *name, const double *values, gsize n);
/* @value: infinite or NaN for none */
void sem_inspection_set_one (SemInspection *self, const char *name, double value);
/* @n: (out) (optional): how many there are; 0 for none
 * Returns: (transfer none) (nullable): the numbers */
const double *sem_inspection_get (const SemInspection *self, const char *name, gsize *n);
/* Returns: the first number; @otherwise where there is none */
double sem_inspection_get_one (const SemInspection *self, const char *name, double otherwise);
/* Returns: (transfer none) (nullable): the numbers, of which there must be @n */
const double *sem_inspection_get_exactly (const SemInspection *self, const char *name, gsize n);

typedef void (*SemInspectionFunc) (const char *name,
                                   const double *values,
                                   gsize n,
                                   gpointer user_data);
/* Calls @func for each array, in the order of the names. */
void sem_inspection_foreach (const SemInspection *self, SemInspectionFunc func, gpointer user_data);

G_END_DECLS
