/* floats.h - large arrays of numbers
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_floats_new:
 * @n: rows
 * @size: numbers of a row
 *
 * On large pages, which spare the CPU most look-ups in arrays that are read from end to end. Like
 * g_new(), it ends the program where there is no such memory, also where the product is more than
 * any array can hold.
 *
 * Returns: (transfer full): for g_aligned_free(); the numbers are not set
 */
float *sem_floats_new (gsize n, gsize size) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
