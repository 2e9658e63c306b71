/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/methods/method-table.h"

const SemHashMethodFunc sem_hash_method_funcs[SEM_HASH_N_METHODS] = {
  [SEM_HASH_GS_ITQ] = sem_hash_train_gs_itq, [SEM_HASH_ITQ] = sem_hash_train_itq,
  [SEM_HASH_LSH] = sem_hash_train_lsh,       [SEM_HASH_DDH] = sem_hash_train_ddh,
  [SEM_HASH_PCAH] = sem_hash_train_pcah,     [SEM_HASH_SH] = sem_hash_train_sh,
  [SEM_HASH_KNNH] = sem_hash_train_knnh,     [SEM_HASH_CIBHASH] = sem_hash_train_cibhash,
  [SEM_HASH_BCDH] = sem_hash_train_bcdh,
};
