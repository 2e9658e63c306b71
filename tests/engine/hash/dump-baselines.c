/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a training set and the outputs of the baselines for check-baselines.py: n, d and the
 * number of bits (32-bit unsigned), then the features (n, d) and the outputs (n, bits) of PCAH, SH,
 * ITQ and KNNH, then CIBHash's slopes (n, bits) for KNNH's outputs, taken as two views of n / 2
 * photos, and its two terms; all 32-bit floats.
 */

#include "engine/hash/methods/cibhash.h"

#include "tests/engine/hash/fixture.h"

#include <stdio.h>

#define N 600
#define D 48
#define BITS 32
#define TEMPERATURE 0.3
#define WEIGHT 0.01

static void
write_floats (FILE *file, const float *values, gsize n)
{
  fwrite (values, sizeof *values, n, file);
}

static void
write_loss (FILE *file, const float *outputs)
{
  g_autofree float *slopes = g_new (float, N *BITS);
  SemCibhashLoss loss;
  float terms[2];

  sem_cibhash_loss (outputs, N / 2, BITS, TEMPERATURE, WEIGHT, &loss, slopes);
  terms[0] = (float) loss.contrast;
  terms[1] = (float) loss.divergence;
  write_floats (file, slopes, N * BITS);
  write_floats (file, terms, 2);
}

int
main (int argc, char **argv)
{
  static const SemHashMethod methods[] = { SEM_HASH_PCAH, SEM_HASH_SH, SEM_HASH_ITQ,
                                           SEM_HASH_KNNH };
  g_autofree float *features = fixture_clusters (N, D, 12, 1.0, 11);
  g_autofree float *outputs = g_new (float, N *BITS);
  const guint32 sizes[] = { N, D, BITS };
  FILE *file;

  if (argc != 2 || !(file = fopen (argv[1], "wb")))
    return 1;
  fwrite (sizes, sizeof *sizes, G_N_ELEMENTS (sizes), file);
  write_floats (file, features, N * D);
  for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (SemHashModel) model = fixture_train (methods[m], BITS, features, N, D, 2);

      sem_hash_model_encode (model, features, N, NULL, outputs);
      write_floats (file, outputs, N * BITS);
    }
  write_loss (file, outputs);
  return fclose (file) == 0 ? 0 : 1;
}
