/* sorting-private.h - the quality of a sorting, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/map/sorting.h"

G_BEGIN_DECLS

/**
 * sem_sorting_measure:
 * @order: (array length=n): as from sem_sorting_new()
 *
 * Returns: the mean squared distance of items that are neighbours in a row or a column, as a share
 *   of that of all pairs: about 1 for a random order; 0 where all items are equal
 */
double sem_sorting_measure (const SemSortingItems *items, const guint32 *order);

G_END_DECLS
