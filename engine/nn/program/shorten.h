/* shorten.h - long features in the places that a library has
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_shorten:
 * @in: (array length=d)
 * @d: above @n, at most 4096
 * @out: (out caller-allocates) (array length=n)
 *
 * Projects onto n directions that are chosen at random, the same ones at any time: with D random
 * signs, H the Hadamard matrix of the next power of two and R a random choice of n of its rows,
 *
 *   out = R H D in / sqrt (n)
 *
 * (Ailon and Chazelle, "The fast Johnson-Lindenstrauss transform", SIAM J. Comput. 2009; as a
 * choice of rows, Tropp 2011). Cosines differ from those of the whole features by 1 / sqrt (n) as a
 * rule: .03 for 1,280. Lengths are kept as well.
 */
void sem_shorten (const float *in, guint d, float *out, guint n);

G_END_DECLS
