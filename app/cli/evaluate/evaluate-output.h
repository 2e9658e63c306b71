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
 * @plots: (nullable) (type filename): folder for the figures
 * @before: (nullable): an earlier evaluation, which is compared with the result
 */
typedef struct
{
  char *json;
  char *csv;
  char *plots;
  const struct EvaluateManifest *before;
} EvaluateFiles;

/* Whether the files can be written; creates the folder. @rankings, @strips: (nullable): others.
 * Prints an error if not. */
gboolean evaluate_can_output (const EvaluateFiles *files, const char *rankings, const char *strips);
/* Prints the result of the job, as JSON with @as_json, and writes the files. Returns: %FALSE after
 * printing an error */
gboolean evaluate_output (const EvaluateJob *job, const EvaluateFiles *files, gboolean as_json);

G_END_DECLS
