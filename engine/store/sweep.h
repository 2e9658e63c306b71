/* sweep.h - removing what the library no longer refers to
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * sem_store_sweep:
 *
 * Removes from the companions the rows of photos, models and fine-tuned backbones that the library
 * has dropped since the last call, and fine-tuned backbones that no model uses any more. Hidden
 * photos leave their scenes. Runs in a transaction of its own: call it after the commit that
 * removed a folder or a model.
 */
gboolean sem_store_sweep (SemStore *self, GError **error);

G_END_DECLS
