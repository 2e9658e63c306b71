/* panels-private.h - the panel product, compiled once for each kernel set
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/kernels/panels.h"

#include <string.h>

#if defined(__AVX512F__)
#define SEM_K_PANEL_LANES 16
#elif defined(__AVX__)
#define SEM_K_PANEL_LANES 8
#else
#define SEM_K_PANEL_LANES 4
#endif
#define SEM_K_PANEL_PARTS (SEM_K_PANEL_COLUMNS / SEM_K_PANEL_LANES)

typedef float SemKPanelPart __attribute__ ((vector_size (SEM_K_PANEL_LANES * sizeof (float))));

static inline __attribute__ ((always_inline)) void
sem_k_panel_rows (const float *panel,
                  size_t d,
                  size_t columns,
                  const float *x,
                  float *out,
                  const size_t rows)
{
  SemKPanelPart sums[SEM_K_PANEL_ROWS][SEM_K_PANEL_PARTS] = { 0 };

  for (size_t i = 0; i < d; i++)
    {
      SemKPanelPart v[SEM_K_PANEL_PARTS];

#pragma GCC unroll 4
      for (size_t p = 0; p < SEM_K_PANEL_PARTS; p++)
        memcpy (&v[p], panel + i * SEM_K_PANEL_COLUMNS + p * SEM_K_PANEL_LANES, sizeof v[p]);
#pragma GCC unroll 8
      for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 4
        for (size_t p = 0; p < SEM_K_PANEL_PARTS; p++)
          sums[r][p] += x[r * d + i] * v[p];
    }
#pragma GCC unroll 8
  for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 4
    for (size_t p = 0; p < SEM_K_PANEL_PARTS; p++)
      memcpy (out + r * columns + p * SEM_K_PANEL_LANES, &sums[r][p], sizeof sums[r][p]);
}

/* @rows at a time, chosen so that their sums stay in registers. */
static inline __attribute__ ((always_inline)) void
sem_k_panels_body (const float *panels,
                   size_t d,
                   size_t columns,
                   const float *x,
                   float *out,
                   const size_t rows)
{
  for (size_t first = 0; first < columns; first += SEM_K_PANEL_COLUMNS)
    for (size_t r = 0; r < SEM_K_PANEL_ROWS; r += rows)
      sem_k_panel_rows (panels + first * d, d, columns, x + r * d, out + r * columns + first, rows);
}
