/* train-imported.h - "train" on features that were imported
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/hash/models/hash-options.h"

G_BEGIN_DECLS

/* Trains a model on imported features, and prints a report. Returns: an exit status */
int cli_train_imported (const CliCommon *common, const char *name, const SemHashOptions *options);

G_END_DECLS
