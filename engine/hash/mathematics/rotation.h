/* rotation.h - the rotation of iterative quantisation (Gong and Lazebnik, CVPR 2011)
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"

G_BEGIN_DECLS

#define SEM_ROTATION_ITERATIONS 50

/**
 * SemRotationTask:
 * @p: shape (n, r), row-major: projected photos; the caller's
 * @n: photos, at least 1
 * @r: dimensions, at least 1 and at most @k
 * @k: bits
 * @seed: of the random rotation to start from
 */
typedef struct
{
  const float *p;
  gsize n;
  gsize r;
  gsize k;
  guint64 seed;
} SemRotationTask;

/**
 * sem_rotation_learn:
 * @rotation: (out caller-allocates): shape (r, k), row-major, with orthonormal rows: it makes
 *   |sign (P R) - P R| small, by computing B = sign (P R) and the R nearest to P'B in turn,
 *   SEM_ROTATION_ITERATIONS times. With fewer dimensions than bits these are the first r rows of a
 *   (k, k) rotation, the only ones that P uses.
 * @failed: (out): whether LAPACK failed
 *
 * Returns: %FALSE when cancelled or @failed
 */
gboolean sem_rotation_learn (SemWork *job,
                             const SemRotationTask *task,
                             double *rotation,
                             gboolean *failed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
