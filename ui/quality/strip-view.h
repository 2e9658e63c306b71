/* strip-view.h - three strips below each other, aligned
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/browse/absence.h"
#include "engine/model/quality/strips.h"

G_BEGIN_DECLS

#define SEM_TYPE_STRIP_VIEW (sem_strip_view_get_type ())

/**
 * SemStripView:
 *
 * One photo has the focus; where another strip shows it too, it is marked there. Left and Right,
 * Home and End go along a strip; Up and Down to the same photo in the next one, or else to the same
 * place. The strips scroll sideways together.
 *
 * Signal "open-photo" (uint strip, uint place): Enter or a double click.
 */
G_DECLARE_FINAL_TYPE (SemStripView, sem_strip_view, SEM, STRIP_VIEW, GtkWidget)

/* @absence: (nullable): of the library. */
void sem_strip_view_set_absence (SemStripView *self, SemAbsence *absence);
/* @strips: whose hits are known. The focus stays at its place. */
void sem_strip_view_show (SemStripView *self, SemStrips *strips);
/* Returns: (transfer none) (nullable): the hit that has the focus, or had it last. */
SemStripHit *sem_strip_view_get_focused (SemStripView *self);
/* @place: (out) (optional): from 0. Returns: the strip of that hit */
SemStrip sem_strip_view_get_focus (SemStripView *self, guint *place);
/* Gives a photo the focus. @place: from 0; less where the strip is shorter */
void sem_strip_view_focus (SemStripView *self, SemStrip strip, guint place);

G_END_DECLS
