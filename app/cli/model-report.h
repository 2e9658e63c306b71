/* model-report.h - reports on a model, as text and as JSON
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/hash/models/training-log.h"
#include "engine/store/models.h"

G_BEGIN_DECLS

/* Adds "method", "bits", "seed", "trained_on", "backbone" and "provisional" to the open object. */
void cli_json_add_model (JsonBuilder *builder, const SemStoreModel *model);
/* Adds "comparison" (an object or null), "options" (an object, if there is a log) and "epochs" (an
 * array of objects). @log: (nullable) */
void cli_json_add_log (JsonBuilder *builder, SemTrainingLog *log);

/* Adds "comparison", an object or null. @comparison: (nullable) */
void cli_json_add_comparison (JsonBuilder *builder, const SemCodeComparison *comparison);
/* Prints a table of both models' measures. */
void cli_print_comparison (const SemCodeComparison *comparison);

/* (transfer full) (nullable): the training log of a stored model; %NULL if it is damaged. */
SemTrainingLog *cli_read_log (const SemStoreModel *model);
/* Prints the options, the comparison if there is one, and a table of at most 20 of the epochs. */
void cli_print_log (SemTrainingLog *log);

G_END_DECLS
