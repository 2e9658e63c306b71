/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/kernels/products.h"

void
sem_k_products_ref (const int16_t *cells,
                    size_t side,
                    const int16_t *pixels,
                    size_t stride,
                    size_t n,
                    int32_t *out)
{
  for (size_t i = 0; i < n; i++)
    {
      const int16_t *cell = cells + i * side * SEM_K_PRODUCTS_SIDE;
      int32_t sum = 0;

      for (size_t y = 0; y < side; y++)
        for (size_t x = 0; x < side; x++)
          sum += cell[y * SEM_K_PRODUCTS_SIDE + x] * pixels[y * stride + i * side + x];
      out[i] = sum;
    }
}
