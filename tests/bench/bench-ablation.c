/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-ablation LIBRARY SEEDS BITS [ROWS | SETTING...]: compares settings of DDH, at one code
 * length, on the features of a library whose folders are classes; prints a Markdown table, or its
 * first rows. A SETTING is the name of a method, or ddh:LAMBDA:START:K1:K2 with START itq or
 * random, and K1 and K2 0 for the default. --half 1 or 2 takes every second photo of a class alone,
 * and
 * --photos N as many photos.
 */

#include "engine/base/random.h"
#include "engine/evaluate/protocols/labelled-set.h"
#include "engine/measure/quality.h"
#include "engine/evaluate/trials/trial.h"
#include "engine/nn/backbone.h"
#include "engine/store/store.h"

#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  const char *name;
  SemHashMethod method;
  SemHashPreset preset;
  double lambda;
  SemHashStart start;
  guint k1;
  guint k2;
  SemHashSwitch early_stop;
} Variant;

#define DDH(name, lambda, start, k1, k2, stop)                                                     \
  {                                                                                                \
    name, SEM_HASH_DDH, SEM_HASH_PRESET_DEFAULT, lambda, SEM_HASH_START_##start, k1, k2, stop      \
  }

/* Neighbours of 0: the default, which depends on N. */
static const Variant variants[] = {
  { "itq", SEM_HASH_ITQ, 0, -1, 0, 0, 0, 0 },
  { "gs-itq", SEM_HASH_GS_ITQ, 0, -1, 0, 0, 0, 0 },
  { "ddh, preset paper", SEM_HASH_DDH, SEM_HASH_PRESET_PAPER, -1, 0, 0, 0, 0 },
  DDH ("ddh, λ .1, random", 0.1, RANDOM, 0, 0, SEM_HASH_OFF),
  DDH ("ddh, λ 1, random", 1.0, RANDOM, 0, 0, SEM_HASH_OFF),
  DDH ("ddh, λ 5, random", 5.0, RANDOM, 0, 0, SEM_HASH_OFF),
  DDH ("ddh, λ 15, random", 15.0, RANDOM, 0, 0, SEM_HASH_OFF),
  DDH ("ddh, λ .1, itq", 0.1, ITQ, 0, 0, SEM_HASH_OFF),
  DDH ("ddh, λ 1, itq", 1.0, ITQ, 0, 0, SEM_HASH_OFF),
  DDH ("ddh, λ 5, itq", 5.0, ITQ, 0, 0, SEM_HASH_OFF),
  DDH ("ddh, λ 15, itq", 15.0, ITQ, 0, 0, SEM_HASH_OFF),
  DDH ("ddh, λ .1, random, 20/30", 0.1, RANDOM, 20, 30, SEM_HASH_OFF),
  DDH ("ddh, λ .1, random, 10/15", 0.1, RANDOM, 10, 15, SEM_HASH_OFF),
  DDH ("ddh, λ .1, random, 5/8", 0.1, RANDOM, 5, 8, SEM_HASH_OFF),
  DDH ("ddh, λ .1, itq, 20/30", 0.1, ITQ, 20, 30, SEM_HASH_OFF),
  DDH ("ddh, λ .1, itq, 10/15", 0.1, ITQ, 10, 15, SEM_HASH_OFF),
  DDH ("ddh, λ .1, itq, 5/8", 0.1, ITQ, 5, 8, SEM_HASH_OFF),
  DDH ("ddh, λ .1, random, early stop", 0.1, RANDOM, 0, 0, SEM_HASH_ON),
  DDH ("ddh, λ .1, itq, early stop", 0.1, ITQ, 0, 0, SEM_HASH_ON),
  DDH ("ddh, λ 15, random, early stop", 15.0, RANDOM, 0, 0, SEM_HASH_ON),
};

/* Sums over the seeds. */
typedef struct
{
  SemRecord record;
  SemQuality quality;
  double epochs;
  double near_one;
  double seconds;
} Figures;

static void
epoch_cb (const SemHashEpoch *epoch, gpointer user_data)
{
  SemHashEpoch *last = user_data;

  *last = *epoch;
}

