/* scope-popover.h - where to search
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/asking/scope.h"

G_BEGIN_DECLS

#define SEM_TYPE_SCOPE_POPOVER (sem_scope_popover_get_type ())

/**
 * SemScopePopover:
 *
 * Folders, dates, orientation and types to choose. Signal "apply": the user wants to search there.
 */
G_DECLARE_FINAL_TYPE (SemScopePopover, sem_scope_popover, SEM, SCOPE_POPOVER, GtkPopover)

/* @folders: a list of #SemFolder that may change. */
void sem_scope_popover_set_folders (SemScopePopover *self, GListModel *folders);
/* Shows @scope, which is copied, now and whenever it is opened. */
void sem_scope_popover_set_scope (SemScopePopover *self, const SemScope *scope);
/* Returns: (transfer full): what is chosen. */
SemScope *sem_scope_popover_dup_scope (SemScopePopover *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
