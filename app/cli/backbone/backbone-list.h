/* backbone-list.h - "semblance-cli backbone list"
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"

G_BEGIN_DECLS

/* The name of the built-in network on the command line. */
#define CLI_BACKBONE_OWN "default"

/* Prints all backbones, and where there is a library, the number of photos that it has described by
 * each. Returns: an exit status */
int cli_backbone_list (const CliCommon *common);

G_END_DECLS
