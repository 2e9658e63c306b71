/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/panels.h"

#include "engine/kernels/cpu.h"

void
sem_k_panels_pack (const float *v, size_t d, size_t columns, float *panels)
{
  for (size_t first = 0; first < columns; first += SEM_K_PANEL_COLUMNS)
    for (size_t i = 0; i < d; i++)
      for (size_t j = 0; j < SEM_K_PANEL_COLUMNS; j++)
        *panels++ = v[i * columns + first + j];
}

void
sem_k_panels_apply (const float *panels, size_t d, size_t columns, const float *x, float *out)
{
#ifdef __x86_64__
  SemKSet set = sem_k_get_set ();

  if (set == SEM_K_AVX512)
    {
      sem_k_panels_apply_avx512 (panels, d, columns, x, out);
      return;
    }
  if (set == SEM_K_AVX2)
    {
      sem_k_panels_apply_avx2 (panels, d, columns, x, out);
      return;
    }
#endif
  sem_k_panels_apply_ref (panels, d, columns, x, out);
}
