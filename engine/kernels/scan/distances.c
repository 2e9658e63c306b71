/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/scan/distances-private.h"

SemKCountFunc
sem_k_distances_get (SemKSet set, unsigned n_bits)
{
  if (!sem_k_cpu_has (set))
    return NULL;
#if defined(__x86_64__)
  if (set == SEM_K_AVX512 || set == SEM_K_AVX2)
    return sem_k_distances_get_avx2 (n_bits);
#endif
  return sem_k_distances_get_ref (n_bits);
}
