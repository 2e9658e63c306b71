/* floats.h - allocate large arrays of floats
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_floats_new:
 * @n: number of rows
 * @size: floats per row
 *
 * Allocates on huge pages, which saves most TLB misses when a large array is read sequentially.
 * Aborts like g_new() if memory runs out or the size overflows.
 *
 * Returns: (transfer full): shape (n, size), not initialised, for g_aligned_free()
 */
float *sem_floats_new (gsize n, gsize size) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
