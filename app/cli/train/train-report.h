/* train-report.h - reports of trainings
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/hash/models/training-log.h"

G_BEGIN_DECLS

/**
 * CliTrained:
 * @options: the options of the training
 * @model: its row
 * @trained_on: photos that it was trained on
 * @photos: photos in the library
 * @seconds: duration
 * @active: whether it is the active model now; otherwise it is offered
 * @unchanged: whether the active model is the same to the bit
 * @dropped: (nullable): as in SemAdoption
 * @log: (nullable): the epochs and the comparison with the active model
 *
 * A training that has ended; all is borrowed.
 */
typedef struct
{
  const SemHashOptions *options;
  gint64 model;
  guint trained_on;
  guint photos;
  double seconds;
  gboolean active;
  gboolean unchanged;
  const char *dropped;
  SemTrainingLog *log;
} CliTrained;

/* Adds "id", "method", "bits", "seed", "trained_on" and "photos" to the open object. */
void cli_json_add_trained (JsonBuilder *builder, const CliTrained *trained);
/* Adds "seconds", "active", "dropped" and what cli_json_add_log() adds. */
void cli_json_add_outcome (JsonBuilder *builder, const CliTrained *trained);
/* Prints which model is active now, and how to change that. */
void cli_print_trained (const CliTrained *trained);

G_END_DECLS