static void
add_quality (SemQuality *sum, const SemQuality *quality)
{
  for (guint r = 0; r < SEM_QUALITY_N_DEPTHS; r++)
    sum->nn10[r] += quality->nn10[r];
  sum->lift += quality->lift;
  sum->imbalance += quality->imbalance;
  sum->correlation += quality->correlation;
  sum->unique += quality->unique;
}

static void
run (SemTrial *trial, const SemLabelledSet *set, const Variant *variant, guint n_bits, Figures *sum)
{
  SemHashEpoch last = { 0 };
  SemHashOptions options;
  SemQuality quality;
  SemRecord hamming, score;
  g_autoptr (GError) error = NULL;
  g_autoptr (SemHashModel) model = NULL;
  double begin = wall_seconds ();

  sem_hash_options_init (&options);
  options.method = variant->method;
  options.n_bits = n_bits;
  options.seed = trial->seed;
  options.preset = variant->preset;
  options.lambda = variant->lambda;
  options.start = variant->start;
  options.k1 = variant->k1;
  options.k2 = variant->k2;
  options.early_stop = variant->early_stop;
  options.epoch_func = epoch_cb;
  options.epoch_data = &last;
  model = sem_trial_train (trial, &options, &error);
  if (!model)
    g_error ("%s", error->message);
  sum->seconds += wall_seconds () - begin;
  if (!sem_trial_rank_by_model (trial, model, set->features, &hamming, &score)
      || !sem_quality_measure (&(SemCodedSet){ model, set->features, set->n }, trial->seed, NULL,
                               &quality, NULL))
    g_error ("Cancelled.");
  sem_record_add (&sum->record, &hamming);
  add_quality (&sum->quality, &quality);
  sum->epochs += last.epoch;
  sum->near_one += last.near_one;
}

static void
print_row (const Variant *variant, const Figures *sum, double n)
{
  const SemQuality *quality = &sum->quality;
  const double *figures = sum->record.figures;

  printf ("| %s | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f | ", variant->name,
          figures[SEM_EVALUATION_NN10_100] / n, sum->record.nn10[0] / n, quality->nn10[0] / n,
          quality->lift / n, quality->correlation / n, quality->imbalance / n, quality->unique / n,
          sum->near_one / n);
  printf ("%.0f | %.3f | %.3f |\n", sum->epochs / n, figures[SEM_EVALUATION_MAP_ALL] / n,
          figures[SEM_EVALUATION_P_10] / n);
}

static SemLabelledSet *
load (const char *path)
{
  const SemLabelling labelling = { .naming = SEM_CLASS_FOLDER };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, &error);
  g_autoptr (SemStore) store = backbone ? sem_store_open (path, SEM_STORE_READ, &error) : NULL;
  SemLabelledSet *set =
    store ? sem_labelled_set_load (store, sem_backbone_get_id (backbone), &labelling, &error)
          : NULL;

  if (!set)
    g_error ("%s", error->message);
  return set;
}

/* Choosing photos and settings ------------------------------------------------------------------
 */

/* The half is of each class in an order that is drawn once, so that both halves are alike; the
 * photos are the first of another order. */
static void
restrict_set (SemLabelledSet *set, guint half, gsize n_photos)
{
  g_autofree guint32 *order = g_new (guint32, set->n);
  g_autofree guint *seen = g_new0 (guint, set->classes->len);
  g_autofree guint8 *keep = g_new0 (guint8, set->n);
  gsize n = 0;
  SemRandom random;

  sem_random_init (&random, 20261129, SEM_RANDOM_SPLIT);
  sem_random_permutation (&random, order, set->n);
  for (gsize i = 0; i < set->n; i++)
    {
      guint32 label = set->labels[order[i]];

      keep[order[i]] = label != SEM_NO_CLASS && (half == 0 || seen[label]++ % 2 == half - 1);
    }
  for (gsize i = 0; i < set->n && n_photos > 0; i++)
    if (keep[order[i]] && n++ >= n_photos)
      keep[order[i]] = 0;
  n = 0;
  for (gsize i = 0; i < set->n; i++)
    if (keep[i])
      {
        memmove (set->features + n * SEM_BACKBONE_DIM, set->features + i * SEM_BACKBONE_DIM,
                 SEM_BACKBONE_DIM * sizeof (float));
        set->labels[n++] = set->labels[i];
      }
  set->n = n;
}

