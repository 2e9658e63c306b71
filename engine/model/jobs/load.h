/* load.h - whether the computer runs on its battery, and the load of other programs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_load_is_on_battery:
 * @folder: (type filename): such as /sys/class/power_supply
 *
 * Returns: whether a battery of the computer, not of a device such as a mouse, discharges and no
 *   mains supply is connected. Supplies that cannot be read do not count. Any thread.
 */
gboolean sem_load_is_on_battery (const char *folder);

/**
 * SemLoadTimes:
 * @all: of all processors, whether they work or not, since the computer was started
 * @busy: how much of it they worked
 * @own: how much of that was for this process and those that it has started
 *
 * Times in ticks of the kernel, of any length.
 */
typedef struct
{
  guint64 all;
  guint64 busy;
  guint64 own;
} SemLoadTimes;

/* @stat: (type filename): such as /proc/stat; @own: whether @times has the time of this process,
 * else 0; @times: (out): all fields.
 * Returns: %FALSE where one of them cannot be read. Any thread. */
gboolean sem_load_read (const char *stat, gboolean own, SemLoadTimes *times);

/* Returns: the share of all processors that other programs used between both, 0 to 1. */
double sem_load_get_others (const SemLoadTimes *before, const SemLoadTimes *after);

G_END_DECLS
