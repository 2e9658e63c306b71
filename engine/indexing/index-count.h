/* index-count.h - count the files of a run, ahead of its scan
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-presence.h"

G_BEGIN_DECLS

/* Counts the files in the folders that are not offline, so that progress has a total. Blocks; ends
 * early when the run is stopped. */
void sem_index_count (const SemIndexContext *context, SemIndexPresence *presence);

G_END_DECLS
