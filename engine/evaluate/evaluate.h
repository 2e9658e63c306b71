/* evaluate.h - retrieval with labels: a protocol, its rows and how they are printed
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/evaluate/trials/finetune-trial.h"
#include "engine/evaluate/protocols/protocol.h"
#include "engine/evaluate/trials/trial.h"

G_BEGIN_DECLS

#define SEM_EVALUATE_MAX_ROWS 16
#define SEM_EVALUATE_MAX_SEEDS 1000

/* @sentence: such as "Split 2 of 5: itq, 64 bits", translated */
typedef void (*SemEvaluateStepFunc) (const char *sentence, gpointer user_data);

/**
 * SemEvaluateOptions:
 * @set: (nullable): the photos' name, for printing
 * @protocol: who asks and what teaches
 * @queries_per_class: photos of each class that ask; 0 as the protocol says
 * @methods: what to train
 * @depths: what of the network learns with each of them
 * @n_methods: at most SEM_EVALUATE_MAX_ROWS
 * @bits: the lengths of codes, each valid for sem_hash_bits_valid()
 * @n_bits: at most SEM_EVALUATE_MAX_ROWS
 * @first_seed: of the first split; each split, its models and its ties take one seed
 * @n_seeds: splits, from 1 to SEM_EVALUATE_MAX_SEEDS
 * @with_float: whether to rank by the float features as well, plain and centred
 * @tuning: (nullable): where the photos are, one for each row of the features; its depth is
 *   ignored; must be there where one of @depths is not %SEM_FINETUNE_NONE
 * @hash: everything else about training; its method, n_bits and seed are ignored
 * @cells: (nullable) (type filename): a folder where finished rows of a seed are kept, so that an
 *   interrupted run goes on where it was; made when it is not there
 * @step_func: (nullable): told of what goes on, in the thread of sem_evaluate()
 * @step_data: for @step_func
 */
typedef struct
{
  const char *set;
  const SemProtocol *protocol;
  guint queries_per_class;
  SemHashMethod methods[SEM_EVALUATE_MAX_ROWS];
  SemFinetuneDepth depths[SEM_EVALUATE_MAX_ROWS];
  guint n_methods;
  guint bits[SEM_EVALUATE_MAX_ROWS];
  guint n_bits;
  guint64 first_seed;
  guint n_seeds;
  gboolean with_float;
  const SemFinetuneTrial *tuning;
  SemHashOptions hash;
  const char *cells;
  SemEvaluateStepFunc step_func;
  gpointer step_data;
} SemEvaluateOptions;

/* Protocol "folders", GS-ITQ, ITQ, LSH and DDH at 64 and 256 bits, seeds 1 to 5, with the float
 * rows. */
void sem_evaluate_options_init (SemEvaluateOptions *options);

/**
 * SemEvaluationRow:
 * @method: "float", "float-centred" or the name of a method, followed by "-paper" where DDH runs
 *   with the paper's preset, and by "-last-stage" or "-all" where the network learns as well;
 *   static
 * @n_bits: 0 for float
 * @mean: over the seeds
 * @sd: sample standard deviation over the seeds; 0 for one
 */
typedef struct
{
  const char *method;
  guint n_bits;
  SemEvaluationOrder order;
  SemRecord mean;
  SemRecord sd;
} SemEvaluationRow;

/**
 * SemEvaluation:
 *
 * The result. Conventions: mAP as in sem_metrics_average_precision(), over queries (one without a
 * relevant photo counts 0); ties are broken at random by the seed, never by the database's order;
 * the models see the protocol's training photos alone, and no labels.
 */
typedef struct _SemEvaluation SemEvaluation;

void sem_evaluation_free (SemEvaluation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemEvaluation, sem_evaluation_free)

/* (transfer full) (nullable): a sentence where classes have fewer photos than the protocol takes of
 * each, so that others' figures by it are no measure of these */
char *sem_evaluation_dup_shortage (SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_evaluate:
 * @features: (array): shape (n, d), row-major, finite; the caller sorts rows by content hash
 * @labels: (array): n class numbers, or SEM_NO_CLASS
 * @progress: (nullable): reported to from this thread
 * @error: return location; SEM_ERROR_TOO_FEW where no photo can ask (no class has two) or all are
 *   of one class, G_IO_ERROR_CANCELLED, or what sem_hash_train() sets
 *
 * Blocks. The same input gives the same numbers at any thread count.
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

/* (transfer full): a table in fixed-width text, with the protocol and the seeds above it; ends with
 * a line end */
char *sem_evaluation_to_text (SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): a line a row with a mean and a deviation of every figure, after one of names */
char *sem_evaluation_to_csv (SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_evaluation_to_json:
 *
 * {"set", "protocol" (its name), "queries", "database", "training", "seeds", "rows": [{"method",
 * "bits" (0 for float), "order": "hamming" or "score", "map_all", "map_1000", "p_1", "p_10",
 * "p_100", "nn10_100", "curves"}]}, each figure {"mean", "sd"}, and each curve of "curves" an array
 * of its places beside arrays of means and deviations: "nn10" {"r", "mean", "sd"},
 * "precision_recall" {"recall", "mean", "sd"}, and for Hamming order "radius" {"radius",
 * "precision": {"mean", "sd"}, "found": {"mean", "sd"}}.
 *
 * Returns: (transfer full): the object, without a line end
 */
char *sem_evaluation_to_json (SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
