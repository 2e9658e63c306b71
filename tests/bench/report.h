/* report.h - the output of all benchmarks
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* Adds a line to the table: the value, its goal, and whether it was met. @goal: NAN for a figure
 * without a goal, which is printed but not written */
void report_add (const char *name,
                 double value,
                 double goal,
                 const char *unit,
                 gboolean lower_is_better);

/* Writes the entries to the JSON file @path, keeping its entries with other names. @path:
 * (nullable): %NULL to do nothing */
gboolean report_write (const char *path, GError **error);

/* CPU seconds of the calling thread. */
double thread_seconds (void);
/* Monotonic time in seconds. */
double wall_seconds (void);
