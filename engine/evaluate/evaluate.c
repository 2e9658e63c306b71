/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/evaluate-private.h"
#include "engine/evaluate/evaluate-splits.h"

#include "engine/evaluate/judging.h"
#include "engine/evaluate/trials/cell.h"
#include "engine/evaluate/trials/outcome.h"
#include "engine/evaluate/trials/steps.h"
#include "engine/measure/metrics.h"

#include <glib/gi18n-lib.h>

/* Where rankings go, by order. */
typedef struct
{
  SemOutcomes outcomes;
  SemRankings *rankings[2];
  SemHitStrips *strips[2];
} Kept;

typedef struct
{
  const SemEvaluateOptions *options;
  const float *features;
  const guint32 *labels;
  gsize n;
  gsize d;
  char *digest; /* of the set; NULL if no cells are kept */
  SemSteps steps;
  SemEvaluation *result;
  double factors[SEM_EVALUATION_N_FIGURES];
  Kept kept; /* by the present step */
} Run;

/* A method at one code length on one split, a trained model, or both cosines. It fills two rows. */
typedef struct
{
  const SemHashOptions *hash;    /* NULL for the cosines and for models */
  const SemEvaluateModel *model; /* NULL for the others */
  SemFinetuneDepth depth;
  SemRecord *records[2];
  SemOutcome *outcomes[2];  /* NULL where they are not wanted */
  SemRankings *rankings[2]; /* the same */
  SemHitStrips *strips[2];
  GPtrArray *epochs; /* of the result, or NULL where they are not wanted */
  guint row;         /* the first of the two */
  char *name;
  gboolean known;
} Step;

void
sem_evaluate_options_init (SemEvaluateOptions *options)
{
  g_return_if_fail (options != NULL);

  *options = (SemEvaluateOptions){
    .protocol = sem_protocol_find ("folders"),
    .methods = { SEM_HASH_LSH, SEM_HASH_ITQ, SEM_HASH_DDH, SEM_HASH_GS_ITQ },
    .n_methods = 4,
    .bits = { 64, 256 },
    .n_bits = 2,
    .first_seed = 1,
    .n_seeds = 5,
    .with_float = TRUE,
  };
  sem_hash_options_init (&options->hash);
}

static void
report_step (const Run *run, const SemTrial *trial, const Step *step)
{
  const SemEvaluateOptions *options = run->options;
  g_autofree char *sentence = NULL;
  guint seed_number = (guint) (trial->seed - options->first_seed) + 1;

  if (!options->step_func)
    return;
  if (step->hash)
    sentence =
      g_strdup_printf (_("Split %u of %u: %s, %u bits"), seed_number, options->n_seeds,
                       sem_evaluate_name_method (step->hash, step->hash->method, step->depth),
                       step->hash->n_bits);
  else if (step->model)
    sentence = g_strdup_printf (_("Split %u of %u: %s, %u bits"), seed_number, options->n_seeds,
                                step->model->name, sem_hash_model_get_n_bits (step->model->model));
  else
    sentence = g_strdup_printf (_("Split %u of %u: cosines of the features"), seed_number,
                                options->n_seeds);
  options->step_func (sentence, options->step_data);
}

static void
keep_ranking (const SemTrial *trial,
              SemEvaluationOrder order,
              const SemRanking *ranking,
              const SemRecord *record,
              gpointer data)
{
  Kept *kept = data;

  if (kept->outcomes.by_order[order])
    sem_outcome_take (trial, order, ranking, record, &kept->outcomes);
  if (kept->rankings[order])
    sem_rankings_take (kept->rankings[order], trial, ranking);
  if (kept->strips[order])
    sem_hit_strips_take (kept->strips[order], trial, ranking);
}

static void
keep_rankings (Run *run, SemTrial *trial, Kept kept)
{
  run->kept = kept;
  trial->ranked = keep_ranking;
  trial->ranked_data = &run->kept;
}

