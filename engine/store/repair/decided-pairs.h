/* decided-pairs.h - pairs marked as different, in the file of decisions; for engine/store only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @pairs: (element-type GBytes): as from sem_store_list_different_contents(); the pairs of @file
 * are appended.
 * Returns: %FALSE where the group of @file is malformed; the pairs before that place were
 *   appended */
gboolean sem_decided_pairs_read (GPtrArray *pairs, GKeyFile *file, const char *group);
/* Writes the pairs as hexadecimal digits. Writes nothing where there are none, so that the file of
 * a library without pairs does not change. */
void sem_decided_pairs_write (const GPtrArray *pairs, GKeyFile *file, const char *group);

G_END_DECLS
