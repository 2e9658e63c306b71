/* pace.h - how fast a job goes on, and how long it will take, for app/cli only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CliPace:
 * @started: when the first look was, in µs; 0 before
 * @first: how much was done then
 * @looked: when the last change of @rate was, in µs
 * @done: how much was done then
 * @rate: pieces a second, 0 while unknown
 *
 * To be all zeros before the first look.
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
 * @done: how many pieces are done, which never falls
 * @total: of how many
 *
 * Returns: (transfer full) (nullable): "52 a second, 3 min left"; %NULL for the first seconds, and
 *   while nothing is done
 */
char *cli_pace_look (CliPace *self, gint64 now, guint done, guint total) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): "40 s", "3 min" or "2.5 h", rounded as far as anyone can know. */
char *cli_describe_seconds (double seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
