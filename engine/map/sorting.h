/* sorting.h - items on a grid, such that neighbours are alike
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"

G_BEGIN_DECLS

/**
 * SemSortingItems:
 * @vectors: (array): shape (n, d), row-major; finite
 * @n: number of items
 * @d: from 1 to %SEM_SORTING_MOST_DIMENSIONS
 * @columns: of the grid, at least 1; it has as many rows as the items need, the last of which may
 *   be shorter
 *
 * The items to sort. The array is the caller's.
 */
typedef struct
{
  const float *vectors;
  guint n;
  guint d;
  guint columns;
} SemSortingItems;

#define SEM_SORTING_MOST_DIMENSIONS 64

/**
 * sem_sorting_new:
 * @seed: any
 * @work: reports the progress and cancels
 *
 * Fast linear assignment sorting (Barthel, Hezel, Jung and Schall, "Improved evaluation and
 * generation of grid layouts using distance preservation quality and linear assignment sorting",
 * Computer Graphics Forum 42, 2023). Starts with the items in the order of their first two
 * components; then again and again the grid is smoothed by means of a window that shrinks, and
 * small sets of items from one window are assigned anew to their places, so that the sum of inner
 * products of items with what is smoothed there is largest. Takes time in proportion to
 * n d log n: about two seconds for 50,000 items of 32 numbers. The same items and seed give the
 * same order, for any number of threads.
 *
 * Returns: (transfer full) (nullable) (array length=n): the items by rows of the grid; %NULL where
 *   it is cancelled
 */
guint32 *sem_sorting_new (const SemSortingItems *items,
                          guint64 seed,
                          SemWork *work) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
