/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes intermediate and final results of DDH on a small problem for tests/support/ddh-update.py:
 * the sizes n, d, K, K1 and K2, then single steps, then whole epochs. Integers and floats have 32
 * bits.
 */

#include "engine/hash/mathematics/blas.h"
#include "engine/hash/objectives/ddh.h"
#include "engine/hash/objectives/ddh-settings.h"
#include "engine/hash/methods/head.h"

#include "tests/engine/hash/fixture.h"

#include <stdio.h>

/* The last batch of an epoch is not full. */
#define N 120
#define D 24
#define K 16
#define K1 5
#define K2 7
#define BATCH 50
#define STEPS 6
#define EPOCHS 5
#define SEED 3
#define RATE 0.05f
#define LAMBDA 0.4f

static FILE *file;

static void
write_integers (const guint32 *values, gsize n)
{
  fwrite (values, sizeof *values, n, file);
}

static void
write_floats (const float *values, gsize n)
{
  fwrite (values, sizeof *values, n, file);
}

/* The input of training: l2 (f). */
static float *
make_inputs (const float *features)
{
  float *x = g_new (float, N *D);

  for (gsize i = 0; i < N; i++)
    sem_hash_centre (features + i * D, NULL, D, x + i * D);
  return x;
}

static void
write_labels (const SemGraph *positives)
{
  for (guint32 i = 0; i < N; i++)
    {
      guint32 row[N] = { 0 };

      for (gsize e = positives->start[i]; e < positives->start[i + 1]; e++)
        row[positives->neighbors[e]] = 1;
      write_integers (row, N);
    }
}

static void
write_inputs (const float *features, const float *x, float scale)
{
  g_autofree float *scaled = g_new (float, N *D);

  for (gsize i = 0; i < N * D; i++)
    scaled[i] = scale * x[i];
  write_floats (features, N * D);
  write_floats (scaled, N * D);
}

static SemHashHead *
make_head (float scale)
{
  return sem_hash_head_new (D, K, scale, SEM_OPTIMIZER_SGD, 5e-4, SEED);
}

static void
dump_steps (const SemHashOptions *options, const float *features, const float *x, float scale)
{
  const guint32 n_steps = STEPS;
  const float numbers[] = { LAMBDA, RATE };
  g_autoptr (SemHashHead) head = make_head (scale);
  g_autoptr (SemGraph) positives = NULL;
  g_autoptr (SemDdhMemory) memory = NULL;
  g_autofree guint32 *order = g_new (guint32, N);
  float outputs[BATCH * K], slopes[BATCH * K];
  SemDdhSettings settings;
  SemRandom random;
  SemWork job;

  sem_blas_use_one_thread ();
  sem_work_init (&job, 1, NULL);
  sem_ddh_settings_init (&settings, options, N);
  positives = sem_ddh_find_positives (&job, &settings, features, NULL, N, D);
  memory = sem_ddh_memory_new (positives, K, numbers[0]);
  write_inputs (features, x, scale);
  write_labels (positives);
  write_integers (&n_steps, 1);
  write_floats (numbers, 2);
  write_floats (sem_hash_head_get_values (head), (D + 1) * K);
  sem_random_init (&random, SEED, SEM_RANDOM_SPLIT);
  for (guint step = 0; step < STEPS; step++)
    {
      sem_random_permutation (&random, order, N);
      write_integers (order, BATCH);
      sem_hash_head_forward (head, x, order, BATCH, outputs);
      sem_ddh_memory_write (memory, order, BATCH, outputs);
      sem_ddh_memory_gradient (memory, order, BATCH, slopes);
      sem_hash_head_backward (head, slopes, 1.0f / (float) (N * BATCH), NULL);
      sem_hash_head_step (head, RATE);
      write_floats (sem_hash_head_get_values (head), (D + 1) * K);
      write_floats (memory->u, N * K);
    }
}

static void
dump_training (SemHashOptions *options, const float *features, const float *x, float scale)
{
  const guint32 n_epochs = EPOCHS;
  const float numbers[] = { 15.0f * N / 1000.0f, 0.0f };
  g_autoptr (SemHashHead) head = make_head (scale);
  g_autoptr (SemHashModel) model = NULL;
  g_autofree guint32 *order = g_new (guint32, N);
  g_autofree float *outputs = g_new (float, N *K);
  SemRandom random;

  write_inputs (features, x, scale);
  write_integers (&n_epochs, 1);
  write_floats (numbers, 2);
  write_floats (sem_hash_head_get_values (head), (D + 1) * K);
  sem_random_init (&random, SEED, SEM_RANDOM_BATCHES);
  for (guint epoch = 0; epoch < EPOCHS; epoch++)
    {
      sem_random_permutation (&random, order, N);
      write_integers (order, N);
    }
  options->epochs = EPOCHS;
  model = sem_hash_train (options, features, N, D, NULL, NULL);
  sem_hash_model_encode (model, features, N, NULL, outputs);
  write_floats (outputs, N * K);
}

int
main (int argc, char **argv)
{
  const guint32 sizes[] = { N, D, K, K1, K2 };
  g_autofree float *features = fixture_clusters (N, D, 6, 1.0, 11);
  g_autofree float *x = NULL;
  SemHashOptions options;

  if (argc != 2 || !(file = fopen (argv[1], "wb")))
    return 1;
  x = make_inputs (features);
  sem_hash_options_init (&options);
  options.method = SEM_HASH_DDH;
  options.n_bits = K;
  options.seed = SEED;
  options.preset = SEM_HASH_PRESET_PAPER;
  options.k1 = K1;
  options.k2 = K2;
  write_integers (sizes, G_N_ELEMENTS (sizes));
  dump_steps (&options, features, x, SEM_DDH_PAPER_LENGTH);
  dump_training (&options, features, x, SEM_DDH_PAPER_LENGTH);
  return fclose (file) == 0 ? 0 : 1;
}
