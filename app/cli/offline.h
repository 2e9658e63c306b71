/* offline.h - reports on offline folders
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Whether the folder @id is in @folders, or @folders is NULL, which means all.
 * @folders: (nullable) (element-type gint64) */
gboolean cli_wants_folder (const GArray *folders, gint64 id);

/**
 * cli_list_offline:
 * @folders: (nullable) (element-type gint64): ids of folders, or %NULL for all
 *
 * Returns: (transfer full) (element-type SemStoreMount): the offline folders and disks in @folders,
 *   and all that were moved, without those inside another offline one; %NULL with @error set
 */
GPtrArray *cli_list_offline (SemStore *store, const GArray *folders, GError **error);

/* Adds member "offline": an array of objects with "path", "photos", "reason" and, where its photos
 * are found elsewhere, "moved_to". */
void cli_json_add_offline (JsonBuilder *builder, const GPtrArray *offline);

/* Prints a line for each: the folder, the present place of its photos if that is known, and the
 * command that removes them from the library. */
void cli_print_offline (const GPtrArray *offline);

G_END_DECLS
