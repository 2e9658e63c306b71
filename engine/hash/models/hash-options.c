/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/hash-options.h"

static const char *const method_names[SEM_HASH_N_METHODS] = {
  [SEM_HASH_GS_ITQ] = "gs-itq", [SEM_HASH_ITQ] = "itq",         [SEM_HASH_LSH] = "lsh",
  [SEM_HASH_DDH] = "ddh",       [SEM_HASH_PCAH] = "pcah",       [SEM_HASH_SH] = "sh",
  [SEM_HASH_KNNH] = "knnh",     [SEM_HASH_CIBHASH] = "cibhash", [SEM_HASH_BCDH] = "bcdh",
};

gboolean
sem_hash_method_exists (guint method)
{
  return method < SEM_HASH_N_METHODS;
}

const char *
sem_hash_method_get_name (SemHashMethod method)
{
  return sem_hash_method_exists (method) ? method_names[method] : NULL;
}

gboolean
sem_hash_method_from_name (const char *name, SemHashMethod *method)
{
  g_return_val_if_fail (name != NULL && method != NULL, FALSE);

  for (guint i = 0; i < SEM_HASH_N_METHODS; i++)
    if (g_str_equal (name, method_names[i]))
      {
        *method = i;
        return TRUE;
      }
  return FALSE;
}

char *
sem_hash_method_list_names (void)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < SEM_HASH_N_METHODS; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", method_names[i]);
  return g_string_free (names, FALSE);
}

gboolean
sem_hash_bits_valid (guint n_bits)
{
  return n_bits >= 16 && n_bits <= SEM_HASH_MAX_BITS && (n_bits & (n_bits - 1)) == 0;
}

void
sem_hash_options_init (SemHashOptions *options)
{
  g_return_if_fail (options != NULL);

  *options = (SemHashOptions){
    .method = SEM_HASH_GS_ITQ,
    .n_bits = 256,
    .seed = 1,
    .rho = 2.0,
    .lambda = -1.0,
  };
}

void
sem_hash_options_open (SemHashOptions *options)
{
  SemHashOptions open;

  sem_hash_options_init (&open);
  options->rho = open.rho;
  options->preset = open.preset;
  options->lambda = open.lambda;
  options->k1 = open.k1;
  options->k2 = open.k2;
  options->epochs = open.epochs;
  options->start = open.start;
  options->early_stop = open.early_stop;
  options->pair_distance = open.pair_distance;
}
