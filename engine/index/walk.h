/* walk.h - codes in a row, such that neighbours are near each other
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * sem_walk_new:
 * @codes: (array): shape (n, words)
 * @n: number of codes
 * @words: 64-bit words in a code, at least 1
 * @cancellable: (nullable): ends the computation
 *
 * A short way through all codes, each visited once: a travelling salesman's in Hamming distance.
 * Halves the codes again and again along the line between two that are far apart, turns the halves
 * such that their ends meet, goes from one to the nearest inside the smallest parts, and mends
 * crossings of near steps (2-opt: Croes, Operations Research 6, 1958). Takes time in proportion to
 * n log n: about two seconds for half a million codes of 256 bits. The same codes give the same
 * walk.
 *
 * Returns: (transfer full) (nullable) (array length=n): positions in @codes; %NULL where it is
 *   cancelled
 */
guint32 *sem_walk_new (const guint64 *codes, guint n, guint words, GCancellable *cancellable)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
