/* fuzz-model-file.c - the parser of exported models
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/model-file.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

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

/* What was accepted is what the library stores, and is accepted again when it is exported. */
static void
write_again (const SemModelFile *file)
{
  g_autoptr (GBytes) stored = sem_hash_model_to_bytes (file->model), first = NULL, second = NULL;
  g_autoptr (SemHashModel) model = sem_hash_model_new_from_bytes (stored, NULL);
  g_auto (SemModelFile) again = { 0 };

  g_assert_nonnull (model);
  first = sem_model_file_to_bytes (file);
  g_assert_true (sem_model_file_read (&again, first, "again", NULL));
  second = sem_model_file_to_bytes (&again);
  g_assert_true (g_bytes_equal (first, second));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_auto (SemModelFile) file = { 0 };
  gboolean ok = sem_model_file_read (&file, bytes, "fuzz", &error);

  g_assert_true (ok == !error);
  if (ok)
    {
      encode (file.model);
      write_again (&file);
    }

  return 0;
}
