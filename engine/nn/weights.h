/* weights.h - finds, opens and checks a weights file
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/safetensors.h"

#include <nettle/sha2.h>

G_BEGIN_DECLS

/**
 * SemWeights:
 * @file: (owned): the open file
 * @hash: SHA-256 of the whole file, still open for more input
 * @path: (owned) (type filename): of the file
 */
typedef struct
{
  SemSafetensors *file;
  struct sha256_ctx hash;
  char *path;
} SemWeights;

/**
 * sem_weights_list_places:
 *
 * Returns: (transfer full) (array zero-terminated=1) (element-type filename): where the program's
 *   own weights are looked for, in this order: what SEMBLANCE_WEIGHTS names and nothing else, or
 *   the installed data folder and then the user's ($XDG_DATA_HOME/semblance)
 */
char **sem_weights_list_places (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_weights_open:
 * @self: (out caller-allocates): to be cleared, also on failure
 * @path: (nullable) (type filename): the file, or %NULL for the program's own weights
 * @error: return location; %SEM_ERROR_NO_WEIGHTS, _UNREADABLE or _DAMAGED
 *
 * A file that was found rather than named has to be the published one, byte for byte: where the
 * hash differs the next place is tried. A file that was named, by @path or SEMBLANCE_WEIGHTS, may
 * hold other weights.
 */
gboolean sem_weights_open (SemWeights *self, const char *path, GError **error);
void sem_weights_clear (SemWeights *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemWeights, sem_weights_clear)

G_END_DECLS
