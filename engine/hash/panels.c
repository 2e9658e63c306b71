/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/panels.h"

#include <math.h>
#include <string.h>

/* Shorter than this, a difference from the mean is rounding. */
#define SHORTEST 1e-12

typedef float Lanes __attribute__ ((vector_size (SEM_PANEL_COLUMNS * sizeof (float))));

void
sem_panels_pack (const float *v, gsize d, gsize columns, float *panels)
{
  for (gsize first = 0; first < columns; first += SEM_PANEL_COLUMNS)
    for (gsize i = 0; i < d; i++)
      for (gsize j = 0; j < SEM_PANEL_COLUMNS; j++)
        *panels++ = v[i * columns + first + j];
}

static inline __attribute__ ((always_inline)) void
apply_panel (const float *panel,
             gsize d,
             gsize columns,
             const float *x,
             float *out,
             const gsize rows)
{
  Lanes sums[SEM_PANEL_ROWS] = { 0 };

  for (gsize i = 0; i < d; i++)
    {
      Lanes w;

      memcpy (&w, panel + i * SEM_PANEL_COLUMNS, sizeof w);
#pragma GCC unroll 8
      for (gsize r = 0; r < rows; r++)
        sums[r] += x[r * d + i] * w;
    }
#pragma GCC unroll 8
  for (gsize r = 0; r < rows; r++)
    memcpy (out + r * columns, &sums[r], sizeof sums[r]);
}

/* As many rows at a time as keep the sums in registers. */
static inline __attribute__ ((always_inline)) void
apply (const float *panels, gsize d, gsize columns, const float *x, float *out, const gsize rows)
{
  for (gsize first = 0; first < columns; first += SEM_PANEL_COLUMNS)
    for (gsize r = 0; r < SEM_PANEL_ROWS; r += rows)
      apply_panel (panels + first * d, d, columns, x + r * d, out + r * columns + first, rows);
}

#if defined(__x86_64__)
__attribute__ ((target ("avx512f"))) static void
apply_avx512 (const float *panels, gsize d, gsize columns, const float *x, float *out)
{
  apply (panels, d, columns, x, out, 8);
}

__attribute__ ((target ("avx2"))) static void
apply_avx2 (const float *panels, gsize d, gsize columns, const float *x, float *out)
{
  apply (panels, d, columns, x, out, 4);
}
#endif

void
sem_panels_apply (const float *panels, gsize d, gsize columns, const float *x, float *out)
{
#if defined(__x86_64__)
  if (__builtin_cpu_supports ("avx512f"))
    {
      apply_avx512 (panels, d, columns, x, out);
      return;
    }
  if (__builtin_cpu_supports ("avx2"))
    {
      apply_avx2 (panels, d, columns, x, out);
      return;
    }
#endif
  apply (panels, d, columns, x, out, 2);
}

void
sem_panels_centre (const float *f, const float *mean, gsize d, float *x)
{
  double squares = 0.0;
  double scale;

  for (gsize i = 0; i < d; i++)
    {
      double difference = (double) f[i] - (double) mean[i];

      squares += difference * difference;
    }
  scale = sqrt (squares) > SHORTEST ? 1.0 / sqrt (squares) : 0.0;
  for (gsize i = 0; i < d; i++)
    x[i] = (float) (((double) f[i] - (double) mean[i]) * scale);
}
