/* backbones.h - the backbones of a library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* The name of a weights file until its id is known. */
#define SEM_BACKBONES_NEW "new.safetensors"

/* (transfer full) (type filename): the folder NAME.backbones beside the library NAME.db, for the
 * weights that were trained on its photos, each named ID.safetensors; and the path of one such
 * file, NULL where @id is not a valid id. */
char *sem_backbones_get_folder (const char *library);
char *sem_backbones_get_path (const char *library, const char *id);

/**
 * sem_backbones_load:
 * @store: of the library
 * @id: (nullable): a backbone's id, or %NULL for the program's own
 *
 * Returns: (transfer full): the backbone, or NULL with SEM_ERROR_NO_WEIGHTS where the weights that
 *   were trained on the library's photos are missing, or with what sem_backbone_new() sets. Where
 *   @id belongs to weights of an older version of the program, it is the program's own backbone,
 *   of another id: the features have to be computed again. Where it is that of a program which
 *   this user has not added, nothing can be described by the backbone
 */
SemBackbone *
sem_backbones_load (SemStore *store, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): the backbone of the active model, the program's own where there is none; or NULL
 * as above. */
SemBackbone *sem_backbones_load_active (SemStore *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes weights files that no row of the library names. Call after sem_store_sweep(). */
void sem_backbones_sweep (SemStore *store);

G_END_DECLS
