/* scenes.h - reports of “semblance-cli scenes”
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/hash/models/scenes.h"

G_BEGIN_DECLS

/* Prints the scenes of the library and their photos. Returns: an exit status, CLI_FAILED with
 * @error set */
int cli_scenes_list (const CliCommon *common, GError **error);
/* Adds an object with the scenes of a reconstruction without some photos. @photos: (array): shape
 * (scenes->n): their ids; @left_out: (array): shape (scenes->n): 1 for photos left out */
void cli_scenes_print_fold (JsonBuilder *builder,
                            const SemScenes *scenes,
                            const gint64 *photos,
                            const guint8 *left_out);

G_END_DECLS
