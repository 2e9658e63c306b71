/* selection.h - the k nearest of a scan, kept by a falling threshold
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
 * Rows are offered in ascending order; a row is accepted only where its distance is strictly below
 * the threshold. Distances are small integers, so how many rows were accepted at each is counted,
 * and the threshold falls to the distance of the k-th nearest as soon as there are k. A later row
 * at that distance could only tie with k earlier ones, and equal distances go to the lower row: so
 * strictly-below loses nothing, and what is left is exact and has one order only.
 *
 * hits is the caller's: capacity entries, capacity > k; twice k keeps compaction rare. It holds
 * accepted rows in ascending order, a few of which the threshold has passed since.
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

/* Distances above @max_distance are never accepted; any value is allowed. @n_bits: at most
 * SEM_K_MAX_BITS, and no distance exceeds it. */
void sem_k_selection_init (SemKSelection *selection,
                           uint32_t k,
                           uint32_t n_bits,
                           uint32_t max_distance,
                           SemKHit *hits,
                           uint32_t capacity);

/*
 * Before the first offer, once: lowers the threshold to what @counts allows, how many of the rows
 * that will be offered next have each distance from 0 to SEM_K_MAX_BITS. More rows may follow. What
 * the threshold then refuses is farther than k of the counted rows.
 */
void sem_k_selection_foresee (SemKSelection *selection, const uint32_t *counts);

/* Leaves the k nearest of the hits, at most, in ascending order of rows. */
void sem_k_selection_compact (SemKSelection *selection);

/* Compacts, and writes the hits nearest first, equal distances by ascending row, to @sorted, which
 * has room for k. Returns how many. */
uint32_t sem_k_selection_finish (SemKSelection *selection, SemKHit *sorted);

/* @row: greater than every row offered before. */
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