/* The centred cosine comes first: it finds the nearest neighbours that the other rankings are
 * measured by. The plain one is needed only if the rows are @wanted. */
static gboolean
run_cosines (Run *run, SemTrial *trial, const Step *step, gboolean wanted, SemRecord *records)
{
  report_step (run, trial, step);
  sem_work_stage (&trial->job, 0.0, wanted ? 0.5 : 1.0);
  keep_rankings (run, trial,
                 (Kept){ { { NULL, step->outcomes[1] } },
                         { NULL, step->rankings[1] },
                         { NULL, step->strips[1] } });
  if (!sem_trial_rank_by_cosine (trial, TRUE, &records[1]))
    return FALSE;
  sem_work_stage (&trial->job, 0.5, 1.0);
  keep_rankings (run, trial,
                 (Kept){ { { NULL, step->outcomes[0] } },
                         { NULL, step->rankings[0] },
                         { NULL, step->strips[0] } });
  return !wanted || sem_trial_rank_by_cosine (trial, FALSE, &records[0]);
}

/* Fine-tunes the network, and computes the features of all photos with it. */
static gboolean
run_tuned (Run *run, SemTrial *trial, const Step *step, SemRecord *records, GError **error)
{
  SemFinetuneTrial tuning = *run->options->tuning;

  tuning.depth = step->depth;
  return sem_finetune_trial_rank (trial, &tuning, step->hash, &records[0], &records[1], error);
}

static void
keep_epoch (const SemHashEpoch *epoch, gpointer data)
{
  const Step *step = data;
  GArray *epochs = g_ptr_array_index (step->epochs, step->row);

  if (!epochs)
    epochs = step->epochs->pdata[step->row] = g_array_new (FALSE, FALSE, sizeof (SemHashEpoch));
  g_array_append_vals (epochs, epoch, 1);
}

static gboolean
trains_in_epochs (const Step *step)
{
  return step->hash && step->depth == SEM_FINETUNE_NONE
         && (step->hash->method == SEM_HASH_DDH || step->hash->method == SEM_HASH_CIBHASH);
}

static gboolean
run_method (Run *run, SemTrial *trial, const Step *step, SemRecord *records, GError **error)
{
  g_autoptr (SemHashModel) model = NULL;
  SemHashOptions hash;

  report_step (run, trial, step);
  keep_rankings (run, trial,
                 (Kept){ { { step->outcomes[0], step->outcomes[1] } },
                         { step->rankings[0], step->rankings[1] },
                         { step->strips[0], step->strips[1] } });
  if (step->depth != SEM_FINETUNE_NONE)
    return run_tuned (run, trial, step, records, error);
  if (step->model)
    return sem_trial_rank_by_model (trial, step->model->model,
                                    step->model->features ? step->model->features : trial->features,
                                    &records[0], &records[1]);
  hash = *step->hash;
  if (step->epochs)
    {
      hash.epoch_func = keep_epoch;
      hash.epoch_data = (gpointer) step;
    }
  model = sem_trial_train (trial, &hash, error);
  sem_work_stage (&trial->job, 1.0, 1.0);
  return model != NULL
         && sem_trial_rank_by_model (trial, model, trial->features, &records[0], &records[1]);
}

static void
look_up (const Run *run, const SemTrial *trial, Step *step)
{
  SemRecord records[2];

  if (!run->digest || step->model)
    return;
  step->name = sem_cell_name (run->digest, trial->split, step->hash, step->depth, trial->seed);
  step->known = !step->epochs && sem_cell_load (run->options->cells, step->name, records);
  if (step->known && step->records[0])
    for (guint i = 0; i < 2; i++)
      *step->records[i] = records[i];
}

