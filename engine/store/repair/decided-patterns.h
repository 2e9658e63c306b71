/* decided-patterns.h - the patterns of folders, in the file of decisions; for engine/store only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @list: (element-type SemStorePatterns): the patterns of @file are appended.
 * Returns: %FALSE where the patterns of @file are malformed; those before that place were
 *   appended */
gboolean sem_decided_patterns_read (GPtrArray *list, GKeyFile *file);
/* Writes the patterns. Writes nothing where there are none, so that the file of a library without
 * patterns does not change. */
void sem_decided_patterns_write (const GPtrArray *list, GKeyFile *file);

G_END_DECLS
