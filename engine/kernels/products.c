/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/products.h"

#include "engine/kernels/cpu.h"

void
sem_k_products (const int16_t *cells,
                size_t side,
                const int16_t *pixels,
                size_t stride,
                size_t n,
                int32_t *out)
{
#ifdef __x86_64__
  const SemKSet set = sem_k_get_set ();

  /* Wider registers would hold parts of two cells. */
  if (set == SEM_K_AVX512 || set == SEM_K_AVX2)
    {
      sem_k_products_avx2 (cells, side, pixels, stride, n, out);
      return;
    }
#endif
  sem_k_products_ref (cells, side, pixels, stride, n, out);
}