static gboolean
parse_setting (const char *text, Variant *variant)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);
  guint n = g_strv_length (parts);

  *variant = (Variant){ .name = text, .lambda = -1, .early_stop = SEM_HASH_OFF };
  if (n == 0 || !sem_hash_method_from_name (parts[0], &variant->method))
    return FALSE;
  if (n == 1)
    return TRUE;
  if (n != 5)
    return FALSE;
  variant->lambda = g_ascii_strtod (parts[1], NULL);
  variant->start = g_str_equal (parts[2], "itq") ? SEM_HASH_START_ITQ : SEM_HASH_START_RANDOM;
  variant->k1 = (guint) atoi (parts[3]);
  variant->k2 = (guint) atoi (parts[4]);
  return TRUE;
}

/* Returns: (transfer full) (element-type Variant): the rows of the table */
static GArray *
choose_variants (int argc, char **argv)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (Variant));
  guint n_rows = G_N_ELEMENTS (variants);

  if (argc > 0 && g_ascii_isdigit (argv[0][0]))
    n_rows = MIN ((guint) atoi (argv[0]), n_rows);
  else
    for (int i = 0; i < argc; i++)
      {
        Variant variant;

        if (!parse_setting (argv[i], &variant))
          g_error ("%s is no setting.", argv[i]);
        g_array_append_val (chosen, variant);
      }
  if (chosen->len == 0)
    g_array_append_vals (chosen, variants, n_rows);
  return chosen;
}

static gsize
run_seeds (SemLabelledSet *set, guint n_seeds, guint n_bits, GArray *chosen, Figures *sums)
{
  const SemSplitOptions ways = { .max_training = SEM_HASH_MAX_TRAINING };
  gsize n_training = 0;

  for (guint s = 1; s <= n_seeds; s++)
    {
      SemTrial trial;
      SemRecord unused;

      sem_trial_init (&trial, set->features, set->labels, SEM_BACKBONE_DIM,
                      sem_split_new (&ways, set->labels, set->n, s), s);
      sem_work_init (&trial.job, 0, NULL);
      n_training = trial.split->n_training;
      if (!sem_trial_rank_by_cosine (&trial, TRUE, &unused))
        g_error ("Cancelled.");
      for (guint v = 0; v < chosen->len; v++)
        run (&trial, set, &g_array_index (chosen, Variant, v), n_bits, &sums[v]);
      sem_trial_clear (&trial);
    }
  return n_training;
}

int
main (int argc, char **argv)
{
  int half = 0, n_photos = 0;
  const GOptionEntry entries[] = {
    { "half", 0, 0, G_OPTION_ARG_INT, &half, NULL, NULL },
    { "photos", 0, 0, G_OPTION_ARG_INT, &n_photos, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) chosen = NULL;
  g_autofree Figures *sums = NULL;
  SemLabelledSet *set;
  guint n_seeds, n_bits;
  gsize n_training;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc < 4)
    g_error ("bench-ablation [--half 1|2] [--photos N] LIBRARY SEEDS BITS [ROWS | SETTING...]");
  n_seeds = (guint) atoi (argv[2]);
  n_bits = (guint) atoi (argv[3]);
  chosen = choose_variants (argc - 4, argv + 4);
  sums = g_new0 (Figures, chosen->len);
  set = load (argv[1]);
  restrict_set (set, (guint) half, (gsize) n_photos);
  n_training = run_seeds (set, n_seeds, n_bits, chosen, sums);
  printf ("%zu photos, %zu in the training set, %u bits, %u seed(s)\n\n", set->n, n_training,
          n_bits, n_seeds);
  puts ("| settings | nn10@100 | nn10@10 | own nn10@10 | lift | bit correlation | imbalance "
        "| unique | near ±1 | epochs | mAP@all | P@10 |");
  puts ("|---|---|---|---|---|---|---|---|---|---|---|---|");
  for (guint v = 0; v < chosen->len; v++)
    print_row (&g_array_index (chosen, Variant, v), &sums[v], n_seeds);
  sem_labelled_set_free (set);
  return 0;
}
