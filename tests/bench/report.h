/* report.h - what every benchmark prints and writes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* One line of the table: the value, its goal, and whether it was met. @goal is NAN where a figure
 * is only for information: it is printed and not written. */
void report_add (const char *name,
                 double value,
                 double goal,
                 const char *unit,
                 gboolean lower_is_better);

/* Writes what was added to the list in the JSON file @path, which keeps the entries of other
 * names that it has already. Nothing for NULL. */
gboolean report_write (const char *path, GError **error);

/* Seconds that the calling thread has computed. */
double thread_seconds (void);
/* Seconds of the clock on the wall. */
double wall_seconds (void);
