/* offline.h - what commands say of folders that are out of reach
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/store/store-mounts.h"

G_BEGIN_DECLS

/**
 * cli_list_offline:
 * @folders: (nullable) (element-type gint64): rows of folders, or %NULL for all
 *
 * Returns: (transfer full) (element-type SemStoreMount): what is away of the folders, but for what
 *   lies in another one that is; %NULL with @error set
 */
GPtrArray *cli_list_offline (SemStore *store, const GArray *folders, GError **error);

/* Adds member "offline": an array of objects with "path", "photos" and "reason". */
void cli_json_add_offline (JsonBuilder *builder, const GPtrArray *offline);

/* Prints a line for each, and how its photos are forgotten where they are gone for good. */
void cli_print_offline (const GPtrArray *offline);

G_END_DECLS
