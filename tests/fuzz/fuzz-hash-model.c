/* fuzz-hash-model.c - a stored hash model's parser on any bytes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/hash-model.h"

#include <string.h>

#define DIGEST_SIZE 32

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Chance does not find a checksum: the target gives the bytes theirs, to get at what is behind. */
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

/* A model that is accepted is written as it was read. */
static void
compare (SemHashModel *model, GBytes *bytes)
{
  g_autoptr (GBytes) written = sem_hash_model_to_bytes (model);

  g_assert_true (sem_hash_bits_valid (sem_hash_model_get_n_bits (model)));
  g_assert_true (g_bytes_equal (written, bytes));
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
  g_assert_true ((model == NULL) == (error != NULL));
  if (model != NULL)
    compare (model, bytes);

  return 0;
}
