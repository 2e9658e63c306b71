/* fuzz-hash-model.c - the parser of stored hash models
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/hash-model.h"

#include <string.h>

#define DIGEST_SIZE 32
#define VERSION_AT 8

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Random changes do not produce valid checksums: the target computes them, to reach the code
 * behind. */
static void
sign (guint8 *bytes, gsize size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DIGEST_SIZE;

  if (size < DIGEST_SIZE)
    return;
  g_checksum_update (checksum, bytes, (gssize) (size - DIGEST_SIZE));
  g_checksum_get_digest (checksum, bytes + size - DIGEST_SIZE, &length);
}

/* An accepted model of the present version is written as it was read; what is written is accepted.
 */
static void
compare (SemHashModel *model, GBytes *bytes)
{
  g_autoptr (GBytes) written = sem_hash_model_to_bytes (model);
  const guint8 *now = g_bytes_get_data (written, NULL);
  const guint8 *before = g_bytes_get_data (bytes, NULL);

  g_assert_true (sem_hash_bits_valid (sem_hash_model_get_n_bits (model)));
  g_assert_nonnull (sem_hash_method_get_name (sem_hash_model_get_method (model)));
  if (now[VERSION_AT] == before[VERSION_AT])
    g_assert_true (g_bytes_equal (written, bytes));
  else
    {
      g_autoptr (SemHashModel) read = sem_hash_model_new_from_bytes (written, NULL);
      g_autoptr (GBytes) again = sem_hash_model_to_bytes (read);

      g_assert_true (g_bytes_equal (written, again));
    }
}

static void
encode (SemHashModel *model)
{
  g_autofree float *feature = g_new0 (float, sem_hash_model_get_n_features (model));
  float outputs[SEM_HASH_MAX_BITS];
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  gint8 vector[SEM_VECTOR_DIM];

  feature[0] = 1.0f;
  sem_hash_model_encode (model, feature, 1, code, outputs);
  sem_hash_model_vectors (model, feature, 1, vector);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  guint8 *copy = g_memdup2 (data, size);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SemHashModel) model = NULL;

  sign (copy, size);
  bytes = g_bytes_new_take (copy, size);
  model = sem_hash_model_new_from_bytes (bytes, &error);
  g_assert_true ((!model) == (error != NULL));
  if (model)
    {
      compare (model, bytes);
      encode (model);
    }

  return 0;
}