/* The two rows from @row on. */
static void
fill (const Run *run, const SemTrial *trial, guint row, Step *step)
{
  guint seed_number = (guint) (trial->seed - run->options->first_seed);

  step->row = row;
  if (run->options->with_epochs && seed_number == 0 && trains_in_epochs (step))
    step->epochs = run->result->epochs;
  for (guint k = 0; k < 2; k++)
    {
      step->records[k] = &run->result->samples[(row + k) * run->options->n_seeds + seed_number];
      if (run->options->with_outcomes && seed_number == 0)
        {
          step->outcomes[k] = sem_outcome_new (trial->split);
          g_ptr_array_add (run->result->outcomes, step->outcomes[k]);
        }
      if (seed_number == 0 && row + k == run->options->rankings_row)
        {
          step->rankings[k] = run->options->rankings;
          step->strips[k] = run->options->strips;
        }
    }
}

/* The cosines, then every method at every code length, then models, in the order of the rows. */
static GArray *
plan (const Run *run, const SemTrial *trial, SemHashOptions *hashes)
{
  const SemEvaluateOptions *options = run->options;
  guint n_trained = options->n_bits * options->n_methods;
  GArray *steps = g_array_new (FALSE, TRUE, sizeof (Step));
  guint row = 0;

  for (guint i = 0; i <= n_trained + options->n_models; i++)
    {
      Step step = { 0 };

      if (i > n_trained)
        step.model = &options->models[i - n_trained - 1];
      else if (i > 0)
        {
          step.hash = &hashes[i - 1];
          hashes[i - 1] = options->hash;
          hashes[i - 1].seed = trial->seed;
          hashes[i - 1].n_bits = options->bits[(i - 1) / options->n_methods];
          hashes[i - 1].method = options->methods[(i - 1) % options->n_methods];
          step.depth = options->depths[(i - 1) % options->n_methods];
        }
      if (i > 0 || options->with_float)
        {
          fill (run, trial, row, &step);
          row += 2;
        }
      look_up (run, trial, &step);
      g_array_append_val (steps, step);
    }
  return steps;
}

static gboolean
run_step (Run *run, SemTrial *trial, const Step *step, GError **error)
{
  SemRecord records[2] = { 0 };
  gboolean wanted = step->records[0] != NULL && !step->known;

  sem_work_init (&trial->job, 0,
                 &(SemProgress){ sem_steps_report, &run->steps,
                                 sem_progress_get_cancellable (run->steps.progress) });
  if (!(step->hash || step->model ? run_method (run, trial, step, records, error)
                                  : run_cosines (run, trial, step, wanted, records)))
    return FALSE;
  if (!wanted)
    return TRUE;
  for (guint i = 0; i < 2; i++)
    *step->records[i] = records[i];
  if (step->name)
    sem_cell_save (run->options->cells, step->name, records);
  return TRUE;
}

/* If any step is to be run, the cosines run even if their rows are known: they find the nearest
 * neighbours. */
static gboolean
run_steps (Run *run, SemTrial *trial, GArray *steps, GError **error)
{
  guint n_unknown = 0;

  for (guint i = 0; i < steps->len; i++)
    n_unknown += !g_array_index (steps, Step, i).known
                 && (i > 0 || g_array_index (steps, Step, i).records[0] != NULL);
  for (guint i = 0; i < steps->len; i++, run->steps.done++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      if ((i == 0 ? n_unknown > 0 : !step->known) && !run_step (run, trial, step, error))
        return FALSE;
      sem_steps_report (1.0, &run->steps);
    }
  return TRUE;
}

