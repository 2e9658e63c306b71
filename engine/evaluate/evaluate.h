/* evaluate.h - evaluation of retrieval with classes, and its reports
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/evaluate/benchmarks/truth.h"
#include "engine/evaluate/hit-strips.h"
#include "engine/evaluate/rankings.h"
#include "engine/evaluate/trials/finetune-trial.h"
#include "engine/evaluate/trials/outcome.h"
#include "engine/evaluate/protocols/protocol.h"
#include "engine/evaluate/trials/trial.h"

G_BEGIN_DECLS

#define SEM_EVALUATE_MAX_ROWS 16
#define SEM_EVALUATE_MAX_SEEDS 1000

/* @sentence: such as "Split 2 of 5: itq, 64 bits", translated */
typedef void (*SemEvaluateStepFunc) (const char *sentence, gpointer user_data);

/**
 * SemEvaluateModel:
 * @name: the name of its rows
 * @model: borrowed
 * @features: (nullable): shape (n, d) of its own backbone; %NULL for those of the evaluation
 *
 * A trained model, which may have been trained on any of the photos.
 */
typedef struct
{
  const char *name;
  SemHashModel *model;
  const float *features;
} SemEvaluateModel;

/**
 * SemEvaluateOptions:
 * @set: (nullable): name of the photos, for the reports
 * @protocol: the choice of query, gallery and training photos
 * @truth: (nullable): the relevant photos of a protocol with lists; %NULL for protocols with
 *   classes
 * @queries_per_class: query photos per class, or in all where the protocol draws them from all; 0
 *   for the number of the protocol
 * @methods: methods to train
 * @depths: the part of the network that is fine-tuned with each of them
 * @n_methods: at most SEM_EVALUATE_MAX_ROWS
 * @bits: the code lengths, each valid for sem_hash_bits_valid()
 * @n_bits: at most SEM_EVALUATE_MAX_ROWS
 * @models: (array length=n_models) (nullable): trained models, whose rows follow those of the
 * methods
 * @n_models: their number
 * @first_seed: of the first split; each split, with its models and ties, has the next seed
 * @n_seeds: number of splits, from 1 to SEM_EVALUATE_MAX_SEEDS
 * @with_float: whether to rank by the float features as well, plain and centred
 * @with_outcomes: whether to keep the figures and first hits of each query of the first split;
 *   without @cells only
 * @with_epochs: whether to train methods with epochs once more in the first split, for the curves
 *   of sem_plots_write()
 * @strips: (nullable): receives the first hits of some queries of @rankings_row; without @cells
 *   only
 * @rankings: (nullable): receives the rankings of the first split; without @cells only
 * @rankings_row: number of the row for @strips and @rankings
 * @tuning: (nullable): the photos, one for each row of the features; its depth is ignored; needed
 *   if any of @depths is not %SEM_FINETUNE_NONE
 * @hash: all other options of training; its method, n_bits and seed are ignored
 * @cells: (nullable) (type filename): a folder for the finished rows of each seed, so that an
 *   interrupted run can resume; created if needed
 * @step_func: (nullable): called before each step, in the thread of sem_evaluate()
 * @step_data: for @step_func
 */
typedef struct
{
  const char *set;
  const SemProtocol *protocol;
  const SemTruth *truth;
  guint queries_per_class;
  SemHashMethod methods[SEM_EVALUATE_MAX_ROWS];
  SemFinetuneDepth depths[SEM_EVALUATE_MAX_ROWS];
  guint n_methods;
  guint bits[SEM_EVALUATE_MAX_ROWS];
  guint n_bits;
  const SemEvaluateModel *models;
  guint n_models;
  guint64 first_seed;
  guint n_seeds;
  gboolean with_float;
  gboolean with_outcomes;
  gboolean with_epochs;
  SemHitStrips *strips;
  SemRankings *rankings;
  guint rankings_row;
  const SemFinetuneTrial *tuning;
  SemHashOptions hash;
  const char *cells;
  SemEvaluateStepFunc step_func;
  gpointer step_data;
} SemEvaluateOptions;

/* The name of the rows of a method (SemEvaluationRow); static. */
const char *
sem_evaluate_name_method (const SemHashOptions *hash, SemHashMethod method, SemFinetuneDepth depth);

/* Sets protocol "folders", GS-ITQ, ITQ, LSH and DDH at 64 and 256 bits, seeds 1 to 5, and the float
 * rows. */
void sem_evaluate_options_init (SemEvaluateOptions *options);

/**
 * SemEvaluation:
 *
 * The result, immutable. mAP is the mean of sem_average_precision() over the queries (by
 * %SEM_AP_HASH 0 for one without a relevant photo), by the rule that the reports name. Ties are
 * broken at random by the seed. Models are trained on the
 * training photos of the protocol alone, without labels.
 */
