/* progress.h - progress and cancelling of one long call
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * SemProgress:
 * @func: (nullable): told how much is done
 * @user_data: for @func
 * @cancellable: (nullable): ends the call with %G_IO_ERROR_CANCELLED
 *
 * What a long call needs to know of whoever waits for it. Lives on the caller's stack, and is only
 * read until the call returns. Functions take a `const SemProgress *` that may be %NULL: nobody is
 * told, and nothing cancels.
 */
typedef struct
{
  SemProgressFunc func;
  gpointer user_data;
  GCancellable *cancellable;
} SemProgress;

/* @fraction: from 0 to 1, never falling. */
static inline void
sem_progress_report (const SemProgress *self, double fraction)
{
  if (self && self->func)
    self->func (fraction, self->user_data);
}

/* The cancellable to hand on, or NULL. */
static inline GCancellable *
sem_progress_get_cancellable (const SemProgress *self)
{
  return self ? self->cancellable : NULL;
}

G_END_DECLS
