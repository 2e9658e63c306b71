/* backbones.h - the network that a library's codes are made with
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Weights that have no name yet, in that folder. */
#define SEM_BACKBONES_NEW "new.safetensors"

/* (transfer full) (type filename): the folder NAME.backbones beside the library NAME.db, where the
 * weights lie that were trained on its photos, each as ID.safetensors; and one such file, NULL
 * where @id is no backbone's name. */
char *sem_backbones_get_folder (const char *library);
char *sem_backbones_get_path (const char *library, const char *id);

/**
 * sem_backbones_load:
 * @store: of the library
 * @id: (nullable): a backbone's id, or %NULL for the one that the program comes with
 * @error: return location; %SEM_ERROR_NO_WEIGHTS where the weights that were trained on the
 *   library's photos are gone, or what sem_backbone_new() sets
 *
 * Returns: (transfer full): the backbone. Its id is another where @id is that of weights which an
 *   older version of the program came with: photos have to be described anew
 */
SemBackbone *
sem_backbones_load (SemStore *store, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The backbone of the active model, the program's own where there is none. */
SemBackbone *sem_backbones_load_active (SemStore *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes weights files that the library no longer names. Call after sem_store_sweep(). */
void sem_backbones_sweep (SemStore *store);

G_END_DECLS
