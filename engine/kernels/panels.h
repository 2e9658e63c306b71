/* panels.h - a matrix packed for multiplying many rows by it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>

#define SEM_K_PANEL_COLUMNS 16
#define SEM_K_PANEL_ROWS 8

/* Floats of a (d, columns) matrix in panels. */
#define SEM_K_PANELS_SIZE(d, columns) ((size_t) (d) * (columns))

/*
 * @v: shape (d, columns), row-major; columns is a multiple of SEM_K_PANEL_COLUMNS
 * @panels: d * columns floats, aligned as any float: the panels of SEM_K_PANEL_COLUMNS columns, one
 *   after the other, each row-major
 */
void sem_k_panels_pack (const float *v, size_t d, size_t columns, float *panels);

/*
 * @panels: from sem_k_panels_pack(); no alignment is needed
 * @x: shape (SEM_K_PANEL_ROWS, d), row-major
 * @out: shape (SEM_K_PANEL_ROWS, columns), row-major: X V
 *
 * Each result is a sum over the rows of V in order, without fused multiply-add, so that every
 * kernel set gives the same bits and a row's result does not depend on the other rows of X.
 */
void sem_k_panels_apply (const float *panels, size_t d, size_t columns, const float *x, float *out);

/* The implementations that sem_k_panels_apply() chooses from. */
void
sem_k_panels_apply_ref (const float *panels, size_t d, size_t columns, const float *x, float *out);
void
sem_k_panels_apply_avx2 (const float *panels, size_t d, size_t columns, const float *x, float *out);
void sem_k_panels_apply_avx512 (const float *panels,
                                size_t d,
                                size_t columns,
                                const float *x,
                                float *out);
