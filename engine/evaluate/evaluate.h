/* evaluate.h - retrieval with labels: a protocol, its rows and how they are printed
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/hash-trainer.h"

G_BEGIN_DECLS

#define SEM_EVALUATE_MAX_ROWS 16

/**
 * SemEvaluateOptions:
 * @set: (nullable): the photos' name, for printing
 * @methods: what to train
 * @n_methods: at most SEM_EVALUATE_MAX_ROWS
 * @bits: the lengths of codes, each valid for sem_hash_bits_valid()
 * @n_bits: at most SEM_EVALUATE_MAX_ROWS
 * @first_seed: of the first split; each split, its models and its ties take one seed
 * @n_seeds: splits, at least 1
 * @queries_per_class: photos of each class that ask; 0 for 10 % of it
 * @with_float: whether to rank by the float features as well, plain and centred
 * @hash: everything else about training; its method, n_bits and seed are ignored
 */
typedef struct
{
  const char *set;
  SemHashMethod methods[SEM_EVALUATE_MAX_ROWS];
  guint n_methods;
  guint bits[SEM_EVALUATE_MAX_ROWS];
  guint n_bits;
  guint64 first_seed;
  guint n_seeds;
  guint queries_per_class;
  gboolean with_float;
  SemHashOptions hash;
} SemEvaluateOptions;

/* Every method at 64 and 256 bits, seeds 1 to 5, 10 % of a class, with the float rows. */
void sem_evaluate_options_init (SemEvaluateOptions *options);

/**
 * SemEvaluationOrder:
 * @SEM_EVALUATION_HAMMING: by Hamming distance alone
 * @SEM_EVALUATION_SCORE: by real numbers: the float cosine, or for codes the Hamming order with its
 *   head reordered as a search for 10 results does it
 */
typedef enum
{
  SEM_EVALUATION_HAMMING,
  SEM_EVALUATION_SCORE,
} SemEvaluationOrder;

/* Over the seeds: mean and sample standard deviation, from 0 to 1. */
typedef struct
{
  double mean;
  double sd;
} SemEvaluationFigure;

typedef enum
{
  SEM_EVALUATION_MAP_ALL,
  SEM_EVALUATION_MAP_1000,
  SEM_EVALUATION_P_1,
  SEM_EVALUATION_P_10,
  SEM_EVALUATION_P_100,
  /* Share of a query's ten nearest by the centred cosine that are among the first 100. */
  SEM_EVALUATION_NN10_100,
  SEM_EVALUATION_N_FIGURES,
} SemEvaluationMetric;

/**
 * SemEvaluationRow:
 * @method: "float", "float-centred" or the name of a method; static
 * @n_bits: 0 for float
 */
typedef struct
{
  const char *method;
  guint n_bits;
  SemEvaluationOrder order;
  SemEvaluationFigure figures[SEM_EVALUATION_N_FIGURES];
} SemEvaluationRow;

/**
 * SemEvaluation:
 *
 * The result. Conventions: mAP as in sem_metrics_average_precision(), over queries (one without a
 * relevant photo counts 0); ties are broken at random by the seed, never by the database's order;
 * the models see the database alone.
 */
typedef struct _SemEvaluation SemEvaluation;

void sem_evaluation_free (SemEvaluation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemEvaluation, sem_evaluation_free)

gsize sem_evaluation_get_n_queries (SemEvaluation *self);
gsize sem_evaluation_get_n_database (SemEvaluation *self);
guint sem_evaluation_get_n_rows (SemEvaluation *self);
const SemEvaluationRow *sem_evaluation_get_row (SemEvaluation *self, guint position);

/**
 * sem_evaluate:
 * @features: (array): shape (n, d), row-major, finite; the caller sorts rows by content hash
 * @labels: (array): n class numbers
 * @progress: (nullable) (scope call): called from this thread
 * @error: return location; SEM_ERROR_TOO_FEW where no photo can ask (no class has two),
 *   G_IO_ERROR_CANCELLED, or what sem_hash_train() sets
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
                             SemProgressFunc progress,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): a table in fixed-width text, with the protocol and the seeds above it; ends with
 * a line end */
char *sem_evaluation_to_text (SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_evaluation_to_json:
 *
 * {"set", "protocol", "queries", "database", "seeds", "rows": [{"method", "bits" (0 for float),
 * "order": "hamming" or "score", "map_all", "map_1000", "p_1", "p_10", "p_100", "nn10_100"}]}, each
 * figure {"mean", "sd"}.
 *
 * Returns: (transfer full): the object, without a line end
 */
char *sem_evaluation_to_json (SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
