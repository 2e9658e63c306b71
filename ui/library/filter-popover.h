/* filter-popover.h - chooses which photos are shown
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/browse/rule.h"

G_BEGIN_DECLS

#define SEM_TYPE_FILTER_POPOVER (sem_filter_popover_get_type ())

/**
 * SemFilterPopover:
 *
 * Words of the path, types of files, orientations and dates. Signal "changed". The order is that of
 * the actions library.order and library.reversed.
 */
G_DECLARE_FINAL_TYPE (SemFilterPopover, sem_filter_popover, SEM, FILTER_POPOVER, GtkPopover)

/* Shows the filter of @rule. Emits nothing. */
void sem_filter_popover_show_rule (SemFilterPopover *self, const SemBrowseRule *rule);
/* @rule: (inout): gets the filter that is shown. A malformed date counts as no bound. */
void sem_filter_popover_fill_rule (SemFilterPopover *self, SemBrowseRule *rule);

G_END_DECLS
