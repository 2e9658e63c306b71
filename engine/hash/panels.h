/* panels.h - an affine map's matrix, laid out for applying it to many rows
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SEM_PANEL_COLUMNS 16
#define SEM_PANEL_ROWS 8

/* Floats that a (d, columns) matrix takes in panels; columns is a multiple of SEM_PANEL_COLUMNS */
#define SEM_PANELS_SIZE(d, columns) ((gsize) (d) * (columns))

/**
 * sem_panels_pack:
 * @v: (array): shape (d, columns), row-major
 * @panels: (out caller-allocates): panel after panel of SEM_PANEL_COLUMNS columns, each row-major
 */
void sem_panels_pack (const float *v, gsize d, gsize columns, float *panels);

/**
 * sem_panels_apply:
 * @panels: (array): from sem_panels_pack()
 * @x: (array): shape (SEM_PANEL_ROWS, d), row-major
 * @out: (out caller-allocates): shape (SEM_PANEL_ROWS, columns): X V
 *
 * Each result is a plain sum over the rows of V in order, without fused multiply-add: the same on
 * every CPU, and independent of the other rows of X.
 */
void sem_panels_apply (const float *panels, gsize d, gsize columns, const float *x, float *out);

/**
 * sem_panels_centre:
 * @f: (array): shape (d)
 * @mean: (array): shape (d)
 * @x: (out caller-allocates): shape (d): l2 (f - mean), zero where f is the mean
 */
void sem_panels_centre (const float *f, const float *mean, gsize d, float *x);

G_END_DECLS
