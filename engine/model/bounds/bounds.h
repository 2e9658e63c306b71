/* bounds.h - bounds on the likeness of hits, and the histogram of all photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemBounds:
 * @min: the least likeness of a hit, from 0 to 1; 0 for all that are above chance
 * @max: the largest likeness of a hit, from @min to 1; 1 for no bound
 */
typedef struct
{
  double min;
  double max;
} SemBounds;

#define SEM_BOUNDS_NONE ((SemBounds){ 0, 1 })

/* Bins of a spread: of 2 % each. */
#define SEM_SPREAD_N_BINS 50

/**
 * SemSpread:
 * @counts: (array): how many photos have a likeness from i / 50 on and below (i + 1) / 50; the last
 *   bin has those of likeness 1 as well. Where they are estimated, they need not be whole
 * @n_photos: the sum of the counts
 * @exact_from: from this likeness on the counts are exact; below it they are estimated from the
 *   distances of the codes. 0 where nothing is estimated
 * @line: the likeness above which a photo is more alike than chance
 *
 * A histogram of the likeness of all photos that were searched, regardless of the bounds.
 */
typedef struct
{
  double counts[SEM_SPREAD_N_BINS];
  guint n_photos;
  double exact_from;
  double line;
} SemSpread;

G_END_DECLS
