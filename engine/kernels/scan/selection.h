/* selection.h - the k nearest rows of a scan, selected by a decreasing threshold
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#define SEM_K_MAX_BITS 512

typedef struct
{
  uint32_t row;
  uint32_t distance;
} SemKHit;

/*
 * Rows are offered in ascending order, and a row is accepted only if its distance is strictly below
 * the threshold. Since distances are small integers, the selection counts the accepted rows of each
 * distance, and as soon as there are k, it lowers the threshold to the distance of the k-th
 * nearest. A later row at that distance could only tie with k earlier ones, and ties go to the
 * lower row, so the result is exact and its order is unique.
 *
 * hits is owned by the caller: capacity entries, capacity > k; 2 k makes compaction rare. It holds
 * accepted rows in ascending order, some of which are no longer below the threshold.
 */
typedef struct
{
  uint32_t k;         /* at least 1 */
  uint32_t threshold; /* accept distance < threshold */
  uint32_t n_below;   /* accepted rows with distance < threshold: less than k */
  uint32_t n_hits;
  uint32_t capacity;
  bool foreseen; /* by sem_k_selection_foresee() */
  SemKHit *hits;
  uint32_t counts[SEM_K_MAX_BITS + 1]; /* accepted rows per distance */
} SemKSelection;

/*
 * @k: at least 1
 * @n_bits: an upper bound of all distances, at most SEM_K_MAX_BITS
 * @max_distance: rows farther than this are never accepted; any value is allowed
 */
void sem_k_selection_init (SemKSelection *selection,
                           uint32_t k,
                           uint32_t n_bits,
                           uint32_t max_distance,
                           SemKHit *hits,
                           uint32_t capacity);

/*
 * Lowers the threshold before the first offer; at most one call.
 * @counts: shape (SEM_K_MAX_BITS + 1): how many of the first rows that will be offered have each
 *   distance. More rows may follow them. Rows that the new threshold rejects are farther away than
 * k of the counted rows.
 */
void sem_k_selection_foresee (SemKSelection *selection, const uint32_t *counts);

/* Removes all but the k nearest hits; the rest stay in ascending order of rows. */
void sem_k_selection_compact (SemKSelection *selection);

/* Compacts and sorts.
 * @sorted: (out caller-allocates): room for k hits: nearest first, ties by ascending row
 * Returns: the number of hits */
uint32_t sem_k_selection_finish (SemKSelection *selection, SemKHit *sorted);

/* @row: greater than every row offered before */
static inline void
sem_k_selection_offer (SemKSelection *selection, uint32_t row, uint32_t distance)
{
  if (distance >= selection->threshold)
    return;

  if (selection->n_hits == selection->capacity)
    sem_k_selection_compact (selection);
  selection->hits[selection->n_hits++] = (SemKHit){ row, distance };
  selection->counts[distance]++;
  selection->n_below++;
  while (selection->n_below >= selection->k)
    selection->n_below -= selection->counts[--selection->threshold];
}
