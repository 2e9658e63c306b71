/* time-left.h - the remaining time of a job
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemTimeLeft:
 *
 * Set to 0 before the first call. Times are in microseconds of the monotonic clock.
 */
typedef struct
{
  gint64 began; /* of the time that is counted; 0 while nothing runs */
  double from;
  gint64 mark; /* where that begins next */
  double mark_from;
  gint64 shown; /* when @seconds was computed */
  double seconds;
} SemTimeLeft;

/* @progress: share that is done, 0 to 1, or -1 while nothing runs or it is paused
 * Returns: about how many seconds are left at the speed of late, renewed once a second; -1 while it
 * is not known */
double sem_time_left_update (SemTimeLeft *self, double progress);
/* The same at the time @now, for tests. */
double sem_time_left_update_at (SemTimeLeft *self, double progress, gint64 now);
/* (transfer full): "about 40 seconds", "about 12 minutes", "about 3 hours" */
char *sem_time_left_describe (double seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
