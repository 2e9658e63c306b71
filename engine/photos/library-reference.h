/* library-reference.h - the reference of the backbone that a library uses
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/photos/reference.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * sem_library_load_reference:
 * @backbone: id of a backbone
 * @reference: (out) (transfer full) (nullable): its reference: a copy of the program's own, or for
 *   a backbone that was fine-tuned on this library, the program's own mapped by photos that have
 *   features of both (sem_reference_map()), which the library keeps; for a program what was
 *   measured for it on this computer; %NULL where there are none,
 *   as for weights of another origin
 *
 * Returns: %FALSE with an error of the store
 */
gboolean sem_library_load_reference (SemStore *store,
                                     const char *backbone,
                                     SemReference **reference,
                                     GError **error);

G_END_DECLS
