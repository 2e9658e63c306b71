/* scene-evaluate.h - retrieval of photos that see the same part of a scene
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
 * @fold: what is kept out, and which rows stay
 * @scenes: (out) (nullable): scenes of the rows of @fold->training, made without its queries, or
 *   %NULL to take those of the truth
 *
 * Returns: %FALSE with @error set
 */
typedef gboolean (*SemSceneFoldFunc) (const SemSceneFold *fold,
                                      SemScenes **scenes,
                                      gpointer user_data,
                                      GError **error);

/**
 * SemSceneTestOptions:
 * @set: (nullable): the photos' name, for printing
 * @methods: what to train
 * @bits: the lengths of codes
 * @split: what is kept out of learning
 * @n_folds: parts of each scene, from 2 to SEM_SCENE_MAX_FOLDS; 5 by default
 * @first_seed: of the first deal into folds; each deal, its models and ties take one seed
 * @n_seeds: deals, from 1 to SEM_EVALUATE_MAX_SEEDS; 1 by default
 * @hash: everything else about training; its method, n_bits, seed and scenes are ignored
 * @scene_func: (nullable): reconstructs a fold's training photos by themselves
 * @scene_data: for @scene_func
 */
typedef struct
{
  const char *set;
  SemHashMethod methods[SEM_EVALUATE_MAX_ROWS];
  guint n_methods;
  guint bits[SEM_EVALUATE_MAX_ROWS];
  guint n_bits;
  SemSceneSplit split;
  guint n_folds;
  guint64 first_seed;
  guint n_seeds;
  SemHashOptions hash;
  SemSceneFoldFunc scene_func;
  gpointer scene_data;
} SemSceneTestOptions;

/* ITQ, GS-ITQ, DDH and BCDH at 64 and 256 bits, unseen photos, five folds, seed 1. */
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
 * @map: mean average precision by overlap, SemSceneFigures
 * @correlation: mean rank correlation inside the scene
 *
 * Each fold gives the mean over its queries; the figures are over the folds of all seeds.
 */
typedef struct
{
  const char *method;
  guint n_bits;
  SemSceneFigure map;
  SemSceneFigure correlation;
} SemSceneRow;

/**
 * SemSceneResult:
 *
 * The result. Photos of a fold that do not ask are learned from, and so is every photo without a
 * scene; the database of a query is all other photos. Codes are ordered by Hamming distance alone,
 * ties at random; a query that shares enough with no photo is left out of the mean.
 */
typedef struct _SemSceneResult SemSceneResult;

void sem_scene_result_free (SemSceneResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSceneResult, sem_scene_result_free)

/**
 * sem_scene_evaluate:
 * @features: (array): shape (n, d), row-major, finite; the caller sorts rows by content hash
 * @truth: scenes of the same rows, from reconstructions with all of their photos
 * @progress: (nullable): reported to from this thread
 * @error: return location; SEM_ERROR_TOO_FEW where there are too few scenes, G_IO_ERROR_CANCELLED,
 *   or what sem_hash_train() and @options->scene_func set
 *
 * Blocks. The same input gives the same numbers at any thread count.
 *
 * Returns: (transfer full): the rows, or %NULL with @error set
 */
SemSceneResult *sem_scene_evaluate (const SemSceneTestOptions *options,
                                    const float *features,
                                    gsize d,
                                    const SemScenes *truth,
                                    const SemProgress *progress,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): a table in fixed-width text with the protocol above it; ends with a line end */
char *sem_scene_result_to_text (SemSceneResult *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_scene_result_to_json:
 *
 * {"set", "protocol", "split": "photos" or "scenes", "scenes", "queries", "database", "folds",
 * "seeds", "pairs": "own" where each fold was reconstructed by itself or "whole", "rows":
 * [{"method", "bits" (0 for float), "order": "hamming", or "score" for float, "map_overlap",
 * "rank_correlation"}]}, each figure {"mean", "sd"}.
 *
 * Returns: (transfer full): the object, without a line end
 */
char *sem_scene_result_to_json (SemSceneResult *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
