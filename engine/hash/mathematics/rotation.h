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
 * sem_rotation_learn:
 * @p: (array): shape (n, r), row-major: projected photos
 * @r: dimensions, at least 1 and at most @k
 * @k: bits
 * @rotation: (out caller-allocates): shape (r, k), row-major, with orthonormal rows: it makes
 *   |sign (P R) - P R| small, by taking turns between B = sign (P R) and the R nearest to P'B. With
 *   fewer dimensions than bits these are the rows that matter of a (k, k) rotation.
 * @failed: (out): whether LAPACK failed
 *
 * Returns: %FALSE when cancelled or @failed
 */
gboolean sem_rotation_learn (SemWork *job,
                             const float *p,
                             gsize n,
                             gsize r,
                             gsize k,
                             guint64 seed,
                             double *rotation,
                             gboolean *failed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
