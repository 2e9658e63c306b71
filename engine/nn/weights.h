/* weights.h - find, open and check a weights file
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
 * @file: (owned): the parsed file
 * @hash: SHA-256 state after the whole file, so that a caller can add to it
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
 * Returns: (transfer full) (array zero-terminated=1) (element-type filename): paths at which the
 *   program's own weights are looked for, in this order: only the value of the environment variable
 *   SEMBLANCE_WEIGHTS if it is set, else in the installed data folder and then in the user's
 *   ($XDG_DATA_HOME/semblance)
 */
char **sem_weights_list_places (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_weights_open:
 * @self: (out caller-allocates): sem_weights_clear() must be called, also on failure
 * @path: (nullable) (type filename): the file, or %NULL for the program's own weights
 * @error: return location; %SEM_ERROR_NO_WEIGHTS, _UNREADABLE or _DAMAGED
 *
 * A file of a data folder must have the published SHA-256; otherwise the next folder is tried. A
 * file given by @path or SEMBLANCE_WEIGHTS may contain other weights. Blocks.
 *
 * Returns: %FALSE with @error set
 */
gboolean sem_weights_open (SemWeights *self, const char *path, GError **error);
void sem_weights_clear (SemWeights *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemWeights, sem_weights_clear)

G_END_DECLS
