/* evaluate-output.h - the results of "evaluate", on standard output and in files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/evaluate/evaluate-job.h"

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

/* Whether the files can be written; creates the folder. @rankings: (nullable): another file. Prints
 * an error if not. */
gboolean evaluate_can_output (const EvaluateFiles *files, const char *rankings);
/* Prints the result of the job, as JSON with @as_json, and writes the files. Returns: %FALSE after
 * printing an error */
gboolean evaluate_output (const EvaluateJob *job, const EvaluateFiles *files, gboolean as_json);

G_END_DECLS
