/* average-precision.h - the rules by which average precision is computed
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemApRule:
 * @SEM_AP_HASH: that of the hashing literature: AP@k = (1 / R_k) sum over relevant r <= k of
 *   hits (r) / r, where R_k is the number of relevant photos inside the first k
 * @SEM_AP_TRAPEZOIDAL: that of Oxford5k, Paris6k and Holidays: the area below the lines between the
 *   points of precision and recall, over all relevant photos, found or not
 *
 * Figures by one rule must never be compared with figures by the other: for a list in which the
 * first and third photo are relevant they are 5/6 and 19/24.
 */
typedef enum
{
  SEM_AP_HASH,
  SEM_AP_TRAPEZOIDAL,
} SemApRule;

/* Returns: (transfer none): "hash" or "trapezoidal" */
const char *sem_ap_rule_get_name (SemApRule rule);

/**
 * sem_average_precision:
 * @ranks: (array): ranks of the relevant photos, from 1, rising, in a list without ignored photos
 * @n_found: their number
 * @n_relevant: number of relevant photos, found or not, @n_found at least; by %SEM_AP_HASH only
 *   those that are found count
 * @k: number of first photos to look at, 0 for all; %SEM_AP_TRAPEZOIDAL looks at all
 *
 * Philbin et al. (CVPR 2007) use the trapezoids; the precision before the first photo is 1.
 *
 * Returns: from 0 to 1; 0 where nothing relevant is looked at
 */
double sem_average_precision (SemApRule rule,
                              const guint32 *ranks,
                              gsize n_found,
                              gsize n_relevant,
                              gsize k);

/**
 * sem_average_precision_tied:
 * @groups: (array): for each group of photos that tie, in the order of the ranking, its size and
 *   how many of it are relevant: shape (n, 2)
 *
 * The mean of sem_average_precision() of all hits over all orders of the photos in each group:
 * McSherry and Najork (ECIR 2008), section 3, for the rule of hashing; the trapezoids are as linear
 * in the hits before a photo.
 *
 * Returns: from 0 to 1
 */
double sem_average_precision_tied (SemApRule rule, const guint32 *groups, gsize n);

G_END_DECLS
