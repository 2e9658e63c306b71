/* scenes.h - what “semblance-cli scenes” tells of what is there
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/hash/models/scenes.h"

G_BEGIN_DECLS

/* Prints the scenes and their photos. */
int cli_scenes_list (const CliCommon *common, GError **error);
/* Prints what a reconstruction without some photos says. @photos: scenes->n ids. */
void cli_scenes_print_fold (JsonBuilder *builder,
                            const SemScenes *scenes,
                            const gint64 *photos,
                            const guint8 *left_out);

G_END_DECLS
