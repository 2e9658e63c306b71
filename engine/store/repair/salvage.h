/* salvage.h - what can still be read of a damaged library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/models.h"

G_BEGIN_DECLS

/**
 * SemSalvage:
 * @folders: (element-type filename): absolute and canonical; one may be there twice
 * @models: (element-type SemStoreModel): finished models that the user trained, chose or named, and
 *   the active one, with their data, which is not checked; their features need no network that was
 *   trained on the library
 * @active: the number in @models of the active model; -1 where it is not there
 */
typedef struct
{
  GPtrArray *folders;
  GPtrArray *models;
  int active;
} SemSalvage;

void sem_salvage_free (SemSalvage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSalvage, sem_salvage_free)

/* @path: (type filename): the library's file, which is only read.
 * Returns: (transfer full): what could be read; the arrays may be empty */
SemSalvage *sem_salvage_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
