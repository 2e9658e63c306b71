/* decided-pairs.h - photos that are not the same, in the file of decisions; for engine/store only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @pairs: (element-type GBytes): as from sem_store_list_different_contents(); those of @file are
 * appended.
 * Returns: %FALSE where @file holds something else, whose first part was appended */
gboolean sem_decided_pairs_read (GPtrArray *pairs, GKeyFile *file, const char *group);
/* Writes them as hexadecimal digits. Nothing where there are none, so that a library without them
 * has the file that it always had. */
void sem_decided_pairs_write (const GPtrArray *pairs, GKeyFile *file, const char *group);

G_END_DECLS
