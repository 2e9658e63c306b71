/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/bench/cnn-peak.h"

#ifdef __x86_64__
#include <immintrin.h>

#define N_STEPS 400000
/* Enough sums that none depends on a pending one on a CPU with two multipliers of latency 4 or 5,
 * and no more than there are registers in either set. */
#define N_SUMS 12

/* The empty assembly keeps the compiler from merging the steps. */
#define PEAK_LOOP(name, isa, type, splat, fma)                                                     \
  __attribute__ ((target (isa), noinline)) static void name (void)                                 \
  {                                                                                                \
    type factor = splat (0.999f);                                                                  \
    type term = splat (0.001f);                                                                    \
    type sums[N_SUMS];                                                                             \
                                                                                                   \
    _Pragma ("GCC unroll 32") for (int i = 0; i < N_SUMS; i++) sums[i] = splat ((float) i);        \
    for (int step = 0; step < N_STEPS; step++)                                                     \
      {                                                                                            \
        _Pragma ("GCC unroll 32") for (int i = 0; i < N_SUMS; i++)                                 \
        {                                                                                          \
          sums[i] = fma (sums[i], factor, term);                                                   \
          __asm__ volatile("" : "+v"(sums[i]));                                                    \
        }                                                                                          \
      }                                                                                            \
  }

PEAK_LOOP (run_avx512, "avx512f", __m512, _mm512_set1_ps, _mm512_fmadd_ps)
PEAK_LOOP (run_avx2, "avx2,fma", __m256, _mm256_set1_ps, _mm256_fmadd_ps)
#endif

double
cnn_peak_run (SemKSet set)
{
#ifdef __x86_64__
  if (set == SEM_K_AVX512)
    {
      run_avx512 ();
      return 2.0 * 16 * N_SUMS * N_STEPS;
    }
  if (set == SEM_K_AVX2)
    {
      run_avx2 ();
      return 2.0 * 8 * N_SUMS * N_STEPS;
    }
#endif

  return 0;
}
