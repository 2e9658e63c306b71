/* undo.h - actions that can be undone
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SEM_TYPE_UNDO (sem_undo_get_type ())

/**
 * SemUndo:
 *
 * Actions that can be undone, the last one first, by the Undo key or by the button of their toast.
 * Each is undone at most once. For the main thread.
 *
 * Property "any" (boolean): whether there is an action to undo.
 */
G_DECLARE_FINAL_TYPE (SemUndo, sem_undo, SEM, UNDO, GObject)

SemUndo *sem_undo_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_undo_add:
 * @func: (scope notified): undoes the action
 * @data: for @func
 * @free: (nullable): called with @data when the action was undone, or can no longer be
 *
 * Returns: the id of the action for sem_undo_offer(), sem_undo_run() and sem_undo_drop(), never 0
 */
guint
sem_undo_add (SemUndo *self, void (*func) (gpointer data), gpointer data, GDestroyNotify free);
/* Adds an “Undo” button to @toast, which closes when the action is undone in another way. @id: from
 * sem_undo_add(). */
void sem_undo_offer (SemUndo *self, guint id, AdwToast *toast);
/* Undoes an action. Does nothing where it was undone or dropped. */
void sem_undo_run (SemUndo *self, guint id);
/* Removes an action that can no longer be undone. Does nothing where it was undone. */
void sem_undo_drop (SemUndo *self, guint id);

gboolean sem_undo_get_any (SemUndo *self);
/* Undoes the last action. Returns: %FALSE where there is none */
gboolean sem_undo_last (SemUndo *self);

G_END_DECLS
