/* undo.h - what a person can take back
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
 * What was done and can be taken back, the last first, by the key for it or by the button of the
 * toast that tells of it. What was done is taken back once. For the main thread.
 *
 * Property "any" (boolean): whether there is something to take back.
 */
G_DECLARE_FINAL_TYPE (SemUndo, sem_undo, SEM, UNDO, GObject)

SemUndo *sem_undo_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_undo_add:
 * @func: (scope notified): takes back what was done
 * @data: for @func
 * @free: (nullable): called with @data when it was taken back, or cannot be any longer
 *
 * Returns: what sem_undo_offer() and sem_undo_drop() call it, never 0
 */
guint
sem_undo_add (SemUndo *self, void (*func) (gpointer data), gpointer data, GDestroyNotify free);
/* @toast: gets a button that takes back what was done, and is gone when that happens otherwise.
 * @id: of sem_undo_add(). */
void sem_undo_offer (SemUndo *self, guint id, AdwToast *toast);
/* Takes it back. Does nothing where that was done. */
void sem_undo_run (SemUndo *self, guint id);
/* It cannot be taken back any longer. Does nothing where it was taken back. */
void sem_undo_drop (SemUndo *self, guint id);

gboolean sem_undo_get_any (SemUndo *self);
/* Takes back what was done last. Returns: %FALSE where there is nothing */
gboolean sem_undo_last (SemUndo *self);

G_END_DECLS
