/* rate.h - the speed of a job; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Minimum time over which a rate is measured, in seconds. */
#define SEM_RATE_SECONDS 2

/**
 * SemRate:
 *
 * Set to 0 before the first call. Times are in microseconds of the monotonic clock.
 */
typedef struct
{
  gint64 since; /* 0: nothing was counted yet */
  guint from;
  double rate; /* a second; -1: not known */
} SemRate;

/**
 * sem_rate_update:
 * @done: how many are done; where it is fewer than before, counting begins anew
 * @moving: whether more are being done; else counting begins anew
 * @now: the time
 *
 * Returns: how many are done a second, of late; -1 while it is not known
 */
double sem_rate_update (SemRate *self, guint done, gboolean moving, gint64 now);

G_END_DECLS
