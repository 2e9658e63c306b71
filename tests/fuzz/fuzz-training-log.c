/* fuzz-training-log.c - the parser of stored training logs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/training-log.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* An accepted log survives writing and parsing unchanged. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTrainingLog) log = sem_training_log_new_from_bytes (bytes, &error);

  g_assert_true ((!log) == (error != NULL));
  if (log)
    {
      g_autoptr (GBytes) written = sem_training_log_to_bytes (log);
      g_autoptr (SemTrainingLog) again = sem_training_log_new_from_bytes (written, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (sem_training_log_get_n_epochs (again), ==,
                        sem_training_log_get_n_epochs (log));
    }
  return 0;
}
