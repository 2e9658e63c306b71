/* panels.h - a matrix, laid out for multiplying many rows by it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>

#define SEM_K_PANEL_COLUMNS 16
#define SEM_K_PANEL_ROWS 8

/* Floats that a (d, columns) matrix takes in panels. */
#define SEM_K_PANELS_SIZE(d, columns) ((size_t) (d) * (columns))

/*
 * @v: shape (d, columns), row-major; columns is a multiple of SEM_K_PANEL_COLUMNS
 * @panels: d * columns floats: one panel of SEM_K_PANEL_COLUMNS columns after another, row-major
 */
void sem_k_panels_pack (const float *v, size_t d, size_t columns, float *panels);

/*
 * @panels: from sem_k_panels_pack(); no alignment is needed
 * @x: shape (SEM_K_PANEL_ROWS, d), row-major
 * @out: shape (SEM_K_PANEL_ROWS, columns), row-major: X V
 *
 * Each result is a plain sum over the rows of V in order, without fused multiply-add: every kernel
 * set gives the same bits, and a row's result does not depend on the other rows of X.
 */
void sem_k_panels_apply (const float *panels, size_t d, size_t columns, const float *x, float *out);

/* What sem_k_panels_apply() chooses from. */
void
sem_k_panels_apply_ref (const float *panels, size_t d, size_t columns, const float *x, float *out);
void
sem_k_panels_apply_avx2 (const float *panels, size_t d, size_t columns, const float *x, float *out);
void sem_k_panels_apply_avx512 (const float *panels,
                                size_t d,
                                size_t columns,
                                const float *x,
                                float *out);
