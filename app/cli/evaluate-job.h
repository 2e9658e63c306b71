/* evaluate-job.h - what the parts of "evaluate" share
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/evaluate/altered.h"
#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/labelled-set.h"
#include "engine/library/indexer.h"

G_BEGIN_DECLS

/**
 * EvaluateJob:
 * @folder: absolute, as is each of @distractors (%NULL-terminated)
 * @copies: whether altered copies ask
 * @seed: of the altered copies
 * @evaluation: the result, without @copies
 * @altered: (element-type SemAlteredRow): the result, with @copies
 * @n_asked: photos that were altered
 * @mutex: for what follows, which the job's thread tells and the progress shows
 */
typedef struct
{
  char *folder;
  GStrv distractors;
  gboolean copies;
  guint64 seed;
  SemBackbone *backbone;
  SemEvaluateOptions options;
  SemEvaluation *evaluation;
  GArray *altered;
  guint n_asked;
  GMutex mutex;
  SemIndexer *indexer;
  char *sentence;
  double fraction;
} EvaluateJob;

/* Where the rows of finished seeds are kept. (transfer full) */
char *evaluate_dup_cells_folder (void);
/* A CliJobFunc: indexes the folders, evaluates, and keeps the result in the job. */
gboolean evaluate_job_run (gpointer job, GCancellable *cancellable, GError **error);
/* Its CliProgressFunc. */
void evaluate_job_progress (gpointer job, char **text, double *fraction);
/* Prints @altered as JSON. */
void evaluate_print_copies (const EvaluateJob *job);

G_END_DECLS
