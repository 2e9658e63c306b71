/* progress-strip-private.h - the state of the strip, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/jobs/progress-strip.h"

G_BEGIN_DECLS

/* Returns: whether a job runs and the strip shows it. */
gboolean sem_progress_strip_get_busy (SemProgressStrip *self);

G_END_DECLS
