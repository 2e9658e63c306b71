/* decided-patterns.h - what folders leave out, in the file of decisions; for engine/store only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @list: (element-type SemStorePatterns): those of @file are appended.
 * Returns: %FALSE where @file holds something else, whose first part was appended */
gboolean sem_decided_patterns_read (GPtrArray *list, GKeyFile *file);
/* Nothing where there are none, so that a library without them has the file that it always had. */
void sem_decided_patterns_write (const GPtrArray *list, GKeyFile *file);

G_END_DECLS
