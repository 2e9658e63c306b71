/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/methods/method.h"

const SemHashMethodInfo sem_hash_methods[SEM_HASH_N_METHODS] = {
  [SEM_HASH_GS_ITQ] = { "gs-itq", sem_hash_train_gs_itq },
  [SEM_HASH_ITQ] = { "itq", sem_hash_train_itq },
  [SEM_HASH_LSH] = { "lsh", sem_hash_train_lsh },
  [SEM_HASH_DDH] = { "ddh", sem_hash_train_ddh },
  [SEM_HASH_PCAH] = { "pcah", sem_hash_train_pcah },
  [SEM_HASH_SH] = { "sh", sem_hash_train_sh },
  [SEM_HASH_KNNH] = { "knnh", sem_hash_train_knnh },
  [SEM_HASH_CIBHASH] = { "cibhash", sem_hash_train_cibhash },
  [SEM_HASH_BCDH] = { "bcdh", sem_hash_train_bcdh },
};

gboolean
sem_hash_method_exists (guint method)
{
  return method < SEM_HASH_N_METHODS && sem_hash_methods[method].train != NULL;
}

const char *
sem_hash_method_get_name (SemHashMethod method)
{
  return sem_hash_method_exists (method) ? sem_hash_methods[method].name : NULL;
}

gboolean
sem_hash_method_from_name (const char *name, SemHashMethod *method)
{
  g_return_val_if_fail (name != NULL && method != NULL, FALSE);

  for (guint i = 0; i < SEM_HASH_N_METHODS; i++)
    if (sem_hash_method_exists (i) && g_str_equal (name, sem_hash_methods[i].name))
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
    if (sem_hash_method_exists (i))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", sem_hash_methods[i].name);
  return g_string_free (names, FALSE);
}
