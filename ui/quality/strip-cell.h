/* strip-cell.h - one photo of a strip
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/browse/absence.h"
#include "engine/model/quality/strips.h"

G_BEGIN_DECLS

#define SEM_TYPE_STRIP_CELL (sem_strip_cell_get_type ())

/**
 * SemStripCell:
 *
 * The photo, its likeness, and its ranks in the other two orders; those that do not show it are
 * marked.
 */
G_DECLARE_FINAL_TYPE (SemStripCell, sem_strip_cell, SEM, STRIP_CELL, GtkWidget)

/* @strip: the one that it is in; @kind: as of strip-words.h; @absence: (nullable): of the
 * library */
GtkWidget *
sem_strip_cell_new (SemStripHit *hit, SemStrip strip, SemStripsKind kind, SemAbsence *absence);
/* Returns: (transfer none) */
SemStripHit *sem_strip_cell_get_hit (SemStripCell *self);
/* @same: whether it shows the photo that has the focus, in this strip or in another one. */
void sem_strip_cell_set_same (SemStripCell *self, gboolean same);

G_END_DECLS
