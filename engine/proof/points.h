/* points.h - distinctive points of a grey picture
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/proof/grey.h"

G_BEGIN_DECLS

#define SEM_PROOF_DESCRIPTOR_DIM 128

/**
 * SemProofPoint:
 * @x, @y: in pixels
 * @scale: standard deviation of the blob, in pixels
 * @angle: of its strongest gradient, in radians, from the x axis towards the y axis
 */
typedef struct
{
  float x, y;
  float scale;
  float angle;
} SemProofPoint;

/**
 * SemProofPoints:
 * @points: (array length=n)
 * @descriptors: shape (n, %SEM_PROOF_DESCRIPTOR_DIM), rows of length 1
 */
typedef struct
{
  guint n;
  SemProofPoint *points;
  float *descriptors;
} SemProofPoints;

/**
 * sem_proof_points_new:
 * @side: the picture is shrunk so that its longest side is at most this, in pixels; the points'
 *   coordinates and scales are those of @grey all the same
 * @most: about how many points to keep, those with the highest contrast
 *
 * The points of SIFT (Lowe, IJCV 2004), by VLFeat, with the square roots of its normalised
 * descriptors (Arandjelović and Zisserman, "Three things everyone should know to improve object
 * retrieval", CVPR 2012). None in a picture with a side below 16 pixels. Any thread.
 *
 * Returns: (transfer full): never %NULL
 */
SemProofPoints *
sem_proof_points_new (const SemProofGrey *grey, guint side, guint most) G_GNUC_WARN_UNUSED_RESULT;
void sem_proof_points_free (SemProofPoints *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemProofPoints, sem_proof_points_free)

/**
 * SemProofVariant:
 * @SEM_PROOF_VARIANT_MIRRORED: of the picture mirrored left and right
 * @SEM_PROOF_VARIANT_INVERTED: of its negative
 *
 * A set of bits.
 */
typedef enum
{
  SEM_PROOF_VARIANT_PLAIN = 0,
  SEM_PROOF_VARIANT_MIRRORED = 1,
  SEM_PROOF_VARIANT_INVERTED = 2,
  SEM_PROOF_N_VARIANTS = 4,
} SemProofVariant;

/**
 * sem_proof_points_vary:
 * @width: of the picture, in pixels
 *
 * The same points as they are in the mirrored picture, the negative, or both: the entries of a
 * descriptor change places.
 *
 * Returns: (transfer full): in the order of @self
 */
SemProofPoints *sem_proof_points_vary (const SemProofPoints *self,
                                       SemProofVariant variant,
                                       guint width) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
