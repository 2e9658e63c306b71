/* calm.h - slows background work down on battery and while the computer is busy
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SemCalmReason:
 * @SEM_CALM_NONE: work runs as fast as it can
 * @SEM_CALM_BATTERY: the computer runs on its battery
 * @SEM_CALM_SAVER: the user has chosen to save power
 * @SEM_CALM_BUSY: other programs use more than half of the processors
 */
typedef enum
{
  SEM_CALM_NONE,
  SEM_CALM_BATTERY,
  SEM_CALM_SAVER,
  SEM_CALM_BUSY,
} SemCalmReason;

#define SEM_TYPE_CALM (sem_calm_get_type ())

/**
 * SemCalm:
 *
 * Checks battery and load every few seconds while there is work, and sets the share of the time in
 * which it computes (engine/base/rest.h). For the main thread; one for the process. Property
 * "enabled" (boolean, read-write): whether it slows anything down; %TRUE at first. Signal
 * "changed": the reason has.
 */
G_DECLARE_FINAL_TYPE (SemCalm, sem_calm, SEM, CALM, GObject)

/* @system: (nullable) (type filename): a folder with a file "stat" and a folder "power_supply"
 * instead of those of the kernel, for tests. */
SemCalm *sem_calm_new (const char *system) G_GNUC_WARN_UNUSED_RESULT;
/* Whether there is work. Before this is called there is none. */
void sem_calm_set_working (SemCalm *self, gboolean working);
/* Checks now; the reason is updated a moment later. */
void sem_calm_look (SemCalm *self);
SemCalmReason sem_calm_get_reason (SemCalm *self);

G_END_DECLS
