/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/train/train.h"

const SemKTrainKernels *
sem_k_train_get_kernels (SemKSet set)
{
  switch (set)
    {
#if defined(__x86_64__)
    case SEM_K_AVX2:
      return &sem_k_train_avx2;
    case SEM_K_AVX512:
      return &sem_k_train_avx512;
#elif defined(__aarch64__)
    case SEM_K_NEON:
      return &sem_k_train_neon;
#endif
    default:
      return &sem_k_train_portable;
    }
}
