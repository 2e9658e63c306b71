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
 * @func: (nullable): receives the share that is done
 * @user_data: for @func
 * @cancellable: (nullable): ends the call with %G_IO_ERROR_CANCELLED
 *
 * Progress reports and cancellation of a long call. Lives on the caller's stack and is not read
 * after the call has returned. Functions take a `const SemProgress *`, which may be %NULL for no
 * reports and no cancellation.
 */
typedef struct
{
  SemProgressFunc func;
  gpointer user_data;
  GCancellable *cancellable;
} SemProgress;

/* @fraction: 0 to 1, never decreasing */
static inline void
sem_progress_report (const SemProgress *self, double fraction)
{
  if (self && self->func)
    self->func (fraction, self->user_data);
}

/* (nullable) (transfer none): the cancellable, to pass on to other calls. */
static inline GCancellable *
sem_progress_get_cancellable (const SemProgress *self)
{
  return self ? self->cancellable : NULL;
}

/**
 * SemProgressPart:
 * @progress: to hand to the call that does this part
 *
 * One part of a long call. Lives on the stack of that call, at least until the part is done.
 */
typedef struct
{
  SemProgress progress;
  const SemProgress *whole;
  double from;
  double to;
} SemProgressPart;

static inline void
sem_progress_part_report (double fraction, gpointer user_data)
{
  const SemProgressPart *self = (const SemProgressPart *) user_data;

  sem_progress_report (self->whole, self->from + fraction * (self->to - self->from));
}

/* The part that takes the progress of @whole, which may be NULL, from @from to @to.
 * Returns: (transfer none): the part's own progress */
static inline const SemProgress *
sem_progress_part_init (SemProgressPart *self, const SemProgress *whole, double from, double to)
{
  *self = (SemProgressPart){
    .progress = { sem_progress_part_report, self, sem_progress_get_cancellable (whole) },
    .whole = whole,
    .from = from,
    .to = to,
  };
  return &self->progress;
}

G_END_DECLS
