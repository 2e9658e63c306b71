/* backbone-list.h - "semblance-cli backbone list"
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"

G_BEGIN_DECLS

/* Prints all backbones, and where there is a library, what it has of each. Returns: an exit status
 */
int cli_backbone_list (const CliCommon *common);

G_END_DECLS
