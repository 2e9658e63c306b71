/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compares codes of a fine-tuned backbone with codes of the unchanged one, on one split of a
 * library whose folders are classes:
 *
 *   bench-finetune LIBRARY DEPTH BITS SEED [EPOCHS] [RATE] [augment]
 *
 * Prints one line of JSON per result. The queries are not trained on; neither nn10_100 nor the
 * losses, which go to standard error, use labels.
 */

#include "engine/evaluate/trials/finetune-trial.h"
#include "engine/evaluate/protocols/labelled-set.h"
#include "engine/store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUERIES_PER_CLASS 10

static void
tell (const SemHashEpoch *epoch, gpointer data)
{
  fprintf (stderr, "epoch %u of %u, rate %g: pairs %.3f, codes %.3f\n", epoch->epoch,
           epoch->n_epochs, epoch->rate, epoch->pair_loss, epoch->code_loss);
}

static void
print_row (const char *method, guint bits, const char *order, const SemRecord *record)
{
  printf ("{\"method\": \"%s\", \"bits\": %u, \"order\": \"%s\", \"map_all\": %.4f, "
          "\"p_10\": %.4f, \"nn10_100\": %.4f}\n",
          method, bits, order, record->figures[SEM_EVALUATION_MAP_ALL],
          record->figures[SEM_EVALUATION_P_10], record->figures[SEM_EVALUATION_NN10_100]);
  fflush (stdout);
}

static gboolean
rank_head (SemTrial *trial, const SemHashOptions *options, GError **error)
{
  g_autoptr (SemHashModel) model = sem_trial_train (trial, options, error);
  SemRecord hamming, score;

  if (!model || !sem_trial_rank_by_model (trial, model, trial->features, &hamming, &score))
    return FALSE;
  print_row ("ddh", options->n_bits, "hamming", &hamming);
  print_row ("ddh", options->n_bits, "score", &score);
  return TRUE;
}

static gboolean
rank_tuned (SemTrial *trial,
            const SemFinetuneTrial *tuning,
            const SemHashOptions *options,
            GError **error)
{
  g_autofree char *name = g_strdup_printf ("ddh-%s", sem_finetune_depth_get_name (tuning->depth));
  SemRecord hamming, score;

  if (!sem_finetune_trial_rank (trial, tuning, options, &hamming, &score, error))
    return FALSE;
  print_row (name, options->n_bits, "hamming", &hamming);
  print_row (name, options->n_bits, "score", &score);
  return TRUE;
}

static gboolean
run (SemFinetuneTrial *tuning, SemHashOptions *options, guint epochs, GError **error)
{
  const SemLabelling labelling = { .naming = SEM_CLASS_FOLDER };
  const SemSplitOptions split = { .queries_per_class = QUERIES_PER_CLASS };
  g_autoptr (SemStore) store = sem_store_open (tuning->library, SEM_STORE_READ, error);
  SemLabelledSet *set = NULL;
  SemRecord record;
  SemTrial trial;
  gboolean ok;

  if (store)
    set = sem_labelled_set_load (store, sem_backbone_get_id (tuning->backbone), &labelling, error);
  if (!set)
    return FALSE;
  tuning->photos = set->ids;
  tuning->n = set->n;
  sem_trial_init (&trial, set->features, set->labels, SEM_BACKBONE_DIM,
                  sem_split_new (&split, set->labels, set->n, options->seed), options->seed);
  sem_work_init (&trial.job, 0, NULL);
  ok = sem_trial_rank_by_cosine (&trial, TRUE, &record);
  print_row ("float-centred", 0, "score", &record);
  ok = ok && rank_head (&trial, options, error);
  options->epochs = epochs;
  options->epoch_func = tell;
  ok = ok && rank_tuned (&trial, tuning, options, error);
  sem_trial_clear (&trial);
  sem_labelled_set_free (set);
  return ok;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, &error);
  g_autofree char *folder = g_dir_make_tmp ("bench-finetune-XXXXXX", NULL);
  SemFinetuneTrial tuning = { .folder = folder, .backbone = backbone };
  SemHashOptions options;

  if (argc < 5 || !sem_finetune_depth_from_name (argv[2], &tuning.depth)
      || tuning.depth == SEM_FINETUNE_NONE)
    {
      fprintf (stderr, "bench-finetune LIBRARY last-stage|all BITS SEED [EPOCHS] [RATE] "
                       "[augment]\n");
      return 2;
    }
  tuning.library = argv[1];
  tuning.network_rate = argc > 6 ? g_ascii_strtod (argv[6], NULL) : 0.0;
  tuning.augment = argc > 7 && strcmp (argv[7], "augment") == 0;
  sem_hash_options_init (&options);
  options.method = SEM_HASH_DDH;
  options.n_bits = (guint) atoi (argv[3]);
  options.seed = (guint64) atoi (argv[4]);
  if (backbone && run (&tuning, &options, argc > 5 ? (guint) atoi (argv[5]) : 0, &error))
    return 0;
  fprintf (stderr, "%s\n", error != NULL ? error->message : "it failed");
  return 1;
}
