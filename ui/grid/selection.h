/* selection.h - which items of a grid are selected
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SEM_GRID_SELECTION_NONE GTK_INVALID_LIST_POSITION

#define SEM_TYPE_GRID_SELECTION (sem_grid_selection_get_type ())

/**
 * SemGridSelection:
 *
 * A set of positions that keeps no items: GtkMultiSelection would make an item for each of half a
 * million photos. A range starts at the anchor: the item that was selected last without extending a
 * range. Signal "changed".
 */
G_DECLARE_FINAL_TYPE (SemGridSelection, sem_grid_selection, SEM, GRID_SELECTION, GObject)

SemGridSelection *sem_grid_selection_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer none): the positions; not to be changed. */
GtkBitset *sem_grid_selection_get (SemGridSelection *self);
guint sem_grid_selection_get_n (SemGridSelection *self);
gboolean sem_grid_selection_contains (SemGridSelection *self, guint position);
/* Returns: the item that was selected last, else the first one, else %SEM_GRID_SELECTION_NONE. */
guint sem_grid_selection_get_lead (SemGridSelection *self);
guint sem_grid_selection_get_anchor (SemGridSelection *self);

/* Selects one item alone; %SEM_GRID_SELECTION_NONE selects nothing. */
void sem_grid_selection_set_only (SemGridSelection *self, guint position);
void sem_grid_selection_toggle (SemGridSelection *self, guint position);
/* Selects from the anchor to @position, instead of everything or, with @add, besides it. */
void sem_grid_selection_extend (SemGridSelection *self, guint position, gboolean add);
/* @positions: (transfer none): are selected alone. Keeps the anchor. */
void sem_grid_selection_set (SemGridSelection *self, GtkBitset *positions);
/* Selects the items below @n. */
void sem_grid_selection_set_all (SemGridSelection *self, guint n);

/* The list changed: as of "items-changed". New items are not selected. */
void sem_grid_selection_splice (SemGridSelection *self, guint position, guint removed, guint added);

G_END_DECLS
