/* backbone-measure.h - "semblance-cli backbone measure"
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"

G_BEGIN_DECLS

/* Measures the reference of a backbone (engine/photos/reference.h) on the varied photos of a
 * folder, so that likeness is comparable between libraries. Returns: an exit status */
int cli_backbone_measure (const CliCommon *common, const char *name, const char *folder);

G_END_DECLS
