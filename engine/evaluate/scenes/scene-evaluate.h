/* scene-evaluate.h - evaluation of retrieval with overlap in a scene as the truth
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/protocols/scene-folds.h"

G_BEGIN_DECLS

#define SEM_SCENE_MAX_FOLDS 1000

/**
 * SemSceneFoldFunc:
 * @fold: the fold
 * @scenes: (out) (transfer full) (nullable): scenes of the rows of @fold->training, reconstructed
 *   without its queries, or %NULL to use those of the truth
 *
 * Returns: %FALSE with @error set on failure
 */
typedef gboolean (*SemSceneFoldFunc) (const SemSceneFold *fold,
                                      SemScenes **scenes,
                                      gpointer user_data,
                                      GError **error);

/**
 * SemSceneTestOptions:
 * @set: (nullable): name of the photos, for the reports
 * @methods: methods to train
 * @depths: the part of the network that is fine-tuned with each of them
 * @bits: the code lengths
 * @split: what is excluded from training
 * @n_folds: number of folds, from 2 to SEM_SCENE_MAX_FOLDS; 5 by default
 * @first_seed: of the first set of folds; each set, with its models and ties, has the next seed
 * @n_seeds: number of sets of folds, from 1 to SEM_EVALUATE_MAX_SEEDS; 1 by default
 * @hash: all other options of training; its method, n_bits, seed and scenes are ignored
 * @tuning: (nullable): the photos, one for each row of the features; needed if any of @depths is
 * not %SEM_FINETUNE_NONE
 * @scene_func: (nullable): reconstructs the training photos of a fold
 * @scene_data: for @scene_func
 */
typedef struct
{
  const char *set;
  SemHashMethod methods[SEM_EVALUATE_MAX_ROWS];
  SemFinetuneDepth depths[SEM_EVALUATE_MAX_ROWS];
  guint n_methods;
  guint bits[SEM_EVALUATE_MAX_ROWS];
  guint n_bits;
  SemSceneSplit split;
  guint n_folds;
  guint64 first_seed;
  guint n_seeds;
  SemHashOptions hash;
  const SemFinetuneTrial *tuning;
  SemSceneFoldFunc scene_func;
  gpointer scene_data;
} SemSceneTestOptions;

/* Sets ITQ, GS-ITQ, DDH and BCDH at 64 and 256 bits, unseen photos, five folds, and seed 1. */
void sem_scene_test_options_init (SemSceneTestOptions *options);

/* Over the folds: mean and sample standard deviation. */
typedef struct
{
  double mean;
  double sd;
} SemSceneFigure;

/**
 * SemSceneRow:
 * @method: "float", "float-centred" or the name of a method; static
 * @n_bits: 0 for float
 * @order: by Hamming distance, or as a search orders the first hits; float is by score
 * @map: mean average precision by overlap, of SemSceneFigures
 * @correlation: mean rank correlation inside the scene, of SemSceneFigures
 *
 * The means and deviations, over the folds of all seeds, of the means over the queries of a fold.
 */
typedef struct
{
  const char *method;
  guint n_bits;
  SemEvaluationOrder order;
  SemSceneFigure map;
  SemSceneFigure correlation;
} SemSceneRow;

/**
 * SemSceneResult:
 *
 * The result, immutable. In each fold, all photos but the queries are the training set, those
 * without a scene included; the gallery of a query is all other photos. Codes are ranked by Hamming
 * distance, ties at random, and in the order of a search. Queries without a relevant photo are left
 * out of the mean.
 */
typedef struct _SemSceneResult SemSceneResult;

void sem_scene_result_free (SemSceneResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSceneResult, sem_scene_result_free)

/**
 * sem_scene_evaluate:
 * @features: (array): shape (n, d), row-major, finite; the caller sorts rows by content hash
 * @truth: scenes of the same rows, from reconstructions of all photos
 * @progress: (nullable): reported to from this thread
 * @error: return location; SEM_ERROR_TOO_FEW if there are too few scenes, G_IO_ERROR_CANCELLED, or
 *   an error of sem_hash_train() or @options->scene_func
 *
 * Blocks. The result does not depend on the number of threads.
 *
 * Returns: (transfer full): the rows, or %NULL with @error set
 */
SemSceneResult *sem_scene_evaluate (const SemSceneTestOptions *options,
                                    const float *features,
                                    gsize d,
                                    const SemScenes *truth,
                                    const SemProgress *progress,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): a table in fixed-width text below the protocol; ends with a newline */
char *sem_scene_result_to_text (SemSceneResult *self) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): a line of column names, then a line per row with mean and standard deviation of
 * both figures. */
char *sem_scene_result_to_csv (const SemSceneResult *self) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): the table for LaTeX, see reports/latex.h. */
char *sem_scene_result_to_latex (const SemSceneResult *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_scene_result_to_json:
 *
 * {"set", "protocol", "split": "photos" or "scenes", "scenes", "queries", "database", "folds",
 * "seeds", "pairs": "own" if each fold was reconstructed without its queries, else "whole", "rows":
 * [{"method", "bits" (0 for float), "order": "hamming", or "score", "map_overlap",
 * "rank_correlation"}]}, each figure {"mean", "sd"}.
 *
 * Returns: (transfer full): the object, without a line end
 */
char *sem_scene_result_to_json (SemSceneResult *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