static gboolean
run_trial (Run *run, guint seed_number, GError **error)
{
  const SemEvaluateOptions *options = run->options;
  g_autofree SemHashOptions *hashes =
    g_new (SemHashOptions, options->n_bits * options->n_methods + 1);
  g_autoptr (GArray) steps = NULL;
  gboolean done;
  g_autoptr (SemSplit) split = sem_evaluate_make_split (options, run->labels, run->n, seed_number);
  SemTrial trial;

  if (!sem_evaluate_check_split (options, split, error))
    return FALSE;
  sem_trial_init (&trial, run->features, run->labels, run->d, g_steal_pointer (&split),
                  options->first_seed + seed_number);
  run->result->n_queries = trial.split->n_queries;
  run->result->n_database = trial.split->n_database;
  run->result->n_training = trial.split->n_training;
  trial.measuring = &options->protocol->measuring;
  if (options->truth)
    sem_judging_set_up (&trial, options->truth, run->factors);
  steps = plan (run, &trial, hashes);
  done = run_steps (run, &trial, steps, error);
  for (guint i = 0; i < steps->len; i++)
    g_free (g_array_index (steps, Step, i).name);
  sem_trial_clear (&trial);
  return done;
}

/* Fine-tuning needs the photos themselves. */
static gboolean
has_photos (const SemEvaluateOptions *options, gsize n, gsize d)
{
  for (guint m = 0; m < options->n_methods; m++)
    if (options->depths[m] != SEM_FINETUNE_NONE
        && (!options->tuning || options->tuning->n != n || d != SEM_BACKBONE_DIM
            || !sem_finetune_can (options->methods[m])))
      return FALSE;
  return TRUE;
}

static char *
digest_set (const Run *run)
{
  const SemTruth *truth = run->options->truth;
  const SemMeasuring *measuring = &run->options->protocol->measuring;
  g_autofree char *set = sem_cell_digest_set (run->features, run->labels, run->n, run->d);
  g_autofree char *relevant = truth ? sem_truth_dup_digest (truth) : NULL;

  return g_strdup_printf ("%s %s %d %u", set, relevant ? relevant : "", measuring->rule,
                          measuring->k);
}

SemEvaluation *
sem_evaluate (const SemEvaluateOptions *options,
              const float *features,
              const guint32 *labels,
              gsize n,
              gsize d,
              const SemProgress *progress,
              GError **error)
{
  g_autoptr (SemEvaluation) result = NULL;
  SemSplitOptions split;
  SemSplitClasses classes;
  GError *local = NULL;
  gboolean done = TRUE;
  Run run;

  g_return_val_if_fail (options != NULL && features != NULL, NULL);
  g_return_val_if_fail (labels != NULL || options->truth != NULL, NULL);
  g_return_val_if_fail (!options->truth || options->truth->rows->len == n, NULL);
  g_return_val_if_fail (options->n_seeds >= 1 && options->n_seeds <= SEM_EVALUATE_MAX_SEEDS, NULL);
  g_return_val_if_fail (d >= 1, NULL);
  g_return_val_if_fail (options->n_methods <= SEM_EVALUATE_MAX_ROWS, NULL);
  g_return_val_if_fail (options->n_bits <= SEM_EVALUATE_MAX_ROWS, NULL);
  g_return_val_if_fail (has_photos (options, n, d), NULL);
  /* Finished rows that are read again have no outcomes. */
  g_return_val_if_fail (!options->with_outcomes || !options->cells, NULL);
  g_return_val_if_fail ((!options->rankings && !options->strips) || !options->cells, NULL);

  split = sem_evaluate_get_split_options (options);
  classes = options->truth ? (SemSplitClasses){ 0 } : sem_split_count_classes (&split, labels, n);
  if (!sem_evaluate_can (options, &classes, labels, n, error))
    return NULL;
  result = sem_evaluation_new (options);
  result->classes = classes;
  run = (Run){
    .options = options,
    .features = features,
    .labels = labels,
    .n = n,
    .d = d,
    .steps = { progress,
               options->n_seeds * (1 + options->n_methods * options->n_bits + options->n_models),
               0 },
    .result = result,
  };
  if (options->cells)
    run.digest = digest_set (&run);
  for (guint s = 0; s < options->n_seeds && done; s++)
    done = run_trial (&run, s, &local);
  g_free (run.digest);
  if (done)
    {
      sem_evaluation_summarise (result);
      return g_steal_pointer (&result);
    }
  sem_steps_fail (&run.steps, local, error);
  return NULL;
}
