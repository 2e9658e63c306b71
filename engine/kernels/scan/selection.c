/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/scan/selection.h"

#include <string.h>

void
sem_k_selection_init (SemKSelection *selection,
                      uint32_t k,
                      uint32_t n_bits,
                      uint32_t max_distance,
                      SemKHit *hits,
                      uint32_t capacity)
{
  selection->k = k;
  selection->threshold = (max_distance < n_bits ? max_distance : n_bits) + 1;
  selection->n_below = 0;
  selection->n_hits = 0;
  selection->capacity = capacity;
  selection->foreseen = false;
  selection->hits = hits;
  memset (selection->counts, 0, sizeof selection->counts);
}

void
sem_k_selection_foresee (SemKSelection *selection, const uint32_t *counts)
{
  uint32_t n = 0;

  selection->foreseen = true;
  for (uint32_t d = 0; d + 1 < selection->threshold; d++)
    {
      n += counts[d];
      if (n >= selection->k)
        selection->threshold = d + 1;
    }
}

void
sem_k_selection_compact (SemKSelection *selection)
{
  uint32_t room = selection->k - selection->n_below;
  uint32_t n = 0;

  for (uint32_t i = 0; i < selection->n_hits; i++)
    {
      SemKHit hit = selection->hits[i];

      if (hit.distance > selection->threshold)
        continue;
      if (hit.distance == selection->threshold)
        {
          if (room == 0)
            continue;
          room--;
        }
      selection->hits[n++] = hit;
    }
  selection->n_hits = n;
}

uint32_t
sem_k_selection_finish (SemKSelection *selection, SemKHit *sorted)
{
  uint32_t starts[SEM_K_MAX_BITS + 2] = { 0 };

  sem_k_selection_compact (selection);
  for (uint32_t i = 0; i < selection->n_hits; i++)
    starts[selection->hits[i].distance + 1]++;
  for (uint32_t d = 1; d < SEM_K_MAX_BITS + 2; d++)
    starts[d] += starts[d - 1];
  for (uint32_t i = 0; i < selection->n_hits; i++)
    sorted[starts[selection->hits[i].distance]++] = selection->hits[i];
  return selection->n_hits;
}
