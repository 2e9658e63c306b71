/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a training set and the outputs of GS-ITQ for check-gs-itq.py: n, d and the number of bits
 * (32-bit unsigned), then the features (n, d) and the outputs (n, bits), 32-bit floats.
 */

#include "tests/engine/hash/fixture.h"

#include <stdio.h>

#define N 600
#define D 48
#define BITS 32

int
main (int argc, char **argv)
{
  g_autofree float *features = fixture_clusters (N, D, 12, 1.0, 11);
  g_autofree float *outputs = g_new (float, N *BITS);
  const guint32 sizes[] = { N, D, BITS };
  g_autoptr (SemHashModel) model = NULL;
  FILE *file;

  if (argc != 2 || !(file = fopen (argv[1], "wb")))
    return 1;
  /* A near-duplicate, and a photo that has only near-duplicates as neighbours. */
  for (gsize i = 0; i < D; i++)
    features[5 * D + i] = features[17 * D + i] * (1.0f + 0.001f * (float) (i % 3));
  model = fixture_train (SEM_HASH_GS_ITQ, BITS, features, N, D, 2);
  sem_hash_model_encode (model, features, N, NULL, outputs);
  fwrite (sizes, sizeof *sizes, G_N_ELEMENTS (sizes), file);
  fwrite (features, sizeof *features, N * D, file);
  fwrite (outputs, sizeof *outputs, N * BITS, file);
  return fclose (file) == 0 ? 0 : 1;
}
