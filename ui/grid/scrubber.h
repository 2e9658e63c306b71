/* scrubber.h - the years of all photos beside a long grid
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/grid/grid-view.h"

G_BEGIN_DECLS

#define SEM_TYPE_SCRUBBER (sem_scrubber_get_type ())

/**
 * SemScrubber:
 *
 * A column with marks where the years begin in the list, or the letters where it is ordered by
 * name, and the present position. A click or a drag scrolls there. It is hidden from screen
 * readers, which have the headings, and from the keyboard, which has keys that go from heading to
 * heading.
 *
 * Signal "held" (boolean): a drag has begun or ended.
 */
G_DECLARE_FINAL_TYPE (SemScrubber, sem_scrubber, SEM, SCRUBBER, GtkWidget)

GtkWidget *sem_scrubber_new (void);

/* Called once. @view: whose model may change; @adjustment: that it scrolls by. */
void sem_scrubber_set_grid (SemScrubber *self, SemGridView *view, GtkAdjustment *adjustment);
/* Whether the list has several marks, and is long and wide enough for a column beside it. @width:
 * of both, in pixels. Once it is worth its place it stays so for a little shorter lists. */
gboolean sem_scrubber_is_useful (SemScrubber *self, int width);

G_END_DECLS
