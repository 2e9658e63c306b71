/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/finetune/finetune-private.h"

static void
add_stream (GHashTable *seen, SemRandom *random)
{
  guint64 first = sem_random_next (random);

  g_assert_true (g_hash_table_add (seen, g_memdup2 (&first, sizeof first)));
}

/* The random numbers that alter the stored views of a photo are independent of those of any epoch
 * and photo. */
static void
test_streams (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  SemRandom random;

  for (gsize photo = 0; photo < 40; photo++)
    {
      for (guint view = 1; view < SEM_FINETUNE_VIEWS; view++)
        {
          sem_finetune_seed_kept (&random, 1, photo, view);
          add_stream (seen, &random);
        }
      for (guint epoch = 0; epoch < 10; epoch++)
        {
          sem_finetune_seed_drawn (&random, 1, epoch, 40, photo);
          add_stream (seen, &random);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/finetune/streams", test_streams);

  return g_test_run ();
}
