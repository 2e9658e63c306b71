/* model-report.h - a model in words and in JSON
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/hash/models/training-log.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Members of the object that @builder is in: "method", "bits", "seed", and so on. */
void cli_json_add_model (JsonBuilder *builder, const SemStoreModel *model);
/* Members "comparison" (an object or null) and "epochs" (an array of objects). */
void cli_json_add_log (JsonBuilder *builder, SemTrainingLog *log);

/* (nullable): the log of a stored model; a damaged one is none. */
SemTrainingLog *cli_read_log (const SemStoreModel *model);
/* Prints the comparison, where there is one, and a table of the epochs, thinned to a screenful. */
void cli_print_log (SemTrainingLog *log);

G_END_DECLS
