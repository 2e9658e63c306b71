/* pace.h - the speed and the remaining time of a job, for app/cli only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CliPace:
 * @started: time of the first call of cli_pace_look(), in µs; 0 before it
 * @first: number of pieces that were done then
 * @looked: time of the last change of @rate, in µs
 * @done: number of pieces that were done then
 * @rate: pieces a second, 0 while unknown
 *
 * Initialise it with { 0 }.
 */
typedef struct
{
  gint64 started;
  guint first;
  gint64 looked;
  guint done;
  double rate;
} CliPace;

/**
 * cli_pace_look:
 * @now: a monotonic time in µs
 * @done: number of pieces that are done, never decreasing
 * @total: number of all pieces
 *
 * Returns: (transfer full) (nullable): "52 a second, 3 min left"; %NULL for the first seconds, and
 *   while nothing is done
 */
char *cli_pace_look (CliPace *self, gint64 now, guint done, guint total) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): "40 s", "3 min" or "2.5 h", rounded to the precision of the estimate. */
char *cli_describe_seconds (double seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
