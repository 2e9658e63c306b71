/* read-loop.h - how fast memory can be read at all
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* Loops that read @bytes (a multiple of 256) at @data, aligned to 64, and do next to nothing with
 * them: in registers of the widest kind and others, with and without software prefetch. */
typedef guint64 (*ReadLoop) (const void *data, gsize bytes);

/* Those that this CPU can run; their number to @n. */
const ReadLoop *read_loops (guint *n);
