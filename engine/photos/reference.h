/* reference.h - mean and directions of style of the features of varied photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-options.h"
#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/* Maximum number of photos for sem_reference_map(), and of directions of style. */
#define SEM_REFERENCE_MAX_PAIRS 256
#define SEM_REFERENCE_MAX_STYLES 32

/**
 * SemReferenceLine:
 * @photos: N0: number of varied photos it was measured on
 * @at: likeness of the best of N0 unrelated photos
 * @slope: increase of @at for every tenfold number of photos, up to N0
 * @least: lower limit of the line
 *
 * Where likeness ends for a backbone: sem_likeness_line(). All 0 for our own network, whose line
 * was measured on many libraries (engine/search/likeness/likeness.c).
 */
typedef struct
{
  float photos;
  float at;
  float slope;
  float least;
} SemReferenceLine;

/**
 * SemReference:
 * @backbone: id of the backbone whose features these are
 * @n_photos: how many varied photos they were measured on
 * @n_styles: r: rows of @styles, at most %SEM_REFERENCE_MAX_STYLES
 * @spread: mean of the squared distances of their features from @mean; kept as it is by
 *   sem_reference_map()
 * @mean: shape (%SEM_BACKBONE_DIM): m: mean feature of the varied photos, one of each kind of thing
 * @styles: shape (r, %SEM_BACKBONE_DIM), orthonormal rows: V': the directions in which features
 * move when the same pictures are made otherwise: tiny, blurred, drawn, printed, noisy
 * @line: measured by sem_reference_measure(), or all 0
 *
 * Statistics of the features of one backbone, for use where a library's own photos are too few, or
 * too uniform, to estimate them. Measured by resources/backbone/measure.py. Immutable; any thread
 * may use it.
 */
typedef struct
{
  char *backbone;
  guint n_photos;
  guint n_styles;
  float spread;
  float *mean;
  float *styles;
  SemReferenceLine line;
} SemReference;

/* (transfer none): that of the program's own backbone; compiled in, checked by the first call. */
const SemReference *sem_reference_get (void);

/**
 * sem_reference_new_from_bytes:
 * @data: (array length=size): a file of resources/backbone/measure.py
 *
 * Checks the length, the checksum, that every number is finite, and that the styles are
 * orthonormal.
 *
 * Returns: (transfer full): %NULL with %SEM_ERROR_DAMAGED
 */
SemReference *sem_reference_new_from_bytes (const guint8 *data,
                                            gsize size,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Minimum and maximum number of photos for sem_reference_measure(). */
#define SEM_REFERENCE_MIN_MEASURED 100
#define SEM_REFERENCE_MAX_MEASURED 2000

/**
 * sem_reference_measure:
 * @backbone: id of a program
 * @features: (array): shape (n, %SEM_BACKBONE_DIM), of varied photos in random order, one of each
 *   kind of thing
 * @n: from %SEM_REFERENCE_MIN_MEASURED to %SEM_REFERENCE_MAX_MEASURED
 *
 * Measures mean, spread and line, without styles. For the first n, n / 2, n / 4 and n / 8 photos,
 * the likeness of each photo's most similar other one is computed, and the median over the photos
 * taken; the line is the straight line through the four medians by the logarithm of the number of
 * photos.
 *
 * Returns: (transfer full): %NULL where all features are the same
 */
SemReference *sem_reference_measure (const char *backbone,
                                     const float *features,
                                     guint n) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): the contents of a file for sem_reference_new_from_bytes(). @self: without
 * styles */
GBytes *sem_reference_to_bytes (const SemReference *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_reference_map:
 * @backbone: id of a backbone that was fine-tuned from that of @self
 * @before: (array): shape (n, %SEM_BACKBONE_DIM), finite: features of photos by the backbone of
 *   @self
 * @after: (array): shape (n, %SEM_BACKBONE_DIM), finite: of the same photos by @backbone
 * @n: from 1 to %SEM_REFERENCE_MAX_PAIRS
 *
 * The reference of a fine-tuned backbone, for which no varied photos are at hand. With x and y the
 * features before and after, a, b their means over the photos, and A the ridge regression of
 * (y - x) - (b - a) on x - a,
 *
 *   m' = m + (b - a) + A (m - a),   v' = v + A v, made orthonormal again:
 *
 * the effect of fine-tuning on a feature is estimated along the directions in which the library's
 * photos differ, and assumed to be zero along all others.
 *
 * Returns: (transfer full)
 */
SemReference *sem_reference_map (const SemReference *self,
                                 const char *backbone,
                                 const float *before,
                                 const float *after,
                                 guint n) G_GNUC_WARN_UNUSED_RESULT;

/* Sets the reference mean and spread of @options, for a training on features of the same backbone.
 * @self: (nullable): must outlive @options; with %NULL nothing is set */
void sem_reference_lend (const SemReference *self, SemHashOptions *options);

/* (transfer full) */
SemReference *sem_reference_copy (const SemReference *self) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable) */
void sem_reference_free (SemReference *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemReference, sem_reference_free)

G_END_DECLS
