/* evaluate-output.h - what "evaluate" found: on the standard output, and in files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/evaluate-job.h"

G_BEGIN_DECLS

/**
 * EvaluateFiles:
 * @json: (nullable) (type filename): file for the object of --json
 * @csv: (nullable) (type filename): file for the table
 * @plots: (nullable) (type filename): folder for the curves
 */
typedef struct
{
  char *json;
  char *csv;
  char *plots;
} EvaluateFiles;

/* Whether there is a place for each of them; makes the folder. Says what is wrong. */
gboolean evaluate_can_output (const EvaluateFiles *files);
/* Prints the job's result, as an object with @as_json, and writes the files. Says what is wrong. */
gboolean evaluate_output (const EvaluateJob *job, const EvaluateFiles *files, gboolean as_json);

G_END_DECLS
