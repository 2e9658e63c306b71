/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/f16.h"

#include "engine/kernels/cpu.h"

void
sem_k_f32_to_f16 (const float *in, size_t n, uint16_t *out)
{
#ifdef __x86_64__
  SemKSet set = sem_k_get_set ();

  if (set == SEM_K_AVX2 || set == SEM_K_AVX512)
    {
      sem_k_f32_to_f16_avx2 (in, n, out);
      return;
    }
#endif
  sem_k_f32_to_f16_ref (in, n, out);
}

void
sem_k_f16_to_f32 (const uint16_t *in, size_t n, float *out)
{
#ifdef __x86_64__
  SemKSet set = sem_k_get_set ();

  if (set == SEM_K_AVX2 || set == SEM_K_AVX512)
    {
      sem_k_f16_to_f32_avx2 (in, n, out);
      return;
    }
#endif
  sem_k_f16_to_f32_ref (in, n, out);
}
