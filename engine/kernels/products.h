/* products.h - sums of products of two pictures, cell by cell
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* Largest side of a cell, in pixels, and the pixels of each row of one where cells are padded. */
#define SEM_K_PRODUCTS_SIDE 8

/*
 * @cells: shape (n, side, SEM_K_PRODUCTS_SIDE): the cells of one picture, side by side, each row
 *   padded with zeros
 * @side: of the cells, 1 to SEM_K_PRODUCTS_SIDE
 * @pixels: first pixel of the first cell of the other picture, whose rows are @stride apart; the
 *   last row may be read SEM_K_PRODUCTS_SIDE - @side pixels beyond the last cell
 * @out: n sums, at most 32 bits: the products of the pixels of each cell, which are from -255 to
 * 255
 */
void sem_k_products (const int16_t *cells,
                     size_t side,
                     const int16_t *pixels,
                     size_t stride,
                     size_t n,
                     int32_t *out);

/* The implementations that sem_k_products() chooses from: the same sums. */
void sem_k_products_ref (const int16_t *cells,
                         size_t side,
                         const int16_t *pixels,
                         size_t stride,
                         size_t n,
                         int32_t *out);
void sem_k_products_avx2 (const int16_t *cells,
                          size_t side,
                          const int16_t *pixels,
                          size_t stride,
                          size_t n,
                          int32_t *out);
