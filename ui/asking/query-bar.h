/* query-bar.h - the row of chips that shows the query
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/session.h"
#include "ui/archive/archive-switch.h"

G_BEGIN_DECLS

#define SEM_TYPE_QUERY_BAR (sem_query_bar_get_type ())

/**
 * SemQueryBar:
 *
 * A row of chips: the sources and the scope of the session's query. Changes start new searches of
 * the session.
 *
 * Property "narrow" (boolean, only written): whether there is no room for words beside the chips.
 *
 * Signals "mark-region" (uint), "open-source" (uint): the user wants to mark a region of that
 * source, or to look at it.
 *
 * Actions: query.like, query.unlike, query.whole, query.mark-region, query.open, query.remove, each
 * with the number of a source; query.remove-scope with a SemScopePart; query.narrow, which opens
 * the popover with the scope.
 *
 * Tab reaches the row once; arrow keys go along it.
 */
G_DECLARE_FINAL_TYPE (SemQueryBar, sem_query_bar, SEM, QUERY_BAR, GtkWidget)

/* To be called once. */
void sem_query_bar_set_session (SemQueryBar *self, SemSession *session);
/* Returns: (transfer none): takes what is to be added to the query; the window says how. */
GtkDropTarget *sem_query_bar_get_drop_target (SemQueryBar *self);
/* Returns: (transfer none): the button that chooses where to search. */
SemArchiveSwitch *sem_query_bar_get_archive_switch (SemQueryBar *self);
/* Whether something inside has the focus. */
gboolean sem_query_bar_has_focus (SemQueryBar *self);
/* Gives the focus to the chip of that source. */
void sem_query_bar_focus_source (SemQueryBar *self, guint source);
/* Opens the popover with the scope. */
void sem_query_bar_narrow (SemQueryBar *self);

G_END_DECLS
