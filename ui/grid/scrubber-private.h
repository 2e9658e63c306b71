/* scrubber-private.h - the marks of the scrubber, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/grid/scrubber.h"

G_BEGIN_DECLS

/* The marks that are shown, from top to bottom, with spaces between. */
char *sem_scrubber_dup_marks (SemScrubber *self);

G_END_DECLS
