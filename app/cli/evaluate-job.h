/* evaluate-job.h - what the parts of "evaluate" share
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/evaluate/copies/altered.h"
#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/protocols/labelled-set.h"
#include "engine/evaluate/scenes/scene-evaluate.h"
#include "engine/indexing/indexer.h"

G_BEGIN_DECLS

/**
 * EvaluateJob:
 * @folder: absolute, as is each of @distractors (%NULL-terminated)
 * @copies: whether altered copies ask
 * @n_altered: with @copies, photos to alter
 * @seed: of the altered copies
 * @evaluation: the result, without @copies
 * @altered: (element-type SemAlteredRow): the result, with @copies
 * @n_asked: photos that were altered
 * @by_overlap: whether 3D models are the truth, protocol scenes-overlap
 * @whole_pairs: with @by_overlap, whether a fold learns from the models of all photos, without the
 *   pairs of those that ask, instead of from models of its own
 * @scenes: with @by_overlap
 * @scene_result: the result, with @by_overlap
 * @mutex: for what follows, which the job's thread tells and the progress shows
 */
typedef struct
{
  char *folder;
  GStrv distractors;
  gboolean copies;
  guint n_altered;
  guint64 seed;
  SemBackbone *backbone;
  SemEvaluateOptions options;
  SemEvaluation *evaluation;
  GArray *altered;
  guint n_asked;
  gboolean by_overlap;
  gboolean whole_pairs;
  SemSceneTestOptions scenes;
  SemSceneResult *scene_result;
  GMutex mutex;
  SemIndexer *indexer;
  char *sentence;
  double fraction;
} EvaluateJob;

/* Where the rows of finished seeds are kept. (transfer full) */
char *evaluate_dup_cells_folder (void);
/* CliJobFuncs: index the folders, evaluate, and keep the result in the job, an EvaluateJob. By
 * classes, and with altered copies. */
gboolean evaluate_classes_run (gpointer job, GCancellable *cancellable, GError **error);
gboolean evaluate_copies_run (gpointer job, GCancellable *cancellable, GError **error);
/* Their CliProgressFunc. */
void evaluate_job_progress (gpointer job, char **text, double *fraction);
/* (transfer full): the library of an evaluated folder, or of folders that are searched together. */
char *evaluate_dup_library_path (const char *const *folders);
/* Indexes one folder and loads it. */
SemLabelledSet *evaluate_load_folder (EvaluateJob *job,
                                      const char *folder,
                                      GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean evaluate_add_distractors (EvaluateJob *job,
                                   SemLabelledSet *set,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