typedef struct _SemEvaluation SemEvaluation;

/**
 * SemEvaluationRow:
 * @evaluation: the evaluation that the row belongs to
 * @method: "float", "float-centred", the name of a model, or that of a method, followed by "-paper"
 *   where DDH or BCDH has the paper's preset, and by "-last-stage" or "-all" where the network is
 * fine-tuned; static
 * @n_bits: 0 for float
 * @mean: over the seeds
 * @sd: sample standard deviation over the seeds; 0 for one
 */
typedef struct
{
  const SemEvaluation *evaluation;
  const char *method;
  guint n_bits;
  SemEvaluationOrder order;
  SemRecord mean;
  SemRecord sd;
} SemEvaluationRow;

void sem_evaluation_free (SemEvaluation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemEvaluation, sem_evaluation_free)

guint sem_evaluation_get_n_rows (const SemEvaluation *self);
/* Returns: (transfer none): the cosines first, each model or method by Hamming distance and then by
 * score */
const SemEvaluationRow *sem_evaluation_get_row (const SemEvaluation *self, guint row);
/**
 * sem_evaluation_find_row:
 * @name: "float", "itq-64" or "itq-64-score": a method with its code length, and the order where it
 *   is not Hamming distance; %NULL for the first method at the first length, or else "float"
 * @row: (out): of an evaluation with these options
 *
 * Returns: FALSE where there is no such row
 */
gboolean sem_evaluation_find_row (const SemEvaluateOptions *options, const char *name, guint *row);

/* Returns: (transfer none) (nullable): figures and first hits of the queries of the first split;
 * %NULL without SemEvaluateOptions.with_outcomes */
const SemOutcome *sem_evaluation_get_outcome (const SemEvaluation *self, guint row);

/* (transfer full) (nullable): a translated sentence if classes have fewer photos than the protocol
 * needs, so that the figures cannot be compared with published ones */
char *sem_evaluation_dup_shortage (SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (nullable): a translated sentence about classes that are too small for P@10 */
char *sem_evaluation_dup_small (SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_evaluate:
 * @features: (array): shape (n, d), row-major, finite; the caller sorts rows by content hash
 * @labels: (array) (nullable): n class numbers, or SEM_NO_CLASS; %NULL with a truth, whose rows are
 *   those of @features
 * @progress: (nullable): reported to from this thread
 * @error: return location; SEM_ERROR_TOO_FEW if there is no query (no class or label has two
 *   photos), no gallery, nothing to learn from, or only one class, G_IO_ERROR_CANCELLED, or an
 *   error of sem_hash_train()
 *
 * Blocks. The result does not depend on the number of threads.
 *
 * Returns: (transfer full): the rows, or %NULL with @error set
 */
SemEvaluation *sem_evaluate (const SemEvaluateOptions *options,
                             const float *features,
                             const guint32 *labels,
                             gsize n,
                             gsize d,
                             const SemProgress *progress,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): a table in fixed-width text below the protocol and the seeds; ends with a
 * newline */
char *sem_evaluation_to_text (SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): a line of column names, then a line per row with mean and standard deviation of
 * every figure */
char *sem_evaluation_to_csv (SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_evaluation_to_json:
 *
 * {"set", "protocol" (its name), "ap" ("hash@all", "hash@5000" or "trapezoidal": the rule of
 * "map"), "queries", "database", "training", "seeds", "rows": [{"method", "bits" (0 for float),
 * "order": "hamming" or "score", figures, "curves"}]}, and for protocols with lists
 * "queries_without_relevant", "missing" and "missing_names". Each figure is {"mean", "sd"}: "map",
 * the protocol's own; "map_ties", the mean of its AP of all hits over all orders of photos that
 * tie; "knn_10", the share of queries whose class most of the ten nearest have; "p_N" for N = 1, 2,
 * 5 … 5000; with classes and labels "map_all", "nn10_100" and "p_h2", the precision within Hamming
 * radius 2; "ns" for groups of four; "map_easy", "map_hard", "mp_10_easy", "mp_10" and "mp_10_hard"
 * for the revisited sets, whose "map" is the medium one. Each curve in "curves" has an array of its
 * x values and arrays of means and standard deviations: "nn10" {"r", "mean", "sd"},
 * "precision_recall" {"recall", "mean", "sd"}, and for Hamming order "radius" {"radius",
 * "precision": {"mean", "sd"}, "found": {"mean", "sd"}}.
 *
 * Returns: (transfer full): the object, without a line end
 */
char *sem_evaluation_to_json (SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
