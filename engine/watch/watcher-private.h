/* watcher-private.h - for tests of the watcher
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/watch/watcher.h"

G_BEGIN_DECLS

/* Before the first folders. @quiet: milliseconds after the last change; @period: milliseconds
 * between two checks of folders that cannot be watched; @most: number of watches after which the
 * kernel counts as having none left */
void sem_watcher_set_times (SemWatcher *self, guint quiet, guint period, guint most);
/* Checks at once whether the folders exist. */
void sem_watcher_look_now (SemWatcher *self);

G_END_DECLS
