/* method-table.h - the training function of each hash method
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/methods/method.h"

G_BEGIN_DECLS

/* Returns: %FALSE when cancelled (without @error) or where it failed (with @error) */
typedef gboolean (*SemHashMethodFunc) (SemWork *job,
                                       const SemHashInput *input,
                                       SemHashMap *map,
                                       GError **error);

/* Never %NULL. A new method needs its row here, its own file, and its value and name in
 * engine/hash/models/hash-options.[ch]. */
extern const SemHashMethodFunc sem_hash_method_funcs[SEM_HASH_N_METHODS];

G_END_DECLS
