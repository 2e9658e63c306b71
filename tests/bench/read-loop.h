/* read-loop.h - measure the memory bandwidth
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* Loops that read @bytes (a multiple of 256) at @data, aligned to 64, with next to no computation:
 * with the widest registers and others, with and without software prefetch. */
typedef guint64 (*ReadLoop) (const void *data, gsize bytes);

/* The loops that this CPU supports. @n: (out): their number */
const ReadLoop *read_loops (guint *n);
