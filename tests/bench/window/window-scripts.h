/* window-scripts.h - what a person does with the window, measured
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Environment variables for a script: when its process was started, monotonic, in microseconds; the
 * folder that has the folders "large" and "many" with photos of 12 megapixels; and how many
 * milliseconds of indexing to wait before quitting. */
#define WINDOW_SCRIPT_START "SEMBLANCE_BENCH_START"
#define WINDOW_SCRIPT_FOLDER "SEMBLANCE_BENCH_FOLDER"
#define WINDOW_SCRIPT_MOMENT "SEMBLANCE_BENCH_MOMENT"

/**
 * window_script_run:
 * @name: "start", "browse", "ask", "view" or "quit"
 * @library: (type filename): created where it does not exist
 * @json_path: (nullable) (type filename): where to add the figures
 *
 * Runs the program with its window, plays the script, and quits.
 *
 * Returns: the status to exit with
 */
int window_script_run (const char *name, const char *library, const char *json_path);

G_END_DECLS
